"""What is known of a candidate on the plan's first day, and what becomes of it when the plan changes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dengji.evaluations.acts import listing, planning
from dengji.evaluations.candidates.entry import barred, explained, full_years, known
from dengji.evaluations.dossier import build
from dengji.evaluations.facts.listed import candidates_inadmissible, candidates_undetermined
from dengji.filings.models import Filing
from dengji.occupations.entry import PERSON
from dengji.policy.engine.truth import Truth
from dengji.procedure.subject import Subject
from tests.batch import SKILLED, STARTS, WHOLE, given_plan
from tests.candidates import entry, number_of
from tests.cast import AT
from tests.road import manager_of

CERTIFIED = {"level": "5", "schooling": "none", "years_of_work": 1}


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(2010, 12, 7), date(2026, 12, 6), 15),
        (date(2010, 12, 7), date(2026, 12, 7), 16),
        (date(2010, 12, 7), date(2026, 12, 8), 16),
        (date(2008, 2, 29), date(2025, 2, 27), 16),
        (date(2008, 2, 29), date(2025, 2, 28), 17),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
    ],
)
def test_years_are_full_on_the_day_of_the_same_number(since: date, on: date, years: int) -> None:
    assert full_years(since, on) == years


def test_every_fact_that_conditions_may_ask_for_is_known_or_named() -> None:
    assert known({}, None, STARTS).keys() == PERSON.keys()
    assert set(known({}, None, STARTS).values()) == {None}, "nothing is guessed"
    assert known({"years_of_work": 3}, None, STARTS)["works"] is True
    assert known({"years_of_work": 0}, None, STARTS)["works"] is None


@pytest.mark.row("TJ21-15")
@pytest.mark.parametrize(("born", "truth"), [(6, Truth.MET), (7, Truth.MET), (8, Truth.NOT_MET)])
def test_the_birthday_counts_on_the_first_day_of_the_plan(filing: Filing, born: int, truth: Truth) -> None:
    plan = given_plan(filing, replace(WHOLE, level="5"))
    number = number_of(born=date(STARTS.year - 16, STARTS.month, born))
    told = entry(number=number, stated={"works": True})
    who = listing.enlist(plan, told, by=manager_of(filing.institution), at=AT)
    assert who.entry["truth"] == truth
    assert who.admissible is (truth is Truth.MET)


@pytest.mark.row("TJ21-15")
@pytest.mark.parametrize(("day", "says"), [(6, "符合第2项"), (7, "符合第2项"), (8, "差1年")])
def test_years_since_a_certificate_are_full_on_the_first_day(filing: Filing, day: int, says: str) -> None:
    plan = given_plan(filing)
    stated = CERTIFIED | {"level_on": date(STARTS.year - 3, STARTS.month, day).isoformat()}
    who = listing.enlist(plan, entry(stated=stated), by=manager_of(filing.institution), at=AT)
    assert says in who.entry["says"]
    assert explained(who, plan)[1].truth is (
        Truth.MET if "符合第" in who.entry["says"][:3] else Truth.NOT_MET
    )


@pytest.mark.row("TJ21-15")
def test_a_plan_that_changes_has_its_candidates_looked_at_again(filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    who = listing.enlist(plan, entry(stated={**SKILLED, "years_of_work": 6}), by=by, at=AT)
    assert who.admissible is True
    planning.fill_in(plan, replace(WHOLE, level="3"), by=by, at=AT)
    who.refresh_from_db()
    assert who.entry["truth"] == Truth.UNDETERMINED
    planning.fill_in(plan, replace(WHOLE, starts_on=None), by=by, at=AT)
    who.refresh_from_db()
    assert "开始日期" in who.entry["says"]
    assert listing.check_again(plan, by=by, at=AT) == 0, "everything is as the plan says"


@pytest.mark.row("TJ21-15")
@pytest.mark.row("JLJD-31.1")
def test_packs_are_told_how_many_may_not_be_evaluated_and_never_who(filing: Filing) -> None:
    plan, by = given_plan(filing), manager_of(filing.institution)
    without: dict[str, Any] = {"years_of_work": 1, "level": "none", "schooling": "none"}
    listing.enlist(plan, entry(11), by=by, at=AT)
    listing.enlist(plan, entry(12, stated=without), by=by, at=AT)
    listing.enlist(plan, entry(13, stated={}), by=by, at=AT)
    gone = listing.enlist(plan, entry(14, stated=without), by=by, at=AT)
    listing.withdraw(gone, "调离", by=by, at=AT)
    assert barred(plan) == {"barred": 1, "waiting": 1}
    subject = _subject(build(plan, on=AT.date()))
    assert candidates_inadmissible(subject, AT.date()) == ["1人不符合申报条件"]
    assert candidates_undetermined(subject, AT.date()) == ["1人缺少核对申报条件的信息"]
    assert candidates_inadmissible(_subject({}), AT.date()) is None


def _subject(dossier: dict[str, Any]) -> Subject:
    class Said:
        def __init__(self) -> None:
            self.dossier = dossier

    return Said()  # type: ignore[return-value]
