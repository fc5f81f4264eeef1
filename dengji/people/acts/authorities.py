"""Authorities set up (登记机关)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.people.models import Division, Organisation, Post
from dengji.people.queries import within
from dengji.people.refusals import Refused
from dengji.people.terms import Office, OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class AuthorityEntry:
    """What is told of an authority: its name, its division's code, its office, and how to reach it."""

    name: str
    division: str
    office: Office
    word: str = ""
    phone: str = ""
    address: str = ""
    parent: Organisation | None = None


@transaction.atomic
def establish_authority(entry: AuthorityEntry, *, by: Post | None, at: datetime) -> Organisation:
    """登记机关: put an authority on the list; the same bureau or centre again changes what is told of it.

    `by` is an administrator of an authority whose division holds the place, or None for the operator.
    """
    if not Division.objects.filter(code=entry.division).exists():
        raise Refused(f"行政区划代码{entry.division}不在行政区划表内。", remedy="请核对六位区划代码。")
    may_administer(by, entry.division)
    there = Organisation.objects.filter(
        kind=OrganisationKind.AUTHORITY, division_id=entry.division, office=entry.office
    )
    if entry.office == Office.IMPLEMENTING:
        there = there.filter(name=entry.name)
    found = there.first()
    before = told(found) if found else None
    authority = found or Organisation(
        kind=OrganisationKind.AUTHORITY, division_id=entry.division, office=entry.office
    )
    authority.name, authority.word = entry.name.strip(), entry.word.strip()
    authority.phone, authority.address, authority.parent = entry.phone, entry.address, entry.parent
    if before == told(authority):
        return authority
    authority.save()
    record(
        act="people.establish_authority",
        by=by,
        at=at,
        about=("people.Organisation", authority.pk),
        before=before,
        after=told(authority),
    )
    return authority


def may_administer(by: Post | None, place: str) -> None:
    """Raises Refused unless the post is an administrator's in an authority over the place, or None."""
    if by is None:
        return
    if by.role != Role.ADMINISTRATOR or not within(place, by.organisation):
        raise Refused("只有本辖区主管机关的管理员可以办理此事。", remedy="请联系本单位管理员。")


def told(authority: Organisation) -> dict[str, object]:
    """What stands on record of an authority."""
    return {
        "name": authority.name,
        "division": authority.division_id,
        "office": authority.office,
        "word": authority.word,
        "phone": authority.phone,
        "address": authority.address,
        "parent": authority.parent_id,
    }
