"""An exception that takes two persons (两人同意的例外): one proposes, another agrees, and only then does it stand."""

from datetime import timedelta

import pytest

from dengji.filings.acts.altering import propose
from dengji.filings.models import Filing
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy.engine.terms import Element
from dengji.procedure.acts.receiving import accept, second, waive
from dengji.procedure.models import Case
from tests.cast import Cast, given_cast
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.road import given_law, handed_in, manager_of, post_in, stated_well, whoever_holds

pytestmark = pytest.mark.django_db
HOLD = EXPIRY - timedelta(days=90)


@pytest.fixture
def fujian() -> Cast:
    """Everybody in Fujian."""
    given_law()
    return given_cast("350203", "350303")


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A filing that ends on a day."""
    return given_filing(fujian.employer, fujian.clerk)


def change_on(filing: Filing, day: int) -> Case:
    """A change handed in so many days after the hold began, everything stated that can be."""
    at = noon(HOLD + timedelta(days=day))
    case = given_matter(filing, "change", at=at)
    propose(case, {Element.LEGAL_REPRESENTATIVE: "孙立国"}, by=manager_of(filing.institution), at=at)
    handed_in(case, at=at)
    stated_well(case, at=at)
    return case


@pytest.mark.row("FJ22-5.1")
@pytest.mark.parametrize(("day", "held"), [(-1, False), (0, True), (1, True)])
def test_changes_are_held_from_ninety_days_before_the_last_day(filing: Filing, day: int, held: bool) -> None:
    case, at = change_on(filing, day), noon(HOLD + timedelta(days=day))
    if held:
        with pytest.raises(Refused, match="暂停"):
            accept(case, by=whoever_holds(case), at=at)
    else:
        accept(case, by=whoever_holds(case), at=at)
        assert case.accepted_on == at.date()


@pytest.mark.row("FJ22-5.1")
def test_an_exception_needs_a_reason_and_a_second_person(filing: Filing) -> None:
    case, at = change_on(filing, 1), noon(HOLD + timedelta(days=1))
    clerk = whoever_holds(case)
    with pytest.raises(Refused, match="理由"):
        waive(case, "additions_open", " ", by=clerk, at=at)
    waive(case, "additions_open", "法定代表人去世", by=clerk, at=at)
    with pytest.raises(Refused, match="暂停"):
        accept(case, by=clerk, at=at)
    with pytest.raises(Refused, match="不能自己复核"):
        second(case, "additions_open", by=clerk, at=at)
    second(case, "additions_open", by=post_in(case.holder, Role.REVIEWER), at=at)
    accept(case, by=clerk, at=at)
    assert case.accepted_on == at.date()
    assert case.waivers.get().seconded_by is not None


def test_nobody_from_another_office_agrees_and_nothing_is_agreed_to_twice(
    filing: Filing, fujian: Cast
) -> None:
    case, at = change_on(filing, 1), noon(HOLD + timedelta(days=1))
    waive(case, "additions_open", "法定代表人去世", by=whoever_holds(case), at=at)
    with pytest.raises(Refused):
        second(case, "additions_open", by=fujian.wrong_clerk, at=at)
    reviewer = post_in(case.holder, Role.REVIEWER)
    second(case, "additions_open", by=reviewer, at=at)
    with pytest.raises(Refused, match="没有等待复核的例外"):
        second(case, "additions_open", by=reviewer, at=at)
