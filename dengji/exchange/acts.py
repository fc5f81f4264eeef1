"""Asking other registers (核验与报送): put the question, send what waits, take the answers.

A question is written in the transaction of the act that needs it. It is sent afterwards, outside of any
transaction, from the rows that wait; a run that dies leaves a row that is tried again under the same key.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from dengji.exchange import clients
from dengji.exchange.clients import NotReached, NotUnderstood, Pending, Refused
from dengji.exchange.contents import kind_of, whole
from dengji.exchange.models import Request
from dengji.exchange.queries import due, fresh, requests_about
from dengji.exchange.terms import Register, State

AT_ONCE = 500  # rows that one run looks at
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


class Contradicted(Exception):
    """The register gave another answer to the same request earlier (答复前后不一致)."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one delivery came to: reports taken, questions answered, refused for good, put off until later."""

    sent: int = 0
    answered: int = 0
    failed: int = 0
    postponed: int = 0


@dataclass(frozen=True, slots=True)
class Collected:
    """What one round of collecting came to: decided, not decided yet, unknown there (sent again), put off."""

    answered: int = 0
    pending: int = 0
    lost: int = 0
    postponed: int = 0


def ask(
    register: str, *, about: str, payload: Mapping[str, Any], at: datetime, anew: bool = False
) -> Request:
    """申请核验 / 报送: ask a register about something; asking the same again is the same request.

    Asked anew once an answer is no longer fresh or a report was declined; tried anew once it was refused. `anew` asks
    a look-up again that was answered, however fresh the answer is.
    Raises ValueError if a look-up names no body (`uscc`).
    """
    if register != Register.MINISTRY_NETWORK and not payload.get("uscc"):
        raise ValueError("A look-up names the body by its uscc.")
    content: dict[str, Any] = json.loads(json.dumps(payload))
    same = [each for each in requests_about(register, about) if each.payload == content]
    if same and same[0].state == State.FAILED:
        Request.objects.filter(pk=same[0].pk, state=State.FAILED).update(
            state=State.WAITING, attempts=0, next_try_at=at
        )
        same[0].refresh_from_db()
    again = anew and bool(same) and same[0].state == State.ANSWERED
    if same and not again and not _worn(same[0], at):
        return same[0]
    request, _ = Request.objects.get_or_create(
        key=_key([register, about, content, len(same)]),
        defaults={
            "register": register,
            "about": about,
            "payload": content,
            "asked_at": at,
            "next_try_at": at,
        },
    )
    return request


def deliver(*, at: datetime) -> Delivered:
    """发送: send what waits and is due; two at the same time, or one after the other, do no harm.

    A register that cannot be reached is left alone for the rest of the run; one that we are not connected to
    keeps its rows waiting. Never inside a transaction: raises RuntimeError there.
    """
    counts: Counter[str] = Counter()
    down: set[str] = set()
    for request in due(State.WAITING, at)[:AT_ONCE]:
        if request.register not in down and _claimed(request, at, pause(request.attempts + 1)):
            counts[_delivered(request, at, down)] += 1
    return Delivered(**counts)


def collect(*, at: datetime) -> Collected:
    """查询结果: ask what became of the reports that were sent. Never inside a transaction."""
    counts: Counter[str] = Counter()
    down: set[str] = set()
    for request in due(State.SENT, at)[:AT_ONCE]:
        if request.register not in down and _claimed(request, at, FIRST_PAUSE):
            counts[_collected(request, at, down)] += 1
    return Collected(**counts)


def receive(request: Request, answer: Mapping[str, Any], *, at: datetime) -> Request:
    """收到答复: put a register's answer on its request; the same answer twice is one answer.

    Raises Contradicted if another answer is there already.
    """
    closed = _closed(request, answer, at)
    request.refresh_from_db()
    if not closed and request.answer != answer:
        raise Contradicted(f"{request.get_register_display()}对同一请求的答复前后不一致，请与对方核实。")
    return request


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, up to a limit."""
    doubled: int = 2 ** min(attempts - 1, 16)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def _worn(request: Request, at: datetime) -> bool:
    """True if the request's answer is such that one may ask again."""
    if request.answer is None or request.answered_at is None:
        return False
    if request.register == Register.MINISTRY_NETWORK:
        return bool(request.answer["state"] == "declined")
    return not fresh(request.answered_at, at)


def _key(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _claimed(request: Request, at: datetime, wait: timedelta) -> bool:
    """Takes the row for this run, by putting its next try off; False if another run has taken it."""
    mine = _unfinished(request).filter(next_try_at=request.next_try_at)
    with transaction.atomic(durable=True):
        return mine.update(attempts=F("attempts") + 1, next_try_at=at + wait) == 1


def _delivered(request: Request, at: datetime, down: set[str]) -> str:
    """Sends one row; says what came of it."""
    try:
        if request.register == Register.MINISTRY_NETWORK:
            _taken(request, _reported(request), at)
            return "sent"
        _closed(request, _looked_up(request), at)
        return "answered"
    except Refused as wrong:
        _noted(request, wrong, state=State.FAILED)
        return "failed"
    except (NotReached, NotUnderstood) as wrong:
        return _postponed(request, wrong, down)


def _collected(request: Request, at: datetime, down: set[str]) -> str:
    """Asks about one report; says what came of it."""
    try:
        decision = clients.decision(request.receipt, kind=kind_of(request.payload))
        _ensure_ours(request, decision)
    except (NotReached, NotUnderstood, Refused) as wrong:
        return _postponed(request, wrong, down)
    if isinstance(decision, Pending):
        return "pending"
    if decision is None:
        _unfinished(request).update(state=State.WAITING, sent_at=None, receipt="", attempts=0, next_try_at=at)
        return "lost"
    _closed(request, decision.model_dump(mode="json", exclude_defaults=True), at)
    return "answered"


def _reported(request: Request) -> str:
    """Sends a report, whole; its receipt."""
    return clients.report(whole(request.payload), key=request.key, kind=kind_of(request.payload))


def _ensure_ours(
    request: Request, decision: clients.Pending | clients.Published | clients.Declined | None
) -> None:
    """Raises NotUnderstood for an answer about another batch than the one that was reported."""
    if isinstance(decision, clients.Published) and decision.digest != request.payload.get("digest", ""):
        raise NotUnderstood("对方的答复不是这一批数据的")


def _looked_up(request: Request) -> dict[str, Any]:
    """What the register has on the body that the request names."""
    look_up = clients.company if request.register == Register.COMPANY_REGISTER else clients.credit
    found = look_up(request.payload["uscc"])
    return {"found": False} if found is None else {"found": True, **found.model_dump(mode="json")}


def _taken(request: Request, receipt: str, at: datetime) -> None:
    _unfinished(request).update(
        state=State.SENT, sent_at=at, receipt=receipt, attempts=0, next_try_at=at, fault=""
    )


def _closed(request: Request, answer: Mapping[str, Any], at: datetime) -> bool:
    """Puts the answer on the row; False if it has one already."""
    open_row = Request.objects.filter(pk=request.pk).exclude(state=State.ANSWERED)
    return open_row.update(state=State.ANSWERED, answer=dict(answer), answered_at=at, fault="") == 1


def _postponed(request: Request, wrong: Exception, down: set[str]) -> str:
    if isinstance(wrong, NotReached):
        down.add(request.register)
    _noted(request, wrong, state=request.state)
    return "postponed"


def _noted(request: Request, wrong: Exception, *, state: str) -> None:
    _unfinished(request).update(state=state, fault=str(wrong)[:300])


def _unfinished(request: Request) -> QuerySet[Request]:
    """The row, if nobody has moved it on since it was read."""
    return Request.objects.filter(pk=request.pk, state=request.state)
