"""What offices decide (审议、核发): qualified or not, approved or not, issued; and what others answer (确认)."""

from datetime import datetime

from dengji.people.models import Post
from dengji.policy.engine.terms import StepKind, Verb
from dengji.procedure.door import Deed, act, move
from dengji.procedure.external import register_of
from dengji.procedure.ground import Ground
from dengji.procedure.models import Event
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.terms import Act

_EVALUATING = frozenset({StepKind.TASK, StepKind.PANEL})


@act(Act.QUALIFIED, at_steps=_EVALUATING)
def find_qualified(ground: Ground, reason: str, *, by: Post, at: datetime) -> Event:
    """评估合格: the evaluation found the body qualified; a panel's opinion must be drawn up and favourable."""
    return move(ground, Verb.QUALIFIED, Deed(Act.QUALIFIED, by, at, reason=reason))


@act(Act.UNQUALIFIED, at_steps=_EVALUATING)
def find_unqualified(ground: Ground, reason: str, *, by: Post, at: datetime) -> Event:
    """评估不合格: the evaluation found the body not qualified, for a reason that is told."""
    return move(ground, Verb.UNQUALIFIED, Deed(Act.UNQUALIFIED, by, at, reason=reason))


@act(Act.APPROVE, at_steps=frozenset({StepKind.TASK}))
def approve(ground: Ground, reason: str, *, by: Post, at: datetime) -> Event:
    """审议通过: the bureau agrees after deliberation."""
    return move(ground, Verb.APPROVE, Deed(Act.APPROVE, by, at, reason=reason))


@act(Act.DISAPPROVE, at_steps=frozenset({StepKind.TASK}))
def disapprove(ground: Ground, reason: str, *, by: Post, at: datetime) -> Event:
    """审议不通过: the bureau does not agree, for a reason that is told."""
    return move(ground, Verb.DISAPPROVE, Deed(Act.DISAPPROVE, by, at, reason=reason))


@act(Act.CONFIRM, at_steps=frozenset({StepKind.EXTERNAL}))
def confirm(ground: Ground, reason: str, *, by: Post | None, at: datetime) -> Event:
    """确认: another department or register agrees (实施主管部门意见、部中心公布)."""
    _only_by_its_own(ground, by)
    return move(ground, Verb.CONFIRM, Deed(Act.CONFIRM, by, at, reason=reason))


@act(Act.DECLINE, at_steps=frozenset({StepKind.EXTERNAL}))
def decline(ground: Ground, reason: str, *, by: Post | None, at: datetime) -> Event:
    """不予确认: another department or register does not agree, for a reason that is told."""
    _only_by_its_own(ground, by)
    return move(ground, Verb.DECLINE, Deed(Act.DECLINE, by, at, reason=reason))


@act(Act.ISSUE, at_steps=frozenset({StepKind.TASK}))
def issue(ground: Ground, *, by: Post, at: datetime) -> Event:
    """核发: the notice is given out, and the filing stands."""
    return move(ground, Verb.ISSUE, Deed(Act.ISSUE, by, at))


def _only_by_its_own(ground: Ground, by: Post | None) -> None:
    """An outside register answers through the exchange (by None); an office answers by its own people."""
    if by is not None and register_of(ground.step) is not None:
        raise NotAllowed("这一步等待外部系统的回复，不能手工确认。", article=ground.article())
    if by is None and register_of(ground.step) is None:
        raise NotAllowed("这一步由主管部门的人员答复，不能由系统代为答复。", article=ground.article())
