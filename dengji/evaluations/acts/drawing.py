"""Examiners drawn at random (随机抽取考评员): from all who may act, by a rule that anybody can do again."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.planning import filling
from dengji.evaluations.acts.staffing import Somebody, assign, dismiss
from dengji.evaluations.examiners.draws import drawn
from dengji.evaluations.examiners.eligible import eligible_for
from dengji.evaluations.models.examiners import ExaminerDraw, RegisteredPerson
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.telling import called, path_of
from dengji.evaluations.terms import Task
from dengji.messages.acts import News, tell
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed, within

SEED_BYTES, LONGEST_SEED = 16, 64
MOST = 25


@dataclass(frozen=True, slots=True)
class _Urn:
    """What is drawn from, how many, and in whose place (抽取要素)."""

    plan: Plan
    eligible: Sequence[RegisteredPerson]
    wanted: int
    seed: str
    instead_of: RegisteredPerson | None = None
    because: str = ""


@transaction.atomic
def draw(plan: Plan, wanted: int, *, seed: str = "", by: Post, at: datetime) -> ExaminerDraw:
    """随机抽取: so many of those who may act are drawn and have a part in the plan; the first heads the group.

    The seed is the one given, or one that nobody could know. Raises NotAllowed where there are not so many.
    """
    fresh = filling(plan, by)
    if not 0 < wanted <= MOST:
        raise NotAllowed(f"抽取人数应在1到{MOST}之间。")
    eligible = _enough(fresh, wanted)
    made = _drawn(_Urn(fresh, eligible, wanted, seed), by=by, at=at)
    _assigned(plan, made, eligible, by=by, at=at)
    return made


@transaction.atomic
def draw_again(
    plan: Plan, assignment_id: int, because: str, *, seed: str = "", by: Post, at: datetime
) -> ExaminerDraw:
    """补抽: another in place of somebody who was drawn and declines; the first draw stays, with the reason."""
    fresh = filling(plan, by)
    row = fresh.assignments.filter(pk=assignment_id, drawn=True).select_related("registered").first()
    if row is None or row.registered is None:
        raise NotAllowed("只有随机抽取的考评员可以补抽。", remedy="自行安排的，请直接换人。")
    why = within(because, 300, please="请写明不能参加的理由")
    eligible = _enough(fresh, 1)
    dismiss(plan, row.pk, by=by, at=at)
    made = _drawn(_Urn(fresh, eligible, 1, seed, row.registered, why), by=by, at=at)
    _assigned(plan, made, eligible, by=by, at=at)
    return made


def _enough(plan: Plan, wanted: int) -> Sequence[RegisteredPerson]:
    """Those who may act, by card number, without whoever has a part already or declined; raises NotAllowed."""
    if plan.starts_on is None or plan.ends_on is None:
        raise NotAllowed("计划还没有填写日期，不能抽取考评员。", remedy="请先填写开始日期和结束日期。")
    found = eligible_for(plan)
    if len(found) < wanted:
        raise NotAllowed(
            f"符合条件、这几天没有其他任务、不需要回避的考评员有{len(found)}人，不足{wanted}人。",
            remedy="可以减少人数，或者调整日期后再抽取。",
        )
    return found


def _drawn(urn: _Urn, *, by: Post, at: datetime) -> ExaminerDraw:
    numbers = [each.number for each in urn.eligible]
    seed = urn.seed.strip() or secrets.token_hex(SEED_BYTES)
    made = ExaminerDraw.objects.create(
        plan=urn.plan,
        seed=within(seed, LONGEST_SEED, please="请填写随机种子"),
        eligible=[
            {"number": each.number, "name": each.name, "employer": each.employer} for each in urn.eligible
        ],
        drawn=drawn(seed, numbers, urn.wanted),
        instead_of=urn.instead_of,
        because=urn.because,
        by=by,
        at=at,
    )
    after = {"seed": seed, "eligible": len(numbers), "drawn": made.drawn, "because": urn.because}
    record(act="plan.draw", by=by, at=at, about=("evaluations.Plan", urn.plan.pk), after=after)
    return made


def _assigned(
    plan: Plan, made: ExaminerDraw, eligible: Sequence[RegisteredPerson], *, by: Post, at: datetime
) -> None:
    """Everybody who was drawn has a part, and is told where he has an account."""
    people = {each.number: each for each in eligible}
    for number in made.drawn:
        headed = Assignment.objects.filter(plan=plan.pk, task=Task.HEAD_EXAMINER).exists()
        task = Task.EXAMINER if headed else Task.HEAD_EXAMINER
        assign(plan, task, Somebody(registered=people[number]), drawn=True, by=by, at=at)
    posts = Post.objects.filter(registered__in=[people[number].pk for number in made.drawn])
    body = plan.filing.institution
    news = News(
        Topic.SENT,
        title=f"您被抽取为考评员：{body}",
        text=f"{called(plan)}。请核对是否需要回避；不能参加的，请及早告知{body}。",
        path=path_of(plan),
        about=("evaluations.Plan", plan.pk),
        key=f"plan:{plan.pk}:drawn:{made.pk}",
    )
    tell(posts, news, by=by, at=at)
