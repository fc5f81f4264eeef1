"""Answers of other systems (外部回复): taken as they come, each moving its case through the one door."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localdate

from dengji.exchange.queries import answer_to
from dengji.procedure.acts.deciding import confirm, decline
from dengji.procedure.external import about, register_of
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.queries import cases_waiting_outside
from dengji.procedure.refusals import NotAllowed
from dengji.workdays.words import in_words


class Taken(NamedTuple):
    """What a round of taking answers came to (回复处理情况)."""

    confirmed: int
    declined: int
    waiting: int


def take_answers(*, at: datetime) -> Taken:
    """处理外部回复: every case that waits for a register moves on if it has answered; safe to run twice."""
    moved = [_take(case, at) for case in cases_waiting_outside()]
    return Taken(moved.count(True), moved.count(False), moved.count(None))


def _take(case: Case, at: datetime) -> bool | None:
    """Move one case; True confirmed, False declined, None still waiting, or moved by somebody else meanwhile."""
    ground = Ground(case, localdate(at))
    answer = answer_to(register_of(ground.step) or "", about(ground))
    if answer is None:
        return None
    published = bool(answer.content["state"] == "published")
    try:
        if published:
            day = in_words(date.fromisoformat(answer.content["published_on"]))
            confirm(case, f"{day}公布，编号{answer.content['number']}", by=None, at=at)
        else:
            decline(case, answer.content["reason"], by=None, at=at)
    except NotAllowed:
        return None
    return published
