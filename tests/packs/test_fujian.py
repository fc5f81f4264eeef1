"""Fujian's text of 2022: who may renew and when, what is evaluated, what stops before the last day, how it ends."""

from datetime import date, timedelta

import pytest

from dengji.filings.acts import applying
from dengji.filings.acts.altering import leave_out, propose
from dengji.filings.history import duties_of
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState, WindowStanding
from dengji.people.terms import Role
from dengji.policy.engine.terms import Element, OnFail, Starts
from dengji.policy.engine.timing import dated, due
from dengji.policy.engine.truth import Truth
from dengji.procedure.acts.receiving import second, waive
from dengji.procedure.refusals import NotAllowed
from dengji.workdays.calendar import WorkCalendar
from tests.cast import ELECTRICIAN, FIRE_OPERATOR, TURNER, Cast
from tests.life import EXPIRY, given_matter
from tests.packs.folder import conditions_at, days_of, outcome, pack_of_text
from tests.packs.lives import (
    accepted,
    all_stated,
    before_expiry,
    given_at_the_office,
    given_place,
    given_two,
    lived,
    refused,
    words_of,
)
from tests.road import brought_to_its_end, handed_in, manager_of, post_in, whoever_holds

FJ22 = pack_of_text("FJ22")
MET, NOT_MET = Truth.MET, Truth.NOT_MET
E = EXPIRY


@pytest.fixture
def fujian(db: None) -> Cast:
    """Everybody in Fujian."""
    return given_place("FJ22")


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A filing of an employer, by its city."""
    return given_two(fujian.employer, fujian)


@pytest.mark.row("FJ22-1a")
def test_bodies_of_three_kinds_that_still_hold_a_filing_may_renew() -> None:
    assert set(FJ22.matters["renewal"].applicants) == {"employer", "school", "social_organisation"}
    assert outcome("FJ22", "held", filing_held=True) is MET
    assert outcome("FJ22", "held", filing_held=False) is NOT_MET


@pytest.mark.row("FJ22-1b")
@pytest.mark.parametrize(
    ("day", "truth"), [("2022-12-30", MET), ("2022-12-31", MET), ("2023-01-01", NOT_MET)]
)
def test_the_first_enterprises_applied_by_the_end_of_2022(day: str, truth: Truth) -> None:
    assert outcome("FJ22", "cohort", kind="employer", first_cohort=True, applied_on=day) is truth


@pytest.mark.row("FJ22-2a", "FJ22-5.2b")
@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (E - timedelta(days=91), WindowStanding.EARLY),
        (E - timedelta(days=90), WindowStanding.OPEN),
        (E - timedelta(days=89), WindowStanding.OPEN),
        (E, WindowStanding.OPEN),
        (E + timedelta(days=1), WindowStanding.GRACE),
        (E + timedelta(days=59), WindowStanding.GRACE),
        (E + timedelta(days=60), WindowStanding.GRACE),
        (E + timedelta(days=61), WindowStanding.CLOSED),
    ],
)
def test_a_renewal_is_taken_from_ninety_days_before_to_sixty_after(
    day: date, standing: WindowStanding
) -> None:
    assert days_of("FJ22", "renewal", E).standing(day) is standing
    taken = standing in (WindowStanding.OPEN, WindowStanding.GRACE)
    assert outcome("FJ22", "in_window", window_standing=str(standing)) is (MET if taken else NOT_MET)


@pytest.mark.row("FJ22-3.2.1", "FJ22-3.2.2", "FJ22-3.2.3")
@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("rectified", {"rectification_overdue": True}),
        ("incentive_proof", {"kind": "employer", "incentives_proved": False}),
        ("no_misconduct", {"ends_by_misconduct_rules": True}),
    ],
)
def test_three_things_bar_a_renewal_from_being_accepted(condition: str, facts: dict[str, object]) -> None:
    rule = next(each for each in FJ22.conditions if each.id == condition)
    assert outcome("FJ22", condition, **facts) is NOT_MET
    assert rule.on_fail is OnFail.NOT_ACCEPT
    assert condition in conditions_at("FJ22", "renewal", "acceptance")


@pytest.mark.row("FJ22-3.1.1", "FJ22-3.1.2b", "FJ22-3.1.3")
@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("orderly", {"work_orderly": True, "credit_clean": False, "standing_good": True}),
        ("certificates", {"certificates_not_found": 1}),
        ("incentives", {"kind": "employer", "incentives_in_place": False}),
    ],
)
def test_what_the_evaluation_looks_at(condition: str, facts: dict[str, object]) -> None:
    assert outcome("FJ22", condition, **facts) is NOT_MET
    assert condition in conditions_at("FJ22", "renewal", "evaluate")


@pytest.mark.row("FJ22-3.1.2a", "FJ22-3.1.2c")
@pytest.mark.parametrize(
    ("batches", "explained", "truth"),
    [(5, False, NOT_MET), (6, False, MET), (7, False, MET), (0, True, MET), (5, True, MET)],
)
def test_six_batches_or_an_explanation_that_is_accepted(batches: int, explained: bool, truth: Truth) -> None:
    facts = {"batches_in_term": batches, "force_majeure_explanation_accepted": explained}
    assert outcome("FJ22", "batches", **facts) is truth


@pytest.mark.row("FJ22-4.2")
def test_the_centre_evaluates_within_thirty_working_days_of_the_day_of_receipt() -> None:
    clock = next(step for step in FJ22.matters["renewal"].steps if step.id == "evaluate").clock
    assert clock is not None
    assert clock.starts is Starts.RECEIVED
    reckoned = due(clock, trigger=date(2027, 3, 1), calendar=WorkCalendar([]))  # a Monday
    assert reckoned.day == date(2027, 4, 12)


@pytest.mark.row("FJ22-5.2a", "FJ22-5.2b", "FJ22-5.1")
def test_what_comes_of_itself_before_and_after_the_last_day() -> None:
    days = {each.timer.id: each.on for each in dated(FJ22, anchor="expiry", on=E, calendar=WorkCalendar([]))}
    assert days == {
        "renewal_opens": E - timedelta(days=90),
        "additions_held": E - timedelta(days=90),
        "reporting_stops": E,
        "gives_up": E + timedelta(days=60),
    }


@pytest.mark.row("FJ22-3.1.2c")
def test_a_shortfall_explained_by_force_majeure_is_renewed(filing: Filing, fujian: Cast) -> None:
    at = before_expiry(80)
    case = given_at_the_office(filing, "renewal", at=at)
    all_stated(case, at=at, batches_in_term=2)
    brought_to_its_end(case, fujian, at=at)
    assert case.ending == "granted"
    assert [letter.authority for letter in case.letters.order_by("-id")[:1]] == [fujian.province_centre]


@pytest.mark.row("FJ22-3.2.1")
def test_a_renewal_while_a_rectification_is_overdue_is_not_accepted(filing: Filing) -> None:
    at = before_expiry(80)
    case = given_at_the_office(filing, "renewal", at=at)
    all_stated(case, at=at, rectification_overdue=True)
    with pytest.raises(NotAllowed) as refused:
        accepted(case, at=at)
    assert "第三条第（二）项第1目" in (refused.value.article or "")
    assert "完成整改" in refused.value.remedy


@pytest.mark.row("FJ22-5.1", "FJ22-2b")
def test_an_addition_before_the_hold_ends_with_the_filing(filing: Filing, fujian: Cast) -> None:
    at = before_expiry(91)
    case = given_matter(filing, "added_occupations", at=at)
    wanted = applying.Wanted(TURNER, "", ["5"], "own_staff")
    applying.apply_for(case, wanted, by=manager_of(fujian.employer), at=at)
    brought_to_its_end(case, fujian, at=at)
    filing.refresh_from_db()
    assert filing.valid_until == E
    assert set(filing.scope.in_force(E).values_list("code", flat=True)) == {
        ELECTRICIAN,
        FIRE_OPERATOR,
        TURNER,
    }
    assert "车工" in words_of(case)
    assert "有效期至2027年5月9日" in words_of(case)


@pytest.mark.row("FJ22-5.1")
@pytest.mark.parametrize("days", [90, 89])
def test_a_change_in_the_last_ninety_days_needs_two_persons(filing: Filing, days: int, fujian: Cast) -> None:
    at = before_expiry(days)
    case = given_matter(filing, "change", at=at)
    by = manager_of(fujian.employer)
    propose(case, {Element.LEGAL_REPRESENTATIVE: "王新"}, by=by, at=at)
    handed_in(case, at=at)
    all_stated(case, at=at, change_proved=True)
    assert f"离期满还有{days}天，期满前90日内暂停受理新增和变更" in refused(case, at=at)
    waive(case, "additions_open", "法定代表人已经变更登记", by=whoever_holds(case), at=at)
    with pytest.raises(NotAllowed):
        accepted(case, at=at)
    second(case, "additions_open", by=post_in(case.holder, Role.REVIEWER), at=at)
    accepted(case, at=at)
    assert case.ending == "granted"
    assert "法定代表人：由“周启明”变更为“王新”" in words_of(case)


@pytest.mark.row("FJ22-5.1")
def test_what_changes_nothing_or_is_held_already_is_not_handed_in(filing: Filing, fujian: Cast) -> None:
    at = before_expiry(200)
    change = given_matter(filing, "change", at=at)
    with pytest.raises(NotAllowed, match="不符合：有变更的内容"):
        handed_in(change, at=at)
    added = given_matter(filing, "added_occupations", at=at)
    wanted = applying.Wanted(ELECTRICIAN, "", ["4"], "own_staff")
    applying.apply_for(added, wanted, by=manager_of(fujian.employer), at=at)
    with pytest.raises(NotAllowed, match="不符合：所报职业、等级还没有备案"):
        handed_in(added, at=at)


@pytest.mark.row("FJ22-5.4")
def test_an_occupation_with_a_plan_running_is_not_given_up(filing: Filing, fujian: Cast) -> None:
    at = before_expiry(200)
    case = given_matter(filing, "change", at=at)
    leave_out(case, [FIRE_OPERATOR], by=manager_of(fujian.employer), at=at)
    handed_in(case, at=at)
    all_stated(case, at=at, change_proved=True, plans_running_given_up=1)
    assert "退出的职业还有1个评价计划没有办结" in refused(case, at=at)


@pytest.mark.row("FJ22-5.3", "FJ22-5.4")
def test_a_body_ends_its_filing_by_letter_once_its_batches_are_done(filing: Filing, fujian: Cast) -> None:
    at = before_expiry(200)
    case = given_at_the_office(filing, "termination", at=at)
    all_stated(case, at=at, batches_running=1)
    assert "还有1个评价批次没有办结" in refused(case, at=at)
    all_stated(case, at=at, batches_running=0)
    brought_to_its_end(case, fujian, at=at)
    filing.refresh_from_db()
    assert filing.state == FilingState.ENDED
    assert [event.step for event in case.events.all()][-2:] == ["report", "publish"]
    assert [duty.key for duty in duties_of(filing)] == ["archive", "certificates", "uploads"]


@pytest.mark.row("FJ22-5.3")
def test_a_renewed_filing_may_still_end(filing: Filing, fujian: Cast) -> None:
    lived(filing, "renewal", fujian, at=before_expiry(60))
    lived(filing, "termination", fujian, at=before_expiry(10))
    assert filing.state == FilingState.ENDED
