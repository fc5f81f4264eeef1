"""What somebody was told, and what did not reach anybody (消息查询)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from dengji.messages.channels import open_channels
from dengji.messages.models import Dispatch, Message, SwitchedOff
from dengji.messages.terms import Channel, State, Topic
from dengji.messages.topics import TABLE, topics_for
from dengji.people.models import Organisation, Person, Post
from dengji.people.queries import stem

CASE = "procedure.Case"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among his messages (消息检索条件); empty means any."""

    topic: str = ""
    about: tuple[str, str] | None = None
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """What is new to somebody (未读消息数): altogether, and by the number of the case that it is about."""

    total: int
    cases: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Switch:
    """A topic as its person may have it (通知开关): by which channels it comes, and by which it could."""

    topic: Topic
    help: str
    required: bool
    could: tuple[Channel, ...]
    on: frozenset[Channel]


def inbox(person: Person, wanted: Wanted) -> QuerySet[Message]:
    """消息: what somebody was told, new ones first, then the latest first."""
    found = Message.objects.filter(recipient=person)
    if wanted.topic:
        found = found.filter(topic=wanted.topic)
    if wanted.about is not None:
        found = found.filter(about_kind=wanted.about[0], about_id=wanted.about[1])
    if wanted.unread:
        found = found.filter(read_at=None)
    new = Q(read_at__isnull=True)
    return found.annotate(new=new).select_related("post__organisation").order_by("-new", "-at", "-id")


def message_for(person: Person, pk: int) -> Message | None:
    """One message of somebody's, or None."""
    return Message.objects.select_related("post").filter(recipient=person, pk=pk).first()


def unread(person_id: int) -> Unread:
    """未读消息: how many are new to somebody, and about which cases; one statement."""
    new = Message.objects.filter(recipient=person_id, read_at=None).order_by()
    counted = new.values_list("about_kind", "about_id").annotate(n=Count("pk"))
    rows = [(kind, identity, n) for kind, identity, n in counted]
    cases = {int(identity): n for kind, identity, n in rows if kind == CASE}
    return Unread(sum(n for _, _, n in rows), cases)


def switches(person: Person, roles: Iterable[str]) -> list[Switch]:
    """通知开关: the topics that somebody in these roles is told of, with the channels that the site has."""
    there = open_channels()
    off = set(SwitchedOff.objects.filter(person=person).values_list("topic", "channel"))
    found = []
    for topic in topics_for(roles):
        entry = TABLE[topic]
        could = tuple(channel for channel in entry.channels if channel in there)
        on = frozenset(each for each in could if entry.required or (topic.value, each.value) not in off)
        found.append(Switch(topic, entry.help, entry.required, could, on))
    return found


def not_taken(person: Person) -> QuerySet[Dispatch]:
    """未能送达的通知: what did not reach somebody, the latest first."""
    return Dispatch.objects.filter(state=State.GIVEN_UP, message__recipient=person).order_by("-id")


def undelivered(authority: Organisation) -> QuerySet[Dispatch]:
    """未能送达的通知: what was given up, to people with a post within an authority's division; the latest first."""
    within = Post.objects.filter(organisation__division__code__startswith=stem(authority.division_id))
    found = Dispatch.objects.filter(state=State.GIVEN_UP, message__post__in=within)
    return found.select_related("message__recipient", "message__post__organisation").order_by("-id")


def undelivered_at(authority: Organisation, pk: int) -> Dispatch | None:
    """One message that was given up, to somebody within an authority's division, or None."""
    return undelivered(authority).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to go out by one channel (待发送情况): how much, since when, and what went wrong last."""

    channel: Channel
    waiting: int
    since: datetime | None
    fault: str


def queues() -> list[Queue]:
    """待发送情况: by each channel that is set up."""
    return [_queue(channel) for channel in open_channels()]


def _queue(channel: Channel) -> Queue:
    waiting = Dispatch.objects.filter(channel=channel, state=State.WAITING)
    counted = waiting.aggregate(n=Count("pk"), since=Min("message__at"))
    wrong = waiting.exclude(fault="").order_by("-next_try_at").values_list("fault", flat=True).first()
    return Queue(channel, counted["n"], counted["since"], wrong or "")


def keys_told(keys: Iterable[str]) -> frozenset[str]:
    """已通知的事由: of these occasions, those of which somebody was told already."""
    return frozenset(Message.objects.filter(key__in=list(keys)).values_list("key", flat=True))
