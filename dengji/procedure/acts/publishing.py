"""Publicity (公示): opened to the public, and closed only after its last day and with every objection answered."""

from datetime import date, datetime
from typing import NamedTuple, cast

from dengji.people.models import Post
from dengji.policy.effects import run_effect
from dengji.policy.engine.terms import StepKind, Verb
from dengji.procedure import clocks
from dengji.procedure.door import Deed, act, move, note
from dengji.procedure.ground import Ground
from dengji.procedure.models import Event
from dengji.procedure.refusals import NotAllowed, within
from dengji.procedure.terms import Act

_AT_PUBLICITY = frozenset({StepKind.PUBLICITY})


class Notice(NamedTuple):
    """What the public reads (公示内容)."""

    title: str
    text: str


@act(Act.PUBLISH, at_steps=_AT_PUBLICITY)
def publish(ground: Ground, notice: Notice, *, by: Post, at: datetime) -> Event:
    """发布公示: the notice opens to the public today, and its last day is reckoned."""
    if clocks.running(ground.case) is not None:
        raise NotAllowed("公示已经发布，不能重复发布。", article=ground.article())
    title = within(notice.title, 160, please="请写明公示的标题")
    text = within(notice.text, 5000, please="请写明公示的内容")
    clocks.publish(ground.case, ground.step, on=ground.on)
    last_day = cast(date, ground.case.due_on)  # the linter refuses a publicity without a period
    detail = {
        "title": title,
        "text": text,
        "opened_on": ground.on.isoformat(),
        "last_day": last_day.isoformat(),
        "provisional": ground.case.provisional,
    }
    run_effect("publicity.open", ground.case, by=by, at=at, detail=detail)
    return note(ground, Deed(Act.PUBLISH, by, at, detail=detail))


@act(Act.CLOSE, at_steps=_AT_PUBLICITY)
def close(ground: Ground, *, by: Post, at: datetime) -> Event:
    """结束公示: never on or before its last day, never with an objection open."""
    return move(ground, Verb.CLOSE, Deed(Act.CLOSE, by, at))


@act(Act.UPHOLD, at_steps=_AT_PUBLICITY)
def uphold(ground: Ground, reason: str, *, by: Post, at: datetime) -> Event:
    """异议成立: an objection proved right, and the case ends or goes back."""
    return move(ground, Verb.UPHOLD, Deed(Act.UPHOLD, by, at, reason=reason))
