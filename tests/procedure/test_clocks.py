"""Statutory periods: they start on the day after, stand while a correction is awaited, and end with their step.

Tianjin tells its first review within five working days; 2026-11-16 is a Monday, and no holiday is near.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dengji.procedure import clocks
from dengji.procedure.acts.receiving import Correction, accept, return_for_correction
from dengji.procedure.models import Case
from dengji.procedure.queries import standing
from dengji.procedure.terms import CaseState
from dengji.workdays.clock import ClockReading
from tests.cast import AT, Cast, given_cast
from tests.road import (
    PACKS,
    brought_to,
    given_adoption,
    given_application,
    given_law,
    given_round,
    given_texts,
    handed_in,
    on_day,
    stated_well,
    whoever_holds,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
DUE = date(2026, 11, 23)
RETURNED, ARRIVED, DUE_LATER = date(2026, 11, 18), date(2026, 11, 25), date(2026, 12, 1)
ITEMS = [Correction("rules", "请补财务制度")]


@pytest.fixture
def case(tianjin: Cast) -> Case:
    """A case that came in on a Monday."""
    given_round(tianjin.bureau, "TJ21")
    made = given_application(tianjin.employer, "TJ21")
    brought_to(made, "first_review", tianjin)
    return made


def shown(case: Case, on: date) -> ClockReading:
    """What the case's page shows of the clock on a day."""
    reading = standing(case, on).clock
    assert reading is not None
    return reading


def days_around(day: date) -> list[date]:
    """The day before, the day, the day after."""
    return [day - timedelta(days=1), day, day + timedelta(days=1)]


@pytest.mark.row("TJ21-10.2", "CR-1")
def test_the_first_review_is_told_within_five_working_days_of_receipt(case: Case) -> None:
    assert (case.received_on, case.due_on, case.provisional) == (MONDAY, DUE, False)
    read = [shown(case, day) for day in (date(2026, 11, 20), DUE, DUE + timedelta(days=1))]
    assert [(each.used, each.remaining, each.overdue) for each in read] == [
        (4, 1, False),
        (5, 0, False),
        (6, -1, True),
    ]


@pytest.mark.row("TJ21-10.2")
def test_the_period_is_shown_with_its_article(case: Case) -> None:
    assert standing(case, MONDAY).clock_article == "第十条第（二）项"


@pytest.mark.row("CR-4")
def test_the_clock_stands_from_the_day_of_return(case: Case) -> None:
    return_for_correction(case, ITEMS, by=whoever_holds(case), at=on_day(RETURNED))
    assert (case.state, case.due_on) == (CaseState.CORRECTING, None)
    before, on_the_day, after = (shown(case, day) for day in days_around(RETURNED))
    assert (before.used, before.remaining, before.stopped_since) == (1, 4, None)
    assert (on_the_day.used, on_the_day.remaining, on_the_day.stopped_since) == (1, 4, RETURNED)
    assert (after.used, after.remaining, after.stopped_since) == (1, 4, RETURNED)


@pytest.mark.row("CR-4")
def test_the_clock_goes_on_after_the_day_the_correction_arrives(case: Case) -> None:
    return_for_correction(case, ITEMS, by=whoever_holds(case), at=on_day(RETURNED))
    handed_in(case, at=on_day(ARRIVED))
    assert (case.state, case.due_on) == (CaseState.OPEN, DUE_LATER)
    before, on_the_day, after = (shown(case, day) for day in days_around(ARRIVED))
    assert (before.used, before.remaining, before.stopped_since) == (1, 4, RETURNED)
    assert (on_the_day.used, on_the_day.remaining, on_the_day.due) == (1, 4, DUE_LATER)
    assert (after.used, after.remaining, after.due) == (2, 3, DUE_LATER)
    assert case.clocks.count() == 1


@pytest.mark.row("CR-4")
def test_the_later_due_day_counts_as_any_other(case: Case) -> None:
    return_for_correction(case, ITEMS, by=whoever_holds(case), at=on_day(RETURNED))
    handed_in(case, at=on_day(ARRIVED))
    overdue = [shown(case, day).overdue for day in days_around(DUE_LATER)]
    assert overdue == [False, False, True]


@pytest.mark.row("CR-4")
def test_a_second_correction_stops_the_clock_again(case: Case) -> None:
    for returned, arrived in ((RETURNED, ARRIVED), (date(2026, 11, 27), date(2026, 12, 4))):
        return_for_correction(case, ITEMS, by=whoever_holds(case), at=on_day(returned))
        handed_in(case, at=on_day(arrived))
    read = shown(case, date(2026, 12, 4))
    assert (read.used, read.remaining, read.due) == (2, 3, date(2026, 12, 9))
    assert [stop.from_day for stop in case.clocks.get().stops.all()] == [RETURNED, date(2026, 11, 27)]


def test_the_clock_ends_with_its_step(case: Case) -> None:
    stated_well(case)
    accept(case, by=whoever_holds(case), at=AT)
    assert case.due_on is None
    assert clocks.running(case) is None
    assert case.clocks.get().closed_on == MONDAY


def test_a_stopped_clock_is_not_stopped_twice(case: Case) -> None:
    clocks.stop(case, on=RETURNED, reason="退回补正")
    clocks.stop(case, on=ARRIVED, reason="退回补正")
    assert case.clocks.get().stops.get().from_day == RETURNED


@pytest.mark.row("JLJD-9.1")
def test_a_jilin_examination_body_is_filed_within_five_working_days_of_acceptance(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    brought_to(case, "acceptance", jilin)
    assert not case.clocks.exists()
    accepted = on_day(date(2026, 11, 20))
    accept(case, by=whoever_holds(case), at=accepted)
    assert (case.accepted_on, case.due_on) == (date(2026, 11, 20), date(2026, 11, 27))
    assert [shown(case, day).overdue for day in days_around(date(2026, 11, 27))] == [False, False, True]
    assert "最迟于2026年11月27日完成备案" in case.letters.get(key="acceptance").paragraphs[1]


def given_changed_text(folder: Path, *changes: tuple[str, str]) -> Cast:
    """Everybody in Tianjin under a text that says something else."""
    text = (PACKS / "tianjin/tj21/pack.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    given_law()
    given_texts(folder)
    given_adoption("TJ21")
    return given_cast("120116", "120104")


def test_a_text_may_have_the_period_start_anew_after_a_correction(tmp_path: Path) -> None:
    tianjin = given_changed_text(tmp_path, ('on_correction: "resume"', 'on_correction: "restart"'))
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "first_review", tianjin)
    return_for_correction(case, ITEMS, by=whoever_holds(case), at=on_day(RETURNED))
    handed_in(case, at=on_day(ARRIVED))
    assert case.due_on == date(2026, 12, 2)
    assert [clock.closed_on for clock in case.clocks.all()] == [ARRIVED, None]


def test_a_correction_asked_for_later_closes_that_steps_clock(tmp_path: Path) -> None:
    later = (
        'approve: {goto: "publicity"',
        'correct: {return_to: "apply"}\n          approve: {goto: "publicity"',
    )
    clock = (
        'conditions: ["assessed", "ranked", "experience", "benefit", "mechanism", "quality", "credit"]\n',
        'conditions: ["credit"]\n        clock: {length: "$publicity", starts: "entered", cite: "10.4"}\n',
    )
    tianjin = given_changed_text(tmp_path, later, clock)
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    brought_to(case, "approval", tianjin)
    assert (case.due_on, case.clocks.count()) == (DUE, 2)
    return_for_correction(case, ITEMS, by=whoever_holds(case), at=on_day(RETURNED))
    handed_in(case, at=on_day(ARRIVED))
    open_clock = clocks.running(case)
    assert case.step == "first_review"
    assert open_clock is not None
    assert (open_clock.step, open_clock.triggered_on) == ("first_review", MONDAY)
