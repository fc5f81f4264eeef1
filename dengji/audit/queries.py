"""What the trail says (留痕查询): whether it is whole, what was done to an object, all of it to take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from dengji.audit import chain
from dengji.audit.canonical import text
from dengji.audit.chain import Seal, Verdict
from dengji.audit.models import Entry, Head

AT_ONCE = 2000  # entries read from the database at a time


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the trail (留痕检索条件); empty means any, `until` is the last day included."""

    act: str = ""
    person: str = ""
    kind: str = ""
    identity: str = ""
    from_on: date | None = None
    until: date | None = None


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """The acts that are looked for (操作记录), the latest first; `person` is part of a name or of an organisation's."""
    found = Entry.objects.order_by("-position")
    for name, value in (("act", wanted.act), ("object_kind", wanted.kind), ("object_id", wanted.identity)):
        found = found.filter(**{name: value}) if value else found
    if wanted.person:
        named = Q(person_name__icontains=wanted.person) | Q(organisation_name__icontains=wanted.person)
        found = found.filter(named)
    if wanted.from_on:
        found = found.filter(at__gte=_begins(wanted.from_on))
    return found.filter(at__lt=_begins(wanted.until + timedelta(days=1))) if wanted.until else found


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, get_current_timezone())


def entry_at(position: int) -> Entry | None:
    """The entry of that position (一条记录), or None."""
    return Entry.objects.filter(position=position).first()


def entries_about(kind: str, identity: str | int) -> QuerySet[Entry]:
    """The acts on one object, oldest first."""
    return Entry.objects.filter(object_kind=kind, object_id=str(identity)).order_by("position")


def verify(*, seal: Seal | None = None) -> Verdict:
    """Follows the whole trail, to where its head is, and past the seal that was noted down earlier.

    Acts may go on record meanwhile: the head read before is the least there is, the head read after the most.
    """
    least = head()
    if least is None:
        return chain.broken(Seal(0, ""), "链尾记录不见了")
    lines = (entry.line() for entry in in_order())
    verdict = chain.check(lines, [each for each in (least, seal) if each is not None])
    most = head() or least
    if verdict.ok and verdict.entries > most.position:
        return chain.broken(most, f"第{most.position + 1}条起未经链尾登记")
    return verdict


def head() -> Seal | None:
    """The end of the trail as the database keeps it; None if somebody took it away."""
    kept = Head.objects.first()
    return Seal(kept.position, kept.hash) if kept else None


def in_order() -> Iterator[Entry]:
    """Every entry from the first to the last, read little by little."""
    return Entry.objects.order_by("position").iterator(chunk_size=AT_ONCE)


def export() -> Iterator[str]:
    """The trail as JSON Lines with its chain: one canonical line an entry."""
    return (text(entry.line()) + "\n" for entry in in_order())
