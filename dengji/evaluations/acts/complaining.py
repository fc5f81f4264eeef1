"""Scores made known, and complaints about them (成绩公布、成绩复核): by the candidate, answered with reasons."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.acts.in_hand import locked
from dengji.evaluations.acts.planning import ensure_of_body, held, saved
from dengji.evaluations.candidates.telling import tell_published
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import ScoreComplaint
from dengji.evaluations.results import in_words, results, settle
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import ComplaintState, PlanState
from dengji.evaluations.texts import RESULTS, text_of
from dengji.messages.acts import News, tell
from dengji.messages.recipients import Desk
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES
from dengji.policy.engine.practice import Method
from dengji.policy.engine.timing import period_of
from dengji.policy.queries import calendar_in_force
from dengji.procedure.refusals import Moved, NotAllowed, within
from dengji.workdays.periods import ends_on


@transaction.atomic
def publish(plan: Plan, *, by: Post, at: datetime) -> None:
    """公布成绩: from now on each candidate can look up his own; where the text has results checked, after that."""
    fresh = held(plan, by)
    if why := not_yet(fresh, localdate(at)):
        raise NotAllowed(why)
    if fresh.published_at is not None:
        raise Moved("这个批次的成绩已经公布。")
    if fresh.state != PlanState.CHECKED:
        settle(fresh, results(fresh))
    fresh.published_at = at
    saved(fresh, plan)
    record(act="plan.published", by=by, at=at, about=("evaluations.Plan", fresh.pk), after={"at": at})
    tell_published(fresh, by=by, at=at)


def not_yet(plan: Plan, on: date) -> str:
    """Why the scores cannot be made known yet; empty where nothing bars it."""
    pack = text_of(plan, on)
    if pack is not None and RESULTS in pack.matters:
        checked = plan.state == PlanState.CHECKED
        return "" if checked else "评价结果核对以后才能公布成绩。"
    if plan.state not in (PlanState.APPROVED, PlanState.REPORTED, PlanState.CHECKED):
        return f"这份计划{plan.get_state_display()}，不能公布成绩。"
    if plan.ends_on is None or on < plan.ends_on:
        return "评价还没有结束，不能公布成绩。"
    lacking = results(plan)["lacking"]
    return f"还不能公布：{'；'.join(in_words(lacking))}。" if lacking else ""


@transaction.atomic
def complain(candidate: Candidate, method: Method, says: str, *, at: datetime) -> ScoreComplaint:
    """申请成绩复核: by the candidate, one open for a part, until the last day for it. Raises NotAllowed."""
    plan = locked(candidate.plan_id)
    until = complaints_until(plan)
    if plan.state == PlanState.VOID or until is None:
        raise NotAllowed("这个批次现在不能申请复核。")
    if localdate(at) > until:
        raise NotAllowed(
            f"申请复核的期限到{until:%Y年%-m月%-d日}为止，已经过了。",
            remedy="仍有异议的，请直接与评价机构联系。",
        )
    if not candidate.scores.filter(method=method).exists():
        raise NotAllowed("这一项没有成绩可以复核。")
    why = within(says, 500, please="请写明申请复核的理由")
    try:
        with transaction.atomic():
            made = ScoreComplaint.objects.create(
                plan=plan, candidate=candidate, method=method, says=why, at=at
            )
    except IntegrityError as waiting:
        raise NotAllowed("这一项的复核申请正在办理，请等答复。") from waiting
    news = News(
        Topic.SCORES,
        title=f"考生申请成绩复核：{plan.number}",
        text=f"有考生对{Method(method).label}的成绩申请复核，请核查后答复。",
        path=f"/body/plans/{plan.token}/scores/complaints/{made.token}/",
        about=("evaluations.ScoreComplaint", made.pk),
        key=f"complaint:{made.pk}",
    )
    tell(Desk(plan.filing.institution_id, BODY_ROLES), news, by=None, at=at)
    record(
        act="score_complaint.made",
        by=None,
        at=at,
        about=("evaluations.ScoreComplaint", made.pk),
        after={"candidate": str(candidate.token), "method": method},
    )
    return made


@transaction.atomic
def answer(complaint: ScoreComplaint, says: str, *, upheld: bool, by: Post, at: datetime) -> None:
    """答复成绩复核: upheld, and a correction follows, or not; with the reason, which the candidate reads."""
    found = ScoreComplaint.objects.select_for_update(of=("self",)).select_related("plan__filing")
    fresh = found.get(pk=complaint.pk)
    ensure_of_body(fresh.plan.filing, by)
    if fresh.state != ComplaintState.OPEN:
        raise Moved("这次复核申请已经答复。")
    fresh.answer = within(says, 500, please="请写明核查的情况和理由")
    fresh.state = ComplaintState.UPHELD if upheld else ComplaintState.REJECTED
    fresh.answered_by, fresh.answered_at = by, at
    fresh.save()
    about = ("evaluations.ScoreComplaint", fresh.pk)
    record(act="score_complaint.answered", by=by, at=at, about=about, after={"state": fresh.state})


def complaints_until(plan: Plan) -> date | None:
    """The last day on which a score may be complained of, by the text, else by what we take where it is silent."""
    if plan.published_at is None:
        return None
    published = localdate(plan.published_at)
    pack = text_of(plan, published)
    said = pack.practice.complaint if pack and pack.practice else None
    period = said or rules_of(plan).complaint
    return ends_on(period_of(period), after=published, calendar=calendar_in_force()).day
