"""The tables of the procedure: what each row is called, and what the database itself refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from dengji.procedure.models import (
    Case,
    CaseClock,
    CaseOccupation,
    CaseParty,
    ClockStop,
    CorrectionItem,
    Event,
    Letter,
    Panel,
    PanelSeat,
    Round,
    Statement,
    Submission,
    Waiver,
)
from tests.cast import AT, ELECTRICIAN, Cast
from tests.road import brought_to, given_application, given_panel, given_round, whoever_holds

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def case(jilin: Cast) -> Case:
    """A case in its first review, with a panel."""
    made = given_application(jilin.employer, "JL25")
    brought_to(made, "first_review", jilin)
    given_panel(made, jilin.experts)
    return made


def refused(name: str, model: type[Model], **row: Any) -> None:
    """The database refuses the row for the constraint of that name, or for the columns that it is about."""
    with pytest.raises(IntegrityError) as wrong, transaction.atomic():
        model._default_manager.create(**row)
    constraint = next(each for each in model._meta.constraints if each.name == name)
    columns = getattr(constraint, "fields", ())
    assert name in str(wrong.value) or all(column in str(wrong.value) for column in columns)


def test_rows_say_what_they_are(case: Case, jilin: Cast) -> None:
    event, number = case.events.get(act="accept"), case.number
    assert str(event) == f"{number} 受理"
    assert str(case.submissions.get()) == f"{number} 第1次提交"
    assert str(case.parties.get()) == f"{number} {jilin.bureau}"
    assert str(case.occupations.get()) == ELECTRICIAN
    assert str(case.statements.get()) == f"{number} representative_credit_clean"
    assert str(case.letters.get(key="acceptance")) == "受理通知书"
    panel = case.panels.get()
    assert str(panel) == f"{number} first_review"
    assert str(panel.seats.order_by("id")[0]) == f"{number} first_review 甲"
    assert str(CorrectionItem(case=case, says="补制度")) == "补制度"
    assert str(Waiver(case=case, condition="cap")) == f"{number} cap"
    clock = CaseClock(case=case, step="first_review")
    assert str(clock) == f"{number} first_review"
    assert str(ClockStop(clock=clock, from_day=TODAY)) == f"{number} first_review 2026-11-16"


def test_a_case_ends_with_an_ending_and_only_then(case: Case) -> None:
    for changed in ({"state": "ended"}, {"ending": "granted"}):
        with pytest.raises(IntegrityError, match="case_ended_has_an_ending"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**changed)


def test_what_happens_once_is_there_once(case: Case) -> None:
    event, by = case.events.get(act="accept"), whoever_holds(case)
    common = {"case": case, "by": by, "at": AT}
    refused("event_once_an_ordinal", Event, ordinal=1, act="open", label="", step="apply", **common)
    refused("submission_once_an_ordinal", Submission, ordinal=1, dossier={}, sha256="", **common)
    refused("case_party_once", CaseParty, case=case, organisation=case.holder)
    refused("case_occupation_once", CaseOccupation, case=case, code=ELECTRICIAN)
    Waiver.objects.create(condition="cap", reason="", **common)
    refused("waiver_once_a_condition", Waiver, condition="cap", reason="", **common)
    assert event.letter.key == "acceptance"


def test_a_step_has_one_panel_with_one_head_and_no_expert_twice(case: Case) -> None:
    panel = case.panels.get()
    head, member, _ = panel.seats.order_by("-head", "id")
    convened = {"criteria": "x", "convened_by": whoever_holds(case), "convened_at": AT}
    refused("panel_once_a_step", Panel, case=case, step="first_review", **convened)
    refused("panel_seat_once_an_expert", PanelSeat, panel=panel, expert=member.expert)
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelSeat.objects.filter(pk=member.pk).update(head=True)
    assert head.head


def test_one_clock_runs_and_stands_once(case: Case) -> None:
    period = {"cite": "x", "n": 5, "unit": "working_day", "triggered_on": TODAY}
    clock = CaseClock.objects.create(case=case, step="a", **period)
    refused("case_clock_one_running", CaseClock, case=case, step="b", **period)
    ClockStop.objects.create(clock=clock, from_day=TODAY, reason="退回补正")
    refused("clock_stop_one_open", ClockStop, clock=clock, from_day=TODAY, reason="退回补正")


def test_an_authority_gives_a_number_out_once(case: Case) -> None:
    first = case.letters.get(key="acceptance")
    Letter.objects.filter(pk=first.pk).update(number="1号")
    words = {
        "key": "x",
        "kind": "notice",
        "title": "通知",
        "addressee": "",
        "paragraphs": [],
        "issued_on": TODAY,
    }
    letter = {"case": case, "authority": first.authority, **words}
    refused(
        "letter_number_once_an_authority", Letter, event=case.events.get(act="open"), number="1号", **letter
    )
    Letter.objects.create(event=case.events.get(act="open"), number="", **letter)
    assert case.letters.count() == 2


def test_a_round_does_not_close_before_it_opens(jilin: Cast) -> None:
    opened = given_round(jilin.bureau, "JL25")
    with pytest.raises(IntegrityError, match="round_closes_after_it_opens"), transaction.atomic():
        Round.objects.filter(pk=opened.pk).update(closes_until=opened.opens_on - timedelta(days=1))


def test_a_statement_stays_with_its_case(case: Case) -> None:
    said = Statement.objects.get(case=case)
    assert (said.answers, said.value) == ("officer", True)
