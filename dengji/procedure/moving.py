"""Which open periods another calendar would move, and which one that was loaded has moved (到期日变动)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from dengji.procedure import clocks
from dengji.procedure.models import Case, CaseClock, Event
from dengji.procedure.terms import Act, CaseState
from dengji.workdays.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Shown:
    """The due day that a case shows (到期日), and whether it is provisional."""

    due_on: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A due day before and after (到期日变动)."""

    case: Case
    before: Shown
    after: Shown


def moves_with(calendar: WorkCalendar, on: date) -> list[Move]:
    """The cases whose due day would be another by a calendar, by number; nothing is written."""
    running = CaseClock.objects.filter(closed_on__isnull=True, case__state=CaseState.OPEN)
    related = running.select_related("case__applicant", "case__holder").prefetch_related("stops")
    found = [_move(clock, calendar, on) for clock in related.order_by("case__number")]
    return [move for move in found if move.before != move.after]


def moves_at(at: datetime) -> list[Move]:
    """The due days that moved when a schedule was loaded at that moment, as they stand on the record."""
    return [
        Move(event.case, _told(event.detail["before"]), _told(event.detail["after"]))
        for event in _recomputed(at)
    ]


def _recomputed(at: datetime) -> QuerySet[Event]:
    found = Event.objects.filter(act=Act.RECOMPUTE, at=at)
    return found.select_related("case__applicant", "case__holder").order_by("case__number")


def _move(clock: CaseClock, calendar: WorkCalendar, on: date) -> Move:
    case, shows = clock.case, clocks.reading(clock, on, calendar)
    return Move(case, Shown(case.due_on, case.provisional), Shown(shows.due, shows.provisional))


def _told(shown: dict[str, str | bool | None]) -> Shown:
    day = shown["due_on"]
    return Shown(date.fromisoformat(str(day)) if day else None, bool(shown["provisional"]))
