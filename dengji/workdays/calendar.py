"""Chinese working days (工作日): one table of all covered years, counted once, looked up ever after.

Weekends and the days off of the published schedules are out, the make-up working days (调休上班) are in.
A year without a published schedule has weekends only; what rests on it is provisional.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from dengji.workdays.schedule import YearSchedule
from dengji.workdays.terms import FIRST_YEAR, LAST_YEAR, DayKind

_FIRST = date(FIRST_YEAR, 1, 1).toordinal()
_LAST = date(LAST_YEAR, 12, 31).toordinal()
_ONE_DAY = timedelta(days=1)
_COLUMNS_KEPT = 32  # the texts know some ten lengths; the rest is for odd questions


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A reckoned day (推算日期), and whether it rests on a year whose schedule is not published."""

    day: date
    provisional: bool


class DayNotCovered(ValueError):
    """A day before the first or after the last year of the calendar, as a sentence."""


class WorkCalendar:
    """工作日历: which days are worked under the published schedules.

    Two schedules of one year are refused (ValueError); where the notices of two years name the same day, as
    around the New Year, the later year's says what it is. Days are plain dates; a datetime is refused
    (TypeError).
    """

    def __init__(self, schedules: Iterable[YearSchedule]) -> None:
        by_year: dict[int, YearSchedule] = {}
        for schedule in schedules:
            if schedule.year in by_year:
                raise ValueError(f"{schedule.year}年的放假安排有两份")
            by_year[schedule.year] = schedule
        self.published_years = frozenset(by_year)
        self._named = _named_days(by_year[year] for year in sorted(by_year))
        self._days, self._before = _table(self._named)
        self._columns = _Columns(self)

    def is_workday(self, day: date) -> bool:
        """是否工作日: make-up days yes; weekends and days off no. Raises DayNotCovered."""
        offset = _offset(day)
        return self._before[offset] < self._before[offset + 1]

    def kind(self, day: date) -> DayKind:
        """日期类别: 'workday', 'weekend', 'holiday' (weekends within one included) or 'make_up'.

        Raises DayNotCovered.
        """
        ordinal = _offset(day) + _FIRST
        return self._named.get(ordinal) or (DayKind.WORKDAY if _is_weekday(ordinal) else DayKind.WEEKEND)

    def add(self, day: date, n: int) -> Reckoned:
        """The n-th working day after `day`; a negative n counts back from it; `day` itself is never counted.

        n = 0 gives the day itself if it is a working day, else the next one (顺延). Provisional when a day
        that was counted or passed over lies in a year without published schedule. Raises DayNotCovered.
        """
        return self._columns[n][day]

    def add_to_each(self, days: Iterable[date], n: int) -> list[Reckoned]:
        """`add` for many days and one n, as when a new schedule moves every open date; the quickest way.

        Raises DayNotCovered.
        """
        return list(map(self._columns[n].__getitem__, days))

    def count(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; with end before start the same, negative.

        So count(a, b) = -count(b, a), and count(a, b) + count(b, c) = count(a, c). Raises DayNotCovered.
        """
        return self._before[_offset(end) + 1] - self._before[_offset(start) + 1]

    def next_workday(self, day: date) -> date:
        """The first working day after `day`, never `day` itself. Raises DayNotCovered."""
        return self.add(day, 1).day

    def provisional(self, start: date, end: date) -> bool:
        """暂定: some day from `start` to `end`, both included, in either order, has no published schedule."""
        first, last = start.year, end.year
        if first == last:
            return first not in self.published_years
        return any(year not in self.published_years for year in range(min(first, last), max(first, last) + 1))

    def _reckon(self, day: date, n: int) -> Reckoned:
        offset = _offset(day)
        rank = self._before[offset + 1] + n - 1 if n > 0 else self._before[offset] + n
        if not 0 <= rank < len(self._days):
            raise DayNotCovered(f"推算的日期超出工作日历（{FIRST_YEAR}年至{LAST_YEAR}年）")
        found = self._days[rank]
        nearest = day if n == 0 else day + _ONE_DAY if n > 0 else day - _ONE_DAY
        return Reckoned(found, self.provisional(nearest, found))


class _Columns(dict[int, "_Column"]):
    """One column for each n that was asked for; too many of them are dropped and begun afresh."""

    def __init__(self, calendar: WorkCalendar) -> None:
        super().__init__()
        self._calendar = calendar

    def __missing__(self, n: int) -> "_Column":
        if len(self) >= _COLUMNS_KEPT:
            self.clear()
        column = self[n] = _Column(self._calendar, n)
        return column


class _Column(dict[date, Reckoned]):
    """The n-th working day after each day that was asked for, kept so that it is reckoned once."""

    def __init__(self, calendar: WorkCalendar, n: int) -> None:
        super().__init__()
        self._calendar = calendar
        self._n = n

    def __missing__(self, day: date) -> Reckoned:
        found = self[day] = self._calendar._reckon(day, self._n)
        return found


def _named_days(schedules: Iterable[YearSchedule]) -> dict[int, DayKind]:
    """The days that a notice names, by ordinal, the later year's word last."""
    named: dict[int, DayKind] = {}
    for schedule in schedules:
        named.update((day.toordinal(), DayKind.HOLIDAY) for day in schedule.holidays)
        named.update((day.toordinal(), DayKind.MAKE_UP) for day in schedule.make_up_days)
    return named


def _table(named: dict[int, DayKind]) -> tuple[list[date], list[int]]:
    """The working days in order, and for each covered day how many working days come before it."""
    worked = [
        named[ordinal] is DayKind.MAKE_UP if ordinal in named else _is_weekday(ordinal)
        for ordinal in range(_FIRST, _LAST + 1)
    ]
    days = [date.fromordinal(ordinal) for ordinal, yes in enumerate(worked, start=_FIRST) if yes]
    return days, list(accumulate(worked, initial=0))


def _is_weekday(ordinal: int) -> bool:
    """Monday to Friday; day 1 of the calendar, 0001-01-01, was a Monday."""
    return (ordinal - 1) % 7 < 5


def _offset(day: date) -> int:
    if isinstance(day, datetime):
        raise TypeError("A moment is not a day: pass its date in Asia/Shanghai")
    ordinal = day.toordinal()
    if not _FIRST <= ordinal <= _LAST:
        raise DayNotCovered(f"{day}不在工作日历之内（{FIRST_YEAR}年至{LAST_YEAR}年）")
    return ordinal - _FIRST
