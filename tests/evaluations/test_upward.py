"""What is reported of plans where their text has it reported: approved, changed, cancelled; each version once."""

import pytest

from dengji.evaluations.acts.planning import cancel
from dengji.evaluations.models.plans import Plan
from dengji.exchange.models import Request
from dengji.exchange.terms import Register
from dengji.filings.sheets import Scope
from tests.batch import given_approved
from tests.cast import AT, ELECTRICIAN
from tests.evaluations.places import given_at, given_filed
from tests.road import manager_of

pytestmark = pytest.mark.django_db
STAFF = Scope(ELECTRICIAN, "", ("5", "4"), "own_staff")


def given_plan_of(pack_id: str) -> Plan:
    """An approved plan of an employer at the place of a text."""
    cast = given_at(pack_id)
    authority = cast.centre if pack_id == "FJ22" else cast.bureau
    return given_approved(given_filed(cast.employer, authority, STAFF))


def reported() -> list[Request]:
    """What was reported of plans, in order."""
    return list(Request.objects.filter(register=Register.MINISTRY_NETWORK, kind="plans").order_by("id"))


@pytest.mark.row("FJ22-5.2a", "FJ22-3.1.2a")
def test_a_plan_in_fujian_is_reported_and_taken_back_when_it_is_cancelled() -> None:
    plan = given_plan_of("FJ22")
    [told] = reported()
    assert (told.operation, told.sender) == ("new", plan.filing.authority_id)
    assert (told.payload["plan"], told.payload["filing"]) == (plan.number, plan.filing.number)
    assert told.payload["occupation"]["level"] == plan.level
    plan.refresh_from_db()
    cancel(plan, "设备检修", by=manager_of(plan.filing.institution), at=AT)
    assert [each.operation for each in reported()] == ["new", "withdraw"]


def test_a_text_that_says_nothing_of_plans_reports_none() -> None:
    plan = given_plan_of("XZ24")
    plan.refresh_from_db()
    cancel(plan, "设备检修", by=manager_of(plan.filing.institution), at=AT)
    assert reported() == []
