"""Taking messages out of the site (发送通知): from the rows that wait, after whatever told them is committed.

A run claims one person's rows at a time by putting their next try off, and sends them together. Two runs at the
same moment never claim the same row; one that dies leaves rows that are tried again once the claim is stale.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Min, Q, QuerySet

from dengji.audit.acts import record
from dengji.messages import mail, outside_sending, sms
from dengji.messages.channels import address, open_channels
from dengji.messages.faults import NotReached, NotTaken
from dengji.messages.models import Dispatch, SwitchedOff
from dengji.messages.terms import Channel, State
from dengji.messages.topics import TABLE
from dengji.messages.tries import FIRST_PAUSE, MOST_TRIES, STALE, pause
from dengji.messages.way import Carrier
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.people.staffing import person_under
from dengji.people.terms import Role

log = logging.getLogger("dengji.messages")

PEOPLE_AT_ONCE = 500
MOST_IN_ONE = 50

CARRIERS: dict[Channel, Callable[[], AbstractContextManager[Carrier]]] = {
    Channel.EMAIL: mail.carrier,
    Channel.SMS: sms.carrier,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run came to, in messages: sent, no longer needed, put off until later, given up."""

    sent: int = 0
    dropped: int = 0
    postponed: int = 0
    given_up: int = 0


def send_due(*, at: datetime, limit: int = PEOPLE_AT_ONCE) -> Sent:
    """发送通知: what waits, by every channel, to so many people at most. Never inside a transaction: RuntimeError.

    A server that does not answer ends the run for its channel, and costs nobody a try. What somebody has read in
    the site meanwhile, or no longer wants, is not sent. Whoever has no account comes after those who have one.
    """
    counts: Counter[State] = Counter()
    for channel in open_channels():
        with CARRIERS[channel]() as send:
            for person in _waiting(channel, at)[:limit]:
                try:
                    counts += _sent_to(person, channel, send, at)
                except NotReached as wrong:
                    log.warning("%s: %s", channel.label, wrong)
                    break
    if Channel.SMS in open_channels():
        counts += outside_sending.send_waiting(at=at, limit=limit)
    return Sent(
        sent=counts[State.SENT],
        dropped=counts[State.DROPPED],
        postponed=counts[State.WAITING],
        given_up=counts[State.GIVEN_UP],
    )


def try_again(dispatch: Dispatch, *, by: Post, at: datetime) -> None:
    """重新发送: an administrator lets a message that was given up go out with the next run."""
    person = dispatch.message.recipient
    if by.role != Role.ADMINISTRATOR or person_under(by.organisation, person.pk) is None:
        raise Refused("只有管理员可以重新发送本辖区人员的通知。")
    with transaction.atomic():
        given_up = Dispatch.objects.filter(pk=dispatch.pk, state=State.GIVEN_UP)
        if given_up.update(state=State.WAITING, tries=0, next_try_at=None, fault=""):
            record(act="messages.try_again", by=by, at=at, about=("people.Person", person.pk))


def _due(channel: Channel, at: datetime) -> QuerySet[Dispatch]:
    now = Q(next_try_at__isnull=True) | Q(next_try_at__lte=at)
    return Dispatch.objects.filter(now, channel=channel, state=State.WAITING)


def _waiting(channel: Channel, at: datetime) -> QuerySet[Dispatch, int]:
    """The people for whom something waits, by number; whoever has waited longest first."""
    people = _due(channel, at).values("message__recipient").annotate(first=Min("pk")).order_by("first")
    return people.values_list("message__recipient", flat=True)


def _sent_to(person: int, channel: Channel, send: Carrier, at: datetime) -> Counter[State]:
    """Send one person's rows together; says what came of each. Raises NotReached."""
    claimed = _claimed(person, channel, at)
    wanted = _still_wanted(claimed, channel)
    unwanted = [row for row in claimed if row not in wanted]
    _mark(unwanted, state=State.DROPPED)
    counts = Counter({State.DROPPED: len(unwanted)})
    if not wanted:
        return counts
    to = address(channel, wanted[0].message.recipient.email, wanted[0].message.recipient.phone)
    try:
        send(to, [row.message for row in wanted], key=_key(wanted))
    except NotReached as wrong:
        _mark(wanted, tries=F("tries") - 1, next_try_at=at + FIRST_PAUSE, fault=str(wrong))
        raise
    except NotTaken as refused:
        return counts + _refused(wanted, refused, at)
    _mark(wanted, state=State.SENT, sent_at=at, next_try_at=None, fault="")
    return counts + Counter({State.SENT: len(wanted)})


def _claimed(person: int, channel: Channel, at: datetime) -> list[Dispatch]:
    """Take somebody's rows for this run, by putting their next try off; those that another run has are left."""
    with transaction.atomic(durable=True):
        mine = _due(channel, at).filter(message__recipient=person).select_related("message__recipient")
        rows = list(mine.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:MOST_IN_ONE])
        _mark(rows, tries=F("tries") + 1, next_try_at=at + STALE)
    return rows


def _still_wanted(rows: Sequence[Dispatch], channel: Channel) -> list[Dispatch]:
    """Those not read meanwhile, to somebody with an address and an open account who did not switch them off."""
    people = {row.message.recipient for row in rows}
    off = set(SwitchedOff.objects.filter(person__in=people, channel=channel).values_list("topic", flat=True))
    off -= {topic.value for topic, entry in TABLE.items() if entry.required}
    reached = {who.pk for who in people if who.is_active and address(channel, who.email, who.phone)}
    return [
        row
        for row in rows
        if row.message.read_at is None
        and row.message.recipient_id in reached
        and row.message.topic not in off
    ]


def _refused(rows: Sequence[Dispatch], refused: NotTaken, at: datetime) -> Counter[State]:
    """Put off what was not taken, or give it up: for good, or after so many tries."""
    counts: Counter[State] = Counter()
    for row in rows:
        over = refused.for_good or row.tries + 1 >= MOST_TRIES
        state = State.GIVEN_UP if over else State.WAITING
        _mark([row], state=state, next_try_at=at + pause(row.tries + 1), fault=str(refused))
        counts[state] += 1
    return counts


def _mark(rows: Sequence[Dispatch], **said: object) -> None:
    """Keep what became of rows that this run has claimed."""
    if rows:
        Dispatch.objects.filter(pk__in=[row.pk for row in rows], state=State.WAITING).update(**said)


def _key(rows: Sequence[Dispatch]) -> str:
    """A name for these messages together, the same whenever they are tried."""
    return hashlib.sha256("-".join(str(row.pk) for row in rows).encode()).hexdigest()[:32]
