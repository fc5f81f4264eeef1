"""Announcements put up and taken down (公告)."""

from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.notices.models import Announcement
from dengji.notices.terms import CASE_ROLES
from dengji.notices.writing import written
from dengji.people.models import Organisation, Post
from dengji.procedure.refusals import NotAllowed, NotYours


def announce(authority: Organisation, *, title: str, text: str, by: Post, at: datetime) -> Announcement:
    """发布公告: an authority tells the public something, at once. The same words that stand already are that one."""
    _ensure_speaks_for(by, authority)
    words = {"title": title.strip(), "text": written(text, "请写明公告的内容")}
    if not 0 < len(words["title"]) <= 160:
        raise NotAllowed("请写明公告的标题，不超过160字")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=authority.pk)  # pressed twice: one after the other
        same = Announcement.objects.filter(authority=authority, withdrawn_at=None, **words).first()
        if same is not None:
            return same
        announcement = Announcement.objects.create(authority=authority, published_at=at, **words)
        about = ("notices.Announcement", announcement.pk)
        record(act="announcement.publish", by=by, at=at, about=about, after=words)
    return announcement


def withdraw_announcement(announcement: Announcement, *, by: Post, at: datetime) -> None:
    """撤下公告: it no longer stands on the public pages; what it said stays on record."""
    _ensure_speaks_for(by, announcement.authority)
    with transaction.atomic():
        standing = Announcement.objects.filter(pk=announcement.pk, withdrawn_at=None)
        if standing.update(withdrawn_at=at):
            about = ("notices.Announcement", announcement.pk)
            record(act="announcement.withdraw", by=by, at=at, about=about)
    announcement.refresh_from_db(fields=["withdrawn_at"])


def _ensure_speaks_for(by: Post, authority: Organisation) -> None:
    if by.organisation_id != authority.pk or by.role not in CASE_ROLES:
        raise NotYours(f"公告由{authority}发布和撤下，您的岗位不能办理")
