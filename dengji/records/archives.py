"""Reads of archives (档案查询): always for somebody, never more than that post may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES
from dengji.policy.engine.practice import Medium, Volume
from dengji.records.models import Archive, ArchiveItem, Disposal, Hold


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing in an archive as a page shows it (卷内材料一行)."""

    item: ArchiveItem
    medium: str
    due: bool


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """An archive with its volumes (档案): what stands in each, and what stops its destruction."""

    archive: Archive
    volumes: Sequence[tuple[str, Sequence[Thing]]]
    hold: Hold | None
    holds: Sequence[Hold]


def archives_within(post: Post) -> QuerySet[Archive]:
    """The archives that a post may see: a body's own; those that an office keeps, or whose keepers it supervises."""
    if post.role in BODY_ROLES:
        return Archive.objects.filter(owner=post.organisation_id)
    if post.role in OFFICE_ROLES:
        return Archive.objects.filter(Q(owner=post.organisation_id) | Q(authority=post.organisation_id))
    return Archive.objects.none()


def listed(post: Post, words: str, state: str, on: date) -> QuerySet[Archive]:
    """Those whose title, number or keeper has the words, that stand so (`due`, `held`, `gone`); by their last day."""
    found = archives_within(post).select_related("owner")
    if words:
        found = found.filter(
            Q(title__icontains=words) | Q(subject__icontains=words) | Q(owner__name__icontains=words)
        )
    kept = ArchiveItem.objects.filter(archive=OuterRef("pk"), disposed_on=None)
    stopped = Hold.objects.filter(archive=OuterRef("pk"), lifted_at=None)
    states = {
        "due": Q(Exists(kept.filter(kept_until__lt=on))) & ~Q(Exists(stopped)),
        "held": Q(Exists(stopped)),
        "gone": ~Q(Exists(kept)),
    }
    left = Q(items__disposed_on=None)
    counted = found.filter(states[state]) if state in states else found
    return counted.annotate(
        left=Count("items", filter=left), until=Min("items__kept_until", filter=left), stopped=Exists(stopped)
    ).order_by("until", "id")


def archive_page(post: Post, token: UUID, on: date) -> ArchivePage | None:
    """One archive by its address, if the post may see it."""
    archive = archives_within(post).select_related("owner", "authority").filter(token=token).first()
    if archive is None:
        return None
    order = [each.value for each in Volume]
    items = sorted(
        archive.items.select_related("file", "disposal"), key=lambda each: order.index(each.volume)
    )
    holds = list(archive.holds.select_related("by__person", "lifted_by__person").order_by("-id"))
    volumes = [
        (Volume(volume).label, [Thing(each, Medium(each.medium).label, each.due(on)) for each in held])
        for volume, held in groupby(items, key=lambda each: each.volume)
    ]
    return ArchivePage(
        archive, volumes, next((each for each in holds if each.lifted_at is None), None), holds
    )


def destructible(post: Post, on: date) -> QuerySet[ArchiveItem]:
    """What a post may propose to destroy (期满材料): its own, due, not held, on no list; the oldest first."""
    stopped = Hold.objects.filter(archive=OuterRef("archive"), lifted_at=None)
    own = ArchiveItem.objects.filter(archive__owner=post.organisation_id, disposed_on=None, disposal=None)
    due = own.filter(kept_until__lt=on).exclude(Exists(stopped))
    return due.select_related("archive").order_by("kept_until", "id")


def item_for(post: Post, pk: int) -> ArchiveItem | None:
    """One thing of an archive that the post may see."""
    found = ArchiveItem.objects.filter(pk=pk, archive__in=archives_within(post))
    return found.select_related("archive").first()


def disposals_within(post: Post) -> QuerySet[Disposal]:
    """The lists of what is to be destroyed that a post may see, the latest first."""
    if post.role not in BODY_ROLES | OFFICE_ROLES:
        return Disposal.objects.none()
    own = Q(owner=post.organisation_id)
    watched = Q(authority=post.organisation_id) if post.role in OFFICE_ROLES else Q()
    found = Disposal.objects.filter(own | watched if watched else own)
    return found.select_related("owner", "authority").annotate(count=Count("items")).order_by("-id")


def disposal_for(post: Post, token: UUID) -> Disposal | None:
    """One list by its address."""
    return disposals_within(post).select_related("certificate").filter(token=token).first()


def things_of(disposal: Disposal) -> list[Thing]:
    """What stands on a list."""
    items = disposal.items.select_related("archive").order_by("archive", "id")
    return [Thing(each, Medium(each.medium).label, each.disposed_on is None) for each in items]
