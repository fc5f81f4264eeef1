"""What is reported of plans (评价计划报送): approved, changed, cancelled, where their text has it reported."""

from datetime import datetime
from typing import Any

from dengji.evaluations.models.plans import Plan
from dengji.exchange.acts import Reporting, ask
from dengji.exchange.contents import with_digest
from dengji.exchange.queries import anything_about
from dengji.exchange.terms import Operation, Register, Report
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Effect


def report_plan(plan: Plan, pack: Pack, *, at: datetime) -> None:
    """报送评价计划: a plan that may be carried out, or what it says now; sent after the act is done."""
    if any(each.on is Effect.PLAN_APPROVE for each in pack.reports):
        _report(plan, Operation.CORRECT if _known(plan) else Operation.NEW, at)


def report_cancelled(plan: Plan, *, at: datetime) -> None:
    """报送取消的计划: one that was reported will not be carried out."""
    if _known(plan):
        _report(plan, Operation.WITHDRAW, at)


def _known(plan: Plan) -> bool:
    return anything_about(Register.MINISTRY_NETWORK, f"plan:{plan.pk}:")


def _report(plan: Plan, operation: Operation, at: datetime) -> None:
    filing = plan.filing
    reporting = Reporting(Report.PLANS, operation, sender=filing.authority_id, place=filing.place)
    about = f"plan:{plan.pk}:{plan.version}"
    ask(Register.MINISTRY_NETWORK, about=about, payload=with_digest(_said(plan)), at=at, reporting=reporting)


def _said(plan: Plan) -> dict[str, Any]:
    filing, body = plan.filing, plan.filing.institution.organisation
    return {
        "plan": plan.number,
        "filing": filing.number,
        "body": body.name,
        "uscc": body.uscc,
        "place": filing.place,
        "occupation": {
            "code": plan.code,
            "name": plan.name,
            "work_type": plan.work_type,
            "level": plan.level,
        },
        "starts_on": plan.starts_on.isoformat() if plan.starts_on else None,
        "ends_on": plan.ends_on.isoformat() if plan.ends_on else None,
        "expected": plan.expected,
    }
