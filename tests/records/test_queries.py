"""Who may read a file: its body, the authorities and experts of its case, and nobody else."""

from uuid import uuid4

import pytest

from dengji.people.terms import BODY_ROLES, OFFICE_ROLES, Role
from dengji.procedure.models import Case, CaseParty, Submission
from dengji.procedure.queries import cases_within
from dengji.records.acts import attach, print_letter
from dengji.records.models import StoredFile
from dengji.records.queries import attached, file_for
from tests.records import papers
from tests.records.cast import (
    NOON,
    given_authority,
    given_body,
    given_case,
    given_clerk,
    given_expert,
    given_file,
    given_letter,
    given_manager,
    given_post,
)

pytestmark = pytest.mark.django_db


def given_attached(case: Case) -> StoredFile:
    """A file of the applicant in the case, as it was when the case was a draft."""
    Case.objects.filter(pk=case.pk).update(state="draft")
    file = given_file(case.applicant)
    attach(case, material="form", file=file, by=given_manager(case.applicant), at=NOON)
    Case.objects.filter(pk=case.pk).update(state=case.state)
    return file


def test_a_body_reads_its_own_files_and_no_others() -> None:
    body, other = given_body(), given_body("别家")
    file = given_file(body)
    assert file_for(given_manager(body), file.token) == file
    assert file_for(given_post(body, Role.STAFF), file.token) == file
    assert file_for(given_manager(other), file.token) is None


def test_visitors_read_none_and_a_guessed_address_leads_nowhere() -> None:
    body = given_body()
    assert file_for(None, given_file(body).token) is None
    assert file_for(given_manager(body), uuid4()) is None


def test_the_authority_that_holds_the_case_reads_its_files() -> None:
    centre, bureau = given_authority(), given_authority("某市人力资源和社会保障局", "bureau")
    file = given_attached(given_case(given_body(), centre))
    assert file_for(given_clerk(centre), file.token) == file
    assert file_for(given_clerk(bureau), file.token) is None


def test_nobody_in_an_authority_reads_an_application_that_is_being_filled() -> None:
    centre = given_authority()
    file = given_attached(given_case(given_body()))
    assert file_for(given_clerk(centre), file.token) is None


def test_an_authority_that_had_a_part_still_reads_the_files_though_it_did_nothing() -> None:
    centre, bureau = given_authority(), given_authority("某市人力资源和社会保障局", "bureau")
    case = given_case(given_body(), bureau)
    file = given_attached(case)
    CaseParty.objects.create(case=case, organisation=centre)
    assert not case.events.exists()
    assert file_for(given_clerk(centre), file.token) == file


def test_an_authority_without_a_part_reads_nothing_of_the_case() -> None:
    centre, bureau = given_authority(), given_authority("某市人力资源和社会保障局", "bureau")
    case = given_case(given_body(), bureau)
    file = given_attached(case)
    letter = print_letter(given_letter(case, bureau), at=NOON)
    for role in OFFICE_ROLES | {Role.MINISTRY}:
        elsewhere = given_post(centre, role)
        assert file_for(elsewhere, file.token) is None
        assert file_for(elsewhere, letter.token) is None
    assert file_for(given_clerk(bureau), file.token) == file


def test_files_are_read_by_the_posts_that_see_the_case_and_no_others() -> None:
    centre = given_authority()
    case = given_case(given_body(), centre)
    file = given_attached(case)
    for role in set(Role) - BODY_ROLES:
        post = given_expert(centre) if role == Role.EXPERT else given_post(centre, role)
        assert (file_for(post, file.token) is None) is (not cases_within(post).exists()), role


def test_a_file_that_is_not_in_the_case_is_not_read_through_it() -> None:
    centre, body = given_authority(), given_body()
    given_case(body, centre)
    assert file_for(given_clerk(centre), given_file(body).token) is None


def test_a_file_that_the_dossier_names_is_read_with_the_case() -> None:
    centre, body = given_authority(), given_body()
    case, file = given_case(body, centre), given_file(body)
    dossier = {"rules": [{"kind": "fees", "title": "收费管理办法", "file": str(file.token)}]}
    Submission.objects.create(
        case=case, ordinal=1, dossier=dossier, sha256="0" * 64, by=given_manager(body), at=NOON
    )
    assert file_for(given_clerk(centre), file.token) == file


def test_what_is_handed_in_is_listed_by_material() -> None:
    body = given_body()
    case, manager = given_case(body), given_manager(body)
    first, second = given_file(body), given_file(body, papers.PNG, "现场.png")
    for material, file in (("form", first), ("photos", second)):
        attach(case, material=material, file=file, by=manager, at=NOON)
    assert attached(case) == {
        "form": [{"token": str(first.token), "name": "申请表.pdf"}],
        "photos": [{"token": str(second.token), "name": "现场.png"}],
    }


def test_experts_read_the_files_of_cases_that_they_are_appointed_to() -> None:
    centre = given_authority()
    case = given_case(given_body(), centre)
    file = given_attached(case)
    assert file_for(given_expert(centre, case), file.token) == file
    assert file_for(given_expert(centre), file.token) is None


def test_a_supervisor_has_no_part_in_cases() -> None:
    centre = given_authority()
    file = given_attached(given_case(given_body(), centre))
    assert file_for(given_post(centre, Role.SUPERVISOR), file.token) is None


def test_body_and_authority_read_the_letters_of_the_case() -> None:
    centre, body = given_authority(), given_body()
    letter = given_letter(given_case(body, centre), centre)
    file = print_letter(letter, at=NOON)
    assert file_for(given_manager(body), file.token) == file
    assert file_for(given_clerk(centre), file.token) == file
    assert file_for(given_manager(given_body("别家")), file.token) is None
