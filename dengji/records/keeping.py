"""Archives (档案保管与销毁): opened, placed, held, and destroyed when their terms have run out and another agreed.

Nothing is destroyed on or before the last day of its term, while a hold stands, or without a second person; the
database refuses it too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.people.models import Organisation, Post
from dengji.people.terms import BODY_ROLES, DECIDING, OrganisationKind
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.records.acts import store
from dengji.records.destruction import certificate_pdf
from dengji.records.models import Archive, ArchiveItem, Disposal, Hold, StoredFile
from dengji.records.terms import DisposalState, Retention

MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """What is to be kept (应归档材料): in which volume, on what, by which article, until which day at least."""

    key: str
    volume: str
    label: str
    medium: str
    article: str
    kept_until: date
    file: StoredFile | None = None
    kept_at: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What an archive is of (立卷内容), whose it is, and from which day its terms run."""

    kind: str
    subject: str
    title: str
    owner: Organisation
    authority: Organisation
    from_on: date


@transaction.atomic
def open_archive(opened: Opened, items: Iterable[ItemEntry], *, by: Post | None, at: datetime) -> Archive:
    """立卷: the archive with everything that must be kept in it; done again, it gets what it did not have yet."""
    archive, made = Archive.objects.get_or_create(
        kind=opened.kind,
        subject=opened.subject,
        defaults={
            "title": opened.title,
            "owner": opened.owner,
            "authority": opened.authority,
            "from_on": opened.from_on,
            "opened_at": at,
        },
    )
    there = set(archive.items.values_list("key", flat=True))
    new = [
        ArchiveItem(
            archive=archive,
            key=each.key,
            volume=each.volume,
            label=each.label,
            medium=each.medium,
            article=each.article,
            kept_until=each.kept_until,
            file=each.file,
            kept_at=each.kept_at,
        )
        for each in items
        if each.key not in there
    ]
    ArchiveItem.objects.bulk_create(new)
    if made or new:
        after = {"subject": opened.subject, "items": [each.key for each in new]}
        record(act="archive.open", by=by, at=at, about=("records.Archive", archive.pk), after=after)
    return archive


@transaction.atomic
def place(item: ArchiveItem, kept_at: str, quantity: str, *, by: Post, at: datetime) -> None:
    """登记存放: where a thing lies, and how much of it there is."""
    archive = _kept_by(item.archive, by)
    fresh = archive.items.select_for_update().get(pk=item.pk)
    if fresh.disposed_on is not None:
        raise NotAllowed(f"“{fresh.label}”已经销毁，不能再登记存放处。")
    before = {"kept_at": fresh.kept_at, "quantity": fresh.quantity}
    fresh.kept_at = within(kept_at, 200, please="请写明存放在哪里")
    fresh.quantity = quantity.strip()[:60]
    fresh.save(update_fields=["kept_at", "quantity"])
    item.__dict__.update(fresh.__dict__)
    after = {"item": fresh.key, "kept_at": fresh.kept_at, "quantity": fresh.quantity}
    record(
        act="archive.place", by=by, at=at, about=("records.Archive", archive.pk), before=before, after=after
    )


@transaction.atomic
def hold(archive: Archive, reason: str, *, by: Post, at: datetime) -> Hold:
    """停止销毁: nothing of the archive is destroyed until the hold is lifted; a list that it stands on falls."""
    fresh = _watched_by(archive, by)
    why = within(reason, 300, please="请写明停止销毁的理由，例如正在调查的案件")
    standing = fresh.holds.filter(lifted_at=None).first()
    if standing is not None:
        raise NotAllowed(f"这卷档案已经停止销毁，理由：{standing.reason}。")
    made = Hold.objects.create(archive=fresh, reason=why, by=by, at=at)
    fresh.items.filter(disposed_on=None).exclude(disposal=None).update(disposal=None)
    record(act="archive.hold", by=by, at=at, about=("records.Archive", fresh.pk), after={"reason": why})
    return made


@transaction.atomic
def lift(standing: Hold, because: str, *, by: Post, at: datetime) -> None:
    """解除停止销毁: from now on the archive may be destroyed as its terms run out."""
    _watched_by(standing.archive, by)
    fresh = Hold.objects.select_for_update().get(pk=standing.pk)
    if fresh.lifted_at is not None:
        raise Moved("停止销毁已经解除。")
    fresh.lifted_by, fresh.lifted_at = by, at
    fresh.lifted_because = within(because, 300, please="请写明解除的理由")
    fresh.save()
    after = {"because": fresh.lifted_because}
    record(act="archive.lift", by=by, at=at, about=("records.Archive", fresh.archive_id), after=after)


@transaction.atomic
def propose_disposal(items: Sequence[ArchiveItem], reason: str, *, by: Post, at: datetime) -> Disposal:
    """提出销毁: a list of things whose terms have run out, for somebody else to decide on."""
    on, why = localdate(at), within(reason, 300, please="请写明销毁的理由")
    if not 0 < len(items) <= MOST_ITEMS:
        raise NotAllowed(f"请选择要销毁的材料，一次不超过{MOST_ITEMS}项。")
    locked = ArchiveItem.objects.select_for_update(of=("self",)).select_related("archive")
    found = list(locked.filter(pk__in=[item.pk for item in items]))
    for archive in {item.archive for item in found}:
        _kept_by(archive, by)
    _ensure_due(found, on)
    listed = [item.label for item in found if item.disposal_id is not None]
    if listed:
        raise NotAllowed(f"已经列入其他销毁清册：{'、'.join(listed[:5])}。")
    authorities = {item.archive.authority_id for item in found}
    if len(authorities) > 1:
        raise NotAllowed("所选材料分属不同的监管机关，请分开提出。")
    disposal = Disposal.objects.create(
        owner=by.organisation,
        authority_id=authorities.pop(),
        reason=why,
        proposed_by=by,
        proposed_at=at,
    )
    ArchiveItem.objects.filter(pk__in=[item.pk for item in found]).update(disposal=disposal)
    _note("propose", disposal, {"items": [item.pk for item in found], "reason": why}, by=by, at=at)
    return disposal


@transaction.atomic
def approve_disposal(disposal: Disposal, opinion: str, *, by: Post, at: datetime) -> None:
    """批准销毁: an officer of the supervising authority, never the one who proposed it, agrees."""
    fresh = _undecided(disposal, by)
    _ensure_due(list(fresh.items.select_related("archive")), localdate(at))
    _decided(fresh, DisposalState.APPROVED, opinion.strip()[:300] or "同意销毁", by=by, at=at)
    disposal.__dict__.update(fresh.__dict__)


@transaction.atomic
def refuse_disposal(disposal: Disposal, reason: str, *, by: Post, at: datetime) -> None:
    """不批准销毁: the things stay, and may be proposed again."""
    fresh = _undecided(disposal, by)
    why = within(reason, 300, please="请写明不批准的理由")
    fresh.items.update(disposal=None)
    _decided(fresh, DisposalState.REFUSED, why, by=by, at=at)
    disposal.__dict__.update(fresh.__dict__)


@transaction.atomic
def carry_out(disposal: Disposal, way: str, witnesses: str, *, by: Post, at: datetime) -> list[ArchiveItem]:
    """实施销毁: the things are destroyed, files among them too, and a certificate is kept for ever."""
    fresh = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    if by.organisation_id != fresh.owner_id or by.role not in BODY_ROLES | DECIDING:
        raise NotYours(f"销毁由{fresh.owner}实施。")
    if fresh.state != DisposalState.APPROVED:
        raise Moved(f"销毁清册{fresh.get_state_display()}，不能实施销毁。")
    on = localdate(at)
    items = list(fresh.items.select_related("archive", "file"))
    if not items:
        raise NotAllowed("清册中的材料都已停止销毁，没有可以销毁的。")
    _ensure_due(items, on)
    fresh.way = within(way, 120, please="请写明销毁的方式，例如碎纸、删除")
    fresh.witnesses = within(witnesses, 120, please="请写明监销人，至少两人")
    fresh.state, fresh.carried_out_by, fresh.carried_out_on = DisposalState.CARRIED_OUT, by, on
    fresh.items.update(disposed_on=on, kept_at="")
    content = certificate_pdf(fresh, items)
    fresh.certificate = store(
        content=BytesIO(content),
        name=f"销毁证明{fresh.pk}.pdf",
        owner=fresh.owner,
        by=by,
        at=at,
        retention=Retention.DISPOSAL_CERTIFICATE,
    )
    fresh.save()
    gone = _files_destroyed(items)
    _note("carry_out", fresh, {"items": [item.pk for item in items], "files": gone}, by=by, at=at)
    disposal.__dict__.update(fresh.__dict__)
    return items


def _files_destroyed(items: Iterable[ArchiveItem]) -> list[str]:
    """The content of files is removed once the transaction stands, unless the same content is kept elsewhere."""
    digests = sorted({item.file.sha256 for item in items if item.file is not None})
    for digest in digests:
        same = StoredFile.objects.filter(sha256=digest)
        elsewhere = same.filter(attachments__removed_at=None, attachments__isnull=False).exists()
        kept = ArchiveItem.objects.filter(file__in=same, disposed_on=None).exists()
        if not elsewhere and not kept:
            for place in set(same.values_list("path", flat=True)):
                path = Path(settings.MEDIA_ROOT, place)
                transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
    return digests


def _ensure_due(items: Sequence[ArchiveItem], on: date) -> None:
    """Raises NotAllowed for whatever may not be destroyed yet, with the day from which it may."""
    early = [item for item in items if not item.due(on)]
    if early:
        first = early[0]
        raise NotAllowed(
            f"“{first.label}”保管到{first.kept_until:%Y年%-m月%-d日}，到期以前任何人都不能销毁。",
            article=first.article,
            remedy="期满的次日起才可以提出销毁。",
        )
    held = Hold.objects.filter(archive__in={item.archive_id for item in items}, lifted_at=None).first()
    if held is not None:
        raise NotAllowed(
            f"“{held.archive}”已停止销毁：{held.reason}。", remedy="由作出停止决定的机关解除以后再办理。"
        )


def _kept_by(archive: Archive, by: Post) -> Archive:
    """The archive, locked, for whoever keeps it."""
    fresh = Archive.objects.select_for_update(of=("self",)).get(pk=archive.pk)
    roles = BODY_ROLES if by.organisation.kind == OrganisationKind.BODY else DECIDING
    if by.organisation_id != fresh.owner_id or by.role not in roles:
        raise NotYours("档案由保管单位自己办理。")
    return fresh


def _watched_by(archive: Archive, by: Post) -> Archive:
    """The archive, locked, for the authority that supervises it."""
    fresh = Archive.objects.select_for_update(of=("self",)).get(pk=archive.pk)
    if by.organisation_id != fresh.authority_id or by.role not in DECIDING:
        raise NotYours(f"停止销毁和解除由{fresh.authority}决定。")
    return fresh


def _undecided(disposal: Disposal, by: Post) -> Disposal:
    fresh = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    if by.organisation_id != fresh.authority_id or by.role not in DECIDING:
        raise NotYours(f"销毁由{fresh.authority}审批。")
    if fresh.state != DisposalState.PROPOSED:
        raise Moved(f"销毁清册{fresh.get_state_display()}，不用再审批。")
    if by.person_id == fresh.proposed_by.person_id:
        raise NotYours("提出销毁的人不能审批，请由另一位人员审批。")
    return fresh


def _decided(disposal: Disposal, state: DisposalState, opinion: str, *, by: Post, at: datetime) -> None:
    disposal.state, disposal.decision = state, opinion
    disposal.decided_by, disposal.decided_at = by, at
    disposal.save()
    _note(state.value, disposal, {"opinion": opinion}, by=by, at=at)


def _note(act: str, disposal: Disposal, said: dict[str, object], *, by: Post, at: datetime) -> None:
    record(act=f"disposal.{act}", by=by, at=at, about=("records.Disposal", disposal.pk), after=said)
