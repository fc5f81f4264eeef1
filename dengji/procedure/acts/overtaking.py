"""When events overtake a case (情势变更): what it was to decide has come about already, so it ends by itself."""

from datetime import datetime

from dengji.people.models import Post
from dengji.policy.effects import run_effect
from dengji.policy.engine.terms import StepKind
from dengji.procedure import clocks
from dengji.procedure.door import Deed, act, note
from dengji.procedure.ground import Ground
from dengji.procedure.models import Event
from dengji.procedure.terms import Act, CaseState, Ending


@act(Act.OVERTAKE)
def overtake(ground: Ground, because: str, article: str, *, by: Post | None, at: datetime) -> Event:
    """不再办理: nothing is left to decide; the case ends at its step without letter or effect, its reason told.

    `article` is the label under which what overtook it came about.
    """
    case = ground.case
    if ground.step.kind is StepKind.PUBLICITY:
        run_effect("publicity.close", case, by=by, at=at, detail={})
    clocks.close(case, on=ground.on)
    case.state, case.ending, case.ended_at = CaseState.ENDED, Ending.OVERTAKEN, at
    case.due_on, case.provisional = None, False
    return note(ground, Deed(Act.OVERTAKE, by, at, reason=because, cite=article[:40]))
