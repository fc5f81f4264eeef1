"""On the day: who came, what went wrong, and what follows from it."""

from datetime import datetime, timedelta

import pytest

from dengji.evaluations.acts import arranging, attending
from dengji.evaluations.acts.attending import IncidentEntry
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Seat, Sitting
from dengji.evaluations.terms import Attendance, IncidentKind
from dengji.filings.models import Filing
from dengji.procedure.refusals import NotAllowed, NotYours
from tests.batch import STARTS, given_candidates
from tests.cast import AT, Cast
from tests.evaluations.test_arranging import given_staffed, sat
from tests.road import manager_of, on_day

ON_THE_DAY = on_day(STARTS, 12)


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """An approved plan with two people in their seats."""
    plan = given_staffed(filing)
    given_candidates(plan)
    sat(plan)
    arranging.seat(plan, "theory", by=manager_of(filing.institution), at=AT)
    return plan


@pytest.fixture
def sitting(plan: Plan) -> Sitting:
    """Its only sitting."""
    return plan.sittings.get()


def test_who_came_is_marked_and_can_be_mended(plan: Plan, sitting: Sitting) -> None:
    """Present, absent; and the other way round after a second look."""
    by = manager_of(plan.filing.institution)
    first, second = sitting.seats.all()
    came = {first.pk: Attendance.PRESENT, second.pk: Attendance.ABSENT}
    assert attending.mark(sitting, came, by=by, at=ON_THE_DAY) == len(came)
    attending.mark(sitting, {second.pk: Attendance.PRESENT}, by=by, at=ON_THE_DAY)
    assert set(Seat.objects.values_list("attendance", flat=True)) == {Attendance.PRESENT}


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, True)])
def test_nobody_is_marked_before_the_day(plan: Plan, sitting: Sitting, days: int, may: bool) -> None:
    """The day before, the day, the day after."""
    at: datetime = ON_THE_DAY + timedelta(days=days)
    came = {seat.pk: Attendance.PRESENT for seat in sitting.seats.all()}
    if may:
        assert attending.mark(sitting, came, by=manager_of(plan.filing.institution), at=at) == len(came)
        return
    with pytest.raises(NotAllowed, match="现在不能登记"):
        attending.mark(sitting, came, by=manager_of(plan.filing.institution), at=at)


def test_cheating_ends_a_candidates_part(plan: Plan, sitting: Sitting) -> None:
    """He is sent out, and stays so whatever is marked later."""
    by, seat = manager_of(plan.filing.institution), sitting.seats.first()
    assert seat is not None
    entry = IncidentEntry(IncidentKind.CHEATING, "夹带资料", "没收资料，请出考场", seat.candidate)
    made = attending.note_incident(sitting, entry, by=by, at=ON_THE_DAY)
    assert (made.room, made.candidate) == (seat.room, seat.candidate)
    assert attending.mark(sitting, {seat.pk: Attendance.PRESENT}, by=by, at=ON_THE_DAY) == 0
    seat.refresh_from_db()
    assert seat.attendance == Attendance.EXPELLED


def test_what_is_lacking_of_an_incident_is_said(plan: Plan, sitting: Sitting, cast: Cast) -> None:
    """A kind, whom it concerns, what happened; and only the body's own people write it down."""
    by = manager_of(plan.filing.institution)
    for entry, said in (
        (IncidentEntry("strange", "说明"), "请选择现场情况的类别"),
        (IncidentEntry(IncidentKind.CHEATING, "说明"), "请选择是哪一名考生"),
        (IncidentEntry(IncidentKind.EQUIPMENT, " "), "请写明发生了什么"),
    ):
        with pytest.raises(NotAllowed, match=said):
            attending.note_incident(sitting, entry, by=by, at=ON_THE_DAY)
    other = manager_of(cast.school)
    with pytest.raises(NotYours):
        attending.note_incident(
            sitting, IncidentEntry(IncidentKind.EQUIPMENT, "停电"), by=other, at=ON_THE_DAY
        )


def test_a_candidate_of_another_sitting_is_refused(plan: Plan, sitting: Sitting) -> None:
    """And so is a strange word for how somebody came."""
    by = manager_of(plan.filing.institution)
    seat = sitting.seats.first()
    assert seat is not None
    Seat.objects.filter(pk=seat.pk).delete()
    entry = IncidentEntry(IncidentKind.LATE, "迟到三十分钟", "", seat.candidate)
    with pytest.raises(NotAllowed, match="不在这一场"):
        attending.note_incident(sitting, entry, by=by, at=ON_THE_DAY)
    with pytest.raises(NotAllowed, match="到场或者缺考"):
        attending.mark(sitting, {seat.pk: Attendance.EXPELLED}, by=by, at=ON_THE_DAY)
