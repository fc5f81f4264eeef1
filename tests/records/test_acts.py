"""Files are taken in whole or not at all, put to a case by its own body, and letters are printed once."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, transaction
from pytest_django import Settings

from dengji.audit.models import Entry
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.terms import CaseState
from dengji.records.acts import attach, detach, note_refused_reading, print_letter, store, store_sealed
from dengji.records.models import PrintedLetter, StoredFile
from dengji.records.queries import files_of, opened
from dengji.records.refusals import NotTaken
from dengji.records.terms import MediaType
from tests.records import papers
from tests.records.cast import (
    NOON,
    given_authority,
    given_body,
    given_case,
    given_clerk,
    given_file,
    given_letter,
    given_manager,
)

pytestmark = pytest.mark.django_db


def take(content: bytes, name: str = "申请表.pdf") -> StoredFile:
    """A file handed in by nobody in particular."""
    return store(
        content=BytesIO(content), name=name, owner=None, by=None, at=NOON, retention="filing_material"
    )


def lying_about() -> list[Path]:
    """Files half taken in."""
    return list(Path(configured.MEDIA_ROOT).glob(".incoming-*"))


def test_a_file_is_kept_as_it_was_under_its_digest() -> None:
    file = take(papers.PDF)
    assert file.path == f"{file.sha256[:2]}/{file.sha256}"
    assert (file.size, file.media_type, file.name) == (len(papers.PDF), MediaType.PDF, "申请表.pdf")
    with opened(file) as content:
        assert content.read() == papers.PDF
    assert lying_about() == []


def test_the_same_content_twice_lies_there_once() -> None:
    first, second = take(papers.PNG, "一.png"), take(papers.PNG, "二.png")
    assert first.pk != second.pk
    assert first.path == second.path


@pytest.mark.row("CR-10")
def test_a_sealed_file_lies_there_unreadable_and_opens_to_what_it_was() -> None:
    """Under the digest of what it was, beside the same content that lies plain; refused like any other."""
    plain = take(papers.PNG, "一.png")
    told: dict[str, Any] = {"name": "照片.png", "owner": None, "by": None, "at": NOON, "retention": "photo"}
    file = store_sealed(content=BytesIO(papers.PNG), **told)
    lies = Path(configured.MEDIA_ROOT, file.path).read_bytes()
    assert (file.sha256, file.size) == (plain.sha256, plain.size)
    assert papers.PNG[:16] not in lies
    with opened(file) as content, opened(plain) as same:
        assert content.read() == same.read() == papers.PNG
    with pytest.raises(NotTaken):
        store_sealed(content=BytesIO(b"<html>"), **told)


def test_taking_a_file_is_on_record_with_its_digest() -> None:
    file = given_file(body := given_body())
    entry = Entry.objects.get(act="file.store", object_id=str(file.pk))
    assert entry.after is not None
    assert entry.after["sha256"] == file.sha256
    assert entry.organisation_name == body.name


@pytest.mark.parametrize(("size", "taken"), [(999, True), (1000, True), (1001, False)])
def test_a_file_over_the_limit_is_refused(size: int, taken: bool, settings: Settings) -> None:
    settings.DENGJI_UPLOAD_LIMIT = 1000
    content = papers.PDF.ljust(size, b"\n")
    if taken:
        assert take(content).size == size
    else:
        with pytest.raises(NotTaken, match="文件超过0兆字节，不能收"):
            take(content)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "申请表.pdf", "文件是空的"),
        (papers.PNG, "申请表.pdf", "文件名以“.pdf”结尾，内容却是PNG 图片"),
        (b"MZ\x90", "申请表.pdf", "程序文件不能收"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(NotTaken, match=sentence):
        take(content, name)
    assert not StoredFile.objects.exists()
    assert not Entry.objects.exists()
    assert lying_about() == []


def test_a_path_in_a_name_is_not_kept() -> None:
    assert take(papers.PDF, "../../../etc/passwd\x00/申请表.pdf").name == "申请表.pdf"


def test_a_body_puts_its_file_to_its_case_on_record() -> None:
    body = given_body()
    case, file, manager = given_case(body), given_file(body), given_manager(body)
    attach(case, material="form", file=file, by=manager, at=NOON)
    assert [(each.material, each.file) for each in files_of(case)] == [("form", file)]
    entry = Entry.objects.get(act="file.attach", object_id=str(case.pk))
    assert entry.after == {"material": "form", "file": str(file.token), "sha256": file.sha256}


def test_the_button_pressed_twice_puts_the_file_there_once() -> None:
    body = given_body()
    case, manager = given_case(body), given_manager(body)
    first = attach(case, material="form", file=given_file(body), by=manager, at=NOON)
    assert attach(case, material="form", file=given_file(body), by=manager, at=NOON) == first
    assert attach(case, material="other", file=given_file(body), by=manager, at=NOON) != first


def test_a_file_of_another_body_is_not_put_to_the_case() -> None:
    body = given_body()
    with pytest.raises(NotYours, match="不是申请单位上传的"):
        attach(
            given_case(body),
            material="form",
            file=given_file(given_body("别家")),
            by=given_manager(body),
            at=NOON,
        )


def test_nobody_else_puts_files_to_a_case() -> None:
    body, centre = given_body(), given_authority()
    with pytest.raises(NotYours, match="由申请单位自己增减"):
        attach(given_case(body), material="form", file=given_file(body), by=given_clerk(centre), at=NOON)


@pytest.mark.parametrize(
    ("state", "free"),
    [(CaseState.DRAFT, True), (CaseState.CORRECTING, True), (CaseState.OPEN, False)],
)
def test_material_changes_only_while_the_application_is_in_the_applicants_hands(
    state: CaseState, free: bool
) -> None:
    body = given_body()
    case, file, manager = given_case(body, state=state), given_file(body), given_manager(body)
    if free:
        attach(case, material="form", file=file, by=manager, at=NOON)
        assert files_of(case).count() == 1
    else:
        with pytest.raises(NotAllowed, match="申请办理中，材料不能再增减"):
            attach(case, material="form", file=file, by=manager, at=NOON)


def test_a_file_taken_off_a_case_stays_on_record() -> None:
    body = given_body()
    case, manager = given_case(body), given_manager(body)
    attachment = attach(case, material="form", file=given_file(body), by=manager, at=NOON)
    detach(attachment, by=manager, at=NOON)
    detach(attachment, by=manager, at=NOON)
    assert attachment.removed_at == NOON
    assert not files_of(case).exists()
    assert Entry.objects.filter(act="file.detach").count() == 1


def test_a_letter_is_printed_once_and_belongs_to_the_body() -> None:
    body, centre = given_body(), given_authority()
    letter = given_letter(given_case(body, centre), centre)
    first, second = print_letter(letter, at=NOON), print_letter(letter, at=NOON)
    assert first == second == PrintedLetter.objects.get().file
    assert (first.owner, first.retention) == (body, "letter")
    assert first.name == "职业技能等级认定机构备案通知 某人社备〔2026〕12号.pdf"
    assert Entry.objects.filter(act="letter.print", object_id=str(letter.pk)).count() == 1


def test_no_letter_has_two_prints() -> None:
    centre = given_authority()
    letter = given_letter(given_case(given_body(), centre), centre)
    file = print_letter(letter, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedLetter.objects.create(letter=letter, file=file)


@pytest.mark.row("CR-10")
def test_asking_for_a_file_in_vain_is_on_record() -> None:
    clerk = given_clerk(given_authority())
    note_refused_reading("0b0e2a4c-5f63-4c38-9f8e-3d3c9a1d2e11", by=clerk, at=NOON)
    entry = Entry.objects.get(act="file.refused_reading")
    assert (entry.person, entry.object_id) == (clerk.person, "0b0e2a4c-5f63-4c38-9f8e-3d3c9a1d2e11")
