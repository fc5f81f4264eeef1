"""The clock of a statutory period (办理时限), which stops while a correction (补正) is awaited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dengji.workdays.calendar import Reckoned, WorkCalendar
from dengji.workdays.periods import Period, remaining, same_day_after
from dengji.workdays.terms import Unit

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stop (停钟): from the day of return to the day the correction arrives, None while it is awaited.

    Raises ValueError when it ends before it begins.
    """

    from_day: date
    to_day: date | None
    reason: str

    def __post_init__(self) -> None:
        if self.to_day is not None and self.to_day < self.from_day:
            raise ValueError(f"补正到达日{self.to_day}早于退回日{self.from_day}")


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a clock shows on a day (时限读数).

    `used` and `remaining` are working days for a period in working days, else calendar days; `remaining` is
    negative when overdue. While the clock stands, `due` is None and `stopped_since` is the day of return.
    `overdue` only once the due day has passed.
    """

    used: int
    remaining: int
    due: date | None
    stopped_since: date | None
    provisional: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """The clock while it runs: set going on the day `after`, with `used` behind it and `left` before it."""

    calendar: WorkCalendar
    in_working_days: bool
    after: date
    left: int
    used: int = 0
    provisional: bool = False

    def ends_on(self) -> Reckoned:
        if self.in_working_days:
            return self.calendar.add(self.after, self.left)
        return self.calendar.add(self.after + timedelta(days=self.left), 0)

    def counted(self, until: date) -> int:
        """The days that count, from the day after `after` up to and including `until`."""
        if until <= self.after:
            return 0
        return self.calendar.count(self.after, until) if self.in_working_days else (until - self.after).days

    def left_before(self, due: date, *, on: date) -> int:
        return remaining(due, on=on, calendar=self.calendar) if self.in_working_days else (due - on).days

    def run_until(self, day: date) -> "_Run":
        """The same clock stopped at the end of `day`, which is before its end: at least one day is left."""
        counted = self.counted(day)
        return replace(
            self,
            used=self.used + counted,
            left=max(1, self.left - counted),
            provisional=self.provisional or self.rests_on_open_year(day),
        )

    def rests_on_open_year(self, until: date) -> bool:
        """暂定: working days were counted in a year whose schedule is not published."""
        if not self.in_working_days or until <= self.after:
            return False
        return self.calendar.provisional(self.after + _ONE_DAY, until)


def reckon(
    period: Period, *, trigger: date, stops: Sequence[Segment], on: date, calendar: WorkCalendar
) -> ClockReading:
    """时限推算: read the clock at the end of the day `on`, from what had happened by then.

    The trigger is not counted; the period starts on the day after it. A stop covers the day of return and the
    day of arrival: neither is counted, counting resumes with the day after the arrival. So on the day of
    return the clock already stands, and on the day of arrival it goes again with what was left. Every other
    day that counts is used up on that day: on the due day nothing remains, and nothing is overdue yet.

    A return on the due day is in time: at least that day is left. A return after the due day changes nothing,
    for the period has run out. A stop that begins after `on` is not yet known; one that ends after `on` is
    still open. Stops that meet or overlap count once. Months and years have as many days as they would have
    without stops; running on to a working day is done once, at the end.
    """
    length = _length(period, trigger=trigger)
    run = _Run(calendar, period.unit == Unit.WORKING_DAY, after=trigger, left=length)
    for stop in sorted(stops, key=lambda stop: stop.from_day):
        if stop.from_day > on or stop.from_day > run.ends_on().day:
            break
        run = run.run_until(stop.from_day - _ONE_DAY)
        if stop.to_day is None or stop.to_day > on:
            return _standing(run, since=stop.from_day)
        run = replace(run, after=max(run.after, stop.to_day))
    return _running(run, on=on)


def _length(period: Period, *, trigger: date) -> int:
    """How many days the period has: working days, or the calendar days of its days, months or years."""
    if period.unit == Unit.WORKING_DAY:
        return period.n
    return (same_day_after(trigger, period) - trigger).days


def _standing(run: _Run, *, since: date) -> ClockReading:
    return ClockReading(
        used=run.used,
        remaining=run.left,
        due=None,
        stopped_since=since,
        provisional=run.provisional,
        overdue=False,
    )


def _running(run: _Run, *, on: date) -> ClockReading:
    end = run.ends_on()
    return ClockReading(
        used=run.used + run.counted(on),
        remaining=run.left_before(end.day, on=max(on, run.after)),
        due=end.day,
        stopped_since=None,
        provisional=run.provisional or end.provisional,
        overdue=on > end.day,
    )
