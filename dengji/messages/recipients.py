"""Who is told (通知对象): people with an address, who were not told before, by post or by whoever sits at a desk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NamedTuple, TypeAlias, cast

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from dengji.messages.channels import address
from dengji.messages.models import Message, SwitchedOff
from dengji.messages.terms import Channel, Topic
from dengji.messages.topics import TABLE
from dengji.people.models import Person, Post, Posts

NOBODY = 0  # no row has this number


class Desk(NamedTuple):
    """Whoever holds one of these roles in an organisation on the day (岗位人员), by the organisation's number."""

    organisation: int
    roles: Collection[str]


Whom: TypeAlias = Posts | Desk
Row: TypeAlias = tuple[int, int, str, str, bool, bool]
"""Person, post, e-mail, telephone, and whether each channel is switched off."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For what and on which occasion people are looked for: none who was told under the key, nor who did it."""

    topic: Topic
    key: str
    channels: Sequence[Channel]
    by: int
    at: datetime


class Recipient(NamedTuple):
    """Somebody who is to be told: as who, and by which channels beside the site."""

    person: int
    post: int
    channels: tuple[Channel, ...]


def recipients(whom: Whom, asked: Asked) -> list[Recipient]:
    """通知对象: each person once, in his oldest post; one statement.

    A desk costs a twentieth of a query over posts: the statement is written out, for the acts on cases.
    """
    rows = _at_desk(whom, asked) if isinstance(whom, Desk) else _in_posts(whom, asked)
    found = {row[0]: row for row in rows}  # the oldest post comes last
    return [
        Recipient(person, post, _ways(asked, email, phone, off))
        for person, post, email, phone, *off in found.values()
    ]


def _ways(asked: Asked, email: str, phone: str, off: Sequence[bool]) -> tuple[Channel, ...]:
    """The channels by which somebody has an address and has not switched the topic off."""
    unwanted = dict(zip(Channel, off, strict=True)) if not TABLE[asked.topic].required else {}
    reached = [channel for channel in asked.channels if address(channel, email, phone)]
    return tuple(channel for channel in reached if not unwanted.get(channel))


def _in_posts(posts: Posts, asked: Asked) -> list[Row]:
    told = Message.objects.filter(recipient=OuterRef("person"), key=asked.key)
    off = SwitchedOff.objects.filter(person=OuterRef("person"), topic=asked.topic)
    open_now = posts.filter(~Exists(told), role__in=TABLE[asked.topic].roles, person__is_active=True)
    found = open_now.exclude(person=asked.by).order_by("person", "-pk")
    switched = {f"off_{channel.value}": Exists(off.filter(channel=channel)) for channel in Channel}
    return list(
        found.annotate(**switched).values_list("person", "pk", "person__email", "person__phone", *switched)
    )


def _at_desk(desk: Desk, asked: Asked) -> list[Row]:
    roles = sorted(TABLE[asked.topic].roles.intersection(desk.roles))
    if not roles:
        return []
    on: date = localdate(asked.at)
    off = [each for channel in Channel for each in (asked.topic.value, channel.value)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(roles)), [*off, desk.organisation, *roles, on, on, asked.by, asked.key])
        return cast(list[Row], cursor.fetchall())


@cache
def _statement(roles: int) -> str:
    """What `_in_posts` asks of the people at a desk, with places for so many roles."""
    post, person = Post._meta.db_table, Person._meta.db_table
    message, switched = Message._meta.db_table, SwitchedOff._meta.db_table
    off = f"EXISTS (SELECT 1 FROM {switched} s WHERE s.person_id = p.id AND s.topic = %s AND s.channel = %s)"  # noqa: S608 - our own names
    return (
        f"SELECT p.id, h.id, p.email, p.phone, {', '.join([off] * len(Channel))} "  # noqa: S608 - our own names
        f"FROM {post} h JOIN {person} p ON p.id = h.person_id "
        f"WHERE h.organisation_id = %s AND h.role IN ({', '.join(['%s'] * roles)}) "
        "AND h.from_on <= %s AND (h.until IS NULL OR h.until >= %s) AND p.is_active AND p.id <> %s "
        f"AND NOT EXISTS (SELECT 1 FROM {message} m WHERE m.recipient_id = p.id AND m.key = %s) "
        "ORDER BY p.id, h.id DESC"
    )
