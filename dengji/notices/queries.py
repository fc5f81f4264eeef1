"""Notices as the public and the office see them (公示公告查询)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from dengji.notices.models import Announcement, Objection, ObjectionFile, Publicity
from dengji.notices.terms import CASE_ROLES, Standing
from dengji.people.models import Organisation, Post
from dengji.people.terms import OFFICE_ROLES, Role
from dengji.procedure.models import Case
from dengji.records.models import StoredFile


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A publicity as everybody may see it (公示); once its time is over it names nobody."""

    token: UUID
    standing: Standing
    title: str
    text: str
    body: str
    authority: Organisation
    opened_on: date
    last_day: date
    provisional: bool

    @property
    def open(self) -> bool:
        """True while objections are taken."""
        return self.standing is Standing.OPEN


def publicities_open(on: date) -> QuerySet[Publicity]:
    """公示中: those open on a day, the ones that end first on top."""
    found = Publicity.objects.filter(opened_on__lte=on, last_day__gte=on, closed_at=None, case__ended_at=None)
    return found.select_related("authority", "case__applicant").order_by("last_day", "id")


def publicities_past(on: date) -> QuerySet[Publicity]:
    """公示期已满: those over on a day, the latest on top; seen through `public_view` only."""
    over = Q(last_day__lt=on) | Q(closed_at__isnull=False) | Q(case__ended_at__isnull=False)
    found = Publicity.objects.filter(over, opened_on__lte=on)
    return found.select_related("authority", "case__applicant").order_by("-last_day", "-id")


def publicities_kept(on: date) -> QuerySet[Publicity]:
    """公示期已满而内容还在: of those that are over, those whose titles, texts and names are still shown."""
    kept = timedelta(days=settings.DENGJI_NOTICE_DAYS)
    return publicities_past(on).filter(last_day__gte=on - kept)


def publicity_at(token: UUID) -> Publicity | None:
    """公示: the one at an address, or None."""
    return Publicity.objects.select_related("authority", "case__applicant").filter(token=token).first()


def public_view(publicity: Publicity, on: date) -> PublicNotice:
    """What everybody may see of a publicity on a day; titles, texts and names go when its time is over."""
    standing = _standing(publicity, on)
    named = standing is not Standing.TAKEN_DOWN
    return PublicNotice(
        token=publicity.token,
        standing=standing,
        title=publicity.title if named else "公示内容已按期撤下",
        text=publicity.text if named else "",
        body=publicity.case.applicant.name if named else "",
        authority=publicity.authority,
        opened_on=publicity.opened_on,
        last_day=publicity.last_day,
        provisional=publicity.provisional and standing is Standing.OPEN,
    )


def objection_by_token(token: UUID) -> Objection | None:
    """异议查询: the objection at its private address, which only its maker was given."""
    found = Objection.objects.select_related("publicity__authority", "publicity__case__applicant")
    return found.filter(token=token).first()


def objection_by_receipt(receipt: str, contact: str) -> Objection | None:
    """异议查询: the objection of a receipt, for whoever also knows the contact that was left with it."""
    return Objection.objects.filter(receipt=receipt.strip().upper(), contact=contact.strip()).first()


def objections_waiting(posts: Iterable[Post]) -> QuerySet[Objection]:
    """待答复的异议: those that the authorities of these posts have to answer, the oldest on top."""
    offices = {post.organisation_id for post in posts if post.role in CASE_ROLES}
    found = Objection.objects.filter(answered_at=None, publicity__case__holder__in=offices)
    return found.select_related("publicity__case__applicant").order_by("made_at", "id")


def objections_to(case: Case) -> QuerySet[Objection]:
    """案件的异议: all objections to a case, with their files, for the authority that has it."""
    found = Objection.objects.filter(publicity__case=case).select_related("publicity", "answered_by__person")
    return found.prefetch_related("files__file").order_by("id")


def objection_file_for(post: Post | None, token: UUID) -> StoredFile | None:
    """异议附件查阅: the file, for the people of the authority that has the case or published the notice."""
    if post is None or post.role not in OFFICE_ROLES - {Role.ADMINISTRATOR}:
        return None
    mine = Q(objection__publicity__authority=post.organisation_id) | Q(
        objection__publicity__case__holder=post.organisation_id
    )
    kept = ObjectionFile.objects.select_related("file").filter(mine, file__token=token).first()
    return kept.file if kept else None


def announcements_shown(authority: Organisation | None = None) -> QuerySet[Announcement]:
    """公告: those that stand, of all authorities or of one, the latest on top."""
    found = Announcement.objects.filter(withdrawn_at=None).select_related("authority")
    return found.filter(authority=authority) if authority else found


def announcements_of(authority: Organisation) -> QuerySet[Announcement]:
    """本单位公告: every announcement of an authority, those taken down too, the latest on top."""
    return Announcement.objects.filter(authority=authority).select_related("authority")


def _standing(publicity: Publicity, on: date) -> Standing:
    running = publicity.closed_at is None and publicity.case.ended_at is None
    if running and publicity.opened_on <= on <= publicity.last_day:
        return Standing.OPEN
    kept = timedelta(days=settings.DENGJI_NOTICE_DAYS)
    return Standing.OVER if on <= publicity.last_day + kept else Standing.TAKEN_DOWN
