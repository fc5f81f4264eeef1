"""What the pages of arrangement, the day and its evidence share (考务和现场页面): what is open, refusals."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest

from dengji import clock
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Sitting
from dengji.evaluations.sittings.on_the_day import sitting_for
from dengji.evaluations.terms import PlanState
from dengji.people.refusals import Refused
from dengji.web.body.planning import own_plan
from dengji.web.middleware import DeskRequest

Done = TypeVar("Done")


def around(plan: Plan, **shown: Any) -> dict[str, Any]:
    """What every page shows: `arranging` while it may be arranged, `under_way` while the day may be written down."""
    arranging = plan.state == PlanState.APPROVED
    begun = plan.began(clock.today())
    over = plan.ends_on is not None and clock.today() > plan.ends_on
    stands = {"arranging": arranging, "begun": begun, "over": over, "under_way": arranging and begun}
    return {"plan": plan, "nav": "plans", **stands, **shown}


def own_sitting(request: DeskRequest, token: UUID, sitting: int) -> Sitting:
    """One sitting of one of the body's own plans, or 404."""
    return found(sitting_for(own_plan(request, request.post, token), sitting))


def found(thing: Done | None) -> Done:
    """What was looked for, or 404."""
    if thing is None:
        raise Http404
    return thing


def pressed(request: HttpRequest, act: Callable[[], Done]) -> tuple[Done | None, bool]:
    """What the act behind a button gives, and whether it was done; a refusal is said on the page that follows."""
    try:
        return act(), True
    except Refused as refused:
        messages.error(request, f"{refused.sentence}{refused.remedy}")
        return None, False
