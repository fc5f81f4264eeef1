"""Quality supervisors' reports (质量督导报告): part by part by the text's own form; what was handed in stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.acts.in_hand import locked
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.models.reports import SupervisionReport
from dengji.evaluations.telling import tell_supervised
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import practice_of
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES
from dengji.policy.engine.practice import Supervision, Watch
from dengji.policy.engine.timing import period_of
from dengji.policy.queries import calendar_in_force
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.workdays.periods import ends_on

WATCHES = {Task.SUPERVISOR: Watch.INTERNAL, Task.WATCHER: Watch.EXTERNAL}


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One part of a report (分项评价): whether it was in order, and what was seen."""

    sound: bool
    says: str = ""


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """What a supervisor reports (督导报告内容); `findings` names what the text lists as making a batch void."""

    parts: Mapping[str, PartEntry]
    says: str
    valid: bool | None = None
    findings: Sequence[str] = ()


@transaction.atomic
def report_on(
    plan: Plan, assignment: Assignment, entry: ReportEntry, *, by: Post, at: datetime
) -> SupervisionReport:
    """提交督导报告: once, by the supervisor himself, or for an internal one by his body's people."""
    fresh = locked(plan.pk)
    watch = WATCHES.get(Task(assignment.task))
    if watch is None or assignment.plan_id != fresh.pk:
        raise NotAllowed("督导报告由本批次安排的质量督导员提交。")
    _ensure_his(fresh, assignment, watch, by)
    form = form_for(fresh, watch, localdate(at))
    if form is None:
        raise NotAllowed(f"适用的文本没有规定{watch.label}报告。")
    _ensure_begun(fresh, at)
    said = _checked(fresh, form, entry, at)
    report, made = SupervisionReport.objects.get_or_create(
        plan=fresh, assignment=assignment, defaults={"watch": watch.value}
    )
    if not made and report.handed_in_at is not None:
        raise Moved("这份督导报告已经提交，不能再改。", remedy="有补充的，请书面说明，由派出单位存档。")
    for name, value in said.items():
        setattr(report, name, value)
    report.handed_in_by, report.handed_in_at, report.saved_at = by, at, at
    report.due_on = report_due(form, fresh)
    report.save()
    after = {"watch": watch.value, "valid": entry.valid, "findings": list(entry.findings)}
    record(act="plan.supervised", by=by, at=at, about=("evaluations.Plan", fresh.pk), after=after)
    if watch is Watch.EXTERNAL:
        tell_supervised(fresh, report, by=by, at=at)
    return report


def _ensure_his(plan: Plan, assignment: Assignment, watch: Watch, by: Post) -> None:
    if watch is Watch.INTERNAL:
        fits = by.organisation_id == plan.filing.institution_id and by.role in BODY_ROLES
    else:
        fits = assignment.post_id == by.pk
    if not fits:
        raise NotYours(f"督导报告由质量督导员{assignment.name}提交。")


def form_for(plan: Plan, watch: Watch, on: date) -> Supervision | None:
    """督导报告的内容: what the plan's text asks of such a report; None where it asks for none."""
    practice = practice_of(plan, on)
    return next((each for each in practice.supervision if each.watch is watch), None) if practice else None


def report_due(form: Supervision, plan: Plan) -> date | None:
    """督导报告期限: the last day for a report on the batch; None where the text sets none."""
    if form.due is None or plan.ends_on is None:
        return None
    return ends_on(period_of(form.due), after=plan.ends_on, calendar=calendar_in_force()).day


def _ensure_begun(plan: Plan, at: datetime) -> None:
    if plan.state not in (PlanState.APPROVED, PlanState.REPORTED) or not plan.began(localdate(at)):
        raise NotAllowed("评价还没有开始，或者已经办结，不能提交督导报告。", remedy="请在评价开始以后提交。")


def _checked(plan: Plan, form: Supervision, entry: ReportEntry, at: datetime) -> dict[str, object]:
    """The report's columns; raises NotAllowed for a part that is lacking, or findings that the text does not list."""
    lacking = [label for key, label in form.parts.items() if key not in entry.parts]
    if lacking:
        raise NotAllowed(f"还没有评价：{'、'.join(lacking)}。")
    unexplained = [
        label for key, label in form.parts.items() if not entry.parts[key].sound and not entry.parts[key].says
    ]
    if unexplained:
        raise NotAllowed(f"请写明发现的问题：{'、'.join(unexplained)}。")
    if form.proposal and entry.valid is None:
        raise NotAllowed("请对本批次是否有效提出建议。")
    practice = practice_of(plan, localdate(at))
    listed = {each.id for each in practice.unrecognised} if practice else set()
    if strange := [each for each in entry.findings if each not in listed]:
        raise NotAllowed(f"文本没有列出“{strange[0]}”这一情形。")
    return {
        "parts": {
            key: {"sound": entry.parts[key].sound, "says": entry.parts[key].says} for key in form.parts
        },
        "valid": entry.valid,
        "findings": list(entry.findings),
        "says": within(entry.says, 2000, please="请写明总体意见"),
    }
