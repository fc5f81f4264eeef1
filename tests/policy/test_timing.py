"""When things fall due: clocks run from the day after, timers before and after an expiry."""

from datetime import date

import pytest

from dengji.policy.engine.form import Length
from dengji.policy.engine.timing import dated, due, next_due, period_of
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.periods import Period
from dengji.workdays.schedule import YearSchedule
from tests.policy.small import given_pack

CALENDAR = WorkCalendar(
    [YearSchedule(2024, frozenset({date(2024, 6, 10)}), frozenset(), "某通知", None)]  # a Monday off
)
AFTER = ('offset: {n: 60, unit: "day"}, before: true', 'offset: {n: 60, unit: "day"}')


def on(*changes: tuple[str, str], expiry: date = date(2024, 5, 1)) -> list[tuple[str, date, bool]]:
    """The timers of the small pack, changed."""
    found = dated(given_pack(*changes), anchor="expiry", on=expiry, calendar=CALENDAR)
    return [(each.timer.id, each.on, each.provisional) for each in found]


def test_a_clock_ends_on_the_last_of_its_working_days() -> None:
    clock = given_pack().matters["initial"].steps[1].clock
    assert clock is not None
    reckoned = due(clock, trigger=date(2024, 6, 3), calendar=CALENDAR)
    assert (reckoned.day, reckoned.provisional) == (date(2024, 6, 11), False)


def test_a_timer_is_counted_back_from_the_expiry_or_falls_on_it() -> None:
    assert on() == [("window", date(2024, 3, 2), False), ("lapse", date(2024, 5, 1), False)]


def test_a_timer_after_the_expiry_runs_on_to_a_working_day() -> None:
    assert on(AFTER, expiry=date(2024, 4, 9)) == [
        ("lapse", date(2024, 4, 9), False),
        ("window", date(2024, 6, 11), False),
    ]


def test_a_timer_may_be_counted_back_in_working_days() -> None:
    assert on(("{n: 60, unit: \"day\"}", "{n: 2, unit: \"working_day\"}"), expiry=date(2024, 6, 11))[0] == (
        "window", date(2024, 6, 6), False,
    )  # fmt: skip


@pytest.mark.row("CR-8")
def test_a_timer_in_a_year_without_a_schedule_is_provisional() -> None:
    assert on(AFTER, expiry=date(2024, 12, 1))[1] == ("window", date(2025, 1, 30), True)


def test_timers_of_another_anchor_are_left_out() -> None:
    window = '"window", label: "可以续期", anchor: '
    assert [name for name, _, _ in on((f'{window}"expiry"', f'{window}"visit"'))] == ["lapse"]


def test_the_next_timer_is_the_first_after_the_day() -> None:
    timers = dated(given_pack(), anchor="expiry", on=date(2024, 5, 1), calendar=CALENDAR)
    found = [next_due(timers, after=day) for day in (date(2024, 3, 1), date(2024, 3, 2), date(2024, 5, 1))]
    assert [each and each.timer.id for each in found] == ["window", "lapse", None]


def test_a_length_becomes_a_period() -> None:
    assert period_of(Length(n=3, unit="month")) == Period(3, "month")
