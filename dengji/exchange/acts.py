"""Asking other registers (核验与报送): put the question, send what waits, take the answers.

A question is written in the transaction of the act that needs it. It is sent afterwards, outside of any
transaction, from the rows that wait; a run that dies leaves a row that is tried again under the same key.
"""

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from dengji.exchange import clients
from dengji.exchange.clients import NotReached, NotUnderstood, Pending, Refused, TakenBefore
from dengji.exchange.contents import NotComposed, whole
from dengji.exchange.judging import ensure_ours, in_words, outcome_of
from dengji.exchange.models import Request
from dengji.exchange.queries import due, fresh, requests_about, waits_behind
from dengji.exchange.terms import Operation, Register, State

log = logging.getLogger("dengji.exchange")

AT_ONCE = 500  # rows that one run looks at
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
SECOND_LOOK = timedelta(days=1)
"""After an answer the register is asked once more: whether it still says so."""
OTHERWISE = "对方后来又答复：{}，与先前的不一致；以先前的答复为准，请与对方核实。"
TAKEN_BEFORE = "对方先前已按同一编号收下这件报送，内容与现在的不同，请与对方核对。"


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
    """What one round of collecting came to: decided, not decided yet, unknown there (sent again), put off.

    `checked` were decided before, and looked at a second time.
    """

    answered: int = 0
    pending: int = 0
    lost: int = 0
    postponed: int = 0
    checked: int = 0


@dataclass(frozen=True, slots=True)
class Reporting:
    """What makes a request a report (报送): its kind and operation, who answers for it, where, by which day."""

    kind: str
    operation: str = Operation.NEW
    sender: int | None = None
    place: str = ""
    due_on: date | None = None


NO_REPORT = Reporting(kind="", operation="")


def ask(
    register: str,
    *,
    about: str,
    payload: Mapping[str, Any],
    at: datetime,
    anew: bool = False,
    reporting: Reporting = NO_REPORT,
) -> Request:
    """申请核验 / 报送: ask a register about something; asking the same again is the same request.

    Asked anew once an answer is no longer fresh or a report was declined; tried anew once it was refused. `anew` asks
    a look-up again that was answered, however fresh the answer is.
    Raises ValueError if a look-up names no body (`uscc`), or a report does not say what it is (`reporting`).
    """
    if (register == Register.MINISTRY_NETWORK) != bool(reporting.kind):
        raise ValueError("A report says its kind, and nothing else does.")
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
            **asdict(reporting),
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
        if request.register in down or waits_behind(request):
            continue
        if _claimed(request, at, pause(request.attempts + 1)):
            counts[_delivered(request, at, down)] += 1
    return Delivered(**counts)


def collect(*, at: datetime) -> Collected:
    """查询结果: ask what became of the reports that were sent, and again a day later. Never inside a transaction."""
    counts: Counter[str] = Counter()
    down: set[str] = set()
    for request in [*due(State.SENT, at)[:AT_ONCE], *due(State.ANSWERED, at)[:AT_ONCE]]:
        pause_now = FIRST_PAUSE if request.state == State.SENT else pause(request.attempts + 1)
        if request.register not in down and _claimed(request, at, pause_now):
            counts[_collected(request, at, down)] += 1
    return Collected(**counts)


def try_again(request: Request, *, at: datetime) -> bool:
    """再次报送: what the register would not take is sent again, what waits for its next try is tried now.

    False where it has been taken, or answered, meanwhile. The caller puts it on the trail.
    """
    open_row = Request.objects.filter(pk=request.pk, state__in=(State.FAILED, State.WAITING))
    return open_row.update(state=State.WAITING, attempts=0, next_try_at=at) == 1


def put_off_until(about: str, day: date | None) -> int:
    """报送期限变动: the last day of what was asked about something, as it is reckoned now; how many rows changed."""
    open_rows = Request.objects.filter(register=Register.MINISTRY_NETWORK, about=about, sent_at=None)
    return open_rows.exclude(due_on=day).exclude(state=State.ANSWERED).update(due_on=day)


def receive(request: Request, answer: Mapping[str, Any], *, at: datetime) -> Request:
    """收到答复: put a register's answer on its request; the same answer twice is one answer.

    Raises Contradicted if another answer is there already: that one stands, and that it was contradicted is noted,
    unless the caller's transaction is rolled back.
    """
    closed = _closed(request, answer, at)
    request.refresh_from_db()
    if not closed and request.answer != answer:
        _contradicted(request, answer)
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
    except TakenBefore as before:
        _taken(request, before.receipt, at, fault=TAKEN_BEFORE)
        return "sent"
    except Refused as wrong:
        _noted(request, wrong, state=State.FAILED, next_try_at=None)
        return "failed"
    except (NotReached, NotUnderstood, NotComposed) as wrong:
        return _postponed(request, wrong, down)


def _collected(request: Request, at: datetime, down: set[str]) -> str:
    """Asks about one report; says what came of it."""
    try:
        decision = clients.decision(request.receipt, kind=request.kind)
        ensure_ours(request, decision)
    except (NotReached, NotUnderstood, NotComposed, Refused) as wrong:
        return _postponed(request, wrong, down)
    said = None if decision is None else decision.model_dump(mode="json", exclude_defaults=True)
    if request.state == State.ANSWERED:
        return _checked(request, said)
    if isinstance(decision, Pending):
        return "pending"
    if said is None:
        _unfinished(request).update(state=State.WAITING, sent_at=None, receipt="", attempts=0, next_try_at=at)
        return "lost"
    if not _closed(request, said, at, look_at=at + SECOND_LOOK):
        request.refresh_from_db()
        _checked(request, said)
    return "answered"


def _checked(request: Request, said: Mapping[str, Any] | None) -> str:
    """The register's answer when it was asked once more: the same is nothing new, another one is noted for people."""
    if said != request.answer:
        _contradicted(request, said)
    _unfinished(request).update(next_try_at=None)
    return "checked"


def _contradicted(request: Request, said: Mapping[str, Any] | None) -> None:
    log.warning("The register contradicts its answer to request %s.", request.pk)
    request.fault = OTHERWISE.format(in_words(said))[:300]
    _unfinished(request).update(fault=request.fault)


def _reported(request: Request) -> str:
    """Sends a report, whole; its receipt."""
    content = {"operation": request.operation, **whole(request.kind, request.payload)}
    return clients.report(content, key=request.key, kind=request.kind)


def _looked_up(request: Request) -> dict[str, Any]:
    """What the register has on the body that the request names."""
    look_up = clients.company if request.register == Register.COMPANY_REGISTER else clients.credit
    found = look_up(request.payload["uscc"])
    return {"found": False} if found is None else {"found": True, **found.model_dump(mode="json")}


def _taken(request: Request, receipt: str, at: datetime, *, fault: str = "") -> None:
    _unfinished(request).update(
        state=State.SENT, sent_at=at, receipt=receipt, attempts=0, next_try_at=at, fault=fault
    )


def _closed(
    request: Request, answer: Mapping[str, Any], at: datetime, *, look_at: datetime | None = None
) -> bool:
    """Puts the answer on the row; False if it has one already."""
    open_row = Request.objects.filter(pk=request.pk).exclude(state=State.ANSWERED)
    outcome = outcome_of(answer) if request.register == Register.MINISTRY_NETWORK else ""
    said = {"answer": dict(answer), "answered_at": at, "outcome": outcome}
    return open_row.update(state=State.ANSWERED, attempts=0, next_try_at=look_at, fault="", **said) == 1


def _postponed(request: Request, wrong: Exception, down: set[str]) -> str:
    if isinstance(wrong, NotReached):
        down.add(request.register)
    if request.state == State.ANSWERED:
        return "postponed"  # the answer stands; what went wrong in looking at it again is nobody's concern
    _noted(request, wrong, state=request.state)
    return "postponed"


def _noted(request: Request, wrong: Exception, **changes: Any) -> None:
    _unfinished(request).update(fault=str(wrong)[:300], **changes)


def _unfinished(request: Request) -> QuerySet[Request]:
    """The row, if nobody has moved it on since it was read."""
    return Request.objects.filter(pk=request.pk, state=request.state)
