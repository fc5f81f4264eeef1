"""Periods, validity and windows: when they open and end, and what is left."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.periods import (
    Period,
    Reckoned,
    Window,
    ends_on,
    latest_before,
    remaining,
    same_day_after,
    validity_until,
    window_before,
)

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@pytest.mark.row("CR-1")
def test_a_comment_period_of_15_working_days_opened_on_11_april_2025_ends_on_6_may(
    calendar: WorkCalendar,
) -> None:
    found = ends_on(Period(15, "working_day"), after=date(2025, 4, 11), calendar=calendar)
    assert found == Reckoned(day=date(2025, 5, 6), provisional=False)


@pytest.mark.row("CR-1")
@pytest.mark.parametrize(
    ("trigger", "ends"),
    [
        (date(2025, 4, 10), date(2025, 4, 30)),
        (date(2025, 4, 11), date(2025, 5, 6)),
        (date(2025, 4, 12), date(2025, 5, 6)),
        (date(2025, 4, 13), date(2025, 5, 6)),
        (date(2025, 4, 14), date(2025, 5, 7)),
    ],
)
def test_a_period_in_working_days_starts_on_the_day_after_its_trigger(
    trigger: date, ends: date, calendar: WorkCalendar
) -> None:
    assert ends_on(Period(15, "working_day"), after=trigger, calendar=calendar).day == ends


@pytest.mark.row("CR-2")
@pytest.mark.parametrize(
    ("period", "after", "ends"),
    [
        (Period(30, "day"), date(2025, 6, 1), date(2025, 7, 1)),
        (Period(1, "day"), date(2025, 6, 4), date(2025, 6, 5)),
        (Period(1, "day"), date(2025, 6, 5), date(2025, 6, 6)),
        (Period(1, "day"), date(2025, 6, 6), date(2025, 6, 9)),
        (Period(5, "day"), date(2025, 4, 25), date(2025, 4, 30)),
        (Period(5, "day"), date(2025, 4, 26), date(2025, 5, 6)),
        (Period(16, "day"), date(2025, 4, 11), date(2025, 4, 27)),
        (Period(1, "month"), date(2025, 2, 28), date(2025, 3, 28)),
        (Period(1, "month"), date(2025, 3, 30), date(2025, 4, 30)),
        (Period(1, "month"), date(2025, 3, 31), date(2025, 4, 30)),
        (Period(1, "month"), date(2025, 10, 31), date(2025, 12, 1)),
        (Period(3, "month"), date(2025, 11, 30), date(2026, 2, 28)),
        (Period(13, "month"), date(2024, 12, 31), date(2026, 2, 2)),
        (Period(1, "year"), date(2024, 2, 28), date(2025, 2, 28)),
        (Period(1, "year"), date(2024, 2, 29), date(2025, 2, 28)),
        (Period(1, "year"), date(2024, 3, 1), date(2025, 3, 3)),
    ],
)
def test_a_period_ends_on_the_same_number_or_the_months_last_and_runs_on_to_a_working_day(
    period: Period, after: date, ends: date, calendar: WorkCalendar
) -> None:
    assert ends_on(period, after=after, calendar=calendar) == Reckoned(day=ends, provisional=False)


@pytest.mark.row("CR-8")
@pytest.mark.parametrize(
    ("period", "after", "ends", "provisional"),
    [
        (Period(1, "month"), date(2026, 11, 30), date(2026, 12, 30), False),
        (Period(1, "month"), date(2026, 12, 1), date(2027, 1, 1), True),
        (Period(10, "working_day"), date(2026, 12, 17), date(2026, 12, 31), False),
        (Period(10, "working_day"), date(2026, 12, 18), date(2027, 1, 1), True),
        (Period(2, "year"), date(2018, 6, 1), date(2020, 6, 1), False),
    ],
)
def test_an_end_is_provisional_when_an_unpublished_year_decides_it(
    period: Period, after: date, ends: date, provisional: bool, calendar: WorkCalendar
) -> None:
    assert ends_on(period, after=after, calendar=calendar) == Reckoned(ends, provisional)


@pytest.mark.row("CR-2")
@given(after=DAYS, n=st.integers(1, 400), unit=st.sampled_from(["day", "month", "year"]))
def test_a_period_never_ends_before_its_own_day_nor_on_a_day_off(
    calendar: WorkCalendar, after: date, n: int, unit: str
) -> None:
    period = Period(min(n, 40) if unit == "year" else n, unit)
    end = ends_on(period, after=after, calendar=calendar).day
    assert calendar.is_workday(end)
    assert calendar.count(same_day_after(after, period) - timedelta(days=1), end) == 1


@pytest.mark.row("CR-2")
@pytest.mark.parametrize(
    ("start", "months", "until"),
    [
        (date(2025, 11, 1), 36, date(2028, 10, 31)),
        (date(2025, 10, 31), 36, date(2028, 10, 30)),
        (date(2025, 11, 2), 36, date(2028, 11, 1)),
        (date(2025, 1, 1), 12, date(2025, 12, 31)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2023, 3, 1), 12, date(2024, 2, 29)),
        (date(2025, 8, 28), 6, date(2026, 2, 27)),
        (date(2025, 8, 29), 6, date(2026, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 9, 1), 6, date(2026, 2, 28)),
    ],
)
def test_a_validity_ends_on_its_own_last_day_even_on_a_day_off(start: date, months: int, until: date) -> None:
    assert validity_until(start, months=months) == until


@pytest.mark.row("CR-2")
@given(start=DAYS, months=st.integers(1, 240))
def test_a_later_start_is_never_valid_for_less(start: date, months: int) -> None:
    until = validity_until(start, months=months)
    assert until <= validity_until(start + timedelta(days=1), months=months)
    assert validity_until(start, months=months + 1) > until


@pytest.mark.row("CR-3")
@pytest.mark.parametrize(
    ("expiry", "period", "opens"),
    [
        (date(2028, 10, 31), Period(30, "day"), date(2028, 10, 1)),
        (date(2028, 10, 31), Period(3, "month"), date(2028, 7, 31)),
        (date(2028, 5, 31), Period(3, "month"), date(2028, 2, 29)),
        (date(2027, 5, 31), Period(3, "month"), date(2027, 2, 28)),
        (date(2028, 2, 29), Period(1, "year"), date(2027, 2, 28)),
        (date(2026, 1, 15), Period(1, "month"), date(2025, 12, 15)),
    ],
)
def test_a_window_opens_on_the_expiry_less_the_period_and_closes_on_the_expiry(
    expiry: date, period: Period, opens: date
) -> None:
    assert window_before(expiry, period=period) == Window(opens_on=opens, closes_on=expiry)
    assert latest_before(expiry, period=period) == opens


@pytest.mark.row("CR-3")
def test_a_window_in_working_days_is_refused_for_it_needs_a_calendar() -> None:
    with pytest.raises(ValueError, match="应当按工作日历推算"):
        window_before(date(2028, 10, 31), period=Period(30, "working_day"))


@pytest.mark.parametrize(
    ("due", "on", "left"),
    [
        (date(2025, 5, 6), date(2025, 4, 29), 2),
        (date(2025, 5, 6), date(2025, 4, 30), 1),
        (date(2025, 5, 6), date(2025, 5, 5), 1),
        (date(2025, 5, 6), date(2025, 5, 6), 0),
        (date(2025, 5, 6), date(2025, 5, 7), -1),
        (date(2025, 5, 6), date(2025, 5, 8), -2),
        (date(2025, 5, 9), date(2025, 5, 10), -1),
        (date(2025, 5, 9), date(2025, 5, 12), -1),
        (date(2025, 5, 11), date(2025, 5, 10), 1),
        (date(2025, 5, 11), date(2025, 5, 11), 0),
        (date(2025, 5, 11), date(2025, 5, 12), -1),
    ],
)
def test_what_remains_is_in_working_days_and_negative_when_overdue(
    due: date, on: date, left: int, calendar: WorkCalendar
) -> None:
    assert remaining(due, on=on, calendar=calendar) == left


@given(due=DAYS, on=DAYS)
def test_the_sign_of_what_remains_tells_whether_the_day_has_passed(
    calendar: WorkCalendar, due: date, on: date
) -> None:
    left = remaining(due, on=on, calendar=calendar)
    assert (left > 0) == (on < due)
    assert (left < 0) == (on > due)


def test_a_period_of_nothing_or_in_an_unknown_unit_is_refused() -> None:
    assert Period(1, "day").n == 1
    with pytest.raises(ValueError, match="期限至少为1：0"):
        Period(0, "day")
    with pytest.raises(ValueError, match="不认识的期限单位：week"):
        Period(1, "week")
