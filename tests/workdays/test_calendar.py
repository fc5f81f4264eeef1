"""Chinese working days: what each day is, and counting forth and back."""

from collections.abc import Set
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.workdays.calendar import DayNotCovered, Reckoned, WorkCalendar
from dengji.workdays.schedule import YearSchedule

DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
NUMBERS = st.integers(1, 500)


def schedule(
    year: int, *, holidays: Set[date] = frozenset(), make_up_days: Set[date] = frozenset()
) -> YearSchedule:
    """A schedule of a few days."""
    return YearSchedule(
        year=year,
        holidays=frozenset(holidays),
        make_up_days=frozenset(make_up_days),
        source="国办发明电",
        published_on=None,
    )


def each_day(first: date, last: date) -> list[date]:
    """All days from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.row("CR-1")
@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_day_of_the_published_years_is_what_an_independent_table_says(
    calendar: WorkCalendar, year: int
) -> None:
    days = each_day(date(year, 1, 1), date(year, 12, 31))
    ours = [day for day in days if calendar.is_workday(day)]
    assert ours == [day for day in days if chinese_calendar.is_workday(day)]


@pytest.mark.row("CR-1")
@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2025, 4, 25), "workday"),
        (date(2025, 4, 26), "weekend"),
        (date(2025, 4, 27), "make_up"),
        (date(2025, 4, 28), "workday"),
        (date(2025, 4, 30), "workday"),
        (date(2025, 5, 1), "holiday"),
        (date(2025, 5, 3), "holiday"),
        (date(2025, 5, 5), "holiday"),
        (date(2025, 5, 6), "workday"),
        (date(2022, 12, 30), "workday"),
        (date(2022, 12, 31), "holiday"),
        (date(2027, 10, 1), "workday"),
        (date(2027, 10, 2), "weekend"),
    ],
)
def test_a_day_is_worked_or_free_for_a_reason(day: date, kind: str, calendar: WorkCalendar) -> None:
    assert calendar.kind(day) == kind
    assert calendar.is_workday(day) == (kind in {"workday", "make_up"})


def test_each_kind_of_day_has_its_name(calendar: WorkCalendar) -> None:
    days = (date(2025, 4, 25), date(2025, 4, 26), date(2025, 4, 27), date(2025, 5, 1))
    assert [calendar.kind(day).label for day in days] == ["工作日", "周末", "调休上班", "放假"]


@pytest.mark.row("CR-1")
@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        (date(2025, 4, 24), 1, date(2025, 4, 25)),
        (date(2025, 4, 25), 1, date(2025, 4, 27)),
        (date(2025, 4, 26), 1, date(2025, 4, 27)),
        (date(2025, 4, 30), 1, date(2025, 5, 6)),
        (date(2025, 5, 6), -1, date(2025, 4, 30)),
        (date(2025, 5, 5), -1, date(2025, 4, 30)),
        (date(2025, 4, 27), -1, date(2025, 4, 25)),
        (date(2025, 4, 30), 0, date(2025, 4, 30)),
        (date(2025, 5, 1), 0, date(2025, 5, 6)),
        (date(2025, 5, 5), 0, date(2025, 5, 6)),
        (date(2025, 5, 6), 0, date(2025, 5, 6)),
    ],
)
def test_working_days_are_counted_forth_and_back(
    day: date, n: int, found: date, calendar: WorkCalendar
) -> None:
    assert calendar.add(day, n) == Reckoned(day=found, provisional=False)


def test_the_next_working_day_is_never_the_day_itself(calendar: WorkCalendar) -> None:
    found = [calendar.next_workday(date(2025, 4, day)) for day in (29, 30)]
    assert found == [date(2025, 4, 30), date(2025, 5, 6)]


@pytest.mark.row("CR-1")
@given(day=DAYS, n=NUMBERS)
def test_the_nth_working_day_is_a_working_day_and_the_nth(calendar: WorkCalendar, day: date, n: int) -> None:
    found = calendar.add(day, n).day
    assert calendar.is_workday(found)
    assert calendar.count(day, found) == n


@given(day=DAYS, n=NUMBERS)
def test_the_nth_working_day_before_is_n_working_days_back(calendar: WorkCalendar, day: date, n: int) -> None:
    found = calendar.add(day, -n).day
    assert calendar.is_workday(found)
    assert calendar.count(found, day - timedelta(days=1)) == n - 1
    assert calendar.count(found - timedelta(days=1), day - timedelta(days=1)) == n


@given(day=DAYS, n=st.integers(-500, 500))
def test_from_a_working_day_forth_and_back_again_is_home(calendar: WorkCalendar, day: date, n: int) -> None:
    start = calendar.add(day, 0).day
    assert calendar.add(calendar.add(start, n).day, -n).day == start


@given(day=DAYS, later=DAYS, n=st.integers(-300, 300))
def test_a_later_start_never_ends_earlier(calendar: WorkCalendar, day: date, later: date, n: int) -> None:
    first, second = sorted((day, later))
    assert calendar.add(first, n).day <= calendar.add(second, n).day


@given(day=DAYS, n=st.integers(-300, 300))
def test_one_more_working_day_ends_later(calendar: WorkCalendar, day: date, n: int) -> None:
    shorter, longer = calendar.add(day, n).day, calendar.add(day, n + 1).day
    stays = n == 0 and not calendar.is_workday(day)
    assert shorter == longer if stays else shorter < longer


@given(a=DAYS, b=DAYS, c=DAYS)
def test_counts_add_up_in_any_order(calendar: WorkCalendar, a: date, b: date, c: date) -> None:
    assert calendar.count(a, b) + calendar.count(b, c) == calendar.count(a, c)


@given(a=DAYS, b=DAYS)
def test_a_count_is_what_counting_day_by_day_gives(calendar: WorkCalendar, a: date, b: date) -> None:
    first, last = sorted((a, b))
    worked = sum(calendar.is_workday(day) for day in each_day(first, last)[1:])
    assert calendar.count(first, last) == worked
    assert calendar.count(last, first) == -worked


@given(days=st.lists(DAYS, max_size=20), n=st.integers(-60, 60))
def test_many_days_are_reckoned_as_each_is(calendar: WorkCalendar, days: list[date], n: int) -> None:
    singly = [calendar.add(day, n) for day in days]
    assert calendar.add_to_each(days, n) == singly
    assert calendar.add_to_each(reversed(days), n) == singly[::-1]
    assert [calendar.add(day, n) for day in days] == singly


@pytest.mark.row("CR-8")
@pytest.mark.parametrize(
    ("start", "end", "provisional"),
    [
        (date(2026, 12, 30), date(2026, 12, 31), False),
        (date(2026, 12, 31), date(2027, 1, 1), True),
        (date(2027, 1, 1), date(2026, 12, 31), True),
        (date(2020, 1, 1), date(2026, 12, 31), False),
        (date(2019, 12, 31), date(2020, 1, 1), True),
        (date(2025, 7, 1), date(2029, 7, 1), True),
    ],
)
def test_a_span_is_provisional_when_it_touches_an_unpublished_year(
    start: date, end: date, provisional: bool, calendar: WorkCalendar
) -> None:
    assert calendar.provisional(start, end) is provisional


@pytest.mark.row("CR-8")
@pytest.mark.parametrize(
    ("day", "n", "found", "provisional"),
    [
        (date(2026, 12, 29), 1, date(2026, 12, 30), False),
        (date(2026, 12, 30), 1, date(2026, 12, 31), False),
        (date(2026, 12, 31), 1, date(2027, 1, 1), True),
        (date(2027, 1, 1), -1, date(2026, 12, 31), False),
        (date(2027, 1, 2), -1, date(2027, 1, 1), True),
        (date(2027, 1, 3), -2, date(2026, 12, 31), True),
        (date(2019, 12, 31), 1, date(2020, 1, 2), False),
        (date(2026, 12, 31), 0, date(2026, 12, 31), False),
        (date(2027, 1, 1), 0, date(2027, 1, 1), True),
    ],
)
def test_a_reckoned_day_is_provisional_when_it_rests_on_an_unpublished_year(
    day: date, n: int, found: date, provisional: bool, calendar: WorkCalendar
) -> None:
    assert calendar.add(day, n) == Reckoned(day=found, provisional=provisional)


@pytest.mark.row("CR-8")
def test_loading_the_schedule_makes_the_date_firm_and_may_move_it(
    schedules: tuple[YearSchedule, ...], calendar: WorkCalendar
) -> None:
    new_year = schedule(2027, holidays={date(2027, 1, 1)}, make_up_days={date(2027, 1, 3)})
    published = WorkCalendar((*schedules, new_year))
    assert calendar.add(date(2026, 12, 31), 2) == Reckoned(date(2027, 1, 4), provisional=True)
    assert published.add(date(2026, 12, 31), 2) == Reckoned(date(2027, 1, 4), provisional=False)
    assert calendar.add(date(2026, 12, 31), 1) == Reckoned(date(2027, 1, 1), provisional=True)
    assert published.add(date(2026, 12, 31), 1) == Reckoned(date(2027, 1, 3), provisional=False)
    assert published.published_years - calendar.published_years == {2027}


@pytest.mark.row("CR-8")
def test_without_any_schedule_only_weekends_are_free(weekends_only: WorkCalendar) -> None:
    free = [
        day for day in each_day(date(2025, 1, 1), date(2025, 12, 31)) if not weekends_only.is_workday(day)
    ]
    assert {day.weekday() for day in free} == {5, 6}
    assert len(free) == 104
    assert weekends_only.published_years == frozenset()
    assert weekends_only.add(date(2025, 4, 30), 1) == Reckoned(date(2025, 5, 1), provisional=True)


def test_two_schedules_of_one_year_are_refused() -> None:
    with pytest.raises(ValueError, match="2027年的放假安排有两份"):
        WorkCalendar([schedule(2027), schedule(2027)])


def test_of_two_notices_that_name_a_day_the_later_years_holds() -> None:
    day = date(2026, 12, 27)
    earlier, later = schedule(2026, holidays={day}), schedule(2027, make_up_days={day})
    assert WorkCalendar([later, earlier]).kind(day) == "make_up"


def test_the_calendar_covers_1990_to_2100(calendar: WorkCalendar) -> None:
    assert calendar.is_workday(date(1990, 1, 1))
    assert calendar.is_workday(date(2100, 12, 31))
    assert calendar.count(date(1990, 1, 1), date(2100, 12, 31)) > 28_000


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 1)])
def test_a_day_outside_the_calendar_is_refused(day: date, calendar: WorkCalendar) -> None:
    for ask in (calendar.is_workday, calendar.kind, calendar.next_workday):
        with pytest.raises(DayNotCovered, match=r"不在工作日历之内（1990年至2100年）"):
            ask(day)
    with pytest.raises(DayNotCovered):
        calendar.add_to_each([day], 1)


@pytest.mark.parametrize(("day", "n"), [(date(1990, 1, 1), -1), (date(2100, 12, 31), 1)])
def test_a_result_outside_the_calendar_is_refused(day: date, n: int, calendar: WorkCalendar) -> None:
    with pytest.raises(DayNotCovered, match="推算的日期超出工作日历"):
        calendar.add(day, n)


def test_a_moment_is_not_taken_for_a_day(calendar: WorkCalendar) -> None:
    moment = datetime(2025, 4, 11, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    with pytest.raises(TypeError, match="A moment is not a day"):
        calendar.add(moment, 1)


def test_many_different_periods_do_not_pile_up(weekends_only: WorkCalendar) -> None:
    day = date(2025, 4, 11)
    found = [weekends_only.add(day, n).day for n in range(1, 100)]
    assert found == [weekends_only.add_to_each([day], n)[0].day for n in range(1, 100)]
    assert len(weekends_only._columns) <= 32
