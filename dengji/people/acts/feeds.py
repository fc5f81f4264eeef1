"""The private address of a post's calendar (日历订阅): opened, opened anew so that the old one is dead, closed."""

from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.people.models import Feed, Post


@transaction.atomic
def open_feed(*, by: Post, at: datetime) -> Feed:
    """生成订阅地址: a new one, by which the one before is dead."""
    Feed.objects.filter(post=by).delete()
    feed = Feed.objects.create(post=by, made_at=at)
    record(act="people.open_feed", by=by, at=at, about=("people.Post", by.pk))
    return feed


@transaction.atomic
def close_feed(*, by: Post, at: datetime) -> None:
    """关闭订阅地址: it answers no more. Twice does no harm."""
    if Feed.objects.filter(post=by).delete()[0]:
        record(act="people.close_feed", by=by, at=at, about=("people.Post", by.pk))
