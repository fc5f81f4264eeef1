"""What somebody was told, and what did not reach anybody (消息查询)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from dengji.messages.channels import open_channels
from dengji.messages.models import Dispatch, Message, OutsideMessage, OutsideSwitch, SwitchedOff
from dengji.messages.terms import Channel, State, Topic
from dengji.messages.topics import TABLE, topics_for
from dengji.people.models import Division, Organisation, Person, Post
from dengji.people.queries import place_chain, stem

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


@dataclass(frozen=True, slots=True)
class Candidates:
    """How candidates of a place are told (考生短信情况): whether, by whose word, and how many messages stand where."""

    on: bool
    own: bool
    said_by: Division | None
    waiting: int
    sent: int
    given_up: int
    fault: str


def candidates_told(authority: Organisation) -> Candidates:
    """考生短信情况: within an authority's division, with what went wrong last."""
    chain = place_chain(authority.division_id)
    switches = {row.place_id: row for row in OutsideSwitch.objects.filter(place__in=chain)}
    nearest = next((switches[code] for code in chain if code in switches), None)
    mine = OutsideMessage.objects.filter(place__code__startswith=stem(authority.division_id))
    counts = dict(mine.order_by().values_list("state").annotate(Count("pk")))
    lost = mine.filter(state=State.GIVEN_UP).order_by("-pk") if State.GIVEN_UP in counts else mine.none()
    return Candidates(
        on=nearest is not None and nearest.on,
        own=nearest is not None and nearest.place_id == authority.division_id,
        said_by=nearest.place if nearest else None,
        waiting=counts.get(State.WAITING, 0),
        sent=counts.get(State.SENT, 0),
        given_up=counts.get(State.GIVEN_UP, 0),
        fault=lost.values_list("fault", flat=True).first() or "",
    )
