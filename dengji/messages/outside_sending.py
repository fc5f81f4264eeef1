"""Taking short messages to people without an account out of the site (发送对外短信); each number is forgotten then.

As in `sending`: a row is claimed by putting its next try off; two runs never claim the same; a run that dies leaves
rows that are tried again.
"""

import hashlib
import logging
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from dengji.messages.faults import NotReached, NotTaken
from dengji.messages.models import OutsideMessage
from dengji.messages.sms import SIGNATURE, Gateway, gateway
from dengji.messages.terms import State
from dengji.messages.tries import FIRST_PAUSE, MOST_TRIES, STALE, pause
from dengji.sealing.seals import Unreadable, opened

log = logging.getLogger("dengji.messages")
AT_ONCE = 50


def send_waiting(*, at: datetime, limit: int) -> Counter[State]:
    """发送对外短信: what waits, so many at most; a gateway that does not answer ends the run and costs nobody a try."""
    counts: Counter[State] = Counter()
    through = gateway()
    while counts.total() < limit and (rows := _claimed(at, min(AT_ONCE, limit - counts.total()))):
        for place, row in enumerate(rows):
            try:
                counts[_sent(row, through, at)] += 1
            except NotReached as wrong:
                log.warning("%s", wrong)
                _let_go([each.pk for each in rows[place:]], str(wrong), at)
                return counts
    return counts


def _claimed(at: datetime, most: int) -> list[OutsideMessage]:
    """Rows for this run, the oldest first, those that another run has left out."""
    with transaction.atomic(durable=True):
        due = OutsideMessage.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=at), state=State.WAITING)
        rows = list(due.select_for_update(skip_locked=True).order_by("pk")[:most])
        pks = [row.pk for row in rows]
        OutsideMessage.objects.filter(pk__in=pks).update(tries=F("tries") + 1, next_try_at=at + STALE)
    return rows


def _sent(row: OutsideMessage, through: Gateway, at: datetime) -> State:
    """Send one row; says what came of it. Raises NotReached."""
    try:
        number = opened(row.sealed)["phone"]
        through(number, f"{SIGNATURE}{row.text}", key=_key(row))
    except Unreadable:
        return _kept(row, State.GIVEN_UP, fault="手机号码无法解封")
    except NotTaken as refused:
        over = refused.for_good or row.tries + 1 >= MOST_TRIES
        later = {"fault": str(refused)[:60], "next_try_at": at + pause(row.tries + 1)}
        return _kept(row, State.GIVEN_UP if over else State.WAITING, **later)
    return _kept(row, State.SENT, sent_at=at, next_try_at=None, fault="", sealed=b"")


def _kept(row: OutsideMessage, state: State, **said: object) -> State:
    OutsideMessage.objects.filter(pk=row.pk, state=State.WAITING).update(state=state, **said)
    return state


def _let_go(pks: list[int], fault: str, at: datetime) -> None:
    """Rows of this run that did not get as far: soon again, and it cost them no try."""
    waiting = OutsideMessage.objects.filter(pk__in=pks, state=State.WAITING)
    waiting.update(tries=F("tries") - 1, next_try_at=at + FIRST_PAUSE, fault=fault[:60])


def _key(row: OutsideMessage) -> str:
    """A name for the message, the same whenever it is tried."""
    return hashlib.sha256(f"outside-{row.pk}".encode()).hexdigest()[:32]
