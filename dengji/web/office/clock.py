"""The clock of a case as a bar (期限): used, stopped, remaining, the due day and its article."""

from dataclasses import dataclass
from datetime import date

from dengji.procedure.models import Case, CaseClock
from dengji.procedure.queries import Standing
from dengji.workdays.periods import Period
from dengji.workdays.terms import Unit
from dengji.workdays.words import left_in_words, period_in_words


@dataclass(frozen=True, slots=True)
class ClockBar:
    """A statutory period as the page draws it (期限读数)."""

    length: str
    used: int
    total: int
    unit: str
    left: str
    due: date | None
    stopped_since: date | None
    stops: int
    provisional: bool
    overdue: bool
    at_least: bool
    article: str


def clock_bar(case: Case, now: Standing) -> ClockBar | None:
    """The clock that runs or stands still, if any."""
    clock = case.clocks.filter(closed_on__isnull=True).first()
    if clock is None or now.clock is None:
        return None
    reading = now.clock
    total = max(reading.used + reading.remaining, reading.used, 1)
    return ClockBar(
        length=_length(clock),
        used=reading.used,
        total=total,
        unit="个工作日" if clock.unit == Unit.WORKING_DAY else "日",
        left=_left(reading.remaining, clock.unit, stopped=reading.stopped_since is not None),
        due=reading.due,
        stopped_since=reading.stopped_since,
        stops=clock.stops.count(),
        provisional=reading.provisional,
        overdue=reading.overdue,
        at_least=clock.at_least,
        article=now.clock_article,
    )


def _length(clock: CaseClock) -> str:
    return f"{'不少于' if clock.at_least else ''}{period_in_words(Period(clock.n, clock.unit))}"


def _left(remaining: int, unit: str, *, stopped: bool) -> str:
    """What is left, in the clock's own unit."""
    if unit == Unit.WORKING_DAY:
        said = left_in_words(remaining)
    elif remaining == 0:
        said = "今日到期"
    else:
        said = f"还剩{remaining}日" if remaining > 0 else f"已逾期{-remaining}日"
    return f"停止计算，补正后{said}" if stopped else said
