"""Where a plan is carried out, and by whom (计划的场所和人员)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from dengji.audit.acts import record
from dengji.evaluations.acts.planning import filling, saved
from dengji.evaluations.examiners.rosters import over
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.evaluations.models.plans import Assignment, Plan, PlanVenue
from dengji.evaluations.terms import EXAMINING, Registered, Task
from dengji.filings.models import FiledVenue
from dengji.institutions.models import Member, Venue
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.workdays.words import in_words


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who takes part (参加人员): a member of the body, or somebody from the register."""

    member: Member | None = None
    registered: RegisteredPerson | None = None


@transaction.atomic
def use_venue(plan: Plan, venue: Venue, *, by: Post, at: datetime) -> PlanVenue:
    """使用场所: a venue of the body; whether it is filed is kept with it. Twice does no harm."""
    fresh = filling(plan, by)
    if venue.institution_id != fresh.filing.institution_id:
        raise NotAllowed("这处场所不属于本机构。")
    same = {"name": venue.name, "address": venue.address}
    filed = FiledVenue.objects.filter(filing=fresh.filing, until=None, **same).first()
    row, made = PlanVenue.objects.get_or_create(
        plan=fresh,
        name=venue.name,
        defaults={
            "filed": filed,
            "kind": venue.kind,
            "address": venue.address,
            "seats": venue.seats,
            "video": venue.video,
        },
    )
    if made:
        _saved(fresh, plan, "use_venue", same, by=by, at=at)
    return row


@transaction.atomic
def leave_venue(plan: Plan, venue_id: int, *, by: Post, at: datetime) -> None:
    """不使用场所: the plan is not carried out there. Twice does no harm."""
    fresh = filling(plan, by)
    row = fresh.venues.filter(pk=venue_id).first()
    if row is not None:
        row.delete()
        _saved(fresh, plan, "leave_venue", {"name": row.name}, by=by, at=at)


@transaction.atomic
def assign(
    plan: Plan, task: Task, who: Somebody, *, drawn: bool = False, by: Post, at: datetime
) -> Assignment:
    """安排人员: somebody of the body, or of the register, has a task in the plan. Twice does no harm.

    Whoever comes from the register must stand there on every day of the plan; the rest is for the conditions to say.
    """
    fresh = filling(plan, by)
    if task == Task.WATCHER:
        raise NotYours("外派质量督导员由主管的鉴定中心委派，机构不能自行安排。")
    name, identity = _person(fresh, task, who)
    same = fresh.assignments.filter(task=task, member=who.member, registered=who.registered).first()
    if same is not None:
        return same
    row = Assignment(plan=fresh, task=task, name=name, identity=identity, drawn=drawn)
    row.member, row.registered = who.member, who.registered
    row.post_id = who.registered.post_id if who.registered else None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise NotAllowed(
            f"{Task(task).label}已经安排了人。", remedy="要换人的，请先移除原来的安排。"
        ) from taken
    _saved(fresh, plan, "assign", {"task": task, "name": name}, by=by, at=at)
    return row


@transaction.atomic
def name_head(plan: Plan, assignment_id: int, *, by: Post, at: datetime) -> None:
    """指定考评组长: one of the plan's examiners heads the group; who did before is an examiner like the others."""
    fresh = filling(plan, by)
    chosen = fresh.assignments.filter(pk=assignment_id, task__in=EXAMINING).first()
    if chosen is None:
        raise NotAllowed("考评组长从本计划的考评员中指定。", remedy="请先安排考评员。")
    if chosen.task == Task.HEAD_EXAMINER:
        return
    if (
        chosen.identity
        and fresh.assignments.filter(task=Task.HEAD_EXAMINER, identity=chosen.identity).exists()
    ):
        raise NotAllowed(f"{chosen.name}已经是考评组长。")
    fresh.assignments.filter(task=Task.HEAD_EXAMINER).update(task=Task.EXAMINER)
    chosen.task = Task.HEAD_EXAMINER
    chosen.save(update_fields=["task"])
    _saved(fresh, plan, "name_head", {"task": chosen.task, "name": chosen.name}, by=by, at=at)


@transaction.atomic
def dismiss(plan: Plan, assignment_id: int, *, by: Post, at: datetime) -> None:
    """取消安排: somebody has no part in the plan any more. Twice does no harm."""
    fresh = filling(plan, by)
    row = fresh.assignments.filter(pk=assignment_id).first()
    if row is None:
        return
    if row.task == Task.WATCHER:
        raise NotYours("外派质量督导员由委派的鉴定中心撤回，机构不能取消。")
    taken_off(row)
    _saved(fresh, plan, "dismiss", {"task": row.task, "name": row.name}, by=by, at=at)


def taken_off(row: Assignment) -> None:
    """Take a row away; raises NotAllowed where rooms, sheets or reports rest on it."""
    try:
        row.delete()
    except ProtectedError as used:
        raise NotAllowed(
            f"{row.name}已经排入考场，或者已经提交评分、报告，不能取消安排。", remedy="请先从考场安排中移除。"
        ) from used


def _person(plan: Plan, task: Task, who: Somebody) -> tuple[str, str]:
    """The name and the identity's digest of somebody who may take part; raises NotAllowed."""
    if who.registered is not None:
        _ensure_registered(plan, task, who.registered)
        return who.registered.name, who.registered.identity
    if who.member is None or who.member.institution_id != plan.filing.institution_id:
        raise NotAllowed("请从本机构人员或者考评员登记中选择。")
    return who.member.name, who.member.identity


def _ensure_registered(plan: Plan, task: Task, person: RegisteredPerson) -> None:
    """Raises NotAllowed for somebody of another place's register, or who does not stand in it on those days."""
    if task not in EXAMINING or not over(plan, Registered.EXAMINER).filter(pk=person.pk).exists():
        raise NotAllowed("考评员登记里的人员只担任本地区批次的考评组长、考评员。")
    if plan.starts_on is None or plan.ends_on is None:
        return
    valid = RegisteredPerson.objects.valid_through(plan.starts_on, plan.ends_on)
    if not valid.filter(pk=person.pk).exists():
        raise NotAllowed(
            f"{person.name}的考评员登记有效期是{in_words(person.valid_from)}至{in_words(person.valid_until)}"
            + (f"，已于{in_words(person.removed_on)}移出" if person.removed_on else "")
            + f"，计划实施日期是{in_words(plan.starts_on)}至{in_words(plan.ends_on)}。",
            remedy="请换一名考评员，或者调整日期。",
        )


def _saved(fresh: Plan, plan: Plan, act: str, said: dict[str, str], *, by: Post, at: datetime) -> None:
    saved(fresh, plan)
    record(act=f"plan.{act}", by=by, at=at, about=("evaluations.Plan", fresh.pk), after=said)
