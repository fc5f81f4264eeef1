"""Periods, validity and windows (期限、有效期、办理窗口): when they open and end, and what is left."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta

from dengji.workdays.calendar import Reckoned, WorkCalendar
from dengji.workdays.terms import Unit

__all__ = [
    "Period",
    "Reckoned",
    "Window",
    "ends_on",
    "latest_before",
    "remaining",
    "same_day_after",
    "validity_until",
    "window_before",
]


@dataclass(frozen=True, slots=True)
class Period:
    """期限: `n` of a `unit` ('working_day', 'day', 'month' or 'year'), n at least 1. Raises ValueError."""

    n: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in set(Unit):
            raise ValueError(f"不认识的期限单位：{self.unit}")
        if self.n < 1:
            raise ValueError(f"期限至少为1：{self.n}")


@dataclass(frozen=True, slots=True)
class Window:
    """办理窗口: from `opens_on` to `closes_on`, both days included."""

    opens_on: date
    closes_on: date


def ends_on(period: Period, *, after: date, calendar: WorkCalendar) -> Reckoned:
    """期限届满日: the last day of a period that starts on the day after its trigger `after`.

    Working days are counted in the calendar. Days end on the n-th day; months and years on the day with the
    trigger's number, or on the month's last day where there is none; when that is no working day the period
    runs on to the next one. The period ends at 24:00 Asia/Shanghai of the day given.
    """
    if period.unit == Unit.WORKING_DAY:
        return calendar.add(after, period.n)
    return calendar.add(same_day_after(after, period), 0)


def same_day_after(day: date, period: Period, *, back: bool = False) -> date:
    """对应日: the day so many days, months or years after `day` (or before it, `back`), with no running on.

    In a month that has no such day, its last. Raises ValueError for working days, which need a calendar.
    """
    n = -period.n if back else period.n
    match period.unit:
        case Unit.DAY:
            return day + timedelta(days=n)
        case Unit.MONTH:
            return _in_month(day, n)
        case Unit.YEAR:
            return _in_month(day, 12 * n)
        case _:
            raise ValueError("以工作日计的期限，应当按工作日历推算")


def validity_until(start: date, *, months: int) -> date:
    """有效期至: the last day included of a validity that starts on `start`; it never runs on.

    The day before the day with the same number; the month's last day where there is none.
    """
    same_day = _in_month(start, months)
    return same_day - timedelta(days=1) if same_day.day == start.day else same_day


def window_before(expiry: date, *, period: Period) -> Window:
    """届满前若干日内: opens on the expiry day minus the period, closes on the expiry day.

    Raises ValueError for working days.
    """
    return Window(opens_on=latest_before(expiry, period=period), closes_on=expiry)


def latest_before(expiry: date, *, period: Period) -> date:
    """届满若干月前: the latest day for what is due so long before the expiry day.

    Raises ValueError for working days.
    """
    return same_day_after(expiry, period, back=True)


def remaining(due: date, *, on: date, calendar: WorkCalendar) -> int:
    """剩余工作日: working days after `on` up to and including `due`; 0 on the due day only.

    Negative when overdue: so many working days have passed since. Before the due day it is at least 1, after
    it at most -1, even where only weekends or days off lie between, so that its sign is always right.
    """
    left = calendar.count(on, due)
    if on < due:
        return max(left, 1)
    return min(left, -1) if on > due else 0


def _in_month(day: date, n: int) -> date:
    """The day with the same number n months on (back, when negative), or that month's last."""
    years, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(years, month + 1, min(day.day, months.monthrange(years, month + 1)[1]))
