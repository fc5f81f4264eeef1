"""The conditions of the other texts on an application as it stands: met as it is, not met once it is spoilt."""

import pytest

from dengji.filings.queries import applied_for
from dengji.institutions.models import Equipment, Qualification, Venue
from dengji.occupations.models import Occupation, Standard
from dengji.policy.engine.truth import Truth
from dengji.procedure.models import Case
from tests.cast import Cast
from tests.filings.test_conditions import Spoilt, declared, people_without, result, told, without_file
from tests.road import given_application, given_round

pytestmark = pytest.mark.django_db


def levels(*codes: str) -> Spoilt:
    """Other levels applied for."""
    return lambda case, cast: applied_for(case).occupations.update(levels=list(codes))


def audience(code: str) -> Spoilt:
    """Another audience."""
    return lambda case, cast: applied_for(case).occupations.update(audience=code)


def six_occupations(case: Case, cast: Cast) -> None:
    """Five more occupations than the one."""
    for number in range(5):
        applied_for(case).occupations.create(code=f"6-99-00-0{number}", levels=["5"], audience="public")


def assert_spoilt(case: Case, cast: Cast, condition: str, spoil: Spoilt) -> None:
    """Met as it is; not met afterwards, with what would help."""
    assert result(case, condition).truth is Truth.MET
    spoil(case, cast)
    after = result(Case.objects.get(pk=case.pk), condition)
    assert after.truth is Truth.NOT_MET
    assert after.remedy


@pytest.mark.row("JLJD-5.1", "JLJD-5.2", "JLJD-5.3", "JLJD-5.4", "JLJD-5.5")
@pytest.mark.parametrize(
    ("condition", "spoil"),
    [
        ("legal_person", told(independent_legal_person=False)),
        ("management", declared("well_managed")),
        ("funding", declared("stable_funding")),
        ("premises", declared("fixed_premises")),
        ("staff", people_without("staff")),
        ("examiners", lambda case, cast: Qualification.objects.all().delete()),
        ("theory_venue", lambda case, cast: Venue.objects.filter(kind="theory").delete()),
        ("practical_venues", lambda case, cast: Venue.objects.filter(kind="practical").delete()),
        ("equipment", lambda case, cast: Equipment.objects.all().delete()),
        ("tools", declared("tools_match")),
        ("video", lambda case, cast: Venue.objects.update(video=False)),
        ("rules", without_file("workflow_rules")),
        ("rules", without_file("staff_rules")),
    ],
)
def test_what_an_examination_body_must_have(jilin: Cast, condition: str, spoil: Spoilt) -> None:
    assert_spoilt(given_application(jilin.examination_body, "JLJD"), jilin, condition, spoil)


@pytest.mark.row("JLJD-7")
def test_an_examination_body_answers_for_the_truth_of_its_material(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    assert result(case, "commitment").truth is Truth.NOT_MET


@pytest.mark.row("XZ24-5", "XZ24-7", "XZ24-8a")
@pytest.mark.parametrize(
    ("condition", "spoil"),
    [
        ("skill_occupations", lambda case, cast: Occupation.objects.update(skill_level=False)),
        ("basis", lambda case, cast: Standard.objects.all().delete()),
        ("employer_levels", levels("5", "apprentice")),
        ("audience", audience("own_students")),
    ],
)
def test_what_an_employer_in_xinzhou_may_apply_for(xinzhou: Cast, condition: str, spoil: Spoilt) -> None:
    given_round(xinzhou.bureau, "XZ24")
    assert_spoilt(given_application(xinzhou.employer, "XZ24"), xinzhou, condition, spoil)


@pytest.mark.row("XZ24-8a")
def test_an_employer_in_xinzhou_may_set_up_higher_grades(xinzhou: Cast) -> None:
    given_round(xinzhou.bureau, "XZ24")
    case = given_application(xinzhou.employer, "XZ24")
    levels("1", "special", "chief")(case, xinzhou)
    assert result(case, "employer_levels").truth is Truth.MET


@pytest.mark.row("XZ24-8b", "XZ24-26")
@pytest.mark.parametrize(
    ("condition", "spoil"), [("levels", levels("1", "special")), ("cap", six_occupations)]
)
def test_a_social_organisation_in_xinzhou_has_five_levels_and_five_occupations(
    xinzhou: Cast, condition: str, spoil: Spoilt
) -> None:
    given_round(xinzhou.bureau, "XZ24")
    assert_spoilt(given_application(xinzhou.social_organisation, "XZ24"), xinzhou, condition, spoil)


@pytest.mark.row("TJ21-2", "TJ21-5", "TJ21-6", "TJ21-7")
@pytest.mark.parametrize(
    ("condition", "spoil"),
    [
        ("audience", audience("public")),
        ("occupations", lambda case, cast: Occupation.objects.update(skill_level=False)),
        ("levels", levels("special")),
        ("basis", lambda case, cast: Standard.objects.all().delete()),
    ],
)
def test_what_an_employer_in_tianjin_may_apply_for(tianjin: Cast, condition: str, spoil: Spoilt) -> None:
    given_round(tianjin.bureau, "TJ21")
    assert_spoilt(given_application(tianjin.employer, "TJ21"), tianjin, condition, spoil)
