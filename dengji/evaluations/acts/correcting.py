"""Corrections of scores (成绩更正): with a reason, by two persons; once results are checked, by the authority too."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.planning import ensure_of_body
from dengji.evaluations.acts.scoring import ensure_scores_open
from dengji.evaluations.candidates.telling import tell_corrected
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreCorrection, ScoreEntry
from dengji.evaluations.results import settle_one
from dengji.evaluations.scores.rules import ABSENT, FULL, TENTH
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import CorrectionState, EntryKind, PlanState
from dengji.messages.acts import News, tell
from dengji.messages.recipients import Desk
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.terms import DECIDING
from dengji.policy.engine.practice import Method
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within


@transaction.atomic
def propose(score: Score, after: Decimal | None, reason: str, *, by: Post, at: datetime) -> ScoreCorrection:
    """提出成绩更正: what the score should be and why; it changes nothing until a second person agrees."""
    fresh, plan = _score(score)
    ensure_of_body(plan.filing, by)
    _ensure_correctable(plan, at)
    why = within(reason, 500, please="请写明更正的理由")
    if after is not None and (not 0 <= after <= FULL or after != after.quantize(TENTH)):
        raise NotAllowed("成绩应在0到100之间，最多一位小数。")
    if after == fresh.value:
        raise NotAllowed("更正后的成绩与现在的一样。")
    try:
        with transaction.atomic():
            made = ScoreCorrection.objects.create(
                score=fresh, before=fresh.value, after=after, reason=why, by=by, at=at
            )
    except IntegrityError as waiting:
        raise NotAllowed("这项成绩已经有一次更正在等复核。", remedy="请先复核那一次。") from waiting
    _record("proposed", made, by=by, at=at)
    return made


@transaction.atomic
def second(correction: ScoreCorrection, *, by: Post, at: datetime) -> ScoreCorrection:
    """复核成绩更正: a second person of the body agrees; it counts now, or once the authority agrees too."""
    fresh, plan = _waiting(correction, CorrectionState.SECOND)
    _ensure_other(fresh, plan, by)
    _ensure_correctable(plan, at)
    _ensure_unchanged(fresh)
    fresh.seconded_by, fresh.seconded_at = by, at
    if plan.state == PlanState.CHECKED:
        fresh.state = CorrectionState.AUTHORITY
        fresh.save()
        _tell_authority(fresh, plan, by=by, at=at)
    else:
        _made(fresh, by=by, at=at)
    _record("seconded", fresh, by=by, at=at)
    return fresh


@transaction.atomic
def confirm(correction: ScoreCorrection, *, by: Post, at: datetime) -> ScoreCorrection:
    """核准成绩更正: the authority that checked the results agrees; from now on the score is another."""
    fresh, plan = _waiting(correction, CorrectionState.AUTHORITY)
    _ensure_officer(plan, by)
    if plan.state != PlanState.CHECKED:
        raise Moved(f"这个批次{plan.get_state_display()}，成绩不能再更正。")
    _ensure_unchanged(fresh)
    fresh.confirmed_by, fresh.confirmed_at = by, at
    _made(fresh, by=by, at=at)
    _record("confirmed", fresh, by=by, at=at)
    return fresh


@transaction.atomic
def decline(correction: ScoreCorrection, reason: str, *, by: Post, at: datetime) -> ScoreCorrection:
    """不同意成绩更正: whoever it waits for says no and why; the score stays as it is."""
    fresh, plan = _waiting(correction, CorrectionState.SECOND, CorrectionState.AUTHORITY)
    if fresh.state == CorrectionState.SECOND:
        ensure_of_body(plan.filing, by)
    else:
        _ensure_officer(plan, by)
    fresh.declined_because = within(reason, 500, please="请写明不同意的理由")
    fresh.declined_by, fresh.declined_at = by, at
    fresh.state = CorrectionState.DECLINED
    fresh.save()
    _record("declined", fresh, by=by, at=at)
    return fresh


def _score(score: Score) -> tuple[Score, Plan]:
    """The score and its plan, both locked, the plan first."""
    plan_of = Plan.objects.select_for_update(of=("self",)).select_related("filing__institution")
    plan = plan_of.get(candidates__scores=score.pk)
    fresh = Score.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=score.pk)
    fresh.candidate.plan = plan
    return fresh, plan


def _waiting(correction: ScoreCorrection, *states: CorrectionState) -> tuple[ScoreCorrection, Plan]:
    """The correction, locked, if it waits for this; raises Moved."""
    score, plan = _score(correction.score)
    fresh = ScoreCorrection.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    fresh.score = score
    if fresh.state not in states:
        raise Moved(f"这次更正{fresh.get_state_display()}，不用再办。")
    return fresh, plan


def _ensure_correctable(plan: Plan, at: datetime) -> None:
    """Raises Moved while results are with the checker, or count for nothing."""
    if plan.state != PlanState.CHECKED:
        ensure_scores_open(plan, at)


def _ensure_other(correction: ScoreCorrection, plan: Plan, by: Post) -> None:
    ensure_of_body(plan.filing, by)
    if correction.by.person_id == by.person_id:
        raise NotAllowed("更正由另一个人复核，提出的人不能自己复核。", remedy="请本机构的另一名人员办理。")


def _ensure_officer(plan: Plan, by: Post) -> None:
    if by.organisation_id != plan.filing.authority_id or by.role not in DECIDING:
        raise NotYours("结果核对以后，成绩更正由备案机关的经办人员核准。")


def _ensure_unchanged(correction: ScoreCorrection) -> None:
    if correction.score.value != correction.before:
        raise Moved("成绩在提出更正以后已经变化。", remedy="请不同意这次更正，按现在的成绩重新提出。")


def _made(correction: ScoreCorrection, *, by: Post, at: datetime) -> None:
    """The score is another from now on, and whether the candidate passed is said anew."""
    score, value = correction.score, correction.after
    plan = score.candidate.plan
    mark = rules_of(plan).pass_mark
    ScoreEntry.objects.create(
        candidate=score.candidate,
        method=score.method,
        kind=EntryKind.CORRECTED,
        value=value,
        absent=value is None,
        by=by,
        at=at,
    )
    score.value, score.absent = value, value is None
    score.passed = value is not None and value >= mark
    score.save()
    correction.state = CorrectionState.MADE
    correction.save()
    settle_one(Candidate.objects.select_related("plan").get(pk=score.candidate_id))
    tell_corrected(correction, by=by, at=at)


def _tell_authority(correction: ScoreCorrection, plan: Plan, *, by: Post, at: datetime) -> None:
    method = Method(correction.score.method).label
    news = News(
        Topic.SCORES,
        title=f"成绩更正待核准：{plan.number}",
        text=f"{plan.filing.institution.organisation.name}提出更正一名考生的{method}成绩，请核准。",
        path=f"/office/corrections/{correction.token}/",
        about=("evaluations.ScoreCorrection", correction.pk),
        key=f"correction:{correction.pk}",
    )
    tell(Desk(plan.filing.authority_id, DECIDING), news, by=by, at=at)


def _record(act: str, correction: ScoreCorrection, *, by: Post, at: datetime) -> None:
    words = {"before": correction.before, "after": correction.after}
    spoken = {key: ABSENT if value is None else str(value) for key, value in words.items()}
    about = ("evaluations.ScoreCorrection", correction.pk)
    after = {
        **spoken,
        "score": correction.score_id,
        "candidate": str(correction.score.candidate.token),
        "state": correction.state,
        "reason": correction.reason,
    }
    record(act=f"score_correction.{act}", by=by, at=at, about=about, after=after)
