"""How a filing ends (备案终结): by its body's wish, by order, by its day; and what is still owed afterwards."""

from datetime import timedelta

import pytest

from dengji.filings.acts.ordering import propose_end, take_over
from dengji.filings.history import as_of, duties_of
from dengji.filings.models import Filing
from dengji.filings.offering import offers_about
from dengji.filings.terms import FilingState
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.procedure.acts.deciding import approve, disapprove
from dengji.procedure.models import Case
from dengji.procedure.queries import case_for
from dengji.procedure.terms import Ending
from tests.cast import AT, Cast
from tests.life import given_filing, given_matter
from tests.road import brought_to_its_end, manager_of, post_in, stated_well, whoever_holds

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def filing(xinzhou: Cast) -> Filing:
    """A filing of a Xinzhou employer."""
    return given_filing(xinzhou.employer, xinzhou.clerk, number="Y000014000900")


def ordered(filing: Filing, cast: Cast) -> Case:
    """A case against a filing, its findings stated, brought to the decision."""
    case = propose_end(filing, "抽查发现没有履行承诺", by=post_in(cast.centre, Role.CLERK), at=AT)
    stated_well(case)
    approve(case, "查证属实", by=whoever_holds(case), at=AT)
    stated_well(case)
    return case


@pytest.mark.row("FJ22-5.3", "FJ22-5.4")
def test_a_body_ends_its_filing_by_its_own_wish_and_its_duties_stay(fujian: Cast) -> None:
    filing = given_filing(fujian.employer, fujian.clerk)
    case = given_matter(filing, "termination")
    brought_to_its_end(case, fujian)
    filing.refresh_from_db()
    assert (filing.state, case.ending) == (FilingState.ENDED, Ending.GRANTED)
    assert as_of(filing, TODAY).state == FilingState.ENDED.value
    assert as_of(filing, TODAY - timedelta(days=1)).state == FilingState.IN_FORCE.value
    assert {duty.key for duty in duties_of(filing)} == {"archive", "certificates", "uploads"}
    assert not filing.timers.filter(fired_at=None).exists()


@pytest.mark.row("XZ24-31", "XZ24-32")
def test_a_filing_is_ended_by_order_and_the_decision_cites_its_article(filing: Filing, xinzhou: Cast) -> None:
    case = ordered(filing, xinzhou)
    approve(case, "退出目录", by=whoever_holds(case), at=AT)
    filing.refresh_from_db()
    assert (filing.state, case.ending) == (FilingState.REVOKED, Ending.ENDED)
    assert "第三十一条" in as_of(filing, TODAY).article
    assert duties_of(filing)
    filing.institution.refresh_from_db()
    assert not filing.institution.held


def test_the_body_reads_the_case_against_it(filing: Filing, xinzhou: Cast) -> None:
    case = ordered(filing, xinzhou)
    assert case_for(manager_of(filing.institution), case.token) == case
    assert case_for(manager_of(xinzhou.school), case.token) is None


def test_what_was_not_proved_is_dropped_and_the_filing_stands(filing: Filing, xinzhou: Cast) -> None:
    case = propose_end(filing, "有人举报", by=post_in(xinzhou.centre, Role.CLERK), at=AT)
    with pytest.raises(Refused):
        approve(case, "查证属实", by=whoever_holds(case), at=AT)
    with pytest.raises(Refused, match="各项条件没有不符合的"):
        disapprove(case, "查证不实", by=whoever_holds(case), at=AT)


def test_only_the_office_that_the_text_names_proposes_an_end_and_only_once(
    filing: Filing, xinzhou: Cast
) -> None:
    with pytest.raises(Refused, match="应由"):
        propose_end(filing, "理由", by=xinzhou.wrong_clerk, at=AT)
    ordered(filing, xinzhou)
    with pytest.raises(Refused, match="正在办理"):
        propose_end(filing, "理由", by=post_in(xinzhou.centre, Role.CLERK), at=AT)


def test_an_end_is_proposed_with_a_reason_against_a_filing_that_stands(filing: Filing, xinzhou: Cast) -> None:
    clerk = post_in(xinzhou.centre, Role.CLERK)
    with pytest.raises(Refused, match="请写明提起的理由"):
        propose_end(filing, "  ", by=clerk, at=AT)
    filing.state = FilingState.EXPIRED
    with pytest.raises(Refused, match="不能再提起"):
        propose_end(filing, "理由", by=clerk, at=AT)


@pytest.mark.row("JL25-12")
def test_where_the_body_is_gone_its_authority_takes_the_duties_over(filing: Filing, xinzhou: Cast) -> None:
    case = ordered(filing, xinzhou)
    approve(case, "退出目录", by=whoever_holds(case), at=AT)
    filing.refresh_from_db()
    clerk = post_in(filing.authority, Role.CLERK)
    with pytest.raises(Refused, match="备案机关"):
        take_over(filing, "营业执照已注销", by=xinzhou.wrong_clerk, at=AT)
    assert take_over(filing, "营业执照已注销", by=clerk, at=AT) == len(duties_of(filing)) - 1
    stays = [duty.label for duty in duties_of(filing) if duty.holder != filing.authority]
    assert stays == ["承担违规后果"]
    assert take_over(filing, "再按一次", by=clerk, at=AT) == 0


def test_duties_are_not_taken_over_while_the_filing_stands(filing: Filing) -> None:
    with pytest.raises(Refused, match="备案还有效"):
        take_over(filing, "想接管", by=post_in(filing.authority, Role.CLERK), at=AT)


def test_a_filing_that_ended_is_offered_nothing(filing: Filing, xinzhou: Cast) -> None:
    case = ordered(filing, xinzhou)
    approve(case, "退出目录", by=whoever_holds(case), at=AT)
    filing.refresh_from_db()
    assert not any(offer.available for offer in offers_about(filing, TODAY))
