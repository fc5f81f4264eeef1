"""The clock of a case as a bar (期限): used, stopped, remaining, the due day and its article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengji.policy.engine.terms import StepKind
from dengji.policy.queries import calendar_in_force
from dengji.procedure.models import Case, CaseClock
from dengji.procedure.queries import Standing
from dengji.workdays.clock import ClockReading
from dengji.workdays.periods import Period
from dengji.workdays.terms import Unit
from dengji.workdays.words import left_in_words, period_in_words

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the bar (期限的一段): what it is, how many days, and where it lies on a bar of a thousand."""

    kind: str
    label: str
    days: int
    begins: int
    width: int


@dataclass(frozen=True, slots=True)
class ClockBar:
    """A statutory period as the page draws it (期限读数)."""

    length: str
    used: int
    unit: str
    left: str
    due: date | None
    due_says: str
    stopped_since: date | None
    stops: int
    provisional: bool
    overdue: bool
    article: str
    stretches: Sequence[Stretch]

    @property
    def says(self) -> str:
        """The bar in words, for those who do not see it."""
        return "，".join(f"{each.label}{each.days}{self.unit}" for each in self.stretches)


def clock_bar(case: Case, now: Standing, on: date) -> ClockBar | None:
    """The clock that runs or stands still, if any; a publicity whose last day is over is not late."""
    clock = case.clocks.filter(closed_on__isnull=True).first()
    if clock is None or now.clock is None:
        return None
    reading, waits = now.clock, now.step.kind is StepKind.PUBLICITY
    stopped = _stopped(clock, on)
    return ClockBar(
        length=f"{'不少于' if clock.at_least else ''}{period_in_words(Period(clock.n, clock.unit))}",
        used=reading.used,
        unit="个工作日" if clock.unit == Unit.WORKING_DAY else "日",
        left=_left(reading, clock.unit, waits=waits),
        due=reading.due,
        due_says="公示末日" if waits else "到期日",
        stopped_since=reading.stopped_since,
        stops=clock.stops.count(),
        provisional=reading.provisional,
        overdue=reading.overdue and not waits,
        article=now.clock_article,
        stretches=_stretches(reading, stopped, waits=waits),
    )


def _stopped(clock: CaseClock, on: date) -> int:
    """How many days the clock has stood still, in its own unit."""
    stops = [(stop.from_day, min(stop.to_day or on, on)) for stop in clock.stops.all()]
    if clock.unit == Unit.WORKING_DAY:
        calendar = calendar_in_force()
        return sum(calendar.count(begun, ended) for begun, ended in stops if begun < ended)
    return sum((ended - begun).days for begun, ended in stops)


def _stretches(reading: ClockReading, stopped: int, *, waits: bool) -> list[Stretch]:
    """Used, beyond the period, stopped and remaining, each where it is not nothing."""
    late = max(-reading.remaining, 0)
    days = (
        ("used", "已公示" if waits else "已用", reading.used - late),
        ("late", "超期", 0 if waits else late),
        ("stopped", "停止", stopped),
        ("left", "剩余", max(reading.remaining, 0)),
    )
    whole = sum(count for _, _, count in days) or 1
    told, begins = [], 0
    for kind, label, count in days:
        width = count * WIDTH // whole
        if count:
            told.append(Stretch(kind, label, count, begins, width))
        begins += width
    return told


def _left(reading: ClockReading, unit: str, *, waits: bool) -> str:
    """What is left, in the clock's own unit."""
    remaining = reading.remaining
    if waits and remaining < 0:
        return "公示期已满"
    if waits and remaining == 0:
        return "今天是公示末日"
    if unit == Unit.WORKING_DAY:
        said = left_in_words(remaining)
    elif remaining == 0:
        said = "今日到期"
    else:
        said = f"还剩{remaining}日" if remaining > 0 else f"已逾期{-remaining}日"
    return f"停止计算，补正后{said}" if reading.stopped_since is not None else said
