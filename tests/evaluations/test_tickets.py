"""Tickets and sign-in lists: who, when, where; masked numbers, names in clear for whoever carries the ticket."""

from datetime import date

import pytest

from dengji.evaluations.acts import arranging
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.sittings.tickets import sign_in_content, sign_in_pdf, tickets_content, tickets_pdf
from dengji.filings.models import Filing
from dengji.procedure.refusals import NotAllowed
from tests.batch import given_candidates
from tests.cast import AT, identity_number
from tests.evaluations.test_arranging import given_staffed, sat
from tests.road import manager_of

ON = date(2026, 12, 1)


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A plan whose three people have their seats, in two rooms."""
    plan, by = given_staffed(filing), manager_of(filing.institution)
    given_candidates(plan, 3)
    sitting = sat(plan, rooms=(3,))
    arranging.seat(plan, "theory", by=by, at=AT)
    assert sitting.rooms.count() == 1
    return plan


def test_a_ticket_says_who_when_and_where(plan: Plan) -> None:
    """The number of the person's paper is masked; the seat is named with its room and address."""
    with pytest.raises(NotAllowed, match="还没有核发准考证"):
        tickets_pdf(plan, on=ON)
    arranging.give_tickets(plan, by=manager_of(plan.filing.institution), at=AT)
    first = tickets_content(plan)["tickets"][0]
    number = identity_number(501)
    assert (first["number"], first["name"]) == (f"{plan.number}0001", "考生一")
    assert first["identity"] == f"{number[:4]}********{number[-4:]}"
    method, hours, where, seat = first["seats"][0]
    assert (method, hours) == ("理论知识考试", "2026年12月7日 9:00至11:00")
    assert where.endswith("一号机房")
    assert seat.startswith("第1考场 ")
    assert tickets_pdf(plan, on=ON)[:4] == b"%PDF"


def test_a_sign_in_list_has_everybody_by_seat(plan: Plan) -> None:
    """And who is on duty; whoever was absent cannot sign any more."""
    sitting = plan.sittings.get()
    sitting.seats.filter(number=2).update(attendance="absent")
    (room,) = sign_in_content(sitting)["rooms"]
    assert [row[0] for row in room["rows"]] == ["1", "2", "3"]
    assert [row[-1] for row in room["rows"]] == ["", "缺考", ""]
    assert room["staff"].count("、") == 1
    assert sign_in_pdf(sitting, on=ON)[:4] == b"%PDF"
