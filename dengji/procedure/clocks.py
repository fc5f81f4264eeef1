"""Statutory periods of cases (法定期限): started, stopped for a correction, resumed, closed, reckoned."""

from datetime import date
from typing import cast

from dengji.policy.engine.pack import Clock, Step
from dengji.policy.engine.terms import OnCorrection, Starts
from dengji.policy.queries import calendar_in_force
from dengji.prepared import write
from dengji.procedure.models import Case, CaseClock, ClockStop
from dengji.workdays.calendar import WorkCalendar
from dengji.workdays.clock import ClockReading, Segment, reckon
from dengji.workdays.periods import Period


def running(case: Case) -> CaseClock | None:
    """The clock that runs or stands still in the case, if any."""
    return case.clocks.filter(closed_on__isnull=True).first()


def reading(clock: CaseClock, on: date, calendar: WorkCalendar | None = None) -> ClockReading:
    """What the clock shows on a day by the calendar in force, or by another: used, remaining, due, stopped since."""
    stops = [Segment(stop.from_day, stop.to_day, stop.reason) for stop in clock.stops.all()]
    return reckon(
        Period(clock.n, clock.unit),
        trigger=clock.triggered_on,
        stops=stops,
        on=on,
        calendar=calendar or calendar_in_force(),
    )


def start(case: Case, step: Step, *, on: date) -> CaseClock | None:
    """Start the step's clock from its trigger; one that waits for a publication is started by it."""
    if step.clock is None or step.clock.starts is Starts.PUBLISHED:
        return _show(case, None, on)
    return _run(case, step.id, step.clock, trigger=_trigger(case, step.clock, on), on=on)


def publish(case: Case, step: Step, *, on: date) -> CaseClock | None:
    """Start the clock of a publicity on the day it opens."""
    period = cast(Clock, step.clock)  # the linter refuses a publicity without a period
    return _run(case, step.id, period, trigger=on, on=on)


def stop(case: Case, *, on: date, reason: str) -> None:
    """Stop the running clock from the day of return (补正) until the correction arrives."""
    clock = running(case)
    if clock is not None and not clock.stops.filter(to_day__isnull=True).exists():
        ClockStop.objects.create(clock=clock, from_day=on, reason=reason)
    _show(case, None, on)


def resume(case: Case, step: Step, *, on: date) -> None:
    """The correction has arrived: the same step's clock runs on or starts anew, another step's is closed."""
    clock = running(case)
    if clock is None or clock.step != step.id:
        close(case, on=on)
        start(case, step, on=on)
        return
    clock.stops.filter(to_day__isnull=True).update(to_day=on)
    if step.clock is not None and step.clock.on_correction is OnCorrection.RESTART:
        close(case, on=on)
        _run(case, step.id, step.clock, trigger=on, on=on)
        return
    _show(case, clock, on)


def close(case: Case, *, on: date) -> None:
    """Close the running clock: what it measured is done."""
    closing = f"UPDATE {CaseClock._meta.db_table} SET closed_on = %s WHERE case_id = %s AND closed_on IS NULL"  # noqa: S608 - our own names
    write(closing, [on, case.pk])


def recompute(case: Case, *, on: date) -> None:
    """Reckon the due day of a running clock again, after a holiday schedule was loaded; the caller saves the case."""
    _show(case, running(case), on)


def _trigger(case: Case, clock: Clock, on: date) -> date:
    triggers = {Starts.RECEIVED: case.received_on, Starts.ACCEPTED: case.accepted_on, Starts.ENTERED: on}
    return triggers.get(clock.starts) or on


def _run(case: Case, step_id: str, period: Clock, *, trigger: date, on: date) -> CaseClock | None:
    length = period.length
    clock = CaseClock.objects.create(
        case=case,
        step=step_id,
        cite=period.cite,
        n=length.n,
        unit=length.unit,
        at_least=period.at_least,
        triggered_on=trigger,
    )
    return _show(case, clock, on)


def _show(case: Case, clock: CaseClock | None, on: date) -> CaseClock | None:
    """Put the due day on the case, for the worklist; the caller saves the case."""
    if clock is None:
        case.due_on, case.provisional = None, False
        return None
    shows = reading(clock, on)
    clock.due_on, clock.provisional = shows.due, shows.provisional
    clock.save(update_fields=["due_on", "provisional"])
    case.due_on, case.provisional = shows.due, shows.provisional
    return clock
