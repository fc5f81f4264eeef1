"""What became of a batch (批次结果页内容): supervision, scores still lacking, and by when the results are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengji.evaluations.acts.planning import open_case_of
from dengji.evaluations.deadlines import Due, results_due
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.models.reports import SupervisionReport
from dengji.evaluations.terms import CARRIED_OUT, PlanState, Task
from dengji.evaluations.texts import RESULTS, practice_of, text_of
from dengji.policy.engine.practice import Supervision, Watch
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState


@dataclass(frozen=True, slots=True)
class Watched:
    """An internal supervisor of the batch (内部质量督导), with his report once it is in."""

    assignment: Assignment
    report: SupervisionReport | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a batch that has begun stands (批次实施情况): its supervisors, its results and when they are due."""

    begun: bool
    over: bool
    case: Case | None
    due: Due | None
    form: Supervision | None
    watched: Sequence[Watched]

    @property
    def correcting(self) -> bool:
        """Whether the results were returned."""
        return self.case is not None and self.case.state == CaseState.CORRECTING

    @property
    def corrections(self) -> Sequence[str]:
        """What is to be put right in them."""
        if self.case is None or not self.correcting:
            return []
        return list(self.case.corrections.filter(resolved_at=None).values_list("says", flat=True))


def outcome_of(plan: Plan, on: date) -> Outcome | None:
    """How the batch stands once its plan is approved; None before."""
    if plan.state not in {PlanState.APPROVED, *CARRIED_OUT}:
        return None
    reports = {each.assignment_id: each for each in plan.reports.all() if each.handed_in_at}
    supervisors = plan.assignments.filter(task=Task.SUPERVISOR)
    return Outcome(
        begun=plan.began(on),
        over=plan.ends_on is not None and on >= plan.ends_on,
        case=open_case_of(plan, RESULTS),
        due=results_due(plan, text_of(plan, on), on) if plan.state == PlanState.APPROVED else None,
        form=internal_form(plan, on),
        watched=[Watched(each, reports.get(each.pk)) for each in supervisors],
    )


def internal_form(plan: Plan, on: date) -> Supervision | None:
    """The text's form for the report of an internal supervisor."""
    practice = practice_of(plan, on)
    forms = practice.supervision if practice else ()
    return next((each for each in forms if each.watch is Watch.INTERNAL), None)
