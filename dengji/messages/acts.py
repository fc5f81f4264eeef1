"""Telling and reading (通知、阅读): rows only, in the transaction of whoever tells.

`sending` takes them out of the site.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from dengji.audit.acts import record
from dengji.messages.channels import open_channels
from dengji.messages.models import Dispatch, Message, SwitchedOff
from dengji.messages.recipients import NOBODY, Asked, Recipient, Whom, recipients
from dengji.messages.terms import Channel, Topic
from dengji.messages.topics import TABLE
from dengji.people.models import Person, Post
from dengji.people.refusals import Refused

AT_ONCE = 1000
LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class News:
    """What is told (通知内容).

    `path` is a page of this site, the same for everybody who is told. `about` is the kind of the object and its
    number, as on the trail. `key` names the occasion: under one key nobody is told twice.
    """

    topic: Topic
    title: str
    text: str
    path: str
    about: tuple[str, str | int]
    key: str


def tell(whom: Whom, news: News, *, by: Post | None, at: datetime) -> int:
    """通知: tell the people of these posts, or at this desk, as far as the topic is for their roles; says how many.

    Nobody is told of his own act, nobody twice under a key, nobody whose account is closed. Three statements at
    most, for up to a thousand people. Raises ValueError for a path that leads out of the site.
    """
    return tell_all([(whom, news)], by=by, at=at)


def tell_all(told: Iterable[tuple[Whom, News]], *, by: Post | None, at: datetime) -> int:
    """通知: as `tell`, of several things at once, for one statement each and two together."""
    there = open_channels()
    out: dict[tuple[int, str], tuple[Message, Sequence[Channel]]] = {}
    for whom, news in told:
        _ensure_within_the_site(news)
        channels = [channel for channel in TABLE[news.topic].channels if channel in there]
        asked = Asked(news.topic, news.key, channels, by.person_id if by else NOBODY, at)
        for each in recipients(whom, asked):
            out.setdefault((each.person, news.key), (_message(each, news, at), each.channels))
    _keep(list(out.values()))
    return len(out)


def read(message: Message, *, by: Person, at: datetime) -> None:
    """阅读: from now on the message is not new to its recipient. Twice does no harm."""
    if message.recipient_id != by.pk:
        raise Refused("这条消息不是发给您的。")
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)


def read_all(messages: QuerySet[Message], *, by: Person, at: datetime) -> int:
    """全部标为已读: those of these messages that are the person's own and new; says how many."""
    return messages.order_by().filter(recipient=by, read_at=None).update(read_at=at)


def switch_off(unwanted: Collection[tuple[Topic, Channel]], *, by: Person, at: datetime) -> None:
    """免收通知: from now on the person is told of everything but these; in the site, of everything.

    Raises `Refused` for a topic on which a period of the law hangs.
    """
    required = [topic for topic, _ in unwanted if TABLE[topic].required]
    if required:
        raise Refused(f"“{required[0].label}”关系到法定期限，不能关闭。")
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by.pk)  # pressed twice: one after the other
        before = set(SwitchedOff.objects.filter(person=by).values_list("topic", "channel"))
        after = {(topic.value, channel.value) for topic, channel in unwanted}
        if before == after:
            return
        SwitchedOff.objects.filter(person=by).delete()
        SwitchedOff.objects.bulk_create(
            SwitchedOff(person=by, topic=topic, channel=channel) for topic, channel in sorted(after)
        )
        record(
            act="messages.switch_off",
            by=by,
            at=at,
            about=("people.Person", by.pk),
            before={"off": _spoken(before)},
            after={"off": _spoken(after)},
        )


def _keep(out: Sequence[tuple[Message, Sequence[Channel]]]) -> None:
    """Write the messages, and a row for each way out of the site; what is there already stays as it is."""
    with transaction.atomic(savepoint=False):
        Message.objects.bulk_create(
            [message for message, _ in out],
            batch_size=AT_ONCE,
            update_conflicts=True,  # as good as ignored, but that the numbers come back
            unique_fields=("key", "recipient"),
            update_fields=("key",),
        )
        rows = [
            Dispatch(message=message, channel=channel) for message, channels in out for channel in channels
        ]
        Dispatch.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def _ensure_within_the_site(news: News) -> None:
    if not news.path.startswith("/") or news.path.startswith("//"):
        raise ValueError("A message leads to a page of this site.")


def _message(to: Recipient, news: News, at: datetime) -> Message:
    kind, identity = news.about
    title = " ".join(news.title.split())  # it becomes the subject of an e-mail
    return Message(
        recipient_id=to.person,
        post_id=to.post,
        topic=news.topic,
        title=title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        text=news.text,
        path=news.path,
        about_kind=kind,
        about_id=str(identity),
        key=news.key,
        at=at,
    )


def _spoken(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{topic} {channel}" for topic, channel in sorted(pairs)]
