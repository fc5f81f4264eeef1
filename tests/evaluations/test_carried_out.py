"""What a filing's plans come to: batches of the term, those under way, occupations; and what nobody can count."""

from datetime import date, timedelta
from typing import Any

import pytest

from dengji.evaluations.acts import planning
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.filings.acts.altering import leave_out
from dengji.filings.forms import filled, forms_of
from dengji.filings.models import Filing, Term
from dengji.filings.queries import live_subject
from dengji.filings.sheets import Scope
from dengji.filings.terms import Origin
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import answer, vocabulary
from dengji.policy.queries import pack_of
from dengji.procedure.acts.receiving import accept, state
from dengji.procedure.models import Case
from dengji.procedure.queries import standing
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.subject import Subject
from tests.batch import given_approved, given_candidates, given_checked, given_plan, given_scores
from tests.cast import AT, ELECTRICIAN, FIRE_OPERATOR, TURNER, Cast
from tests.evaluations.places import given_at, given_filed, said
from tests.life import EXPIRY, given_matter, noon
from tests.packs.folder import outcome, pack_of_text
from tests.packs.lives import refused
from tests.road import handed_in, manager_of, stated, whoever_holds

TODAY = AT.date()
BEGAN = date(2024, 5, 10)
"""The first day of a filing that ends on EXPIRY."""


@pytest.fixture
def fujian(db: None) -> Cast:
    """Everybody in Fujian."""
    return given_at("FJ22")


@pytest.fixture
def paper(fujian: Cast) -> Filing:
    """A filing of two occupations that was entered from paper."""
    scope = [Scope(code, "", ("5", "4"), "own_staff") for code in (ELECTRICIAN, FIRE_OPERATOR)]
    return given_filed(fujian.employer, fujian.centre, *scope)


@pytest.fixture
def own(paper: Filing) -> Filing:
    """The same as if it had been granted here."""
    Filing.objects.filter(pk=paper.pk).update(origin=Origin.CASE)
    paper.refresh_from_db()
    return paper


def known(filing: Filing, *names: str, on: date = TODAY, **dossier: object) -> dict[str, Any]:
    """What is known of a filing on a day."""
    subject = Subject(
        filing.institution.organisation,
        pack_of_text("FJ22"),
        "renewal",
        filing.regime,
        dossier,
        about=filing.number,
    )
    found = answer(names, subject, on)
    return {name: found[name].value if found[name] else None for name in names}  # type: ignore[union-attr]


def carried_out(filing: Filing, *ends: date, code: str = ELECTRICIAN, state: str = PlanState.CHECKED) -> None:
    """Batches that ended on some days."""
    first = Plan.objects.count()
    Plan.objects.bulk_create(
        Plan(
            number=f"PJ{first + serial:05d}",
            filing=filing,
            state=state,
            code=code,
            name="电工",
            audience="own_staff",
            starts_on=day,
            ends_on=day,
            finished_on=day,
            created_by=manager_of(filing.institution),
            created_at=AT,
        )
        for serial, day in enumerate(ends)
    )


def at_the_office(filing: Filing, matter: str, days: int) -> Case:
    """An application about a filing, handed in so many days before its last."""
    at = noon(EXPIRY - timedelta(days=days))
    case = given_matter(filing, matter, at=at)
    handed_in(case, at=at)
    return case


@pytest.mark.row("FJ22-3.1.2a")
def test_a_batch_counts_once_its_results_are_in(own: Filing) -> None:
    plan = given_approved(own)
    assert known(own, "batches_in_term", "batches_running") == {"batches_in_term": 0, "batches_running": 1}
    given_candidates(plan)
    given_scores(plan, [60, 59])
    given_checked(plan)
    on = date(2026, 12, 31)
    counted = known(own, "batches_in_term", "batches_running", "assessed_in_term", "passed_in_term", on=on)
    assert list(counted.values()) == [1, 0, 2, 1]
    assert known(own, "plans_in_term", "last_evaluation_on", on=on) == {
        "plans_in_term": (f"{plan.number}（电工，2026年12月）",),
        "last_evaluation_on": date(2026, 12, 8),
    }


@pytest.mark.row("FJ22-3.1.2a")
@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (BEGAN - timedelta(days=1), 0),
        (BEGAN, 1),
        (BEGAN + timedelta(days=1), 1),
        (EXPIRY - timedelta(days=1), 1),
        (EXPIRY, 1),
        (EXPIRY + timedelta(days=1), 0),
    ],
)
def test_a_batch_counts_in_the_term_in_which_it_ended(own: Filing, day: date, counts: int) -> None:
    carried_out(own, day)
    assert known(own, "batches_in_term", on=EXPIRY + timedelta(days=30))["batches_in_term"] == counts


@pytest.mark.row("FJ22-3.1.2a")
@pytest.mark.parametrize(
    ("state", "counts"),
    [("reported", 1), ("checked", 1), ("void", 0), ("approved", 0), ("cancelled", 0), ("draft", 0)],
)
def test_a_batch_counts_that_was_carried_out_and_is_not_void(own: Filing, state: str, counts: int) -> None:
    carried_out(own, date(2026, 3, 1), state=state)
    assert known(own, "batches_in_term")["batches_in_term"] == counts


@pytest.mark.row("FJ22-3.1.2a", "FJ22-3.1.2c", "CR-5")
@pytest.mark.parametrize(("batches", "enough"), [(5, False), (6, True), (7, True)])
def test_six_plans_carried_out_in_the_term_are_enough_for_a_renewal(
    own: Filing, batches: int, enough: bool
) -> None:
    carried_out(own, *(date(2026, 3, 1 + day) for day in range(batches)))
    case = at_the_office(own, "renewal", 80)
    judgement = standing(case, EXPIRY - timedelta(days=80)).judgement
    assert judgement is not None
    told = {result.id: result.truth.value for result in judgement.results}
    assert told["explanation"] == ("not_applicable" if enough else "met")
    with pytest.raises(NotAllowed, match="不能手工填写"):
        state_batches(case, 9)


def state_batches(case: Case, said: int) -> None:
    """The number of batches, stated by whoever has the case."""
    state(
        case,
        "batches_in_term",
        said,
        "核对存档",
        by=whoever_holds(case),
        at=noon(EXPIRY - timedelta(days=80)),
    )


@pytest.mark.row("FJ22-3.1.2a", "CR-5")
def test_batches_of_a_term_before_the_system_are_stated_and_may_be_corrected(paper: Filing) -> None:
    carried_out(paper, date(2026, 3, 1))
    assert known(paper, "batches_in_term", "plans_in_term") == {
        "batches_in_term": None,
        "plans_in_term": None,
    }
    case = at_the_office(paper, "renewal", 80)
    for batches in (5, 7):
        state_batches(case, batches)
        judgement = standing(case, EXPIRY - timedelta(days=80)).judgement
        assert judgement is not None
        used = next(
            each for result in judgement.results for each in result.used if each.name == "batches_in_term"
        )
        assert used.fact is not None
        assert (used.fact.value, used.fact.source) == (batches, "经办人核对")


@pytest.mark.row("FJ22-3.1.2a")
def test_a_term_that_began_with_a_renewal_here_is_counted(paper: Filing) -> None:
    case = at_the_office(paper, "renewal", 80)
    began = EXPIRY + timedelta(days=1)
    Term.objects.create(filing=paper, from_on=began, until=began + timedelta(days=1094), case=case)
    carried_out(paper, began, began + timedelta(days=9), EXPIRY)
    on = began + timedelta(days=30)
    assert known(paper, "batches_in_term", "batches_running", on=on) == {
        "batches_in_term": 2,
        "batches_running": 0,
    }


@pytest.mark.row("FJ22-A1", "FJ22-A2")
def test_the_renewal_forms_begin_with_the_batches_that_were_held(own: Filing) -> None:
    carried_out(own, *(date(2026, 3, day) for day in range(1, 7)))
    at = EXPIRY - timedelta(days=80)
    case = given_matter(own, "renewal", at=noon(at))
    annex = forms_of(pack_of(case.edition_id), "renewal")["summary"]
    drafted = filled(live_subject(case, at), annex, at, fixed=False)["overall"]
    assert "有效期内组织认定6批次。" in drafted
    assert "评价计划：PJ00005（电工，2026年3月）、" in drafted


@pytest.mark.row("FJ22-5.3", "FJ22-5.4")
def test_a_filing_with_a_plan_under_way_is_not_ended(own: Filing) -> None:
    plan = given_plan(own)
    planning.hand_in(plan, by=manager_of(own.institution), at=AT)
    case = at_the_office(own, "termination", 150)
    at = noon(EXPIRY - timedelta(days=150))
    assert refused(case, at=at) == "还有1个评价批次没有办结"
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.CHECKED)
    accept(case, by=whoever_holds(case), at=at)
    assert case.step == "report"


@pytest.mark.row("FJ22-5.4")
@pytest.mark.parametrize(("code", "several"), [(FIRE_OPERATOR, 1), (ELECTRICIAN, 0)])
def test_an_occupation_is_given_up_once_its_own_plans_are_done(own: Filing, code: str, several: int) -> None:
    carried_out(own, date(2026, 3, 1), code=code, state=PlanState.APPROVED)
    at = noon(EXPIRY - timedelta(days=200))
    case = given_matter(own, "change", at=at)
    leave_out(case, [FIRE_OPERATOR], by=manager_of(own.institution), at=at)
    handed_in(case, at=at)
    stated(case, "change_proved", True, at=at)
    judgement = standing(case, at.date()).judgement
    assert judgement is not None
    told = {result.id: result.truth.value for result in judgement.results}
    assert told["given_up_idle"] == ("not_met" if several else "met")


@pytest.mark.row("FJ22-5.4")
def test_plans_under_way_on_paper_are_not_taken_for_none(paper: Filing) -> None:
    names = ("batches_running", "plans_running_given_up")
    assert known(paper, *names, given_up=[ELECTRICIAN]) == dict.fromkeys(names)
    carried_out(paper, date(2026, 3, 1), state=PlanState.APPROVED)
    assert known(paper, *names, given_up=[ELECTRICIAN]) == dict.fromkeys(names, 1)
    assert known(paper, names[1], given_up=[FIRE_OPERATOR]) == {names[1]: None}


@pytest.mark.row("XZ24-24.1")
@pytest.mark.parametrize(("evaluated", "truth"), [(1, "not_met"), (2, "met"), (3, "met")])
def test_two_of_three_occupations_evaluated_since_filing_are_enough(
    db: None, evaluated: int, truth: str
) -> None:
    cast = given_at("XZ24")
    codes = (ELECTRICIAN, FIRE_OPERATOR, TURNER)
    filing = given_filed(
        cast.employer, cast.bureau, *(Scope(code, "", ("5",), "own_staff") for code in codes)
    )
    Filing.objects.filter(pk=filing.pk).update(origin=Origin.CASE)
    for code in codes[:evaluated]:
        carried_out(filing, date(2026, 3, 1), date(2026, 4, 1), code=code)
    carried_out(filing, date(2026, 5, 1), code="6-18-02-04")
    assert known(filing, "occupations_evaluated") == {"occupations_evaluated": evaluated}
    facts = {"occupations_filed": 3, "occupations_evaluated": evaluated}
    assert outcome("XZ24", "coverage", **facts).value == truth


@pytest.mark.row("XZ24-24.1", "CR-5")
def test_what_was_evaluated_before_the_system_is_not_guessed(paper: Filing) -> None:
    carried_out(paper, date(2026, 3, 1))
    assert known(paper, "occupations_evaluated") == {"occupations_evaluated": None}


def test_a_filing_that_nobody_names_has_no_batches(fujian: Cast) -> None:
    names = [
        "batches_in_term",
        "assessed_in_term",
        "passed_in_term",
        "plans_in_term",
        "batches_running",
        "plans_running_given_up",
        "occupations_evaluated",
        "last_evaluation_on",
    ]
    subject = Subject(
        fujian.employer.organisation, pack_of_text("FJ22"), "renewal", "skill_level", {}, about=""
    )
    assert set(answer(names, subject, AT.date()).values()) == {None}
    assert vocabulary()["batches_in_term"].kind is FactKind.INTEGER


def test_a_draft_is_not_under_way_until_it_is_handed_in(own: Filing) -> None:
    carried_out(own, date(2026, 3, 1))
    other = given_plan(own, said(level="5"))
    assert known(own, "batches_running") == {"batches_running": 0}
    planning.hand_in(other, by=manager_of(own.institution), at=AT)
    assert known(own, "batches_running") == {"batches_running": 1}
