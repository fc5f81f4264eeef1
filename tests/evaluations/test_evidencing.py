"""Evidence: a film that comes in parts goes on where it broke off; what lies elsewhere has its digest."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from dengji.evaluations.acts import evidencing
from dengji.evaluations.acts.evidencing import LARGEST, EvidenceEntry, FileSaid
from dengji.evaluations.models.day import Upload
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import EvidenceKind
from dengji.filings.models import Filing
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.records.refusals import NotTaken
from tests.batch import STARTS, given_approved
from tests.cast import Cast
from tests.records.papers import PDF
from tests.road import manager_of, on_day

ON_THE_DAY = on_day(STARTS, 12)
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 5000
VIDEO = EvidenceEntry(EvidenceKind.VIDEO, "一考场全程视频")


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """An approved plan."""
    return given_approved(filing)


def begun(plan: Plan, size: int = len(FILM), name: str = "一考场.mp4", head: str = "") -> Upload:
    """An upload that has begun."""
    file = FileSaid(name, size, head)
    return evidencing.begin_upload(plan, file, by=manager_of(plan.filing.institution), at=ON_THE_DAY)


def sent(upload: Upload, offset: int, part: bytes) -> int:
    """A part of it sent."""
    by = manager_of(upload.plan.filing.institution)
    return evidencing.take_part(upload, offset, BytesIO(part), by=by, at=ON_THE_DAY)


@pytest.mark.row("JLJD-11")
def test_a_film_that_broke_off_goes_on_where_it_was(plan: Plan) -> None:
    """Chosen again under the same name and size it is the same upload; a part sent twice is refused with the offset."""
    upload = begun(plan)
    assert sent(upload, 0, FILM[:2000]) == 2000
    again = begun(plan)
    assert (again.pk, again.received) == (upload.pk, 2000)
    with pytest.raises(Moved) as moved:
        sent(again, 0, FILM[:2000])
    assert "第2000字节" in moved.value.remedy
    assert sent(again, 2000, FILM[2000:]) == len(FILM)
    by = manager_of(plan.filing.institution)
    made = evidencing.finish_upload(again, VIDEO, by=by, at=ON_THE_DAY)
    assert made.file is not None
    assert made.sha256 == made.file.sha256 == hashlib.sha256(FILM).hexdigest()
    assert Path(settings.MEDIA_ROOT, made.file.path).read_bytes() == FILM
    assert made.file.media_type == "video/mp4"


def test_what_was_half_written_is_written_over(plan: Plan) -> None:
    """As after a crash between the file and the row."""
    upload = begun(plan)
    sent(upload, 0, FILM[:1000])
    path = Path(settings.MEDIA_ROOT, upload.path)
    path.write_bytes(FILM[:1000] + b"rubbish")
    assert sent(upload, 1000, FILM[1000:1500]) == 1500
    assert path.read_bytes() == FILM[:1500]


def test_more_than_was_said_is_refused(plan: Plan) -> None:
    """And what was there stays."""
    upload = begun(plan, size=100)
    sent(upload, 0, FILM[:60])
    with pytest.raises(NotTaken, match="超过了登记的文件大小"):
        sent(upload, 60, FILM[60:200])
    assert Path(settings.MEDIA_ROOT, upload.path).read_bytes() == FILM[:60]


@pytest.mark.parametrize(("size", "may"), [(LARGEST, True), (LARGEST + 1, False), (0, False)])
def test_a_film_has_two_gigabytes_at_most(plan: Plan, size: int, may: bool) -> None:
    """Said before anything is sent."""
    if may:
        assert begun(plan, size=size).size == LARGEST
        return
    with pytest.raises(NotAllowed, match="不超过2GB"):
        begun(plan, size=size)


def test_half_a_film_is_not_finished(plan: Plan) -> None:
    """Nor what is neither a film nor a document."""
    by = manager_of(plan.filing.institution)
    upload = begun(plan)
    sent(upload, 0, FILM[:10])
    with pytest.raises(NotAllowed, match="还没有传完，已收10字节"):
        evidencing.finish_upload(upload, VIDEO, by=by, at=ON_THE_DAY)
    program = begun(plan, size=6, name="a.mp4")
    sent(program, 0, b"MZ\x90\x00\x03\x00")
    with pytest.raises(NotTaken, match="程序文件不能收"):
        evidencing.finish_upload(program, VIDEO, by=by, at=ON_THE_DAY)


def test_a_document_may_come_in_parts_too(plan: Plan) -> None:
    """A large scan, for one; finished once only."""
    upload, by = begun(plan, size=len(PDF), name="考场记录.pdf"), manager_of(plan.filing.institution)
    sent(upload, 0, PDF)
    entry = EvidenceEntry(EvidenceKind.VENUE_RECORD, "考场记录")
    assert evidencing.finish_upload(upload, entry, by=by, at=ON_THE_DAY).file is not None
    with pytest.raises(Moved, match="已经登记"):
        evidencing.finish_upload(upload, entry, by=by, at=ON_THE_DAY)
    assert sent(upload, 0, PDF) == len(PDF)


def test_an_upload_can_be_given_up(plan: Plan, django_capture_on_commit_callbacks: object) -> None:
    """What came of it is gone."""
    assert callable(django_capture_on_commit_callbacks)
    upload = begun(plan)
    path = Path(settings.MEDIA_ROOT, upload.path)
    with django_capture_on_commit_callbacks(execute=True):
        evidencing.give_up_upload(upload, by=manager_of(plan.filing.institution), at=ON_THE_DAY)
    assert not path.exists()
    assert not Upload.objects.exists()


@pytest.mark.row("JLJD-11")
def test_what_lies_elsewhere_is_registered_with_digest_and_place(plan: Plan) -> None:
    """The digest in either case of letters; without one, or without a place, it is refused."""
    by, digest = manager_of(plan.filing.institution), hashlib.sha256(b"film").hexdigest()
    made = evidencing.register_elsewhere(
        plan, VIDEO, f" {digest.upper()} ", "机房硬盘A3", by=by, at=ON_THE_DAY
    )
    assert (made.sha256, made.kept_at, made.file) == (digest, "机房硬盘A3", None)
    for wrong, where, said in (("abc", "机房", "64位十六进制"), (digest, "", "存放在哪里")):
        with pytest.raises(NotAllowed, match=said):
            evidencing.register_elsewhere(plan, VIDEO, wrong, where, by=by, at=ON_THE_DAY)


def test_nobody_sends_parts_for_another_body(plan: Plan, cast: Cast) -> None:
    """Not even with the address."""
    with pytest.raises(NotYours):
        evidencing.take_part(begun(plan), 0, BytesIO(FILM), by=manager_of(cast.school), at=ON_THE_DAY)


@pytest.mark.parametrize("entry", [EvidenceEntry("strange", "题名"), EvidenceEntry("video", " ")])
def test_a_kind_and_a_title_are_needed(plan: Plan, entry: EvidenceEntry) -> None:
    """From the list, and not empty."""
    with pytest.raises(NotAllowed, match=r"类别|资料名称"):
        evidencing.register_elsewhere(
            plan, entry, "0" * 64, "机房", by=manager_of(plan.filing.institution), at=ON_THE_DAY
        )
