"""Files taken in, put to a case, taken off it, and letters printed (收存材料、附入案件、出具文书)."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db import transaction

from dengji.audit.acts import record
from dengji.people.models import Organisation, Post
from dengji.people.terms import BODY_ROLES
from dengji.procedure.acts.receiving import Proof, state
from dengji.procedure.models import Case, Event, Letter
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.procedure.terms import CaseState
from dengji.records.content import ensure_named_as_it_is, media_type
from dengji.records.documents import letter_pdf
from dengji.records.models import SEALED, Attachment, PrintedLetter, StoredFile
from dengji.records.names import cleaned
from dengji.records.refusals import NotTaken
from dengji.records.terms import Retention
from dengji.sealing.seals import sealed_bytes

BLOCK = 256 * 1024
IN_THE_APPLICANTS_HANDS = (CaseState.DRAFT, CaseState.CORRECTING)


class Readable(Protocol):
    """Something to read bytes from."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes; none at the end."""


class Stated(NamedTuple):
    """A fact as an officer states it (核对的事实), with the note on what it was found from."""

    fact: str
    value: Any
    note: str


class _Kept(NamedTuple):
    """A file on its way in: where it lies, its digest and its size."""

    path: Path
    sha256: str
    size: int


def store(
    *, content: Readable, name: str, owner: Organisation | None, by: Post | None, at: datetime, retention: str
) -> StoredFile:
    """收存文件: keep a file as it was handed in, under its SHA-256; `owner` is the body that it belongs to.

    `retention` is a class of `Retention` or one that a text names for a material. Raises NotTaken for a file
    that is empty, too large, of a type that is not taken, with macros, or not what its name says.
    """
    with _received(content) as kept:
        told = _told(kept, name)
        place = Path(kept.sha256[:2], kept.sha256)
        _settle(kept.path, Path(settings.MEDIA_ROOT, place))
    whose = {"owner": owner, "uploaded_by": by, "uploaded_at": at, "retention": retention}
    return _on_record(StoredFile(path=place.as_posix(), **told, **whose))


def store_sealed(
    *, content: Readable, name: str, owner: Organisation | None, by: Post | None, at: datetime, retention: str
) -> StoredFile:
    """封存文件: the same for what shows a person, such as a photo; what lies in the store only the keys open."""
    with _received(content) as kept:
        told = _told(kept, name)
        place = Path(kept.sha256[:2], f"{kept.sha256}{SEALED}")
        kept.path.write_bytes(sealed_bytes(kept.path.read_bytes()))
        _settle(kept.path, Path(settings.MEDIA_ROOT, place))
    whose = {"owner": owner, "uploaded_by": by, "uploaded_at": at, "retention": retention}
    return _on_record(StoredFile(path=place.as_posix(), **told, **whose))


def _told(kept: _Kept, name: str) -> dict[str, Any]:
    """What the file says of itself; raises NotTaken."""
    kind = media_type(kept.path)
    shown = cleaned(name, kind.extensions)
    ensure_named_as_it_is(shown, kind)
    plain = kind.value  # plain text: it becomes a header
    return {"sha256": kept.sha256, "name": shown, "media_type": plain, "size": kept.size}


@transaction.atomic
def _on_record(stored: StoredFile) -> StoredFile:
    """The file's row, with its entry on the trail."""
    stored.save()
    after = {
        "name": stored.name,
        "sha256": stored.sha256,
        "size": stored.size,
        "type": stored.media_type,
        "retention": stored.retention,
    }
    about, by, at = ("records.StoredFile", stored.pk), stored.uploaded_by, stored.uploaded_at
    record(act="file.store", by=by, at=at, about=about, after=after)
    return stored


def attach(case: Case, *, material: str, file: StoredFile, by: Post, at: datetime) -> Attachment:
    """附入材料: put a file to a case under a heading of the text; the same file twice stays one."""
    with transaction.atomic():
        locked = _changeable(case, by)
        if file.owner_id != locked.applicant_id:
            raise NotYours("这份文件不是申请单位上传的，不能附入这件申请")
        there = locked.attachments.filter(
            material=material, file__sha256=file.sha256, removed_at=None
        ).first()
        if there is not None:
            return there
        attachment = Attachment.objects.create(case=locked, material=material, file=file)
        _note("file.attach", attachment, by=by, at=at)
    return attachment


def detach(attachment: Attachment, *, by: Post, at: datetime) -> None:
    """移除材料: take a file off a case that has not been handed in; file and record stay."""
    with transaction.atomic():
        _changeable(attachment.case, by)
        if Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=at):
            _note("file.detach", attachment, by=by, at=at)
    attachment.refresh_from_db(fields=["removed_at"])


@transaction.atomic
def prove(case: Case, stated: Stated, *, content: Readable, name: str, by: Post, at: datetime) -> Event:
    """凭材料核对事实: a fact stated with the paper that proves it; the paper belongs to the office that found it."""
    paper = store(
        content=content,
        name=name,
        owner=by.organisation,
        by=by,
        at=at,
        retention=Retention.FINDING_MATERIAL,
    )
    return state(case, stated.fact, stated.value, Proof(stated.note, paper.sha256), by=by, at=at)


def print_letter(letter: Letter, *, at: datetime) -> StoredFile:
    """出具文书: the letter as PDF, made once; who asks later, or at the same moment, gets the same file."""
    with transaction.atomic():
        locked = (
            Letter.objects.select_for_update(of=("self",))
            .select_related("authority", "case__applicant")
            .get(pk=letter.pk)
        )
        printed = PrintedLetter.objects.select_related("file").filter(letter=locked).first()
        if printed is not None:
            return printed.file
        file = store(
            content=BytesIO(letter_pdf(locked)),
            name=f"{' '.join(filter(None, (locked.title, locked.number)))}.pdf",
            owner=locked.case.applicant,
            by=None,
            at=at,
            retention=Retention.LETTER,
        )
        PrintedLetter.objects.create(letter=locked, file=file)
        after = {"file": str(file.token), "sha256": file.sha256}
        record(act="letter.print", by=None, at=at, about=("procedure.Letter", locked.pk), after=after)
    return file


def note_refused_reading(token: object, *, by: Post | None, at: datetime) -> None:
    """无权查阅留痕: somebody asked for a file that is not his to read; it stays on record."""
    with transaction.atomic():
        record(act="file.refused_reading", by=by, at=at, about=("records.StoredFile", str(token)[:64]))


@contextmanager
def _received(content: Readable) -> Iterator[_Kept]:
    """The content in a temporary file beside the others, gone afterwards unless it was moved."""
    limit = settings.DENGJI_UPLOAD_LIMIT
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=root, prefix=".incoming-", delete=False) as file:
        path = Path(file.name)
        try:
            while block := content.read(BLOCK):
                size += len(block)
                if size > limit:
                    raise NotTaken(
                        f"文件超过{limit // 1024 // 1024}兆字节，不能收",
                        remedy="请压缩其中的图片，或分成几个文件上传",
                    )
                digest.update(block)
                file.write(block)
            if not size:
                raise NotTaken("文件是空的，没有内容", remedy="请在电脑上打开核对后重新上传")
            file.flush()
            yield _Kept(path, digest.hexdigest(), size)
        finally:
            path.unlink(missing_ok=True)


def _settle(path: Path, place: Path) -> None:
    """Put a file where its digest says; one that is there already has the same content."""
    place.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(0o640)
    path.replace(place)


def _changeable(case: Case, by: Post) -> Case:
    """The case, locked, if its applicant may still change what it hands in."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if by.organisation_id != locked.applicant_id or by.role not in BODY_ROLES:
        raise NotYours("申请材料由申请单位自己增减")
    if locked.state not in IN_THE_APPLICANTS_HANDS:
        raise NotAllowed(
            f"申请{locked.get_state_display()}，材料不能再增减",
            remedy="需要补充材料的，请等承办部门退回补正后再上传",
        )
    return locked


def _note(act: str, attachment: Attachment, *, by: Post, at: datetime) -> None:
    """Put a change of a case's material on record."""
    after = {
        "material": attachment.material,
        "file": str(attachment.file.token),
        "sha256": attachment.file.sha256,
    }
    record(act=act, by=by, at=at, about=("procedure.Case", attachment.case_id), after=after)
