"""The calendars that the tests of the room count in."""

from pathlib import Path

import pytest

from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.schedule import YearSchedule, load_schedules

FOLDER = Path(__file__).parents[2] / "packs" / "national" / "holidays"


@pytest.fixture(scope="session")
def schedules() -> tuple[YearSchedule, ...]:
    """Every schedule that the house keeps."""
    return load_schedules(FOLDER)


@pytest.fixture(scope="session")
def calendar(schedules: tuple[YearSchedule, ...]) -> WorkCalendar:
    """The calendar of the published schedules."""
    return WorkCalendar(schedules)


@pytest.fixture(scope="session")
def weekends_only() -> WorkCalendar:
    """A calendar for which nothing is published."""
    return WorkCalendar(())
