"""A quality supervisor's own tasks (督导任务): the batches to which he was sent, and how far his reports are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dengji.evaluations.acts.supervising import form_for, report_due
from dengji.evaluations.models.plans import Assignment
from dengji.evaluations.models.reports import SupervisionReport
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import text_of
from dengji.people.models import Post
from dengji.policy.engine.practice import Watch


@dataclass(frozen=True, slots=True)
class Watching:
    """One batch of a supervisor's (督导任务一项): his report once it is in; else by when, and whether it is open."""

    report: SupervisionReport | None
    due: date | None
    open: bool
    late: bool


def sent_to(post: Post, token: UUID) -> Assignment | None:
    """The supervisor's own part in a batch, by the address of the plan."""
    own = Assignment.objects.filter(plan__token=token, task=Task.WATCHER, post=post)
    return own.select_related("plan__filing__institution__organisation", "sent_by").first()


def handed_in(row: Assignment) -> SupervisionReport | None:
    """His report on the batch, once it is in."""
    return row.reports.filter(handed_in_at__isnull=False).first()


def found_in(report: SupervisionReport, on: date) -> list[str]:
    """发现的情形: what a report names of what the text lists as making a batch void, each with its article."""
    pack = text_of(report.plan, on)
    listed = {each.id: each for each in pack.practice.unrecognised} if pack and pack.practice else {}
    named = [listed[each] for each in report.findings if each in listed]
    return [f"{each.label}（{pack.articles[each.cite].label}）" for each in named] if pack else []


def watched(rows: Iterable[Assignment], on: date) -> Mapping[int, Watching]:
    """督导报告情况: how far the reports of these parts are, by part; only of external supervisors who owe one."""
    sent = [row for row in rows if row.task == Task.WATCHER]
    done = SupervisionReport.objects.filter(assignment__in=sent, handed_in_at__isnull=False)
    reports = {each.assignment_id: each for each in done}
    found = {row.pk: _watching(row, reports.get(row.pk), on) for row in sent}
    return {pk: each for pk, each in found.items() if each is not None}


def _watching(row: Assignment, report: SupervisionReport | None, on: date) -> Watching | None:
    plan, form = row.plan, form_for(row.plan, Watch.EXTERNAL, on)
    if form is None:
        return None
    due = report_due(form, plan)
    begun = plan.state in (PlanState.APPROVED, PlanState.REPORTED) and plan.began(on)
    return Watching(report, due, begun and report is None, due is not None and on > due and report is None)
