"""What other registers answered (核验结果), and what they have not answered yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dengji.exchange.clients import address_of
from dengji.exchange.models import Request
from dengji.exchange.terms import Register, Report, State
from dengji.prepared import columns, made, rows

IN_ORDER = frozenset({Report.FILINGS, Report.ENDINGS})
"""Kinds of which a later report about the same filing would undo an earlier one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A register's answer: to what, when, and what it said.

    Ministry's network: state published (published_on, number) or declined (reason). Company and credit
    register: found, and then the body's particulars or its records.
    """

    register: str
    about: str
    payload: Mapping[str, Any]
    content: Mapping[str, Any]
    answered_at: datetime


def answer_to(register: str, about: str, *, fresh_at: datetime | None = None) -> Answer | None:
    """The newest answer about something; None if it is not known, or (with `fresh_at`) not known any more.

    An answer to an earlier question of other content does not count.
    """
    return answers_to(register, [about], fresh_at=fresh_at).get(about)


def answers_to(
    register: str, abouts: Collection[str], *, fresh_at: datetime | None = None
) -> dict[str, Answer]:
    """The newest answer about each of many things, in one statement; those not known are not there."""
    asked: dict[str, Mapping[str, Any]] = {}
    found: dict[str, Answer] = {}
    for row in rows(_asked(len(abouts)), [register, *abouts]) if abouts else ():
        request = made(Request, row)
        newest = asked.setdefault(request.about, request.payload)
        answer = _answer(request)
        if answer and request.payload == newest and (fresh_at is None or fresh(answer.answered_at, fresh_at)):
            found.setdefault(request.about, answer)
    return found


@cache
def _asked(many: int) -> str:
    """What was asked of a register about so many things, the newest first; written out, for the acts on cases."""
    return (
        f"SELECT {columns(Request, 'r')} FROM {Request._meta.db_table} r "  # noqa: S608 - our own names
        f"WHERE r.register = %s AND r.about IN ({', '.join(['%s'] * many)}) ORDER BY r.id DESC"
    )


def waiting() -> QuerySet[Request]:
    """What has no answer yet, oldest first."""
    return Request.objects.filter(state__in=(State.WAITING, State.SENT)).order_by("asked_at", "id")


def due(state: State, at: datetime) -> QuerySet[Request]:
    """What is to be tried now at the registers that we are connected to, longest due first."""
    connected = [register for register in Register.values if address_of(register)]
    rows = Request.objects.filter(state=state, next_try_at__lte=at, register__in=connected)
    return rows.order_by("next_try_at", "id")


def waits_behind(request: Request) -> bool:
    """Whether an earlier report about the same filing is still to be sent: what was said last must arrive last."""
    filing = request.payload.get("filing")
    if request.kind not in IN_ORDER or not filing:
        return False
    before = Request.objects.filter(kind__in=IN_ORDER, state=State.WAITING, pk__lt=request.pk)
    return before.filter(payload__filing=filing).exists()


def requests_about(register: str, about: str) -> QuerySet[Request]:
    """All that was asked of a register about something, newest first."""
    return Request.objects.filter(register=register, about=about).order_by("-id")


def anything_about(register: str, stem: str) -> bool:
    """Whether anything was asked of a register about things whose name begins so."""
    return Request.objects.filter(register=register, about__startswith=stem).exists()


def fresh(answered_at: datetime, at: datetime) -> bool:
    """True if an answer still counts at that moment."""
    limit = settings.DENGJI_EXCHANGE_FRESH
    return bool(at - answered_at <= limit)


def counts_on(answered_at: datetime, on: date) -> bool:
    """True if an answer still counts on a day; the last day is within."""
    return (on - localdate(answered_at)).days <= fresh_days()


def fresh_days() -> int:
    """For how many days an answer counts (核验结果有效天数)."""
    limit: timedelta = settings.DENGJI_EXCHANGE_FRESH
    return limit.days


def waits(register: str, about: str) -> bool:
    """Whether something is asked of a register about this and not answered yet (待答复)."""
    return waiting().filter(register=register, about=about).exists()


def _answer(request: Request) -> Answer | None:
    if request.answer is None or request.answered_at is None:
        return None
    return Answer(request.register, request.about, request.payload, request.answer, request.answered_at)
