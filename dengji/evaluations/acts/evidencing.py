"""Evidence of the day (过程资料): films and papers, here under their digest, or elsewhere with digest and place."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.attending import under_way
from dengji.evaluations.models.day import Evidence, Upload
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.sittings import Sitting
from dengji.evaluations.terms import EvidenceKind
from dengji.people.models import Post
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.records.acts import Readable
from dengji.records.large import begun, dropped, grown, settled
from dengji.records.models import StoredFile
from dengji.records.names import cleaned
from dengji.records.queries import is_there
from dengji.records.terms import Retention

LARGEST = 2 * 1024**3  # bytes
PIECE = 1024**2  # bytes at the beginning of a file whose digest says which file it is
ENDINGS = (".mp4",)  # what a name without an ending gets
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """What is registered (过程资料): of what kind, called what, of which sitting."""

    kind: str
    title: str
    sitting: Sitting | None = None


class FileSaid(NamedTuple):
    """A file as it is told of before it is sent (待上传文件): `head` is the digest of its first PIECE, if known."""

    name: str
    size: int
    head: str = ""


class Lies(NamedTuple):
    """Where evidence lies (存放): here as a file, or elsewhere; its digest in either case."""

    sha256: str
    kept_at: str = ""
    file: StoredFile | None = None


@transaction.atomic
def register_elsewhere(
    plan: Plan, entry: EvidenceEntry, sha256: str, kept_at: str, *, by: Post, at: datetime
) -> Evidence:
    """登记存放在别处的资料: its digest proves later that nothing was changed. Registered twice it is one."""
    fresh = under_way(plan, by, at)
    digest = sha256.strip().lower()
    if not DIGEST.fullmatch(digest):
        raise NotAllowed("校验值应为64位十六进制（SHA-256）。", remedy="可以用校验工具计算，再填到这里。")
    where = within(kept_at, 200, please="请写明存放在哪里")
    return _registered(fresh, entry, Lies(digest, kept_at=where), by=by, at=at)


@transaction.atomic
def begin_upload(
    plan: Plan, file: FileSaid, entry: EvidenceEntry | None = None, *, by: Post, at: datetime
) -> Upload:
    """开始上传: the same file, whatever it is called now, goes on where it broke off; what it is is kept with it.

    It is the same by size and by the digest of its beginning; where no digest is known, by size and name.
    """
    fresh = under_way(plan, by, at)
    if not 0 < file.size <= LARGEST:
        raise NotAllowed(
            "每个文件应大于0，不超过2GB。", remedy="请分成几个文件上传，或者登记存放处和校验值。"
        )
    called = cleaned(file.name, ENDINGS)
    same = {"head": file.head} if file.head else {"name": called, "by": by}
    there = Upload.objects.filter(plan=fresh, size=file.size, done_at=None, **same).first()
    upload = there or Upload(plan=fresh, name=called, size=file.size, head=file.head, by=by, at=at)
    if entry is not None:
        _ensure_sound(fresh, entry)
        upload.kind, upload.title, upload.sitting = entry.kind, entry.title.strip(), entry.sitting
    if there is None:
        upload.path = begun(str(upload.token))
    upload.save()
    return upload


def take_part(upload: Upload, offset: int, content: Readable, *, by: Post, at: datetime) -> int:
    """接收一段: from where the file stands; says how much of it is here. Raises Moved where it stands elsewhere."""
    with transaction.atomic():
        fresh = _his(upload, by)
        if fresh.done_at is not None:
            return fresh.received
        if offset != fresh.received:
            raise Moved("这一段和已经收到的接不上。", remedy=f"请从第{fresh.received}字节继续。")
        fresh.received = grown(fresh.path, at=offset, by=content, most=fresh.size)
        fresh.save(update_fields=["received"])
    upload.received = fresh.received
    return fresh.received


@transaction.atomic
def finish_upload(upload: Upload, entry: EvidenceEntry, *, by: Post, at: datetime) -> Evidence:
    """完成上传: the whole file is here; it is told by its content, kept under its digest and registered."""
    fresh = _his(upload, by)
    plan = under_way(fresh.plan, by, at)
    if fresh.done_at is not None:
        raise Moved("这个文件已经登记。")
    if fresh.received != fresh.size:
        raise NotAllowed(f"文件还没有传完，已收{fresh.received}字节，共{fresh.size}字节。")
    sha256, path, kind = settled(fresh.path)
    file = StoredFile.objects.create(
        sha256=sha256,
        name=fresh.name,
        media_type=kind,
        size=fresh.size,
        path=path,
        owner=plan.filing.institution.organisation,
        uploaded_by=by,
        uploaded_at=at,
        retention=Retention.BATCH_MATERIAL,
    )
    Upload.objects.filter(pk=fresh.pk).update(done_at=at)
    return _registered(plan, entry, Lies(sha256, file=file), by=by, at=at)


@transaction.atomic
def give_up_upload(upload: Upload, *, by: Post, at: datetime) -> None:
    """放弃上传: what came of it is taken away."""
    fresh = _his(upload, by)
    if fresh.done_at is None:
        transaction.on_commit(lambda: dropped(fresh.path))
        fresh.delete()


@transaction.atomic
def read(evidence: Evidence, *, by: Post, at: datetime) -> StoredFile:
    """调阅过程资料: the file, for whoever sees the plan, on record. Raises NotAllowed where it is elsewhere or gone."""
    file = evidence.file
    if file is None:
        raise NotAllowed(
            f"“{evidence.title}”没有上传到这里，存放在{evidence.kept_at}。", remedy="请向机构调取。"
        )
    if not is_there(file):
        raise NotAllowed(f"“{evidence.title}”的文件已经销毁。", remedy="销毁的依据和清册见这个批次的档案。")
    after = {"title": evidence.title, "file": str(file.token), "sha256": file.sha256}
    record(act="plan.evidence_read", by=by, at=at, about=("evaluations.Plan", evidence.plan_id), after=after)
    return file


def _his(upload: Upload, by: Post) -> Upload:
    """The upload, locked, for the body whose plan it is for."""
    found = Upload.objects.select_for_update(of=("self",)).select_related("plan__filing")
    fresh = found.get(pk=upload.pk)
    if fresh.plan.filing.institution_id != by.organisation_id:
        raise NotYours("只有本机构的人员可以上传本机构的资料。")
    return fresh


def _ensure_sound(plan: Plan, entry: EvidenceEntry) -> str:
    """The title as it is kept; raises NotAllowed for what cannot be registered."""
    if entry.kind not in EvidenceKind.values:
        raise NotAllowed("请选择资料的类别。")
    if entry.sitting is not None and entry.sitting.plan_id != plan.pk:
        raise NotAllowed("请从本计划的场次中选择。")
    return within(entry.title, 120, please="请填写资料名称")


def _registered(plan: Plan, entry: EvidenceEntry, lies: Lies, *, by: Post, at: datetime) -> Evidence:
    title = _ensure_sound(plan, entry)
    made, new = Evidence.objects.get_or_create(
        plan=plan,
        sitting=entry.sitting,
        kind=entry.kind,
        title=title,
        **lies._asdict(),
        defaults={"by": by, "at": at},
    )
    if not new:
        return made
    after = {"kind": made.kind, "title": made.title, "sha256": made.sha256}
    record(act="plan.evidence", by=by, at=at, about=("evaluations.Plan", plan.pk), after=after)
    return made
