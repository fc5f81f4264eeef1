"""Answers of other systems (外部回复): taken as they come, each moving its case through the one door."""

import logging
from datetime import date, datetime
from typing import NamedTuple

from django.db import DatabaseError
from django.utils.timezone import localdate

from dengji.exchange.queries import Answer, answer_to
from dengji.people.refusals import Refused
from dengji.procedure.acts.deciding import confirm, decline
from dengji.procedure.external import about, register_of
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.queries import cases_waiting_outside
from dengji.workdays.words import in_words

log = logging.getLogger("dengji.procedure")


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
    """Move one case; True confirmed, False declined, None still waiting, or moved by somebody else meanwhile.

    A case that cannot be moved by its answer waits for somebody to look at it, and holds up no other.
    """
    ground = Ground(case, localdate(at))
    answer = answer_to(register_of(ground.step) or "", about(ground))
    if answer is None:
        return None
    try:
        return _moved(case, answer, at)
    except Refused:
        return None
    except (DatabaseError, LookupError, ValueError, TypeError):
        log.exception("The answer to the case %s could not be taken.", case.number)
        return None


def _moved(case: Case, answer: Answer, at: datetime) -> bool:
    if answer.content["state"] != "published":
        decline(case, answer.content["reason"], by=None, at=at)
        return False
    day = in_words(date.fromisoformat(answer.content["published_on"]))
    confirm(case, f"{day}公布，编号{answer.content['number']}", by=None, at=at)
    return True
