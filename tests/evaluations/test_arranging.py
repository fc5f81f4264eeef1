"""Arrangement: sittings inside the plan's days, seats by lot, enough invigilators, nobody in two places at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from dengji.evaluations.acts import arranging, listing, planning, staffing
from dengji.evaluations.acts.arranging import SittingEntry
from dengji.evaluations.candidates.persons import CandidateEntry
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Room, Seat, Sitting
from dengji.evaluations.sittings.arrangement import faults, rooms_by_sitting
from dengji.evaluations.terms import Attendance, Task
from dengji.evaluations.texts import PLAN
from dengji.filings.models import Filing
from dengji.procedure.refusals import NotAllowed
from tests.batch import ENDS, STARTS, WHOLE, decided, given_candidates, given_plan
from tests.cast import AT, identity_number
from tests.road import manager_of, on_day

THEORY_ONLY = replace(WHOLE, methods=["theory"])


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """An approved plan with theory only, and five people who may invigilate."""
    return given_staffed(filing)


def given_staffed(filing: Filing) -> Plan:
    """An approved plan whose staff may invigilate."""
    plan, by = given_plan(filing, THEORY_ONLY), manager_of(filing.institution)
    for member in filing.institution.members.filter(roles__icontains="staff"):
        staffing.assign(plan, Task.INVIGILATOR, staffing.Somebody(member), by=by, at=AT)
    planning.hand_in(plan, by=by, at=AT)
    decided(plan, PLAN)
    return plan


def sat(plan: Plan, *, hour: int = 9, hours: int = 2, rooms: Sequence[int] = (10,)) -> Sitting:
    """A sitting on the first day with rooms of these sizes, two invigilators in each."""
    by, starts = manager_of(plan.filing.institution), on_day(STARTS, hour)
    entry = SittingEntry("theory", starts, starts + timedelta(hours=hours))
    sitting = arranging.add_sitting(plan, entry, by=by, at=AT)
    venue = plan.venues.get(kind="theory")
    staff = list(plan.assignments.filter(task=Task.INVIGILATOR))
    for number, size in enumerate(rooms, 1):
        room = arranging.add_room(sitting, venue, f"第{number}考场", size, by=by, at=AT)
        for one in staff[:2]:
            arranging.put_on_duty(room, one, by=by, at=AT)
    return sitting


def test_everybody_gets_a_seat_by_lot_and_a_ticket(plan: Plan) -> None:
    """Done twice it is the same; the ticket is the plan's number and the place on the list."""
    people, by = given_candidates(plan, 5), manager_of(plan.filing.institution)
    sitting = sat(plan)
    assert arranging.seat(plan, "theory", by=by, at=AT) == len(people)
    first = list(Seat.objects.order_by("number").values_list("candidate", flat=True))
    arranging.seat(plan, "theory", by=by, at=AT)
    assert list(Seat.objects.order_by("number").values_list("candidate", flat=True)) == first
    assert sorted(first) == sorted(who.pk for who in people)
    assert faults(plan) == []
    assert arranging.give_tickets(plan, by=by, at=AT) == len(people)
    assert arranging.give_tickets(plan, by=by, at=AT) == 0
    people[0].refresh_from_db()
    assert people[0].ticket == f"{plan.number}0001"
    assert [line.people for line in rooms_by_sitting(plan)[sitting.pk]] == [5]


def test_too_few_seats_are_said_by_number(plan: Plan) -> None:
    """And nothing is arranged."""
    given_candidates(plan, 5)
    sat(plan, rooms=(3,))
    with pytest.raises(NotAllowed, match="缺2个座位"):
        arranging.seat(plan, "theory", by=manager_of(plan.filing.institution), at=AT)
    assert not Seat.objects.exists()


@pytest.mark.parametrize(("people", "wrong"), [(14, False), (15, False), (16, True)])
def test_a_room_needs_one_invigilator_to_fifteen(plan: Plan, people: int, wrong: bool) -> None:
    """With one on duty there is always one too few; with two it is enough up to thirty."""
    by = manager_of(plan.filing.institution)
    given_candidates(plan, people + 15)
    sitting = sat(plan, rooms=(40,))
    arranging.seat(plan, "theory", by=by, at=AT)
    assert bool(faults(plan)) is wrong
    room = sitting.rooms.get()
    arranging.take_off_duty(room.staff.latest("pk"), by=by, at=AT)
    assert "现有1名" in faults(plan)[0]
    with pytest.raises(NotAllowed, match="编排还有"):
        arranging.give_tickets(plan, by=by, at=AT)


def test_one_invigilator_in_two_rooms_at_once_is_said_by_name(plan: Plan) -> None:
    """The same two people were put on duty in both rooms."""
    given_candidates(plan, 12)
    sat(plan, rooms=(10, 10))
    arranging.seat(plan, "theory", by=manager_of(plan.filing.institution), at=AT)
    said = faults(plan)
    assert len(said) == 2
    assert "同一时间在两个地方：2026年12月7日 (周一)理论知识考试第1考场" in said[0]


@pytest.mark.parametrize(("hour", "wrong"), [(10, True), (11, False), (12, False)])
def test_a_candidate_is_in_no_two_batches_at_one_hour(filing: Filing, hour: int, wrong: bool) -> None:
    """The first sitting ends at eleven; what begins then is no clash. The other batch is another plan's."""
    by = manager_of(filing.institution)
    first, second = given_staffed(filing), given_staffed(filing)
    for plan, begins in ((first, 9), (second, hour)):
        listing.enlist(plan, CandidateEntry("王五", identity_number(900), "employee"), by=by, at=AT)
        sitting = sat(plan, hour=begins, rooms=())
        name = f"{begins}点考场"
        room = arranging.add_room(sitting, plan.venues.get(kind="theory"), name, 5, by=by, at=AT)
        pair = list(plan.assignments.filter(task=Task.INVIGILATOR))
        for one in pair[:2] if plan == first else pair[1:3]:
            arranging.put_on_duty(room, one, by=by, at=AT)
        arranging.seat(plan, "theory", by=by, at=AT)
    said = [each for each in faults(second) if each.startswith("考生")]
    assert bool(said) is wrong
    if wrong:
        assert identity_number(900)[:4] in said[0]
        assert identity_number(900) not in said[0]


def test_a_sitting_lies_inside_the_days_of_the_plan(plan: Plan) -> None:
    """The day before and the day after are refused, with what to do."""
    by = manager_of(plan.filing.institution)
    for day, may in (
        (STARTS - timedelta(days=1), False),
        (STARTS, True),
        (ENDS, True),
        (ENDS + timedelta(days=1), False),
    ):
        entry = SittingEntry("theory", on_day(day, 9), on_day(day, 11))
        if may:
            arranging.add_sitting(plan, entry, by=by, at=AT)
            continue
        with pytest.raises(NotAllowed, match="场次应在计划的日期之内"):
            arranging.add_sitting(plan, entry, by=by, at=AT)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (SittingEntry("practical", on_day(STARTS, 9), on_day(STARTS, 11)), "本计划中需要到场的评价方式"),
        (SittingEntry("theory", on_day(STARTS, 11), on_day(STARTS, 9)), "结束时间应晚于开始时间"),
    ],
)
def test_what_cannot_be_a_sitting_is_said(plan: Plan, entry: SittingEntry, said: str) -> None:
    """A method that the plan does not have; an end before the beginning."""
    with pytest.raises(NotAllowed, match=said):
        arranging.add_sitting(plan, entry, by=manager_of(plan.filing.institution), at=AT)


def test_a_room_has_no_more_seats_than_its_venue_and_one_name_a_sitting(plan: Plan) -> None:
    """The venue has forty."""
    sitting, by = sat(plan), manager_of(plan.filing.institution)
    venue = plan.venues.get(kind="theory")
    for size in (0, 41):
        with pytest.raises(NotAllowed, match="1到40"):
            arranging.add_room(sitting, venue, "二考场", size, by=by, at=AT)
    with pytest.raises(NotAllowed, match="已经有“第1考场”"):
        arranging.add_room(sitting, venue, "第1考场", 10, by=by, at=AT)


def test_once_attendance_is_on_record_nothing_is_arranged_anew(plan: Plan) -> None:
    """Neither seats nor rooms nor the sitting itself."""
    given_candidates(plan, 2)
    sitting, by = sat(plan), manager_of(plan.filing.institution)
    arranging.seat(plan, "theory", by=by, at=AT)
    Seat.objects.update(attendance=Attendance.PRESENT)
    room = sitting.rooms.get()
    for deed in (
        lambda: arranging.seat(plan, "theory", by=by, at=AT),
        lambda: arranging.drop_room(room, by=by, at=AT),
        lambda: arranging.drop_sitting(sitting, by=by, at=AT),
    ):
        with pytest.raises(NotAllowed, match="已经登记到场情况"):
            deed()


def test_rooms_and_sittings_can_be_dropped_twice(plan: Plan) -> None:
    """The second time does no harm."""
    sitting, by = sat(plan), manager_of(plan.filing.institution)
    room = sitting.rooms.get()
    for _ in range(2):
        arranging.drop_room(room, by=by, at=AT)
        arranging.drop_sitting(sitting, by=by, at=AT)
    assert not Room.objects.exists()


def test_what_is_wrong_costs_the_same_for_one_sitting_and_for_many(
    plan: Plan, django_assert_num_queries: Any
) -> None:
    """Ten statements, however many sittings, rooms and people there are."""
    given_candidates(plan, 3)
    for hour in (9, 12, 15, 18):
        sat(plan, hour=hour, rooms=(2, 2) if hour > 9 else (2,))
        if hour in (9, 18):
            with django_assert_num_queries(10):
                faults(plan)


def test_what_is_lacking_is_said_in_order(plan: Plan) -> None:
    """No sitting; then people without a seat."""
    given_candidates(plan, 1)
    assert faults(plan) == ["还没有安排理论知识考试的场次。"]
    sat(plan)
    assert faults(plan) == ["理论知识考试还有1名考生没有座位。"]


def test_only_an_approved_plan_is_arranged(filing: Filing) -> None:
    """A draft is not."""
    plan = given_plan(filing, THEORY_ONLY)
    moment: datetime = on_day(STARTS, 9)
    entry = SittingEntry("theory", moment, moment + timedelta(hours=1))
    with pytest.raises(NotAllowed, match="填写中，不能编排考务"):
        arranging.add_sitting(plan, entry, by=manager_of(filing.institution), at=AT)
