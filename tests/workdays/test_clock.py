"""The clock of a statutory period: it stands while a correction is awaited.

Worked in April 2025: Monday 14 to Friday 18, Monday 21 to Friday 25, and the make-up Sunday, 27.
"""

from collections.abc import Set
from datetime import date, timedelta
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.clock import ClockReading, Segment, reckon
from dengji.workdays.periods import Period, Reckoned, ends_on

FIVE = Period(5, "working_day")
TRIGGER = date(2025, 4, 14)


def april(day: int) -> date:
    """A day of April 2025."""
    return date(2025, 4, day)


def stop(from_day: date, to_day: date | None) -> Segment:
    """A stop for a correction."""
    return Segment(from_day=from_day, to_day=to_day, reason="补正")


class Read(Protocol):
    """Reads a clock on a day: of five working days from Monday 14 April 2025, unless told otherwise."""

    def __call__(
        self, on: date, *stops: Segment, period: Period = FIVE, trigger: date = TRIGGER
    ) -> ClockReading: ...


@pytest.fixture
def read(calendar: WorkCalendar) -> Read:
    """Reads a clock in the calendar of the published schedules."""

    def reading(on: date, *stops: Segment, period: Period = FIVE, trigger: date = TRIGGER) -> ClockReading:
        return reckon(period, trigger=trigger, stops=stops, on=on, calendar=calendar)

    return reading


@pytest.mark.row("CR-4")
@pytest.mark.parametrize(
    ("on", "used", "left", "overdue"),
    [
        (13, 0, 5, False),
        (14, 0, 5, False),
        (15, 1, 4, False),
        (20, 4, 1, False),
        (21, 5, 0, False),
        (22, 6, -1, True),
        (23, 7, -2, True),
    ],
)
def test_a_clock_that_never_stops_uses_up_each_working_day(
    read: Read, on: int, used: int, left: int, overdue: bool
) -> None:
    assert read(april(on)) == ClockReading(
        used=used, remaining=left, due=april(21), stopped_since=None, provisional=False, overdue=overdue
    )


@pytest.mark.row("CR-4")
@pytest.mark.parametrize(
    ("on", "used", "left", "due", "since"),
    [
        (15, 1, 4, 21, None),  # the day before the return
        (16, 1, 4, None, 16),  # the day of return is not used
        (17, 1, 4, None, 16),
        (21, 1, 4, None, 16),  # the day before the arrival
        (22, 1, 4, 27, None),  # the day of arrival is not used
        (23, 2, 3, 27, None),
        (25, 4, 1, 27, None),
        (26, 4, 1, 27, None),
        (27, 5, 0, 27, None),  # the make-up Sunday is the last day
    ],
)
def test_the_clock_stands_from_the_day_of_return_to_the_day_the_correction_arrives(
    read: Read, on: int, used: int, left: int, due: int | None, since: int | None
) -> None:
    reading = read(april(on), stop(april(16), april(22)))
    assert (reading.used, reading.remaining) == (used, left)
    assert reading.due == (due and april(due))
    assert reading.stopped_since == (since and april(since))
    assert not reading.overdue


@pytest.mark.row("CR-4")
def test_after_the_last_day_of_a_resumed_clock_the_case_is_overdue(read: Read) -> None:
    stops = stop(april(16), april(22))
    assert read(april(28), stops).overdue
    assert read(april(28), stops).remaining == -1


@pytest.mark.row("CR-4")
def test_a_correction_that_never_comes_leaves_the_clock_standing(read: Read) -> None:
    assert read(date(2025, 12, 31), stop(april(16), None)) == ClockReading(
        used=1, remaining=4, due=None, stopped_since=april(16), provisional=False, overdue=False
    )


@pytest.mark.row("CR-4")
@pytest.mark.parametrize(
    ("returned", "used", "left", "due"),
    [
        (14, 0, 5, april(29)),  # on the day of the trigger itself
        (15, 0, 5, april(29)),
        (18, 3, 2, april(25)),
        (20, 4, 1, april(24)),
        (21, 4, 1, april(24)),  # on the due day: in time, that day is left
    ],
)
def test_a_return_up_to_the_due_day_keeps_what_was_left(
    read: Read, returned: int, used: int, left: int, due: date
) -> None:
    standing = read(april(23), stop(april(returned), None))
    assert (standing.used, standing.remaining, standing.due) == (used, left, None)
    resumed = read(april(23), stop(april(returned), april(23)))
    assert (resumed.used, resumed.remaining, resumed.due) == (used, left, due)


@pytest.mark.row("CR-4")
def test_a_return_after_the_due_day_changes_nothing(read: Read) -> None:
    assert read(april(24), stop(april(22), None)) == read(april(24))
    assert read(april(24), stop(april(22), april(23)), stop(april(23), None)).overdue


@pytest.mark.row("CR-4")
def test_a_correction_on_the_day_of_return_stops_the_clock_for_that_day(read: Read) -> None:
    reading = read(april(16), stop(april(16), april(16)))
    assert (reading.used, reading.remaining, reading.due) == (1, 4, april(22))


@pytest.mark.row("CR-4")
def test_two_stops_are_both_taken_off_in_whatever_order_they_are_given(read: Read) -> None:
    first, second = stop(april(15), april(16)), stop(april(18), april(22))
    reading = read(april(25), second, first)
    assert (reading.used, reading.remaining, reading.due) == (4, 1, april(27))
    assert reading == read(april(25), first, second)


@pytest.mark.row("CR-4")
def test_stops_that_meet_or_overlap_count_once(read: Read) -> None:
    whole = read(april(27), stop(april(16), april(23)))
    assert read(april(27), stop(april(16), april(18)), stop(april(18), april(23))) == whole
    assert read(april(27), stop(april(16), april(23)), stop(april(17), april(21))) == whole


@pytest.mark.row("CR-4")
def test_a_stop_before_the_trigger_takes_nothing_off(read: Read) -> None:
    assert read(april(16), stop(april(9), april(11))) == read(april(16))


@pytest.mark.row("CR-4")
def test_what_had_not_happened_on_the_day_is_not_known_on_the_day(read: Read) -> None:
    stops = stop(april(16), april(22))
    assert read(april(15), stops) == read(april(15))
    assert read(april(18), stops) == read(april(18), stop(april(16), None))


@pytest.mark.row("CR-2")
@pytest.mark.row("CR-4")
@pytest.mark.parametrize(
    ("period", "on", "used", "left", "due"),
    [
        (Period(10, "day"), april(24), 10, 0, april(24)),
        (Period(11, "day"), april(24), 10, 1, april(25)),
        (Period(12, "day"), april(24), 10, 3, april(27)),
        (Period(1, "month"), april(24), 10, 20, date(2025, 5, 14)),
        (Period(1, "year"), april(24), 10, 355, date(2026, 4, 14)),
        (Period(10, "day"), april(25), 11, -1, april(24)),
    ],
)
def test_a_period_in_calendar_days_counts_them_and_runs_on(
    read: Read, period: Period, on: date, used: int, left: int, due: date
) -> None:
    reading = read(on, period=period)
    assert reading.due == due
    assert (reading.used, reading.remaining, reading.overdue) == (used, left, left < 0)


@pytest.mark.row("CR-4")
def test_a_period_in_calendar_days_is_put_off_by_the_days_it_stood(read: Read) -> None:
    stops = stop(april(16), april(18))
    reading = read(april(22), stops, period=Period(10, "day"))
    assert (reading.used, reading.remaining, reading.due) == (5, 5, april(27))
    assert read(april(17), stops, period=Period(10, "day")).remaining == 9


@pytest.mark.row("CR-4")
def test_a_return_on_a_day_that_the_period_ran_on_to_leaves_that_day(read: Read) -> None:
    period = Period(5, "day")  # ends on Saturday 19 April, runs on to Monday 21 April
    standing = read(april(21), stop(april(21), None), period=period)
    assert (standing.used, standing.remaining) == (6, 1)
    assert read(april(23), stop(april(21), april(23)), period=period).due == april(24)
    assert read(april(22), stop(april(22), None), period=period).overdue


@pytest.mark.row("CR-8")
def test_a_clock_is_provisional_once_it_rests_on_an_unpublished_year(read: Read) -> None:
    trigger, returned = date(2026, 12, 28), date(2027, 1, 6)
    assert read(trigger, period=Period(3, "working_day"), trigger=trigger).provisional is False
    assert read(trigger, period=Period(4, "working_day"), trigger=trigger).provisional is True
    ten = Period(10, "working_day")
    assert read(returned, stop(returned, None), period=ten, trigger=trigger).provisional is True
    before = date(2026, 12, 31)
    assert read(before, stop(before, None), period=ten, trigger=trigger).provisional is False
    days = Period(30, "day")
    assert read(returned, stop(returned, None), period=days, trigger=trigger).provisional is False


def test_a_stop_that_ends_before_it_begins_is_refused() -> None:
    assert stop(april(16), april(16)).to_day == april(16)
    with pytest.raises(ValueError, match="补正到达日2025-04-15早于退回日2025-04-16"):
        stop(april(16), april(15))


@pytest.mark.row("CR-2")
@given(
    trigger=st.dates(date(2021, 1, 1), date(2027, 12, 31)),
    n=st.integers(1, 30),
    unit=st.sampled_from(["working_day", "day", "month", "year"]),
)
def test_a_clock_that_never_stops_ends_where_its_period_ends(
    calendar: WorkCalendar, trigger: date, n: int, unit: str
) -> None:
    period = Period(n, unit)
    reading = reckon(period, trigger=trigger, stops=[], on=trigger, calendar=calendar)
    assert Reckoned(reading.due or trigger, reading.provisional) == ends_on(
        period, after=trigger, calendar=calendar
    )


@pytest.mark.row("CR-4")
@given(
    n=st.integers(1, 60),
    trigger=st.dates(date(2021, 1, 1), date(2024, 12, 31)),
    gaps=st.lists(st.tuples(st.integers(1, 8), st.integers(0, 12)), max_size=4),
    later=st.integers(0, 90),
)
def test_a_clock_agrees_with_one_that_is_wound_day_by_day(
    calendar: WorkCalendar, n: int, trigger: date, gaps: list[tuple[int, int]], later: int
) -> None:
    stops, stood, day = [], set(), trigger
    for running, standing in gaps:
        returned = day + timedelta(days=running)
        day = returned + timedelta(days=standing)
        stops.append(stop(returned, day))
        stood |= {returned + timedelta(days=k) for k in range(standing + 1)}
    on = day + timedelta(days=later)
    used, due = wound(trigger, until=on, n=n, stood=stood, calendar=calendar)
    reading = reckon(Period(n, "working_day"), trigger=trigger, stops=stops, on=on, calendar=calendar)
    assert reading.used == used
    assert reading.overdue == (due is not None and due < on)
    assert (reading.due == due) if due else (reading.remaining == n - used)


def wound(
    trigger: date, *, until: date, n: int, stood: Set[date], calendar: WorkCalendar
) -> tuple[int, date | None]:
    """Working days used and the day on which the n-th was, counted one by one; after it nothing stops."""
    used, due, day = 0, None, trigger
    while day < until:
        day += timedelta(days=1)
        used += calendar.is_workday(day) and (due is not None or day not in stood)
        due = due or (day if used == n else None)
    return used, due
