"""When things were done (时间): on working days before the day of the demonstration, in office hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.utils.timezone import get_current_timezone

from dengji.workdays.calendar import WorkCalendar

OPENS = time(9)
LATEST = time(17, 15)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class TooLate(Exception):
    """What the data wants done would come on the day of the demonstration, or after it."""


def day_back(calendar: WorkCalendar, on: date, back: int) -> date:
    """The working day so many working days before a day; with a number below 0, after it."""
    return calendar.add(on, -back).day


def morning(day: date) -> datetime:
    """When offices open."""
    return datetime.combine(day, OPENS, get_current_timezone())


@dataclass(slots=True)
class Diary:
    """What one body does when: each moment later than the one before. `back` counts working days before `on`."""

    calendar: WorkCalendar
    on: date
    draw: Random
    back: int
    last: datetime = LONG_AGO

    def at(self, back: int) -> datetime:
        """Some time on the working day so many days before, later than the last; the next day if that is past."""
        self.back = min(back, self.back)
        if self.back < 1:
            raise TooLate(f"{self.back}")
        start = morning(self._day())
        return self._after(start + timedelta(minutes=self.draw.randrange(10, 150)))

    def later(self, days: int) -> datetime:
        """Some time so many working days later."""
        return self.at(self.back - days)

    def soon(self) -> datetime:
        """A few minutes later."""
        return self._after(self.last + timedelta(minutes=self.draw.randrange(4, 20)))

    def _after(self, moment: datetime) -> datetime:
        if moment <= self.last:
            moment = self.last + timedelta(minutes=self.draw.randrange(3, 9))
        if moment.time() > LATEST:
            return self.later(1)
        self.last = moment.replace(second=self.draw.randrange(60))
        return self.last

    def _day(self) -> date:
        return day_back(self.calendar, self.on, self.back)
