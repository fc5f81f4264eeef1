"""The one clock: it runs ahead as far as is set, for whoever asked and for as long as it was asked."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine

from dengji import clock

LATE = datetime(2026, 12, 31, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
LAST_DAY, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture(autouse=True)
def ten_days(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody has set the clock ten days ahead; it is a second before the year's end."""
    monkeypatch.setattr(clock, "_SETTERS", [])
    clock.set_by(lambda: 10)
    with time_machine.travel(LATE, tick=False):
        yield


def test_unless_it_is_asked_for_the_clock_does_not_run_ahead() -> None:
    assert (clock.now(), clock.today()) == (LATE, LAST_DAY)


def test_the_day_is_that_of_china() -> None:
    assert clock.now().utcoffset() == timedelta(hours=8)
    with time_machine.travel(LATE + timedelta(seconds=1), tick=False):
        assert clock.today() == NEW_YEAR


def test_as_set_it_runs_ahead_by_whole_days_and_afterwards_no_more() -> None:
    with clock.as_set():
        assert clock.now() == LATE + timedelta(days=10)
        assert clock.today() == date(2027, 1, 10)
    assert clock.today() == LAST_DAY


def test_it_stays_where_it_was_when_the_page_began() -> None:
    with clock.as_set():
        clock.set_by(lambda: 20)
        assert clock.today() == date(2027, 1, 10)
        with clock.as_set():
            assert clock.today() == date(2027, 1, 20)
        assert clock.today() == date(2027, 1, 10)


def test_a_page_that_fails_leaves_nothing_behind() -> None:
    with pytest.raises(RuntimeError), clock.as_set():
        raise RuntimeError
    assert clock.today() == LAST_DAY


def test_another_thread_knows_nothing_of_it() -> None:
    seen: list[date] = []
    with clock.as_set():
        other = Thread(target=lambda: seen.append(clock.today()))
        other.start()
        other.join()
    assert seen == [LAST_DAY]
