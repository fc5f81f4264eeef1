"""What came in by a sheet of scores (导入的成绩): which scores still stand as it brought them, and its withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from dengji.evaluations.acts.planning import open_case_of
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ImportWithdrawal, Score, ScoreCorrection, ScoreEntry, ScoreImport
from dengji.evaluations.scores.rules import worded
from dengji.evaluations.terms import CorrectionState, EntryKind, PlanState, WithdrawalState
from dengji.evaluations.texts import RESULTS
from dengji.policy.engine.practice import Method
from dengji.procedure.terms import CaseState


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A sheet's scores (导入的成绩): those that stand as they came, and how many were corrected, or asked to be."""

    standing: Sequence[Score]
    corrected: int


def entries_by(sheet: ScoreImport) -> QuerySet[ScoreEntry]:
    """The entries that came by a sheet: the plan is locked while one comes in, so person and moment tell them apart."""
    return ScoreEntry.objects.filter(
        candidate__plan=sheet.plan_id,
        method=sheet.method,
        kind=EntryKind.IMPORTED,
        by=sheet.by_id,
        at=sheet.at,
    )


def brought_in_by(sheet: ScoreImport) -> BroughtIn:
    """The scores that a withdrawal of the sheet would take back, and how many it would leave; two statements.

    A score that somebody corrected, or wanted corrected, stays: what was decided about it alone is not undone with
    the whole. One that was withdrawn and brought in again by another sheet is that sheet's.
    """
    last = ScoreEntry.objects.filter(candidate=OuterRef("candidate"), method=sheet.method).order_by("-pk")
    found = Score.objects.filter(candidate__plan=sheet.plan_id, method=sheet.method)
    came = found.filter(candidate__in=entries_by(sheet).values("candidate"))
    standing = came.filter(corrections__isnull=True).annotate(last=Subquery(last.values("pk")[:1]))
    own = standing.filter(last__in=entries_by(sheet).values("pk")).order_by("pk")
    return BroughtIn(list(own), came.filter(corrections__isnull=False).distinct().count())


def may_be_withdrawn(sheet: ScoreImport) -> bool:
    """Whether it makes sense to ask: it brought scores that nobody has been told of, and no withdrawal stands."""
    withdrawn = sheet.withdrawals.exclude(state=WithdrawalState.DECLINED).exists()
    return bool(sheet.taken) and not withdrawn and _open(sheet.plan)


def withdrawals(plan: Plan) -> QuerySet[ImportWithdrawal]:
    """The withdrawals of a plan's sheets, the latest first (撤回导入)."""
    return ImportWithdrawal.objects.filter(sheet__plan=plan).select_related(
        "sheet__by__person", "by__person", "seconded_by__person", "declined_by__person"
    )


def unsettled(plan: Plan) -> list[str]:
    """What of a plan's scores still waits for its second person (待第二人复核的), each as people say it."""
    corrections = ScoreCorrection.objects.filter(
        score__candidate__plan=plan, state=CorrectionState.SECOND
    ).select_related("score__candidate")
    found = [
        f"第{each.score.candidate.ordinal}号考生{Method(each.score.method).label}成绩的更正"
        f"（{worded(each.before)}改为{worded(each.after)}）"
        for each in corrections.order_by("id")
    ]
    withdrawn = waiting_withdrawals(plan).order_by("id")
    return found + [
        f"撤回{Method(each.sheet.method).label}成绩的一次导入（“{each.sheet.name}”）" for each in withdrawn
    ]


def waiting_withdrawals(plan: Plan) -> QuerySet[ImportWithdrawal]:
    """Those that wait for the second person."""
    return withdrawals(plan).filter(state=WithdrawalState.SECOND)


def _open(plan: Plan) -> bool:
    """Whether the body may still put scores in, and no candidate has been told of any."""
    if plan.published_at is not None or plan.state != PlanState.REPORTED:
        return plan.published_at is None and plan.state == PlanState.APPROVED
    case = open_case_of(plan, RESULTS)
    return case is not None and case.state == CaseState.CORRECTING
