"""The people of a body (机构人员), and what each can show (人员资格)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from dengji.institutions.acts import rows
from dengji.institutions.codes import plain_code
from dengji.institutions.entries import MemberEntry, QualificationEntry
from dengji.institutions.models import Institution, Member, Qualification
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed


@transaction.atomic
def add_member(institution: Institution, entry: MemberEntry, *, by: Post | None, at: datetime) -> Member:
    """登记人员: a person works for the body. One identity number stands once in a body."""
    _ensure_once(institution, entry)
    member = Member(institution=institution, **values_of(entry))
    return rows.add(member, act="institutions.add_member", by=by, at=at)


@transaction.atomic
def change_member(member: Member, entry: MemberEntry, *, by: Post | None, at: datetime) -> Member:
    """变更人员信息: what is told of a person now."""
    _ensure_once(member.institution, entry, besides=member)
    return rows.change(member, values_of(entry), act="institutions.change_member", by=by, at=at)


@transaction.atomic
def remove_member(member: Member, *, by: Post | None, at: datetime) -> None:
    """移除人员: the person no longer works for the body; qualifications go too."""
    rows.remove(member, act="institutions.remove_member", by=by, at=at)


@transaction.atomic
def add_qualification(
    member: Member, entry: QualificationEntry, *, by: Post | None, at: datetime
) -> Qualification:
    """登记资格: a certificate, title or examiner's card that a member can show."""
    qualification = Qualification(member=member, **asdict(entry))
    return rows.add(qualification, act="institutions.add_qualification", by=by, at=at)


@transaction.atomic
def change_qualification(
    qualification: Qualification, entry: QualificationEntry, *, by: Post | None, at: datetime
) -> Qualification:
    """变更资格: what is told of a qualification now."""
    act = "institutions.change_qualification"
    return rows.change(qualification, asdict(entry), act=act, by=by, at=at)


@transaction.atomic
def remove_qualification(qualification: Qualification, *, by: Post | None, at: datetime) -> None:
    """移除资格: the member no longer shows it."""
    rows.remove(qualification, act="institutions.remove_qualification", by=by, at=at)


def values_of(entry: MemberEntry) -> dict[str, Any]:
    """What is typed of a member, as it is kept."""
    code = plain_code(entry.identity_number)
    return {**asdict(entry), "roles": list(dict.fromkeys(entry.roles)), "identity_number": code}


def _ensure_once(institution: Institution, entry: MemberEntry, besides: Member | None = None) -> None:
    """Raises NotAllowed if the identity number stands under another name, or in another row."""
    code = plain_code(entry.identity_number)
    if not code:
        return
    same = Member.objects.filter(institution=institution, identity_number=code)
    other = same.exclude(pk=besides.pk).first() if besides else same.first()
    if other is not None and (besides is not None or other.name != entry.name.strip()):
        raise NotAllowed(
            f"该身份证号已登记为“{other.name}”。", remedy="请核对身份证号；重复的人员不必再登记。"
        )
