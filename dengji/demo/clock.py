"""The demonstration's clock (演示时间): moved forward, never back but to today, by anybody who looks at the demo."""

from datetime import date, datetime, timedelta

from django.db import transaction

from dengji import clock
from dengji.audit.acts import record
from dengji.demo.models import DemoClock
from dengji.demo.queries import ONE
from dengji.exchange.acts import collect, deliver
from dengji.monitors.acts import run
from dengji.people.days import day_of
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.procedure.acts.answering import take_answers
from dengji.workdays.periods import Period, same_day_after
from dengji.workdays.terms import Unit
from dengji.workdays.words import in_words, period_in_words

FARTHEST = Period(5, Unit.YEAR)


def move_forward(to: date, *, by: Post | None, at: datetime) -> None:
    """拨快演示时间: to that day for everybody; what acts by itself then does what falls due until that day.

    Raises Refused for a day that is past by the demonstration's clock, or too far from today.
    """
    with transaction.atomic():
        row, today = _locked(), _really(at)
        shown = today + timedelta(days=row.days_ahead)
        _may_move(to, shown=shown, farthest=same_day_after(today, FARTHEST))
        _set(row, (to - today).days, by=by, at=at)
    with clock.as_set():
        catch_up(at=clock.now())


@transaction.atomic
def move_back(*, by: Post | None, at: datetime) -> None:
    """恢复为今天: the clock shows today again. What was made meanwhile stays, with the days that it has."""
    _set(_locked(), 0, by=by, at=at)


def catch_up(*, at: datetime) -> None:
    """到期事项: all that acts by itself, as it would have by that moment."""
    run(at=at)
    deliver(at=at)
    collect(at=at)
    take_answers(at=at)


def _locked() -> DemoClock:
    """The one row, for this transaction only."""
    DemoClock.objects.get_or_create(pk=ONE)
    return DemoClock.objects.select_for_update().get(pk=ONE)


def _really(at: datetime) -> date:
    """The day on everybody else's calendar, at a moment by the demonstration's clock."""
    return day_of(at) - timedelta(days=clock.ahead.get())


def _may_move(to: date, *, shown: date, farthest: date) -> None:
    if to < shown:
        raise Refused(
            f"演示时间只能往后拨：{in_words(to)}早于现在的演示时间{in_words(shown)}。",
            remedy="要回到今天，请用“恢复为今天”。",
        )
    if to > farthest:
        raise Refused(f"最远可以拨到{in_words(farthest)}，即今天起{period_in_words(FARTHEST)}。")


def _set(row: DemoClock, days: int, *, by: Post | None, at: datetime) -> None:
    """Puts the row where it is to be, on record; nothing where it is there already."""
    before = row.days_ahead
    if days == before:
        return
    row.days_ahead, row.moved_by = days, by.person if by else None
    row.save()
    about = ("demo.DemoClock", ONE)
    record(
        act="demo.move_clock",
        by=by,
        at=at,
        about=about,
        before={"days_ahead": before},
        after={"days_ahead": days},
    )
