"""Reports and where they stand (报送情况): those of a sender, how many in which state, which are late.

This room knows no people: whoever asks says for which authorities (their ids), and for which places (a stem of their
codes).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from dengji.exchange.models import Request
from dengji.exchange.terms import Outcome, Register, Standing, State

UNSENT = (State.WAITING, State.FAILED)
NEWEST, DUE = "", "due"
SORTS = {NEWEST: "新提出的在前", DUE: "最迟报送之日早的在前"}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which reports are looked for (查找条件); what is empty does not narrow. Words: a body, or a receipt.

    Late is what was, or is to be, sent after its last day; overdue what is still to be sent then.
    """

    standing: str = ""
    kind: str = ""
    operation: str = ""
    place: str = ""
    late: bool = False
    overdue: bool = False
    words: str = ""
    sort: str = NEWEST


def reports_within(
    senders: Collection[int], stem: str = "", sought: Sought | None = None, *, on: date
) -> QuerySet[Request]:
    """报送情况: the reports of these authorities in places whose codes begin so, the newest first if not said else."""
    wanted = sought or Sought()
    found = Request.objects.filter(
        register=Register.MINISTRY_NETWORK, sender__in=senders, place__startswith=stem
    ).order_by("-id")
    if wanted.standing:
        found = found.filter(_standing(wanted.standing))
    for name in ("kind", "operation"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.place:
        found = found.filter(place__startswith=wanted.place)
    if wanted.overdue:
        found = found.filter(state__in=UNSENT, due_on__lt=on)
    if wanted.words:
        named = Q(payload__body__icontains=wanted.words) | Q(payload__certificate=wanted.words)
        found = found.filter(named | Q(receipt__istartswith=wanted.words))
    if wanted.sort == DUE:
        found = found.order_by(F("due_on").asc(nulls_last=True), "id")
    return found.filter(_late(on)) if wanted.late else found


def counts(senders: Collection[int], stem: str = "", *, on: date) -> dict[str, int]:
    """报送统计: how many stand where, by the codes of Standing, and how many are "late"; one statement."""
    each = {value: Count("pk", filter=_standing(value)) for value in Standing.values}
    found = reports_within(senders, stem, on=on).order_by()
    return found.aggregate(late=Count("pk", filter=_late(on)), **each)


def late(on: date) -> QuerySet[Request]:
    """迟报未报: what is still to be sent though its last day has passed, the longest overdue first."""
    return unsent().filter(due_on__lt=on).order_by("due_on", "id")


def due_soon(on: date, until: date) -> QuerySet[Request]:
    """临近报送期限: what is still to be sent and must be by one of these days, both within."""
    return unsent().filter(due_on__gte=on, due_on__lte=until).order_by("due_on", "id")


def unsent() -> QuerySet[Request]:
    """待报送: what the network has not taken."""
    return Request.objects.filter(register=Register.MINISTRY_NETWORK, state__in=UNSENT)


def unsettled() -> QuerySet[Request]:
    """要人处理: what the network would not take, did not confirm, or confirmed and contradicted."""
    wrong = Q(state=State.FAILED) | Q(outcome__in=(Outcome.PARTLY, Outcome.DECLINED))
    contradicted = Q(state=State.ANSWERED, fault__gt="")
    return Request.objects.filter(wrong | contradicted, register=Register.MINISTRY_NETWORK)


def settled() -> bool:
    """Whether nothing is left to be sent or to be answered (全部办结)."""
    open_rows = (*UNSENT, State.SENT)
    return not Request.objects.filter(register=Register.MINISTRY_NETWORK, state__in=open_rows).exists()


def report_within(senders: Collection[int], number: int) -> Request | None:
    """One report of these authorities, by its number; None where it is not theirs."""
    found = Request.objects.filter(register=Register.MINISTRY_NETWORK, sender__in=senders)
    return found.filter(pk=number).first()


def _standing(value: str) -> Q:
    if value in Outcome.values:
        return Q(state=State.ANSWERED, outcome=value)
    return Q(state=value)


def _late(on: date) -> Q:
    """Sent after its last day, or still to be sent when that has passed."""
    not_done = Q(sent_at=None, answered_at=None, due_on__lt=on)
    return not_done | Q(due_on__isnull=False, pk__in=_done_late())


def _done_late() -> QuerySet[Any, Any]:
    done = Request.objects.exclude(due_on=None).annotate(done_at=Coalesce("sent_at", "answered_at"))
    return done.filter(done_at__date__gt=F("due_on")).values("pk")
