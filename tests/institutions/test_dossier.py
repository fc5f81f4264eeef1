"""The registers as a case takes them along, and the facts that are read from them."""

import json
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from dengji.institutions import facts
from dengji.institutions.dossier import registers
from dengji.institutions.faults import faults_of
from dengji.institutions.identities import number_of
from dengji.institutions.models import FeeItem, Institution, Subsidiary, Venue
from dengji.institutions.queries import counts, institution_of, institutions
from dengji.policy.facts import Answer
from dengji.procedure.subject import Subject
from tests.cast import AT, Cast, given_cast, given_verified, uscc

pytestmark = pytest.mark.django_db
TODAY = AT.date()
PARTS = ["body", "equipment", "fees", "item_banks", "members", "rules", "subsidiaries", "venues"]


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


class Text:
    """A text in force in a place, as far as facts look at it."""

    def __init__(self, jurisdiction: str) -> None:
        self.jurisdiction = jurisdiction


def subject(institution: Institution, place: str = "220000", **parts: Any) -> Subject:
    """The body as a fact sees it."""
    text: Any = Text(place)
    dossier = {**registers(institution, TODAY), **parts}
    return Subject(institution.organisation, text, "initial", "skill_level", dossier)


def test_every_row_of_the_cast_is_in_order(cast: Cast) -> None:
    for body in (cast.employer, cast.social_organisation, cast.school, cast.examination_body):
        rows = [body, *body.members.all(), *body.venues.all(), *body.equipment.all(), *body.fees.all()]
        assert [fault for row in rows for fault in faults_of(row)] == []


def test_the_dossier_is_plain_json_and_taken_in_few_statements(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(11):
        dossier = registers(cast.employer, TODAY)
    assert sorted(dossier) == PARTS
    assert json.loads(json.dumps(dossier)) == dossier


def test_the_dossier_says_what_the_registers_say(cast: Cast) -> None:
    dossier = registers(cast.examination_body, TODAY)
    body = dossier["body"]
    assert (body["kind"], body["uscc"], body["division"]) == ("examination_body", uscc(4), cast.county.code)
    assert body["implementing_department"] == cast.department.name
    assert body["registration_verified"] is None
    assert len(dossier["members"]) == 14
    examiner = next(member for member in dossier["members"] if member["roles"] == ["examiner"])
    assert examiner["qualifications"][0]["level"] == "1"
    assert "*" * 8 in examiner["identity_masked"]
    assert dossier["fees"][0]["published_on"] == "2020-01-01"


def test_no_identity_number_is_in_the_dossier(cast: Cast) -> None:
    written = json.dumps(registers(cast.employer, TODAY))
    assert not any(number_of(member) in written for member in cast.employer.members.all())


@pytest.mark.row("JL25-6.3")
@pytest.mark.row("TJ21-9.4")
@pytest.mark.row("JLJD-5.3")
def test_people_and_places_are_counted(cast: Cast) -> None:
    asked = subject(cast.employer)
    assert facts.kind(asked, TODAY) == "employer"
    assert facts.affiliation(asked, TODAY) == "county"
    assert facts.full_time_staff(asked, TODAY) == 3
    assert facts.experts(asked, TODAY) == 3
    assert facts.examiners(asked, TODAY) == 6
    assert facts.quality_supervisors(asked, TODAY) == 2
    assert facts.theory_venues(asked, TODAY) == 1
    assert facts.practical_venues(asked, TODAY) == 1
    assert facts.dedicated_department(asked, TODAY) is True
    assert facts.independent_legal_person(asked, TODAY) is True


@pytest.mark.row("JL25-6.1")
@pytest.mark.parametrize(
    ("place", "inside"),
    [
        ("220000", True),
        ("220200", True),
        ("220202", True),
        ("220203", False),
        ("220300", False),
        ("350000", False),
        ("000000", True),
    ],
)
def test_a_body_lies_in_the_jurisdiction_or_not(cast: Cast, place: str, *, inside: bool) -> None:
    assert facts.registered_in_jurisdiction(subject(cast.employer, place), TODAY) is inside


@pytest.mark.row("JLJD-2")
def test_another_department_is_one_that_is_recorded(cast: Cast) -> None:
    assert facts.other_department(subject(cast.examination_body), TODAY) is True
    assert facts.other_department(subject(cast.employer), TODAY) is False
    assert facts.other_department(subject(cast.employer, body={}), TODAY) is None


@pytest.mark.row("XZ24-12")
def test_what_a_register_answered_is_named_as_its_word(cast: Cast) -> None:
    assert facts.registration_verified(subject(cast.employer), TODAY) is None
    assert facts.credit_clean(subject(cast.employer), TODAY) is None
    given_verified(cast.employer)
    assert facts.registration_verified(subject(cast.employer), TODAY) == Answer(True, "登记机关核验")
    assert facts.credit_clean(subject(cast.employer), TODAY) == Answer(True, "登记机关核验")


@pytest.mark.row("JL25-6.4")
@pytest.mark.row("XZ24-24.3")
def test_venues_that_lack_something_are_named(cast: Cast) -> None:
    asked = subject(cast.employer)
    assert facts.venues_without_video(asked, TODAY) == []
    assert facts.venues_without_safety_proof(asked, TODAY) == []
    Venue.objects.filter(institution=cast.employer, name="实训车间").update(video=False, safety_proof=False)
    asked = subject(cast.employer)
    assert facts.venues_without_video(asked, TODAY) == ["实训车间"]
    assert facts.venues_without_safety_proof(asked, TODAY) == ["实训车间"]


@pytest.mark.row("XZ24-24.3")
def test_only_its_own_theory_venues_are_counted_as_its_own(cast: Cast) -> None:
    assert facts.own_theory_venues(subject(cast.employer), TODAY) == 1
    Venue.objects.filter(institution=cast.employer, kind="theory").update(tenure="leased")
    assert facts.own_theory_venues(subject(cast.employer), TODAY) == 0


@pytest.mark.row("JL25-6.2")
@pytest.mark.parametrize(
    ("published", "known"),
    [
        (date(2026, 11, 15), True),
        (TODAY, True),
        (date(2026, 11, 17), False),
        (None, False),
    ],
)
def test_fees_are_published_from_their_day(cast: Cast, published: date | None, *, known: bool) -> None:
    FeeItem.objects.filter(institution=cast.employer).update(published_on=published)
    assert facts.fees_published(subject(cast.employer), TODAY) is known


def test_without_any_fee_it_is_not_known_whether_they_are_published(cast: Cast) -> None:
    FeeItem.objects.filter(institution=cast.employer).delete()
    assert facts.fees_published(subject(cast.employer), TODAY) is None


@pytest.mark.row("JL25-6.6b")
def test_subsidiaries_and_their_proofs_are_told(cast: Cast) -> None:
    assert facts.subsidiaries_declared(subject(cast.employer), TODAY) is False
    Subsidiary.objects.create(
        institution=cast.employer, name="松江铸造", uscc=uscc(61), relation="wholly_owned"
    )
    assert facts.subsidiaries_declared(subject(cast.employer), TODAY) is True
    assert facts.subsidiaries_without_proof(subject(cast.employer), TODAY) == ["松江铸造"]


@pytest.mark.row("CR-5")
def test_of_an_empty_dossier_nothing_is_known() -> None:
    nothing: Any = Subject(None, Text("220000"), "initial", "skill_level", {})  # type: ignore[arg-type]
    named = [
        facts.kind,
        facts.affiliation,
        facts.registered_in_jurisdiction,
        facts.independent_legal_person,
        facts.other_department,
        facts.registration_verified,
        facts.credit_clean,
        facts.dedicated_department,
        facts.full_time_staff,
        facts.theory_venues,
        facts.own_theory_venues,
        facts.venues_without_video,
        facts.fees_published,
        facts.subsidiaries_declared,
        facts.subsidiaries_without_proof,
    ]
    assert [fact.__name__ for fact in named if fact(nothing, TODAY) is not None] == []


def test_a_department_left_blank_is_not_known(cast: Cast) -> None:
    Institution.objects.filter(pk=cast.employer.pk).update(department="")
    assert facts.dedicated_department(subject(cast.employer), TODAY) is None


def test_a_post_belongs_to_its_body_or_to_none(cast: Cast) -> None:
    assert institution_of(cast.manager) == cast.employer
    assert institution_of(cast.clerk) is None
    assert institution_of(None) is None


def test_bodies_are_listed_by_pinyin(cast: Cast) -> None:
    Institution.objects.filter(pk=cast.school.pk).update(sort_key="aaa")
    assert institutions()[0] == cast.school
    assert institutions().last() == cast.employer


def test_registers_are_counted_in_one_statement(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        counted = counts(cast.employer)
    assert (counted.members, counted.venues, counted.equipment, counted.rules) == (14, 2, 3, 9)
