"""Scores that are not recognised (成绩不予认定): proposed by the office that the text names, about one batch."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.evaluations.acts.in_hand import locked
from dengji.evaluations.acts.planning import asked_about
from dengji.evaluations.dossier import build
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.reported import reported
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import VOID, governs
from dengji.people.models import Post
from dengji.procedure.acts.opening import open_by_office
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed

VOIDABLE = frozenset({PlanState.APPROVED, PlanState.REPORTED, PlanState.CHECKED})


def may_be_void(plan: Plan, on: date) -> bool:
    """Whether the scores of the batch can be proposed not to be recognised: it has begun, and a text knows of it."""
    return plan.state in VOIDABLE and plan.began(on) and governs(plan, VOID, on).governing is not None


@transaction.atomic
def propose_void(plan: Plan, reason: str, *, by: Post, at: datetime) -> Case:
    """提请成绩不予认定: a case against a batch that has begun; what it came to by now is frozen with it."""
    fresh, on = locked(plan.pk), localdate(at)
    if fresh.state not in VOIDABLE or not fresh.began(on):
        raise NotAllowed(
            f"这个批次{fresh.get_state_display()}，没有可以不予认定的成绩。",
            remedy="评价开始以后，查明情形的再提请；还没有开始的，可以要求机构变更或者取消计划。",
        )
    stands_on = build(fresh, on=on) | {"results": reported(fresh)}
    request, choice = asked_about(fresh, VOID), governs(fresh, VOID, on)
    return open_by_office(request, choice, reason, stands_on=stands_on, by=by, at=at)
