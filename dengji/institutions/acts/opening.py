"""Opening what is sealed of a body's people (查看身份证号)."""

from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.institutions.acts.rows import ensure_keeper
from dengji.institutions.identities import number_of
from dengji.institutions.models import Member
from dengji.people.models import Post
from dengji.procedure.refusals import NotAllowed, within


@transaction.atomic
def open_identity(member: Member, why: str, *, by: Post, at: datetime) -> str:
    """查看身份证号: for one person's eyes; who, whose and why stand on the trail. Raises NotAllowed, NotYours."""
    ensure_keeper(member.institution, by, at)
    said = within(why, 200, please="请写明查看的原因")
    if not member.sealed:
        raise NotAllowed(f"{member.name}没有登记身份证号。", remedy="请先在本页登记。")
    record(
        act="institutions.open_identity",
        by=by,
        at=at,
        about=(member._meta.label, member.pk),
        after={"name": member.name, "because": said},
    )
    return number_of(member)
