"""When things fall due (期限推算): the clocks of steps and the timers of filings, on a calendar."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dengji.policy.engine.form import Length
from dengji.policy.engine.life import Deadline
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


def deadline_day(deadline: Deadline, *, anchor: date, calendar: WorkCalendar) -> Reckoned:
    """The last day on which a matter may be handed in: counted back from the anchor, or on from it as periods are."""
    period = period_of(deadline.length)
    if not deadline.before:
        return ends_on(period, after=anchor, calendar=calendar)
    return _back(period, anchor, calendar)


def next_due(timers: Sequence[Dated], *, after: date) -> Dated | None:
    """The first timer that falls due after the day."""
    return next((each for each in timers if each.on > after), None)


def _dated(timer: Timer, on: date, calendar: WorkCalendar) -> Dated:
    """A timer's day: counted back from the anchor as windows are, or forward as periods are."""
    if timer.offset.n == 0:
        return Dated(timer, on, False)
    period = period_of(timer.offset)
    reckoned = _back(period, on, calendar) if timer.before else ends_on(period, after=on, calendar=calendar)
    return Dated(timer, reckoned.day, reckoned.provisional)


def _back(period: Period, on: date, calendar: WorkCalendar) -> Reckoned:
    """The day so long before another: by working days, or as windows are counted."""
    if period.unit == "working_day":
        return calendar.add(on, -period.n)
    return Reckoned(latest_before(on, period=period), provisional=False)
