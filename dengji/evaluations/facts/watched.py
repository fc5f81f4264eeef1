"""What became of a batch beside its results (批次督导与认定情况): external reports, and whether its scores are void."""

from datetime import date

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState, Task
from dengji.policy.engine.practice import Watch
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject


def plan_about(subject: Subject) -> Plan | None:
    """The plan that the matter is about, as it stands now; looked up once."""
    if "plan" not in subject.kept:
        subject.kept["plan"] = Plan.objects.filter(number=subject.about).first() if subject.about else None
    found: Plan | None = subject.kept["plan"]
    return found


@fact("watchers_unreported", kind=FactKind.TEXTS, label="还没有提交督导报告的外派督导员")
def watchers_unreported(subject: Subject, on: date) -> list[str] | None:
    """The supervisors sent by an authority whose report on the batch is not in."""
    plan = plan_about(subject)
    if plan is None:
        return None
    sent = plan.assignments.filter(task=Task.WATCHER)
    done = plan.reports.filter(watch=Watch.EXTERNAL, handed_in_at__isnull=False)
    return list(sent.exclude(pk__in=done.values("assignment")).values_list("name", flat=True))


@fact("watchers_against", kind=FactKind.INTEGER, label="建议不予认定的督导报告", unit="份")
def watchers_against(subject: Subject, on: date) -> int | None:
    """How many external reports propose not to recognise the batch."""
    plan = plan_about(subject)
    if plan is None:
        return None
    return plan.reports.filter(watch=Watch.EXTERNAL, handed_in_at__isnull=False, valid=False).count()


@fact("batch_unrecognised", kind=FactKind.BOOLEAN, label="本批次成绩已决定不予认定")
def batch_unrecognised(subject: Subject, on: date) -> bool | None:
    """Whether the scores of the batch were declared void."""
    plan = plan_about(subject)
    return None if plan is None else plan.state == PlanState.VOID
