"""Xinzhou's text of 2024: additions by coverage, saturation and exchange; changes by what changes; the end."""

from datetime import timedelta

import pytest

from dengji.filings.acts import applying
from dengji.filings.acts.altering import leave_out, propose
from dengji.filings.acts.ordering import propose_end
from dengji.filings.history import duties_of
from dengji.filings.models import Filing
from dengji.filings.queries import materials
from dengji.filings.sheets import Scope
from dengji.filings.terms import FilingState
from dengji.policy.engine.terms import Element
from dengji.policy.engine.truth import Truth
from dengji.procedure.acts.deciding import disapprove
from dengji.procedure.models import Case
from tests.cast import ELECTRICIAN, FIRE_OPERATOR, TURNER, Cast, given_occupations
from tests.life import EXPIRY, given_filing, given_matter
from tests.packs.folder import conditions_at, outcome, pack_of_text
from tests.packs.lives import (
    all_stated,
    before_expiry,
    ended_by_order,
    fire_all,
    given_place,
    refused,
    words_of,
)
from tests.road import brought_to, brought_to_its_end, handed_in, manager_of, stated_well, whoever_holds

XZ24 = pack_of_text("XZ24")
MET, NOT_MET, NOT_APPLICABLE = Truth.MET, Truth.NOT_MET, Truth.NOT_APPLICABLE
MILLER, PLANER, GRINDER = "6-18-01-02", "6-18-01-03", "6-18-01-04"
FIVE = (ELECTRICIAN, FIRE_OPERATOR, MILLER, PLANER, GRINDER)
AT = before_expiry(200)


@pytest.fixture
def xinzhou(db: None) -> Cast:
    """Everybody in Xinzhou."""
    return given_place("XZ24")


@pytest.fixture
def filing(xinzhou: Cast) -> Filing:
    """A filing of a social organisation with five occupations."""
    given_occupations(*FIVE)
    scope = tuple(Scope(code, "", ("5",), "public") for code in FIVE)
    return given_filing(xinzhou.social_organisation, xinzhou.clerk, scope=scope)


def given_sixth(filing: Filing, *, in_exchange_for: tuple[str, ...] = ()) -> Case:
    """An application for a sixth occupation, handed in."""
    case, by = given_matter(filing, "added_occupations", at=AT), manager_of(filing.institution)
    applying.apply_for(case, applying.Wanted(TURNER, "", ["5"], "public"), by=by, at=AT)
    leave_out(case, in_exchange_for, by=by, at=AT)
    handed_in(case, at=AT)
    return case


@pytest.mark.row("XZ24-24.1")
@pytest.mark.parametrize(("evaluated", "truth"), [(3, NOT_MET), (4, MET), (5, MET)])
def test_four_of_six_occupations_evaluated_are_two_thirds(evaluated: int, truth: Truth) -> None:
    assert outcome("XZ24", "coverage", occupations_filed=6, occupations_evaluated=evaluated) is truth


@pytest.mark.row("XZ24-24.1", "XZ24-24.2", "XZ24-24.3")
@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("record", {"orderly_work": True, "quality_measures_kept": True, "credit_clean": False}),
        ("added_people", {"experts": 1, "full_time_staff": 1, "quality_supervisors": 0}),
        ("added_items", {"occupations_without_items": ["车工"]}),
        ("added_own_venues", {"own_theory_venues": 1, "occupations_without_own_venue": ["车工"]}),
        ("added_equipment", {"occupations_without_equipment": ["车工"]}),
    ],
)
def test_what_an_addition_needs_is_looked_at_before_the_bureau_decides(
    condition: str, facts: dict[str, object]
) -> None:
    assert outcome("XZ24", condition, **facts) is NOT_MET
    assert condition in conditions_at("XZ24", "added_occupations", "decision")


@pytest.mark.row("XZ24-25")
@pytest.mark.parametrize(("offering", "truth"), [(5, MET), (6, NOT_MET), (7, NOT_MET)])
def test_six_of_nine_bodies_are_two_thirds_and_bar_a_new_occupation(offering: int, truth: Truth) -> None:
    facts = {"bodies_filed": 9, "bodies_offering": offering}
    assert outcome("XZ24", "not_saturated", occupations_new=1, **facts) is truth
    assert outcome("XZ24", "not_saturated", occupations_new=0, **facts) is NOT_APPLICABLE


@pytest.mark.row("XZ24-26")
@pytest.mark.parametrize(
    ("after", "given_up", "truth"), [(4, 0, MET), (5, 0, MET), (6, 0, NOT_MET), (6, 1, MET)]
)
def test_a_sixth_occupation_comes_in_exchange_for_an_old_one(after: int, given_up: int, truth: Truth) -> None:
    who = {"kind": "social_organisation", "regime": "skill_level"}
    facts = {"occupations_after": after, "occupations_new": 1, "occupations_given_up": given_up}
    assert outcome("XZ24", "exchange", **who, **facts) is truth


@pytest.mark.row("XZ24-26")
def test_a_sixth_occupation_without_an_exchange_is_not_accepted(filing: Filing) -> None:
    case = given_sixth(filing)
    stated_well(case, at=AT)
    assert refused(case, at=AT) == "新增后共6个职业，超过5个；新增1个，只退出0个"


@pytest.mark.row("XZ24-26")
def test_an_occupation_with_a_plan_running_is_not_exchanged(filing: Filing) -> None:
    case = given_sixth(filing, in_exchange_for=(GRINDER,))
    all_stated(case, at=AT, plans_running_given_up=1)
    stated_well(case, at=AT)
    assert refused(case, at=AT) == "退出的职业还有1个评价计划没有办结"


@pytest.mark.row("XZ24-23", "XZ24-26")
def test_an_exchange_is_reviewed_inspected_and_decided(filing: Filing, xinzhou: Cast) -> None:
    case = given_sixth(filing, in_exchange_for=(GRINDER,))
    brought_to_its_end(case, xinzhou, at=AT)
    steps = list(dict.fromkeys(case.events.values_list("step", flat=True)))
    assert steps == ["apply", "first_review", "inspection", "decision"]
    held = set(filing.scope.in_force(EXPIRY).values_list("code", flat=True))
    assert held == {*FIVE, TURNER} - {GRINDER}
    assert "以旧换新，同时退出：磨工。" in words_of(case)


@pytest.mark.row("XZ24-25")
def test_a_further_level_is_no_new_occupation(filing: Filing, xinzhou: Cast) -> None:
    case, by = given_matter(filing, "added_occupations", at=AT), manager_of(filing.institution)
    applying.apply_for(case, applying.Wanted(ELECTRICIAN, "", ["5", "4"], "public"), by=by, at=AT)
    handed_in(case, at=AT)
    brought_to(case, "inspection", xinzhou, at=AT)
    assert case.accepted_on == AT.date()


@pytest.mark.row("XZ24-22")
@pytest.mark.parametrize(
    ("element", "asked"),
    [
        (Element.LEGAL_REPRESENTATIVE, {"change_statement", "representative_identity"}),
        (Element.NAME, {"change_basis", "changed_credentials"}),
        (Element.ADDRESS, {"change_basis", "changed_credentials"}),
        (Element.PEOPLE, {"change_particulars"}),
    ],
)
def test_the_documents_follow_what_changes(filing: Filing, element: Element, asked: set[str]) -> None:
    case = given_matter(filing, "change", at=AT)
    filing.elements.filter(element=Element.PEOPLE).update(value=["别人（考评员）"])
    said = True if element is Element.PEOPLE else "新的内容"
    propose(case, {element: said}, by=manager_of(filing.institution), at=AT)
    assert {each.key for each in materials(case, AT.date()) if each.asked} == asked


@pytest.mark.row("XZ24-21", "XZ24-22")
def test_a_change_of_name_is_taken_by_the_centre_and_said_in_the_notice(
    filing: Filing, xinzhou: Cast
) -> None:
    case = given_matter(filing, "change", at=AT)
    propose(case, {Element.NAME: "北江技能评价中心"}, by=manager_of(filing.institution), at=AT)
    brought_to_its_end(case, xinzhou, at=AT)
    (letter,) = case.letters.all()
    assert letter.authority == xinzhou.centre
    assert "变更为“北江技能评价中心”" in words_of(case)
    assert XZ24.parameters["change_returns"].cite == "21"


@pytest.mark.row("XZ24-31", "XZ24-32")
def test_a_broken_commitment_that_is_proved_leaves_the_directory(filing: Filing, xinzhou: Cast) -> None:
    case = ended_by_order(filing, xinzhou, at=AT)
    assert (case.ending, filing.state, filing.called.label) == ("ended", FilingState.REVOKED, "已退出目录")
    assert list(filing.standings.values_list("article", flat=True))[-1] == "第三十一条"
    assert "不得再开展评价" in words_of(case)
    assert "没有履行开展评价工作的承诺：材料真实、有效、合法（第三十一条）。事实和理由：" in words_of(case)
    owed = {duty.key for duty in duties_of(filing)}
    assert owed == {"follow_up", "consequences", "certificate_data", "paper", "electronic"}


@pytest.mark.row("XZ24-31")
def test_a_finding_that_is_not_proved_ends_nothing(filing: Filing, xinzhou: Cast) -> None:
    case = propose_end(filing, "有人投诉", by=xinzhou.clerk, at=AT)
    all_stated(case, at=AT, violation_found=False)
    disapprove(case, "投诉的情况不属实", by=whoever_holds(case), at=AT)
    filing.refresh_from_db()
    assert (case.ending, filing.state) == ("dropped", FilingState.IN_FORCE)


@pytest.mark.row("XZ24-14")
def test_a_filing_leaves_the_directory_on_the_day_after_its_last_and_nothing_renews_it(
    filing: Filing,
) -> None:
    assert "renewal" not in XZ24.matters
    assert XZ24.interpretations["no_renewal"].others
    assert "lapse" not in fire_all(EXPIRY)
    assert "lapse" in fire_all(EXPIRY + timedelta(days=1))
    filing.refresh_from_db()
    assert filing.state == FilingState.EXPIRED
