"""What decisions do to plans and batches (评价计划与批次效果)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.archiving import open_batch_archive
from dengji.evaluations.candidates.telling import tell_void
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.senders import senders_of
from dengji.evaluations.terms import PlanState
from dengji.evaluations.upward import report_plan
from dengji.evaluations.versions import kept, restored
from dengji.people.models import Post
from dengji.policy.effects import effect
from dengji.policy.queries import pack_of
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case


def plan_of(case: Case) -> Plan:
    """The plan that a case is about, locked."""
    return Plan.objects.select_for_update(of=("self",)).select_related("filing").get(number=case.about)


@effect("plan.approve")
def approve(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """核准评价计划: from now on it may be carried out as it says."""
    plan = plan_of(case)
    plan.edition_id = case.edition_id
    plan.senders.set(senders_of(plan, Ground(case, localdate(at))))
    kept(plan, case, at=at)
    told = _turned(plan, PlanState.APPROVED, by=by, at=at)
    report_plan(plan, pack_of(case.edition_id), at=at)
    return told


@effect("plan.turn_down")
def turn_down(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """评价计划未通过、撤回: a plan that was approved before is again as it was; another goes no further.

    One that its body took back is a draft again.
    """
    plan = plan_of(case)
    if plan.versions.exists():
        restored(plan)
        return _turned(plan, PlanState.APPROVED, by=by, at=at)
    own = by is not None and by.organisation_id == case.applicant_id
    return _turned(plan, PlanState.DRAFT if own else PlanState.TURNED_DOWN, by=by, at=at)


@effect("results.confirm")
def confirm(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """核对无误: the results of the batch stand, and its archive is opened."""
    plan = plan_of(case)
    open_batch_archive(plan, by=by, at=at)
    return _turned(plan, PlanState.CHECKED, by=by, at=at)


@effect("results.turn_down")
def take_back(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """结果未通过、撤回: the batch is again one whose results are still to be reported; a void one stays void."""
    plan = plan_of(case)
    state = PlanState.VOID if plan.state == PlanState.VOID else PlanState.APPROVED
    return _turned(plan, state, by=by, at=at)


@effect("batch.void")
def void(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """成绩不予认定: the scores of the batch count for nothing."""
    plan = plan_of(case)
    plan.candidates.update(passed=False)
    open_batch_archive(plan, by=by, at=at)
    tell_void(plan, by=by, at=at)
    return _turned(plan, PlanState.VOID, by=by, at=at)


def _turned(plan: Plan, state: PlanState, *, by: Post | None, at: datetime) -> dict[str, Any]:
    before = plan.state
    plan.state, plan.version = state, plan.version + 1
    plan.save()
    about = ("evaluations.Plan", plan.pk)
    record(act=f"plan.{state}", by=by, at=at, about=about, before={"state": before}, after={"state": state})
    return {"plan": plan.number}
