"""The conditions of a text on an application as it stands (申请条件): met as it is, not met once it is spoilt."""

from collections.abc import Callable
from datetime import date

import pytest

from dengji.filings.acts.applying import Wanted, apply_for
from dengji.filings.queries import applied_for, eligibility_of
from dengji.institutions.models import (
    Equipment,
    FeeItem,
    Institution,
    ItemBank,
    Member,
    Qualification,
    Subsidiary,
    Venue,
)
from dengji.occupations.models import Occupation, Standard
from dengji.policy.engine.judgement import Result
from dengji.policy.engine.truth import Truth
from dengji.procedure.models import Case
from tests.cast import AT, ELECTRICIAN, Cast, given_divisions, uscc
from tests.road import given_application

pytestmark = pytest.mark.django_db
Spoilt = Callable[[Case, Cast], object]


def result(case: Case, condition: str) -> Result:
    """What one condition comes to on the application as it stands."""
    return next(each for each in eligibility_of(case, AT.date()).results if each.id == condition)


def people_without(role: str) -> Spoilt:
    """Nobody in a role any more."""

    def spoilt(case: Case, cast: Cast) -> None:
        for member in Member.objects.filter(institution=case.applicant_id):
            if role in member.roles:
                member.delete()

    return spoilt


def declared(name: str) -> Spoilt:
    """A question answered with no."""

    def spoilt(case: Case, cast: Cast) -> None:
        application = applied_for(case)
        application.declarations |= {name: False}
        application.save()

    return spoilt


def without_file(material: str) -> Spoilt:
    """A file taken off."""
    return lambda case, cast: case.attachments.filter(material=material).update(removed_at=AT)


def told(**values: object) -> Spoilt:
    """Something else told of the body."""
    return lambda case, cast: Institution.objects.filter(pk=case.applicant_id).update(**values)


def moved_away(case: Case, cast: Cast) -> None:
    """Registered in another place, outside the province."""
    case.applicant.division = given_divisions("120116")["county"]
    case.applicant.save()


def with_an_office_job(case: Case, cast: Cast) -> None:
    """An occupation outside the major groups applied for too."""
    Occupation.objects.create(code="2-06-01-01", rank="细类", name="某专业人员", skill_level=True)
    by = cast.manager
    apply_for(case, Wanted("2-06-01-01", "", ["3"], "own_staff"), by=by, at=AT)


def with_a_subsidiary(case: Case, cast: Cast) -> None:
    """A subsidiary without proof."""
    Subsidiary.objects.create(institution=cast.employer, name="子公司", uscc=uscc(5), relation="wholly_owned")


CASES: list[tuple[str, Spoilt, str]] = [
    ("major_groups", with_an_office_job, "第六条首段"),
    ("skill_occupations", lambda case, cast: Occupation.objects.update(skill_level=False), "第六条首段"),
    ("standards", lambda case, cast: Standard.objects.all().delete(), "第六条首段"),
    ("registered", moved_away, "第六条第（一）项"),
    ("legal_person", told(independent_legal_person=False), "第六条第（一）项"),
    ("not_for_profit", declared("not_for_profit"), "第六条第（二）项"),
    ("fees", lambda case, cast: FeeItem.objects.update(published_on=None), "第六条第（二）项"),
    ("staff", people_without("staff"), "第六条第（三）项"),
    ("experts", people_without("expert"), "第六条第（三）项"),
    ("examiners", people_without("examiner"), "第六条第（三）项"),
    ("examiners", lambda case, cast: Qualification.objects.all().delete(), "第六条第（三）项"),
    ("supervisors", people_without("supervisor"), "第六条第（三）项"),
    ("venues", lambda case, cast: Venue.objects.filter(kind="practical").delete(), "第六条第（四）项"),
    ("equipment", lambda case, cast: Equipment.objects.filter(occupation=ELECTRICIAN).delete(), "第六条第（四）项"),
    ("item_bank", lambda case, cast: ItemBank.objects.all().delete(), "第六条第（四）项"),
    ("video", lambda case, cast: Venue.objects.update(video=False), "第六条第（四）项"),
    ("safety", lambda case, cast: Venue.objects.update(safety_proof=False), "第六条第（四）项"),
    ("rules", without_file("management_rules"), "第六条第（五）项"),
    ("rules", without_file("staff_rules"), "第六条第（五）项"),
    ("rules", without_file("emergency_plan"), "第六条第（五）项"),
    ("mechanism", declared("training_mechanism"), "第六条第（六）项前段"),
    ("pay", declared("pay_linked"), "第六条第（六）项前段"),
]  # fmt: skip


@pytest.mark.row("JL25-6.0", "JL25-6.1", "JL25-6.2", "JL25-6.3", "JL25-6.4", "JL25-6.5", "JL25-6.6a")
@pytest.mark.parametrize(("condition", "spoil", "article"), CASES)
def test_a_condition_holds_and_does_not_once_it_is_spoilt(
    jilin: Cast, condition: str, spoil: Spoilt, article: str
) -> None:
    case = given_application(jilin.employer, "JL25")
    assert result(case, condition).truth is Truth.MET
    spoil(case, jilin)
    spoilt = result(Case.objects.get(pk=case.pk), condition)
    assert spoilt.truth is Truth.NOT_MET
    assert spoilt.condition.article == article
    assert spoilt.remedy


@pytest.mark.row("JL25-6.3")
def test_a_department_that_is_not_named_is_asked_for_and_not_refused(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    Institution.objects.filter(pk=jilin.employer.pk).update(department="")
    assert result(case, "department").truth is Truth.UNDETERMINED


@pytest.mark.row("JL25-6.6a")
@pytest.mark.parametrize("condition", ["mechanism", "pay"])
def test_the_mechanism_is_asked_of_employers_only(jilin: Cast, condition: str) -> None:
    assert result(given_application(jilin.school, "JL25"), condition).truth is Truth.NOT_APPLICABLE
    assert result(given_application(jilin.employer, "JL25"), condition).truth is Truth.MET


@pytest.mark.row("JL25-6.6b")
def test_proof_is_asked_only_where_subsidiaries_are_declared(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    assert result(case, "subsidiaries").truth is Truth.NOT_APPLICABLE
    with_a_subsidiary(case, jilin)
    assert result(case, "subsidiaries").truth is Truth.NOT_MET
    file = case.attachments.all()[0].file
    Subsidiary.objects.update(proof=file)
    assert result(case, "subsidiaries").truth is Truth.MET


@pytest.mark.parametrize(
    ("published", "truth"),
    [(date(2026, 11, 15), Truth.MET), (date(2026, 11, 16), Truth.MET), (date(2026, 11, 17), Truth.NOT_MET)],
)
@pytest.mark.row("JL25-6.2")
def test_a_fee_counts_as_published_from_its_day(jilin: Cast, published: date, truth: Truth) -> None:
    case = given_application(jilin.employer, "JL25")
    FeeItem.objects.filter(institution=jilin.employer).update(published_on=published)
    assert result(case, "fees").truth is truth
