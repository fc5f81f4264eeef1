"""Reads of arrangement and of the day (考务编排、实施现场查询): sittings, rooms, seats, incidents, evidence.

Whoever calls has the plan already, by queries.plan_for; names are unsealed for the body's own people only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.timezone import localtime

from dengji.evaluations.candidates.listed import name_of
from dengji.evaluations.models.day import Evidence, Incident, Upload
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.models.sittings import Room, RoomStaff, Seat, Sitting
from dengji.evaluations.sittings.arrangement import SAT_FOR, RoomLine, faults, rooms_by_sitting, to_be_seated
from dengji.evaluations.terms import Attendance, Task
from dengji.policy.engine.practice import Method
from dengji.workdays.words import in_words


@dataclass(frozen=True, slots=True)
class SittingLine:
    """A sitting as a page shows it (场次): its rooms, and how many came, by attendance."""

    sitting: Sitting
    rooms: Sequence[RoomLine]
    counts: Mapping[str, int]

    @property
    def label(self) -> str:
        """The method in words."""
        return str(Method(self.sitting.method).label)

    @property
    def when(self) -> str:
        """2026年12月7日 (周一) 9:00至11:00."""
        return hours(self.sitting)

    @property
    def people(self) -> int:
        """How many have a seat."""
        return sum(self.counts.values())

    @property
    def seats(self) -> int:
        """How many seats its rooms have."""
        return sum(line.room.capacity for line in self.rooms)

    @property
    def waiting(self) -> int:
        """How many are not marked yet."""
        return self.counts.get(Attendance.EXPECTED, 0)

    @property
    def marked(self) -> bool:
        """Whether anybody's attendance is on record."""
        return self.waiting < self.people


@dataclass(frozen=True, slots=True)
class MethodLine:
    """A method for which people come together (评价方式): its sittings and seats, and who has one."""

    method: str
    sittings: int
    seats: int
    seated: int
    left: int
    marked: bool

    @property
    def label(self) -> str:
        """The method in words."""
        return str(Method(self.method).label)

    @property
    def short(self) -> int:
        """How many seats are lacking."""
        return max(self.seated + self.left - self.seats, 0)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the arrangement of a plan stands (编排情况): what is wrong, sittings, methods, people, tickets, staff."""

    faults: Sequence[str]
    sittings: Sequence[SittingLine]
    methods: Sequence[MethodLine]
    people: int
    ticketed: int
    staff: Sequence[Assignment]

    @property
    def untold(self) -> int:
        """How many have no ticket yet."""
        return max(self.people - self.ticketed, 0)

    @property
    def free(self) -> Mapping[int, Sequence[Assignment]]:
        """Who is nowhere else at the hours of a sitting, by its key; whoever invigilates comes first."""
        return {line.sitting.pk: self._free(line.sitting) for line in self.sittings}

    def _free(self, sitting: Sitting) -> list[Assignment]:
        at_once = [
            line
            for line in self.sittings
            if line.sitting.starts_at < sitting.ends_at and sitting.starts_at < line.sitting.ends_at
        ]
        busy = {_who(each.assignment) for line in at_once for room in line.rooms for each in room.staff}
        return [each for each in self.staff if _who(each) not in busy]


class SeatLine(NamedTuple):
    """A candidate in his seat (座位一行), with the name for his own body's people."""

    seat: Seat
    name: str


class IncidentLine(NamedTuple):
    """Something that went wrong (现场情况一行), with the name of whom it concerns."""

    incident: Incident
    name: str


def arrangement_of(plan: Plan) -> Arrangement:
    """编排情况: the same number of statements for any number of rooms, people and staff."""
    sittings, people = sittings_of(plan), to_be_seated(plan).count()
    return Arrangement(
        faults(plan) if people or sittings else [],
        sittings,
        [_method(each, sittings, people) for each in plan.methods if each in SAT_FOR],
        people,
        to_be_seated(plan).exclude(ticket="").count(),
        sorted(plan.assignments.all(), key=lambda each: each.task != Task.INVIGILATOR),
    )


def sittings_of(plan: Plan) -> list[SittingLine]:
    """场次: by time, each with its rooms, staff and counts; four statements."""
    sittings = list(plan.sittings.all())
    if not sittings:
        return []
    rooms = rooms_by_sitting(plan)
    counts: dict[int, dict[str, int]] = {}
    counted = Seat.objects.filter(sitting__in=sittings).order_by().values_list("sitting", "attendance")
    for sitting, attendance, many in counted.annotate(Count("pk")):
        counts.setdefault(sitting, {})[attendance] = many
    for each in sittings:
        each.plan = plan
    return [SittingLine(each, rooms.get(each.pk, []), counts.get(each.pk, {})) for each in sittings]


def sitting_line(sitting: Sitting) -> SittingLine:
    """One sitting with its rooms and counts."""
    return next(line for line in sittings_of(sitting.plan) if line.sitting.pk == sitting.pk)


def hours(sitting: Sitting) -> str:
    """起止时间: the day with its weekday, from a time to a time."""
    begins, ends = localtime(sitting.starts_at), localtime(sitting.ends_at)
    return f"{in_words(begins.date())} {begins.hour}:{begins:%M}至{ends.hour}:{ends:%M}"


def sitting_for(plan: Plan, pk: int) -> Sitting | None:
    """One sitting of a plan that its reader may see."""
    return plan.sittings.select_related("plan__filing__institution__organisation").filter(pk=pk).first()


def room_for(plan: Plan, pk: int) -> Room | None:
    """One room of its sittings."""
    found = Room.objects.filter(sitting__plan=plan, pk=pk)
    return found.select_related("venue", "sitting__plan").annotate(people=Count("seats")).first()


def duty_for(plan: Plan, pk: int) -> RoomStaff | None:
    """One person's duty in one of its rooms."""
    found = RoomStaff.objects.filter(room__sitting__plan=plan, pk=pk)
    return found.select_related("assignment", "room__sitting__plan").first()


def seats_of(sitting: Sitting, room: int | None = None) -> list[SeatLine]:
    """座位: of a sitting, or of one of its rooms, by room and seat, with names."""
    found = sitting.seats.select_related("room", "candidate").order_by("room_id", "number")
    rows = found.filter(room=room) if room else found
    return [SeatLine(seat, name_of(seat.candidate)) for seat in rows]


def incidents_of(plan: Plan) -> QuerySet[Incident]:
    """现场情况: the latest first; nobody's name."""
    return plan.incidents.select_related("sitting", "room", "candidate", "by__person").order_by("-id")


def incidents_named(plan: Plan) -> list[IncidentLine]:
    """现场情况, with the names of those whom they concern."""
    return [
        IncidentLine(each, name_of(each.candidate) if each.candidate else "") for each in incidents_of(plan)
    ]


def evidence_of(plan: Plan) -> QuerySet[Evidence]:
    """过程资料: in the order in which it was registered."""
    return plan.evidence.select_related("sitting", "file", "by__person")


def evidence_for(plan: Plan, token: UUID) -> Evidence | None:
    """One piece of a plan's evidence by the address of its file, for a reader who may see the plan."""
    return evidence_of(plan).filter(file__token=token).first()


def unfinished(plan: Plan) -> QuerySet[Upload]:
    """没有传完的文件: on their way, the oldest first."""
    return plan.uploads.filter(done_at=None).select_related("by__person")


def upload_for(plan: Plan, token: UUID) -> Upload | None:
    """One upload of a plan that its reader may see."""
    return plan.uploads.filter(token=token).first()


def _who(assignment: Assignment) -> str:
    """Who it is: the same for one person with two tasks."""
    return assignment.identity or str(assignment.pk)


def _method(method: str, sittings: Sequence[SittingLine], people: int) -> MethodLine:
    own = [line for line in sittings if line.sitting.method == method]
    seated = sum(line.people for line in own)
    return MethodLine(
        method,
        len(own),
        sum(line.seats for line in own),
        seated,
        max(people - seated, 0),
        any(line.marked for line in own),
    )
