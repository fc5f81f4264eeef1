"""Whole roads (办理全程): each text's first filing, from the application to its end."""

import pytest

from dengji.filings.models import Filing
from dengji.procedure.models import Case
from dengji.procedure.terms import Ending
from tests.cast import Cast
from tests.road import brought_to_its_end, given_application, given_round

pytestmark = pytest.mark.django_db


def steps_of(case: Case) -> list[str]:
    """The steps that the case came to, in order, the first ones included."""
    moves = case.events.exclude(to_step="").order_by("ordinal").values_list("to_step", flat=True)
    return ["apply", *moves]


@pytest.mark.row("JL25-7.2", "JL25-7.3", "JL25-7.4", "JL25-7.5a", "JL25-7.5b")
def test_a_city_employer_in_jilin_goes_from_application_to_the_notice_of_the_province(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to_its_end(case, jilin)
    assert case.ending == Ending.GRANTED
    assert steps_of(case) == [
        "apply",
        "acceptance",
        "first_review",
        "site_assessment",
        "comprehensive",
        "deliberation",
        "publicity",
        "notice",
    ]
    assert Filing.objects.get(case=case).authority == jilin.bureau
    assert case.letters.get(key="notice").authority == jilin.province_bureau


@pytest.mark.row("TJ21-3.1", "TJ21-10.2", "TJ21-10.3a", "TJ21-10.4", "TJ21-10.5")
def test_an_employer_in_tianjin_is_assessed_approved_shown_reported_and_noticed(tianjin: Cast) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.employer, "TJ21")
    brought_to_its_end(case, tianjin)
    assert case.ending == Ending.GRANTED
    assert steps_of(case) == [
        "apply",
        "first_review",
        "assessment",
        "approval",
        "publicity",
        "report",
        "notice",
    ]


@pytest.mark.row("TJ21-10.3b")
def test_a_social_organisation_in_tianjin_is_selected_in_a_round(tianjin: Cast) -> None:
    given_round(tianjin.bureau, "TJ21")
    case = given_application(tianjin.social_organisation, "TJ21")
    brought_to_its_end(case, tianjin)
    assert case.ending == Ending.GRANTED
    assert steps_of(case) == [
        "apply",
        "first_review",
        "ranking",
        "selection",
        "approval",
        "publicity",
        "report",
        "notice",
    ]


@pytest.mark.row("JLJD-8", "JLJD-9.1")
def test_a_body_of_another_department_in_jilin_needs_that_departments_opinion(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    brought_to_its_end(case, jilin)
    assert case.ending == Ending.GRANTED
    assert steps_of(case) == ["apply", "department_opinion", "acceptance", "filing"]


@pytest.mark.row("XZ24-13")
def test_only_social_organisations_are_made_public_in_xinzhou(xinzhou: Cast) -> None:
    given_round(xinzhou.bureau, "XZ24")
    employer = given_application(xinzhou.employer, "XZ24")
    brought_to_its_end(employer, xinzhou)
    social = given_application(xinzhou.social_organisation, "XZ24")
    brought_to_its_end(social, xinzhou)
    assert steps_of(employer) == ["apply", "acceptance", "assessment", "decision", "directory"]
    assert steps_of(social) == ["apply", "acceptance", "assessment", "proposal", "publicity", "directory"]
