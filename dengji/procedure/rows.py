"""A case as lists show it (办件一行): read by key, in words, with the group that it belongs to on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from dengji.people.terms import Role
from dengji.policy.engine.pack import Pack, Step
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import StepKind
from dengji.policy.queries import packs_of
from dengji.procedure.endings import ending_called
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState, Urgency
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.periods import remaining
from dengji.workdays.words import left_in_words

ROWS = 50
SOON_WORKING_DAYS = 3
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list (办件)."""

    id: int
    number: str
    token: UUID
    body: str
    matter: str
    step: str
    urgency: Urgency
    due_on: date | None
    left: str
    waited: int
    holder: str
    holder_role: str
    provisional: bool
    ended: str = ""
    ended_at: datetime | None = None


COLUMNS = (
    "id",
    "number",
    "token",
    "applicant__name",
    "edition_id",
    "matter",
    "step",
    "state",
    "ending",
    "ended_at",
    "due_on",
    "entered_on",
    "holder__name",
    "holder_role",
    "provisional",
)


def first_rows(cases: QuerySet[Case], *order: Any, most: int) -> list[dict[str, Any]]:
    """The first rows: which they are is found in the index alone, and only those are read."""
    first = cases.order_by(*order).values("pk")[:most]
    return list(Case.objects.filter(pk__in=first).order_by(*order).values(*COLUMNS))


def bounds(on: date, calendar: WorkCalendar) -> tuple[date, date]:
    """The last day that still counts as soon, and the last day of the week or, if later, that one."""
    soon = calendar.add(on, SOON_WORKING_DAYS).day
    return soon, max(soon, on + timedelta(days=SUNDAY - on.weekday()))


def told(
    found: Sequence[Mapping[str, Any]],
    on: date,
    calendar: WorkCalendar,
    held: Mapping[int, Pack] = MappingProxyType({}),
) -> list[Row]:
    """Cases as their list says them: titles of matter and step from the text each is pinned to.

    `held` are the texts that the caller has read already; others are read here.
    """
    wanted = {row["edition_id"] for row in found}
    packs = held if wanted <= held.keys() else packs_of(wanted)
    ranges = bounds(on, calendar)
    return [_row(row, packs[row["edition_id"]], _Day(on, calendar, *ranges)) for row in found]


class _Day(NamedTuple):
    """A day as the worklist looks at it: what still counts as soon, and the last day of its week."""

    on: date
    calendar: WorkCalendar
    soon: date
    week: date

    def urgency(self, row: Mapping[str, Any], step: Step) -> Urgency:
        """The group that a case belongs to on the day."""
        due = row["due_on"]
        if row["state"] == CaseState.CORRECTING:
            return Urgency.APPLICANT
        if due is None or due > self.week:
            return Urgency.LATER
        if due <= self.on:
            late = Urgency.READY if step.kind is StepKind.PUBLICITY else Urgency.OVERDUE
            return Urgency.TODAY if due == self.on else late
        return Urgency.SOON if due <= self.soon else Urgency.WEEK


def _row(row: Mapping[str, Any], pack: Pack, day: _Day) -> Row:
    due, role, ending = row["due_on"], row["holder_role"], row["ending"]
    step = step_of(pack, row["matter"], row["step"])
    return Row(
        id=row["id"],
        number=row["number"],
        token=row["token"],
        body=row["applicant__name"],
        matter=pack.matters[row["matter"]].title,
        step=step.title,
        urgency=day.urgency(row, step),
        due_on=due,
        left=_left(step, due, day),
        waited=(day.on - row["entered_on"]).days,
        holder=row["holder__name"],
        holder_role="申请人" if role == "applicant" else str(Role(role).label),
        provisional=row["provisional"],
        ended=ending_called(pack, row["matter"], ending) if ending else "",
        ended_at=row["ended_at"],
    )


def _left(step: Step, due: date | None, day: _Day) -> str:
    """How long a case has; a publicity that is over is not late, it can be closed."""
    if due is None:
        return ""
    if step.kind is StepKind.PUBLICITY and due < day.on:
        return "公示期满"
    return left_in_words(remaining(due, on=day.on, calendar=day.calendar))
