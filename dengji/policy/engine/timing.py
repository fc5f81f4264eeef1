"""When things fall due (期限推算): the clocks of steps and the timers of filings, on a calendar."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dengji.policy.engine.form import Length
from dengji.policy.engine.pack import Clock, Pack, Timer
from dengji.workdays.calendar import Reckoned, WorkCalendar
from dengji.workdays.periods import Period, ends_on, latest_before


class Dated(NamedTuple):
    """A timer with its day (到期事项)."""

    timer: Timer
    on: date
    provisional: bool


def period_of(length: Length) -> Period:
    """A pack's length as the calendar knows periods; raises ValueError for a length of none."""
    return Period(length.n, length.unit)


def due(clock: Clock, *, trigger: date, calendar: WorkCalendar) -> Reckoned:
    """The last day of a step's statutory period, which starts on the day after its trigger."""
    return ends_on(period_of(clock.length), after=trigger, calendar=calendar)


def dated(pack: Pack, *, anchor: str, on: date, calendar: WorkCalendar) -> list[Dated]:
    """The timers of a pack that hang on the anchor (such as 'expiry'), when it falls on a day; by day."""
    found = [_dated(timer, on, calendar) for timer in pack.timers if timer.anchor == anchor]
    return sorted(found, key=lambda each: (each.on, each.timer.id))


def next_due(timers: Sequence[Dated], *, after: date) -> Dated | None:
    """The first timer that falls due after the day."""
    return next((each for each in timers if each.on > after), None)


def _dated(timer: Timer, on: date, calendar: WorkCalendar) -> Dated:
    """A timer's day: counted back from the anchor as windows are, or forward as periods are."""
    if timer.offset.n == 0:
        return Dated(timer, on, False)
    period = period_of(timer.offset)
    if not timer.before:
        reckoned = ends_on(period, after=on, calendar=calendar)
    elif timer.offset.unit == "working_day":
        reckoned = calendar.add(on, -period.n)
    else:
        reckoned = Reckoned(latest_before(on, period=period), provisional=False)
    return Dated(timer, reckoned.day, reckoned.provisional)
