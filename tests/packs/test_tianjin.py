"""Tianjin's text of 2021: additions assessed again, changes confirmed first, renewal or strike-off, the end."""

from datetime import date, timedelta

import pytest

from dengji.filings.acts import applying
from dengji.filings.acts.altering import leave_out, propose
from dengji.filings.acts.ordering import propose_end
from dengji.filings.history import duties_of, turns
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState, WindowStanding
from dengji.institutions.models import Venue
from dengji.policy.engine.terms import Element
from dengji.policy.engine.truth import Truth
from dengji.procedure.acts.deciding import approve, disapprove, find_unqualified
from dengji.procedure.endings import ending_of
from dengji.procedure.refusals import NotAllowed
from tests.cast import FIRE_OPERATOR, TURNER, Cast
from tests.life import EXPIRY, given_matter
from tests.packs.folder import days_of, outcome
from tests.packs.lives import (
    accepted,
    all_stated,
    before_expiry,
    ended_by_order,
    fire_all,
    given_at_the_office,
    given_place,
    given_two,
    lived,
    refused,
    words_of,
)
from tests.road import brought_to, brought_to_its_end, handed_in, manager_of, stated_well, whoever_holds

MET, NOT_MET = Truth.MET, Truth.NOT_MET
E = EXPIRY
AT = before_expiry(200)


@pytest.fixture
def tianjin(db: None) -> Cast:
    """Everybody in Tianjin, the expired text going on."""
    return given_place("TJ21")


@pytest.fixture
def filing(tianjin: Cast) -> Filing:
    """A filing of an employer."""
    return given_two(tianjin.employer, tianjin)


@pytest.mark.row("TJ21-12")
@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (E - timedelta(days=61), WindowStanding.EARLY),
        (E - timedelta(days=60), WindowStanding.OPEN),
        (E - timedelta(days=59), WindowStanding.OPEN),
        (E - timedelta(days=1), WindowStanding.OPEN),
        (E, WindowStanding.OPEN),
        (E + timedelta(days=1), WindowStanding.CLOSED),
    ],
)
def test_a_renewal_is_taken_in_the_sixty_days_before_the_last(day: date, standing: WindowStanding) -> None:
    assert days_of("TJ21", "renewal", E).standing(day) is standing
    taken = standing is WindowStanding.OPEN
    assert outcome("TJ21", "in_window", window_standing=str(standing)) is (MET if taken else NOT_MET)


@pytest.mark.row("TJ21-12")
def test_a_renewal_is_evaluated_as_a_whole_and_the_validity_goes_on(filing: Filing, tianjin: Cast) -> None:
    case = lived(filing, "renewal", tianjin, at=before_expiry(60))
    assert (filing.state, filing.valid_until) == (FilingState.IN_FORCE, date(2030, 5, 9))
    assert "有效期自2027年5月10日起，至2030年5月9日止" in words_of(case)


@pytest.mark.row("TJ21-12")
@pytest.mark.parametrize(
    ("fact", "value", "condition"),
    [
        ("work_in_scope", False, "in_scope"),
        ("work_by_plan", False, "by_plan"),
        ("work_supervised", False, "supervised"),
        ("certificates_not_found", 1, "certificates_found"),
        ("rectification_overdue", True, "rectified"),
    ],
)
def test_what_the_whole_evaluation_finds_wanting(fact: str, value: object, condition: str) -> None:
    assert outcome("TJ21", condition, **{fact: value}) is NOT_MET


@pytest.mark.row("TJ21-12")
def test_a_body_that_does_not_pass_is_struck_off_after_its_last_day(filing: Filing, tianjin: Cast) -> None:
    at = before_expiry(30)
    case = given_at_the_office(filing, "renewal", at=at)
    brought_to(case, "evaluation", tianjin, at=at)
    all_stated(case, at=at, work_supervised=False)
    find_unqualified(case, "多次没有内部督导", by=whoever_holds(case), at=at)
    assert "届满后注销" in words_of(case)
    assert "strike_off" not in fire_all(E)
    filing.refresh_from_db()
    assert filing.state == FilingState.IN_FORCE
    assert "strike_off" in fire_all(E + timedelta(days=1))
    filing.refresh_from_db()
    assert filing.state == FilingState.STRUCK_OFF


@pytest.mark.row("TJ21-12")
def test_a_renewal_under_way_keeps_its_filing_from_being_struck_off(filing: Filing) -> None:
    given_at_the_office(filing, "renewal", at=before_expiry(0))
    assert "strike_off" not in fire_all(E + timedelta(days=1))


@pytest.mark.row("TJ21-11b")
def test_an_added_occupation_is_assessed_again_as_in_a_filing(filing: Filing, tianjin: Cast) -> None:
    case = given_matter(filing, "added_occupations", at=AT)
    wanted = applying.Wanted(TURNER, "", ["5"], "own_staff")
    applying.apply_for(case, wanted, by=manager_of(tianjin.employer), at=AT)
    brought_to_its_end(case, tianjin, at=AT)
    steps = list(dict.fromkeys(case.events.values_list("step", flat=True)))
    assert steps == ["apply", "first_review", "assessment", "approval", "publicity", "report", "notice"]
    assert filing.scope.in_force(E).filter(code=TURNER).exists()
    assert "与原备案同一天届满，有效期至2027年5月9日" in words_of(case)


@pytest.mark.row("TJ21-11a")
def test_a_change_of_place_is_confirmed_before_it_is_used(filing: Filing, tianjin: Cast) -> None:
    body = tianjin.employer
    case = given_matter(filing, "change", at=AT)
    Venue.objects.filter(institution=body, kind="practical").update(name="新实训车间")
    propose(case, {Element.VENUES: True}, by=manager_of(body), at=AT)
    leave_out(case, [FIRE_OPERATOR], by=manager_of(body), at=AT)
    handed_in(case, at=AT)
    assert refused(case, at=AT) == ""  # nothing stands against it, but it is not confirmed
    stated_well(case, at=AT)
    accepted(case, at=AT)
    assert "新实训车间" in words_of(case)
    assert not filing.scope.in_force(AT.date()).filter(code=FIRE_OPERATOR).exists()


@pytest.mark.row("TJ21-11a")
def test_a_change_that_leaves_no_practical_venue_is_not_confirmed(filing: Filing, tianjin: Cast) -> None:
    body = tianjin.employer
    case = given_matter(filing, "change", at=AT)
    Venue.objects.filter(institution=body, kind="practical").delete()
    propose(case, {Element.VENUES: True}, by=manager_of(body), at=AT)
    handed_in(case, at=AT)
    stated_well(case, at=AT)
    assert "实操考场0处" in refused(case, at=AT)


@pytest.mark.row("TJ21-13", "TJ21-25")
def test_a_body_that_wants_to_end_is_struck_off_and_still_owes(filing: Filing, tianjin: Cast) -> None:
    case = lived(filing, "termination", tianjin, at=AT)
    assert (filing.state, ending_of(case)) == (FilingState.STRUCK_OFF, "已注销")
    assert list(filing.standings.values_list("article", flat=True))[-1] == "第十三条"
    assert next(turn.after for turn in turns(filing) if turn.what == "状态") == "已注销（第十三条）"
    assert "已经发出的证书继续有效" in words_of(case)
    assert {duty.key for duty in duties_of(filing)} == {"follow_up", "disputes", "paper", "electronic"}


@pytest.mark.row("TJ21-24", "TJ21-25")
def test_the_centre_proposes_and_the_bureau_decides_to_revoke(filing: Filing, tianjin: Cast) -> None:
    case = ended_by_order(filing, tianjin, at=AT)
    assert (case.ending, filing.state) == ("ended", FilingState.REVOKED)
    assert "违反的规定：第四条，超出备案的职业、等级（第二十四条）。事实和理由：" in words_of(case)
    assert (ending_of(case), filing.called.label) == ("已撤销备案", "已撤销备案")
    letters = {letter.key: letter.authority for letter in case.letters.all()}
    assert letters == {"revocation_decision": tianjin.bureau, "revocation_notice": tianjin.centre}
    assert len(duties_of(filing)) == 4


@pytest.mark.row("TJ21-24")
def test_a_violation_that_is_not_serious_is_not_proposed_for_revocation(
    filing: Filing, tianjin: Cast
) -> None:
    case = propose_end(filing, "没有内部督导", by=tianjin.clerk, at=AT)
    all_stated(case, at=AT, violation_found=True, violation_rule="supervision", statement_heard=True)
    all_stated(case, at=AT, violation_serious=False)
    with pytest.raises(NotAllowed, match="不符合：情节严重"):
        approve(case, "提请撤销", by=whoever_holds(case), at=AT)
    disapprove(case, "情节较轻，限期整改", by=whoever_holds(case), at=AT)
    filing.refresh_from_db()
    assert (case.ending, filing.state) == ("dropped", FilingState.IN_FORCE)
