"""What an application says (申请事实): each fact known, and not known before there is anything to know it from."""

from datetime import date, timedelta
from typing import Any

import pytest

from dengji.filings.facts import applied as facts
from dengji.filings.models import Filing
from dengji.people.models import Division, Organisation
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from dengji.procedure.subject import Subject
from dengji.procedure.terms import Ending
from tests.cast import AT, ELECTRICIAN, TURNER, Cast
from tests.road import brought_to_its_end, given_application, given_round

ON = date(2026, 11, 16)
ROW = {
    "code": ELECTRICIAN, "name": "电工", "work_type": "", "levels": ["4", "3"], "audience": "own_staff",
    "standard": "national", "mark": "skill_level", "group": "6", "special_item": False,
}  # fmt: skip
EXAMINER = {
    "roles": ["examiner"],
    "qualifications": [{"occupation": ELECTRICIAN, "valid_until": "2026-11-16"}],
}
VENUE = {"kind": "practical", "occupations": [ELECTRICIAN]}
SIGNED = {"signed_at": "2026-11-16", "legal_representative": True}
BY_DOSSIER: list[tuple[str, dict[str, Any], Any]] = [
    ("occupations_applied", {"occupations": [ROW, {**ROW, "audience": "public"}]}, 1),
    ("occupations_outside_groups", {"occupations": [{**ROW, "group": "2"}]}, ["电工"]),
    ("occupations_outside_groups", {"occupations": [{**ROW, "group": None}]}, ["电工"]),
    ("occupations_outside_groups", {"occupations": [{**ROW, "group": "", "special_item": True}]}, []),
    ("occupations_outside_groups", {"occupations": [{**ROW, "group": "3"}]}, []),
    ("occupations_without_standard", {"occupations": [{**ROW, "standard": None}]}, ["电工"]),
    ("occupations_without_standard", {"occupations": [{**ROW, "standard": "norm"}]}, []),
    ("occupations_not_skill_level", {"occupations": [{**ROW, "mark": "access"}]}, ["电工"]),
    ("occupations_not_skill_level", {"occupations": [{**ROW, "mark": "both"}]}, []),
    ("occupations_not_access", {"occupations": [ROW]}, ["电工"]),
    ("occupations_not_access", {"occupations": [{**ROW, "mark": "both"}]}, []),
    ("items_not_in_catalogue", {"occupations": [ROW]}, ["电工"]),
    ("items_not_in_catalogue", {"occupations": [{**ROW, "special_item": True}]}, []),
    ("levels_applied", {"occupations": [ROW, {**ROW, "levels": ["1"]}]}, ["1", "3", "4"]),
    ("audiences_applied", {"occupations": [ROW]}, ["own_staff"]),
    ("occupations_without_examiner", {"occupations": [ROW], "members": [EXAMINER]}, []),
    ("occupations_without_examiner", {"occupations": [ROW], "members": []}, ["电工"]),
    ("occupations_without_venue", {"occupations": [ROW], "venues": []}, ["电工"]),
    ("occupations_without_venue", {"occupations": [ROW], "venues": [{**VENUE, "kind": "theory"}]}, ["电工"]),
    ("occupations_without_venue", {"occupations": [ROW], "venues": [VENUE]}, []),
    ("occupations_without_own_venue", {"occupations": [ROW], "venues": [{**VENUE, "tenure": "leased"}]}, ["电工"]),
    ("occupations_without_own_venue", {"occupations": [ROW], "venues": [{**VENUE, "tenure": "own"}]}, []),
    ("occupations_without_own_venue", {"occupations": [ROW]}, None),
    ("occupations_without_equipment", {"occupations": [ROW], "equipment": [{"occupation": TURNER}]}, ["电工"]),
    ("occupations_without_equipment", {"occupations": [ROW], "equipment": [{"occupation": ELECTRICIAN}]}, []),
    ("occupations_without_items", {"occupations": [ROW], "item_banks": []}, ["电工"]),
    ("occupations_without_items", {"occupations": [ROW], "item_banks": [{"occupation": ELECTRICIAN}]}, []),
    ("documents_handed_in", {"documents": {"form": [{"token": "t", "name": "表.pdf"}], "rules": []}}, ["form"]),
    ("commitment_signed", {"commitment": SIGNED}, True),
    ("commitment_signed", {"commitment": {**SIGNED, "signed_at": None}}, False),
    ("signed_by_legal_representative", {"commitment": {**SIGNED, "legal_representative": False}}, False),
    ("signed_by_legal_representative", {"commitment": SIGNED}, True),
]  # fmt: skip
UNKNOWN_BEFORE = sorted({name for name, _, _ in BY_DOSSIER} | {"documents_missing"})


def subject(dossier: dict[str, Any], pack: Any = None) -> Subject:
    """Somebody who applies with this dossier and no case yet."""
    division = Division(code="220202", name="某区")
    applicant = Organisation(kind="body", name="某厂", division=division)
    return Subject(applicant, pack, "initial", "skill_level", dossier)


@pytest.mark.parametrize(("name", "dossier", "value"), BY_DOSSIER)
def test_a_fact_is_read_from_the_dossier(name: str, dossier: dict[str, Any], value: Any) -> None:
    assert getattr(facts, name)(subject(dossier), ON) == value


@pytest.mark.parametrize("name", UNKNOWN_BEFORE)
def test_a_fact_is_not_known_before_there_is_an_application(name: str) -> None:
    assert getattr(facts, name)(subject({}), ON) is None


@pytest.mark.parametrize(
    ("day", "lacking"), [(date(2026, 11, 15), []), (date(2026, 11, 16), []), (date(2026, 11, 17), ["电工"])]
)
def test_an_examiners_card_counts_up_to_its_last_day(day: date, lacking: list[str]) -> None:
    dossier = {"occupations": [ROW], "members": [EXAMINER]}
    assert facts.occupations_without_examiner(subject(dossier), day) == lacking


@pytest.mark.django_db
@pytest.mark.row("XZ24-12")
def test_what_the_register_verified_need_not_be_handed_in(xinzhou: Cast) -> None:
    pack = pack_of(Edition.objects.current().get(pack_id="XZ24").pk)
    without = subject({"body": {"kind": "school", "registration_verified": None}, "documents": {}}, pack)
    verified = subject({"body": {"kind": "school", "registration_verified": True}, "documents": {}}, pack)
    differs = subject({"body": {"kind": "school", "registration_verified": False}, "documents": {}}, pack)
    label = pack.documents["registration"].label
    assert label in (facts.documents_missing(without, ON) or ())
    assert label not in (facts.documents_missing(verified, ON) or ())
    assert label in (facts.documents_missing(differs, ON) or ())


@pytest.mark.django_db
def test_a_material_for_employers_is_not_asked_of_a_school(xinzhou: Cast) -> None:
    pack = pack_of(Edition.objects.current().get(pack_id="XZ24").pk)
    label = pack.documents["mechanism"].label
    school = subject({"body": {"kind": "school", "registration_verified": None}, "documents": {}}, pack)
    employer = subject({"body": {"kind": "employer", "registration_verified": None}, "documents": {}}, pack)
    assert label not in (facts.documents_missing(school, ON) or ())
    assert label in (facts.documents_missing(employer, ON) or ())


@pytest.mark.django_db
def test_another_application_is_one_of_the_same_matter_that_has_not_ended(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    pack = pack_of(case.edition_id)
    before = Subject(case.applicant, pack, "initial", "skill_level", {})
    itself = Subject(case.applicant, pack, "initial", "skill_level", {}, case)
    assert facts.another_application_open(before, ON) is True
    assert facts.another_application_open(itself, ON) is False
    type(case).objects.filter(pk=case.pk).update(state="ended", ending=Ending.WITHDRAWN)
    assert facts.another_application_open(before, ON) is False


@pytest.mark.django_db
@pytest.mark.row("TJ21-10.1")
def test_a_round_is_open_from_its_first_to_its_last_day(tianjin: Cast) -> None:
    given_round(tianjin.province_bureau, "TJ21")
    pack = pack_of(Edition.objects.current().get(pack_id="TJ21").pk)
    body = {"body": {"affiliation": "county", "implementing_department": None}}
    who = Subject(tianjin.employer.organisation, pack, "initial", "skill_level", body)
    opens = AT.date()
    days = [opens - timedelta(days=1), opens, opens + timedelta(days=9), opens + timedelta(days=10)]
    assert [facts.round_open(who, day) for day in days] == [False, True, True, False]


@pytest.mark.django_db
def test_a_filing_counts_in_force_up_to_its_last_day(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to_its_end(case, jilin)
    filing = Filing.objects.get(case=case)
    assert filing.valid_until is not None
    who = Subject(case.applicant, pack_of(case.edition_id), "initial", "skill_level", {})
    last = filing.valid_until
    days = [last - timedelta(days=1), last, last + timedelta(days=1)]
    assert [facts.filings_in_force(who, day) for day in days] == [1, 1, 0]
    other = Subject(case.applicant, pack_of(case.edition_id), "initial", "access_qualification", {})
    assert facts.filings_in_force(other, last) == 0
