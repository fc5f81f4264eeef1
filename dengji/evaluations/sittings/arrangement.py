"""What is wrong with an arrangement (编排核对): seats, invigilators, whoever or whatever is in two places."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Room, RoomStaff, Seat, Sitting
from dengji.evaluations.sittings.seating import Engaged, clashes, invigilators_needed
from dengji.evaluations.terms import PlanState, Task
from dengji.occupations.standards import ExamRules, exam_rules
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


def rules_of(plan: Plan) -> ExamRules:
    """The rules of the plan's standard."""
    return exam_rules(plan.standard, plan.standard_edition)


def to_be_seated(plan: Plan) -> QuerySet[Candidate]:
    """Whoever sits for the plan's parts (应编排的考生): on the list, and not found inadmissible."""
    return plan.candidates.filter(withdrawn_at=None).exclude(admissible=False).order_by("ordinal")


def rooms_of(sitting: Sitting) -> list[RoomLine]:
    """The rooms of a sitting with their people and invigilators; three statements."""
    rules = rules_of(sitting.plan)
    rooms = sitting.rooms.select_related("venue").annotate(people=Count("seats")).order_by("id")
    staff: dict[int, list[RoomStaff]] = {}
    for each in RoomStaff.objects.filter(room__sitting=sitting).select_related("assignment").order_by("id"):
        staff.setdefault(each.room_id, []).append(each)
    return [
        RoomLine(
            room,
            room.people,
            staff.get(room.pk, []),
            invigilators_needed(room.people, least=rules.invigilators, people_to_one=rules.candidates_to_one),
        )
        for room in rooms
    ]


def faults(plan: Plan) -> list[str]:
    """Everything that keeps the arrangement from being final, in sentences; none: it may be given out."""
    sittings = list(plan.sittings.select_related("plan"))
    said = [*_unseated(plan, sittings)]
    for sitting in sittings:
        said += _understaffed(sitting)
    return [*said, *_clashing(plan, sittings)]


def _unseated(plan: Plan, sittings: Sequence[Sitting]) -> Iterator[str]:
    """Methods without a sitting, and people without a seat."""
    there = {sitting.method for sitting in sittings}
    for method in (each for each in plan.methods if each in SAT_FOR):
        label = Method(method).label
        if method not in there:
            yield f"还没有安排{label}的场次。"
        elif left := to_be_seated(plan).exclude(seats__sitting__method=method).count():
            yield f"{label}还有{left}名考生没有座位。"


SAT_FOR = frozenset({Method.THEORY.value, Method.PRACTICAL.value, Method.REVIEW.value})
"""The methods for which people come together; the others are judged from what they did at work."""


def _understaffed(sitting: Sitting) -> Iterator[str]:
    """Rooms with fewer invigilators than their people need."""
    for line in rooms_of(sitting):
        if line.people and line.invigilators < line.needed:
            where = f"{sitting_in_words(sitting)}{line.room.name}有{line.people}名考生"
            yield f"{where}，需要{line.needed}名监考人员，现有{line.invigilators}名。"


def sitting_in_words(sitting: Sitting) -> str:
    """When and what (场次): the day and the method."""
    return f"{in_words(sitting.starts_at.date())}{Method(sitting.method).label}"


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
