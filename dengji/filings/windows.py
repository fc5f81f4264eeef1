"""Windows of matters (申请期): from which day to which a matter may be applied for, and how a day stands to them."""

from dataclasses import dataclass
from datetime import date

from dengji.filings.terms import WindowStanding
from dengji.policy.engine.form import Length
from dengji.policy.engine.life import Window
from dengji.policy.engine.timing import period_of
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.periods import ends_on, latest_before


@dataclass(frozen=True, slots=True)
class Span:
    """A window with its days (申请期起止): `opens_on` is None for one always open, `grace_until` without a grace.

    `closes_on` is the last day of the window itself, a grace comes after it.
    """

    opens_on: date | None
    closes_on: date
    grace_until: date | None
    provisional: bool

    @property
    def last_on(self) -> date:
        """The last day on which an application is taken."""
        return self.grace_until or self.closes_on

    def standing(self, on: date) -> WindowStanding:
        """How a day stands to the window; both its ends, and the grace's last day, are within."""
        if self.opens_on is not None and on < self.opens_on:
            return WindowStanding.EARLY
        if on <= self.closes_on:
            return WindowStanding.OPEN
        return WindowStanding.GRACE if on <= self.last_on else WindowStanding.CLOSED


def span(window: Window, *, expiry: date, calendar: WorkCalendar) -> Span:
    """The days of a window of a filing whose last day is `expiry`; only the end of a grace runs on."""
    grace, provisional = None, False
    if window.grace is not None:
        reckoned = ends_on(period_of(window.grace), after=expiry, calendar=calendar)
        grace, provisional = reckoned.day, reckoned.provisional
    closes = _back(window.closes_before, expiry) or expiry
    return Span(_back(window.opens, expiry), closes, grace, provisional)


def reminders(window: Window, *, expiry: date, calendar: WorkCalendar) -> dict[str, date]:
    """When its body is reminded (提醒日): as the window opens, half-way to its close, a week before it."""
    days = span(window, expiry=expiry, calendar=calendar)
    begins = days.opens_on or _back(window.remind, expiry)
    last_week = date.fromordinal(days.closes_on.toordinal() - LAST_CALL)
    if begins is None:
        return {CLOSING: last_week}
    half = date.fromordinal((begins.toordinal() + days.closes_on.toordinal()) // 2)
    return {OPENS: begins, HALFWAY: half, CLOSING: last_week}


OPENS, HALFWAY, CLOSING = "window_opens", "window_halfway", "window_closing"
LAST_CALL = 7  # days


def _back(length: Length | None, expiry: date) -> date | None:
    return latest_before(expiry, period=period_of(length)) if length is not None else None
