"""Arrangement (考务编排): sittings, rooms, who is on duty, seats by lot, admission tickets' numbers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from dengji.evaluations.acts.in_hand import locked, on_trail
from dengji.evaluations.acts.planning import ensure_of_body
from dengji.evaluations.candidates.telling import tell_ticketed
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment, Plan, PlanVenue
from dengji.evaluations.models.sittings import Room, RoomStaff, Seat, Sitting
from dengji.evaluations.sittings.arrangement import SAT_FOR, faults, sitting_in_words, to_be_seated
from dengji.evaluations.sittings.seating import TooFewSeats, seated, shuffled
from dengji.evaluations.terms import Attendance, PlanState
from dengji.people.models import Post
from dengji.policy.engine.practice import Method
from dengji.procedure.refusals import NotAllowed, within

TICKET = 4  # figures of the number on the list, after the plan's own number


@dataclass(frozen=True, slots=True)
class SittingEntry:
    """When people come for a method (场次): from a time to a time of one of the plan's days."""

    method: str
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def add_sitting(plan: Plan, entry: SittingEntry, *, by: Post, at: datetime) -> Sitting:
    """安排场次: inside the plan's days, for one of its methods for which people come together. Twice it is one."""
    fresh = arranging(plan, by)
    if entry.method not in fresh.methods or entry.method not in SAT_FOR:
        raise NotAllowed("请选择本计划中需要到场的评价方式。")
    if entry.ends_at <= entry.starts_at:
        raise NotAllowed("结束时间应晚于开始时间。")
    first, last = localdate(entry.starts_at), localdate(entry.ends_at)
    if (
        fresh.starts_on is None
        or fresh.ends_on is None
        or not fresh.starts_on <= first <= last <= fresh.ends_on
    ):
        raise NotAllowed(
            "场次应在计划的日期之内。",
            remedy=f"计划从{fresh.starts_on}到{fresh.ends_on}；要改日期的，先变更计划。",
        )
    sitting, made = Sitting.objects.get_or_create(
        plan=fresh, method=entry.method, starts_at=entry.starts_at, ends_at=entry.ends_at
    )
    if not made:
        return sitting
    on_trail("sitting", fresh, {"method": entry.method, "at": entry.starts_at.isoformat()}, by=by, at=at)
    return sitting


@transaction.atomic
def drop_sitting(sitting: Sitting, *, by: Post, at: datetime) -> None:
    """取消场次: with its rooms and seats, unless somebody's attendance is on record there."""
    fresh = arranging(sitting.plan, by)
    row = fresh.sittings.filter(pk=sitting.pk).first()
    if row is None:
        return
    _ensure_not_attended(row)
    row.delete()
    on_trail("drop_sitting", fresh, {"at": sitting.starts_at.isoformat()}, by=by, at=at)


@transaction.atomic
def add_room(sitting: Sitting, venue: PlanVenue, name: str, capacity: int, *, by: Post, at: datetime) -> Room:
    """安排考场: in a venue of the plan, with no more seats than the venue has."""
    fresh = arranging(sitting.plan, by)
    if venue.plan_id != fresh.pk:
        raise NotAllowed("请从本计划的场所中选择。")
    called = within(name, 40, please="请填写考场名称")
    if not 0 < capacity <= venue.seats:
        raise NotAllowed(f"座位数应在1到{venue.seats}之间（{venue.name}登记了{venue.seats}个工位）。")
    try:
        with transaction.atomic():
            room = Room.objects.create(sitting=sitting, venue=venue, name=called, capacity=capacity)
    except IntegrityError as taken:
        raise NotAllowed(f"这一场已经有“{called}”。", remedy="请换一个名称。") from taken
    on_trail("room", fresh, {"room": called, "capacity": capacity}, by=by, at=at)
    return room


@transaction.atomic
def drop_room(room: Room, *, by: Post, at: datetime) -> None:
    """取消考场: with its seats; whoever sat there must be seated anew."""
    fresh = arranging(room.sitting.plan, by)
    _ensure_not_attended(room.sitting)
    if Room.objects.filter(pk=room.pk, sitting__plan=fresh).delete()[0]:
        on_trail("drop_room", fresh, {"room": room.name}, by=by, at=at)


@transaction.atomic
def put_on_duty(room: Room, assignment: Assignment, *, by: Post, at: datetime) -> None:
    """安排考场人员: somebody of the plan's people is on duty in a room. Twice does no harm."""
    fresh = arranging(room.sitting.plan, by)
    if assignment.plan_id != fresh.pk:
        raise NotAllowed("请从本计划安排的人员中选择。")
    _, made = RoomStaff.objects.get_or_create(room=room, assignment=assignment)
    if made:
        on_trail("duty", fresh, {"room": room.name, "name": assignment.name}, by=by, at=at)


@transaction.atomic
def take_off_duty(staff: RoomStaff, *, by: Post, at: datetime) -> None:
    """撤下考场人员. Twice does no harm."""
    fresh = arranging(staff.room.sitting.plan, by)
    if RoomStaff.objects.filter(pk=staff.pk).delete()[0]:
        said = {"room": staff.room.name, "name": staff.assignment.name}
        on_trail("off_duty", fresh, said, by=by, at=at)


@transaction.atomic
def seat(plan: Plan, method: str, *, by: Post, at: datetime) -> int:
    """编排座位: everybody who sits for the method, by lot over all its sittings' rooms; says how many.

    Done again, the lot is the same while nothing changed. Refused once somebody's attendance is on record.
    """
    fresh = arranging(plan, by)
    sittings = list(fresh.sittings.filter(method=method))
    for sitting in sittings:
        _ensure_not_attended(sitting)
    rooms = list(Room.objects.filter(sitting__in=sittings).order_by("sitting__starts_at", "sitting", "id"))
    people = list(to_be_seated(fresh))
    if not people:
        raise NotAllowed("名单上没有可以编排的考生。", remedy="请先登记考生，处理不符合申报条件的考生。")
    order = {str(who.token): who for who in people}
    try:
        places = seated(shuffled(order, f"{fresh.token}:{method}"), [room.capacity for room in rooms])
    except TooFewSeats as short:
        raise NotAllowed(
            f"{Method(method).label}缺{short.short}个座位。", remedy="请增加考场或者场次，再编排。"
        ) from short
    Seat.objects.filter(sitting__in=sittings).delete()
    Seat.objects.bulk_create(
        Seat(
            sitting_id=rooms[place.room].sitting_id,
            room=rooms[place.room],
            candidate=order[place.who],
            number=place.number,
        )
        for place in places
    )
    on_trail("seat", fresh, {"method": method, "people": len(people)}, by=by, at=at)
    return len(people)


@transaction.atomic
def give_tickets(plan: Plan, *, by: Post, at: datetime) -> int:
    """核发准考证: numbers for everybody who has a seat, once nothing is wrong with the arrangement; says how many."""
    fresh = arranging(plan, by)
    wrong = faults(fresh)
    if wrong:
        raise NotAllowed(
            f"编排还有{len(wrong)}处要处理：{''.join(wrong[:3])}", remedy="处理以后再核发准考证。"
        )
    people = list(to_be_seated(fresh).filter(ticket=""))
    for who in people:
        who.ticket = f"{fresh.number}{who.ordinal:0{TICKET}d}"
    Candidate.objects.bulk_update(people, ["ticket"], batch_size=1000)
    if people:
        on_trail("tickets", fresh, {"people": len(people)}, by=by, at=at)
        tell_ticketed(fresh, by=by, at=at)
    return len(people)


def arranging(plan: Plan, by: Post) -> Plan:
    """The plan, locked, if it may be arranged now: approved, and its results not handed in."""
    fresh = locked(plan.pk)
    ensure_of_body(fresh.filing, by)
    if fresh.state != PlanState.APPROVED:
        raise NotAllowed(
            f"这份计划{fresh.get_state_display()}，不能编排考务。",
            remedy="计划审查通过以后、报送结果以前可以编排。",
        )
    return fresh


def _ensure_not_attended(sitting: Sitting) -> None:
    """Raises NotAllowed once attendance was taken: what happened is not arranged anew."""
    if sitting.seats.exclude(attendance=Attendance.EXPECTED).exists():
        raise NotAllowed(f"{sitting_in_words(sitting)}已经登记到场情况，不能再改编排。")
