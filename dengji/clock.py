"""What time it is (现在): read here and nowhere else; in a demonstration it may run some days ahead."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

ahead: ContextVar[int] = ContextVar("ahead", default=0)
"""How many days the clock runs ahead, for the page or the round of work that asks; 0 unless it is set."""

_SETTERS: list[Callable[[], int]] = []


def now() -> datetime:
    """现在: this moment, in Asia/Shanghai."""
    return datetime.now(timezone.get_default_timezone()) + timedelta(days=ahead.get())


def today() -> date:
    """今天: this day, in Asia/Shanghai."""
    return now().date()


def set_by(days_ahead: Callable[[], int]) -> None:
    """Names the one who says how many days the clock runs ahead: in a demonstration, the demonstration."""
    _SETTERS[:] = [days_ahead]


@contextmanager
def as_set() -> Iterator[None]:
    """For one page, one command or one round of work: the clock runs as far ahead as was set when it began."""
    before = ahead.set(sum(days_ahead() for days_ahead in _SETTERS))
    try:
        yield
    finally:
        ahead.reset(before)
