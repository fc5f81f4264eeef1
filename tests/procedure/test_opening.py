"""Cases that are not opened, and cases beside the text that governs: by whom, under which text, with none at all."""

from datetime import timedelta

import pytest

from dengji.filings.acts.applying import begin
from dengji.filings.acts.ordering import propose_end
from dengji.people.queries import place_chain
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy import acts as policy
from dengji.policy.queries import governing
from dengji.policy.terms import Kind
from dengji.procedure.acts.applying import Request
from dengji.procedure.acts.opening import open_by_office
from dengji.procedure.transfers import cases_behind, cases_in_place, told_behind
from tests.cast import AT, Cast, given_cast, given_post
from tests.life import given_filing
from tests.road import given_application, given_law, handed_in, manager_of, post_in

pytestmark = pytest.mark.django_db
TODAY = AT.date()
END = TODAY + timedelta(days=30)


@pytest.fixture
def xinzhou() -> Cast:
    """Everybody in Xinzhou."""
    given_law()
    return given_cast("140902", "140213")


def test_a_change_is_not_applied_for_without_a_filing(xinzhou: Cast) -> None:
    with pytest.raises(Refused, match="不能这样申请"):
        begin(xinzhou.employer, "change", "skill_level", by=manager_of(xinzhou.employer), at=AT)


def test_an_office_opens_no_case_that_the_body_applies_for(xinzhou: Cast) -> None:
    body = xinzhou.employer.organisation
    asked = Request(body, "change", "skill_level", "employer", place=body.division_id, about="Y1")
    choice = governing(place_chain(body.division_id), "skill_level", "change", TODAY)
    with pytest.raises(Refused, match="由机构自己申请"):
        open_by_office(asked, choice, "理由", by=post_in(xinzhou.centre, Role.CLERK), at=AT)


@pytest.mark.row("CR-7")
def test_where_no_text_rules_an_ordered_end_none_is_proposed_and_the_refusal_says_so() -> None:
    given_law()
    fujian = given_cast("350203", "350303")
    filing = given_filing(fujian.employer, fujian.clerk)
    with pytest.raises(Refused, match="没有可以适用的文本"):
        propose_end(filing, "理由", by=fujian.clerk, at=AT)


@pytest.mark.row("CR-7")
def test_once_no_text_governs_a_case_stays_on_its_own_and_only_administrators_see_it() -> None:
    given_law()
    jilin = given_cast()
    policy.adopt(policy.AdoptionEntry("JL25", "220000", Kind.TRIAL, TODAY, END, "试运行"), by=None, at=AT)
    case = given_application(jilin.employer, "JL25")
    handed_in(case)
    administrator = given_post(jilin.bureau, Role.ADMINISTRATOR)
    later = END + timedelta(days=1)
    assert list(cases_in_place(administrator)) == [case]
    assert list(cases_in_place(jilin.clerk)) == []
    assert list(cases_behind(administrator, later)) == []
    told = told_behind([case], later)[0]
    assert (told.governs, told.follows) == ("", False)
