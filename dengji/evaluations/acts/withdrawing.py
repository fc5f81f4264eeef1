"""A whole sheet of scores taken back (撤回整次导入): with a reason, by two persons; every entry stays on record."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.scoring import AT_ONCE, open_for_scores
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ImportWithdrawal, Score, ScoreCorrection, ScoreEntry, ScoreImport
from dengji.evaluations.results import results, settle
from dengji.evaluations.scores.imports import brought_in_by, entries_by
from dengji.evaluations.terms import CorrectionState, EntryKind, PlanState, WithdrawalState
from dengji.people.models import Post
from dengji.prepared import insert_all
from dengji.procedure.refusals import Moved, NotAllowed, within


@transaction.atomic
def withdraw(sheet: ScoreImport, reason: str, *, by: Post, at: datetime) -> ImportWithdrawal:
    """提出撤回导入: the wrong sheet, and why; nothing changes until a second person agrees. Raises NotAllowed."""
    _ensure_withdrawable(open_for_scores(sheet.plan, by, at), sheet)
    why = within(reason, 500, please="请写明撤回这次导入的理由")
    try:
        with transaction.atomic():
            made = ImportWithdrawal.objects.create(sheet=sheet, reason=why, by=by, at=at)
    except IntegrityError as there:
        raise Moved(
            "这次导入已经提出撤回，或者已经撤回。", remedy="等复核的，请由另一名人员先复核。"
        ) from there
    _record("proposed", made, by=by, at=at)
    return made


@transaction.atomic
def second(withdrawal: ImportWithdrawal, *, by: Post, at: datetime) -> ImportWithdrawal:
    """复核撤回导入: a second person of the body agrees; the sheet's scores stand no longer, its entries stay."""
    plan = open_for_scores(withdrawal.sheet.plan, by, at)
    fresh = _waiting(withdrawal)
    if fresh.by.person_id == by.person_id:
        raise NotAllowed("撤回由另一个人复核，提出的人不能自己复核。", remedy="请本机构的另一名人员办理。")
    _ensure_withdrawable(plan, fresh.sheet)
    found = brought_in_by(fresh.sheet)
    _taken_back(found.standing, by=by, at=at)
    fresh.taken, fresh.left = len(found.standing), found.corrected
    fresh.seconded_by, fresh.seconded_at, fresh.state = by, at, WithdrawalState.MADE
    fresh.save()
    if plan.state == PlanState.REPORTED:
        settle(plan, results(plan))
    _record("made", fresh, by=by, at=at)
    return fresh


@transaction.atomic
def decline(withdrawal: ImportWithdrawal, reason: str, *, by: Post, at: datetime) -> ImportWithdrawal:
    """不同意撤回导入: the scores stay, and why; whoever proposed it may drop it likewise."""
    open_for_scores(withdrawal.sheet.plan, by, at)
    fresh = _waiting(withdrawal)
    fresh.declined_because = within(reason, 500, please="请写明不同意的理由")
    fresh.declined_by, fresh.declined_at, fresh.state = by, at, WithdrawalState.DECLINED
    fresh.save()
    _record("declined", fresh, by=by, at=at)
    return fresh


def _ensure_withdrawable(plan: Plan, sheet: ScoreImport) -> None:
    """Raises NotAllowed where scores are known to candidates, nothing is left to take back, or a correction waits."""
    if plan.published_at is not None:
        raise NotAllowed("成绩已经公布，不能整次撤回。", remedy="有错的成绩，请逐人提出更正。")
    if not brought_in_by(sheet).standing:
        raise NotAllowed("这次导入没有可以撤回的成绩。", remedy="已经更正或者提出过更正的，请逐人提出更正。")
    waits = ScoreCorrection.objects.filter(
        score__candidate__in=entries_by(sheet).values("candidate"),
        score__method=sheet.method,
        state=CorrectionState.SECOND,
    ).count()
    if waits:
        raise NotAllowed(
            f"这次导入的成绩里有{waits}次更正等第二人复核，先复核更正，再撤回。",
            remedy="请到“成绩更正”里同意或者不同意。",
        )


def _waiting(withdrawal: ImportWithdrawal) -> ImportWithdrawal:
    """The withdrawal, locked, if it waits; raises Moved."""
    fresh = ImportWithdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    if fresh.state != WithdrawalState.SECOND:
        raise Moved(f"这次撤回已经有人办过了（{fresh.get_state_display()}），不用再办。")
    return fresh


def _taken_back(scores: Sequence[Score], *, by: Post, at: datetime) -> None:
    """The scores stand no longer; that they did is kept as an entry of each (撤回导入)."""
    names = ("candidate_id", "method", "kind", "value", "absent", "by_id", "at")
    kind = EntryKind.WITHDRAWN.value
    rows = [(each.candidate_id, each.method, kind, each.value, each.absent, by.pk, at) for each in scores]
    insert_all(ScoreEntry, names, rows)
    for first in range(0, len(scores), AT_ONCE):
        Score.objects.filter(pk__in=[each.pk for each in scores[first : first + AT_ONCE]]).delete()


def _record(act: str, withdrawal: ImportWithdrawal, *, by: Post, at: datetime) -> None:
    about = ("evaluations.Plan", withdrawal.sheet.plan_id)
    said = {
        "method": withdrawal.sheet.method,
        "sheet": str(withdrawal.sheet.token),
        "reason": withdrawal.declined_because or withdrawal.reason,
        "taken": withdrawal.taken,
        "left": withdrawal.left,
    }
    record(act=f"score_sheet_withdrawal.{act}", by=by, at=at, about=about, after=said)
