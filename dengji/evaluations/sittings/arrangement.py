"""What is wrong with an arrangement (编排核对): seats, invigilators, whoever or whatever is in two places."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Room, RoomStaff, Seat, Sitting
from dengji.evaluations.sittings.seating import Engaged, clashes, invigilators_needed
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import PlanState, Task
from dengji.policy.engine.practice import Method
from dengji.workdays.words import in_words

LIVE = (PlanState.APPROVED, PlanState.REPORTED)
"""The plans whose sittings take place."""


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room of a sitting as a page shows it (考场): people in it, invigilators it has and needs."""

    room: Room
    people: int
    staff: Sequence[RoomStaff]
    needed: int

    @property
    def invigilators(self) -> int:
        """How many of those on duty invigilate."""
        return sum(each.assignment.task == Task.INVIGILATOR for each in self.staff)


def to_be_seated(plan: Plan) -> QuerySet[Candidate]:
    """Whoever sits for the plan's parts (应编排的考生): on the list, and not found inadmissible."""
    return plan.candidates.filter(withdrawn_at=None).exclude(admissible=False).order_by("ordinal")


def rooms_by_sitting(plan: Plan) -> dict[int, list[RoomLine]]:
    """The rooms of each sitting of a plan with their people and invigilators; two statements and the rules."""
    staff: dict[int, list[RoomStaff]] = {}
    on_duty = RoomStaff.objects.filter(room__sitting__plan=plan).select_related("assignment").order_by("id")
    for each in on_duty:
        staff.setdefault(each.room_id, []).append(each)
    rules = rules_of(plan)
    rooms = Room.objects.filter(sitting__plan=plan).select_related("venue").annotate(people=Count("seats"))
    found: dict[int, list[RoomLine]] = {}
    for room in rooms.order_by("id"):
        needed = invigilators_needed(
            room.people, least=rules.invigilators, people_to_one=rules.candidates_to_one
        )
        line = RoomLine(room, room.people, staff.get(room.pk, []), needed)
        found.setdefault(room.sitting_id, []).append(line)
    return found


def faults(plan: Plan) -> list[str]:
    """Everything that keeps the arrangement from being final, in sentences; none: it may be given out.

    The same number of statements for any number of sittings, rooms, people and staff.
    """
    sittings = list(plan.sittings.select_related("plan"))
    return [*_unseated(plan, sittings), *_understaffed(plan, sittings), *_clashing(plan, sittings)]


def _unseated(plan: Plan, sittings: Sequence[Sitting]) -> Iterator[str]:
    """Methods without a sitting, and people without a seat."""
    people = to_be_seated(plan)
    many, there = people.count(), {sitting.method for sitting in sittings}
    seats = Seat.objects.filter(sitting__plan=plan, candidate__in=people.order_by())
    seated = dict(seats.order_by().values_list("sitting__method").annotate(Count("candidate", distinct=True)))
    for method in (each for each in plan.methods if each in SAT_FOR):
        label = Method(method).label
        if method not in there:
            yield f"还没有安排{label}的场次。"
        elif left := many - seated.get(method, 0):
            yield f"{label}还有{left}名考生没有座位。"


SAT_FOR = frozenset({Method.THEORY.value, Method.PRACTICAL.value, Method.REVIEW.value})
"""The methods for which people come together; the others are judged from what they did at work."""


def _understaffed(plan: Plan, sittings: Sequence[Sitting]) -> Iterator[str]:
    """Rooms with fewer invigilators than their people need."""
    rooms = rooms_by_sitting(plan) if sittings else {}
    for sitting in sittings:
        for line in rooms.get(sitting.pk, []):
            if line.people and line.invigilators < line.needed:
                where = f"{sitting_in_words(sitting)}{line.room.name}有{line.people}名考生"
                yield f"{where}，需要{line.needed}名监考人员，现有{line.invigilators}名。"


def sitting_in_words(sitting: Sitting) -> str:
    """When and what (场次): the day and the method."""
    return f"{in_words(localdate(sitting.starts_at))}{Method(sitting.method).label}"


def _clashing(plan: Plan, sittings: Sequence[Sitting]) -> Iterator[str]:
    """Whatever of this plan is elsewhere at the same hour: people by their digest, rooms by their venue."""
    if not sittings:
        return
    at_those_hours = Sitting.objects.filter(
        starts_at__lt=max(each.ends_at for each in sittings),
        ends_at__gt=min(each.starts_at for each in sittings),
    )
    around = at_those_hours.filter(Q(plan=plan) | Q(plan__state__in=LIVE)).select_related("plan")
    for one, other in clashes(_engaged({each.pk: each for each in around}, plan)):
        if one.ours or other.ours:
            yield f"{one.label}同一时间在两个地方：{one.where}，{other.where}。"


def _engaged(around: Mapping[int, Sitting], plan: Plan) -> Iterator[Engaged]:
    """Everybody of the plan, and every room of its body, wherever they are at those hours."""
    listed = plan.candidates.filter(withdrawn_at=None).values("identity")
    seats = Seat.objects.filter(sitting__in=around, candidate__identity__in=listed)
    for identity, masked, sitting, room in seats.values_list(
        "candidate__identity", "candidate__masked", "sitting", "room__name"
    ):
        yield _at(("candidate", identity), f"考生{masked}", around[sitting], room, plan)
    people = plan.assignments.exclude(identity="").values("identity")
    duty = RoomStaff.objects.filter(room__sitting__in=around, assignment__identity__in=people)
    for identity, name, sitting, room in duty.values_list(
        "assignment__identity", "assignment__name", "room__sitting", "room__name"
    ):
        yield _at(("staff", identity), name, around[sitting], room, plan)
    used = Room.objects.filter(
        sitting__in=around, sitting__plan__filing__institution=plan.filing.institution_id
    )
    for venue, name, sitting in used.values_list("venue__name", "name", "sitting"):
        yield _at(("room", venue, name), f"{venue}{name}", around[sitting], name, plan)


def _at(what: Hashable, label: str, sitting: Sitting, room: str, plan: Plan) -> Engaged:
    where = f"{sitting_in_words(sitting)}{room}"
    return Engaged(what, sitting.starts_at, sitting.ends_at, label, where, ours=sitting.plan_id == plan.pk)
