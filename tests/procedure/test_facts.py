"""What the procedure itself knows: of panels, of another department's opinion, of what is to be evaluated."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from dengji.procedure import facts
from dengji.procedure.acts.deciding import confirm, decline
from dengji.procedure.ground import Ground, judged_for
from dengji.procedure.models import Case
from dengji.procedure.subject import Subject
from tests.cast import AT, Cast
from tests.road import brought_to, given_application, given_opinion, whoever_holds

pytestmark = pytest.mark.django_db
TODAY = AT.date()
ASKED: list[Callable[[Subject, date], Any]] = [
    facts.panel_passed,
    facts.panel_seats,
    facts.panel_below_minimum,
    facts.opinion_agreed,
]


def subject_of(case: Case) -> Subject:
    """The applicant as the case has it."""
    return Ground(case, TODAY).subject


def answers(subject: Subject) -> list[Any]:
    """What each fact says."""
    return [asked(subject, TODAY) for asked in ASKED]


@pytest.mark.row("CR-5")
def test_before_there_is_a_panel_or_an_opinion_nothing_is_known(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    assert answers(subject_of(case)) == [None] * 4
    assert answers(replace(subject_of(case), case=None)) == [None] * 4


@pytest.mark.parametrize(("good", "below"), [(True, 0), (False, 5)])
def test_the_last_panel_tells_whether_it_passed(jilin: Cast, *, good: bool, below: int) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "first_review", jilin)
    given_opinion(case, jilin, good=good)
    passed, seats, lacking, _ = answers(subject_of(case))
    assert (passed, seats, len(lacking)) == (good, 3, below)


@pytest.mark.row("JLJD-8")
@pytest.mark.parametrize(("act", "agreed"), [(confirm, True), (decline, False)])
def test_the_departments_answer_is_a_fact(jilin: Cast, act: Callable[..., object], *, agreed: bool) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    brought_to(case, "department_opinion", jilin)
    act(case, "经研究", by=whoever_holds(case), at=AT)
    assert facts.opinion_agreed(subject_of(case), TODAY) is agreed


def test_what_is_to_be_evaluated_is_the_regime(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    assert facts.regime(subject_of(case), TODAY) == "access_qualification"


def test_an_applicant_without_a_case_is_judged_by_what_is_known(jilin: Cast) -> None:
    pack = pack_of(Edition.objects.current().get(pack_id="JL25").pk)
    subject = Subject(jilin.employer.organisation, pack, "initial", "skill_level", {})
    judged = judged_for(subject, ["legal_person", "first_time"], TODAY)
    assert [result.truth.value for result in judged.results] == ["undetermined", "met"]
