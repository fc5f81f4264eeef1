"""Open periods after a holiday schedule (期限更新): reckoned again, each change on the record."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.exchange.acts import put_off_until
from dengji.people.models import Post
from dengji.policy.effects import run_effect
from dengji.policy.engine.terms import StepKind
from dengji.procedure import clocks, external
from dengji.procedure.door import Deed, note
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, Event
from dengji.procedure.telling import tell_of_moved_days
from dengji.procedure.terms import Act, CaseState


def recompute_open_clocks(*, by: Post | None, at: datetime) -> list[Event]:
    """更新到期日: reckon every running clock again by the schedules in force; one event for each case that changed.

    A clock that stands still for a correction is reckoned when the correction arrives. Done twice, the second
    time changes nothing.
    """
    on = localdate(at)
    with transaction.atomic():
        waiting = Case.objects.filter(state=CaseState.OPEN, clocks__closed_on__isnull=True)
        cases = waiting.select_for_update(of=("self",)).select_related("applicant", "holder").order_by("id")
        events = [event for case in cases if (event := _reckon(Ground(case, on), by, at))]
        tell_of_moved_days(events, by=by, at=at)
    return events


def _reckon(ground: Ground, by: Post | None, at: datetime) -> Event | None:
    """Reckon one case again; None where its day stays the same."""
    case = ground.case
    before = _shown(case.due_on, provisional=case.provisional)
    clocks.recompute(case, on=ground.on)
    after = _shown(case.due_on, provisional=case.provisional)
    if before == after:
        return None
    event = note(ground, Deed(Act.RECOMPUTE, by, at, detail={"before": before, "after": after}))
    put_off_until(external.about(ground), case.due_on)
    if ground.step.kind is StepKind.PUBLICITY:
        run_effect("publicity.follow", case, by=by, at=at, detail=event.detail)
    return event


def _shown(due_on: date | None, *, provisional: bool) -> dict[str, str | bool | None]:
    return {"due_on": due_on.isoformat() if due_on else None, "provisional": provisional}
