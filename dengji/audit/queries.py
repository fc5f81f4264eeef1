"""What the trail says (留痕查询): whether it is whole, what was done to an object, all of it to take away."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may read of the trail (查阅范围): acts of these organisations, and acts on these objects.

    `organisations` are their numbers; `objects` the identities, as text, by kind of object.
    """

    organisations: "Numbers"
    objects: Mapping[str, "Identities"]

    def covers(self) -> Q:
        """The entries that may be read."""
        readable = Q(organisation__in=self.organisations)
        for kind, identities in self.objects.items():
            readable |= Q(object_kind=kind, object_id__in=identities)
        return readable


Numbers = Collection[int] | QuerySet[Any, Any]
Identities = Collection[str] | QuerySet[Any, Any]


def entries(wanted: Wanted, scope: Scope | None = None) -> QuerySet[Entry]:
    """The acts that are looked for (操作记录), the latest first, as far as the scope goes; None is the whole trail.

    `person` is part of a name or of an organisation's.
    """
    found = _within(scope).order_by("-position")
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


def _within(scope: Scope | None) -> QuerySet[Entry]:
    return Entry.objects.all() if scope is None else Entry.objects.filter(scope.covers())


def entry_at(position: int, scope: Scope | None = None) -> Entry | None:
    """The entry of that position (一条记录), if the scope goes so far, or None."""
    return _within(scope).filter(position=position).first()


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


def in_order(scope: Scope | None = None) -> Iterator[Entry]:
    """Every entry from the first to the last, as far as the scope goes, read little by little."""
    return _within(scope).order_by("position").iterator(chunk_size=AT_ONCE)


def export(scope: Scope | None = None) -> Iterator[str]:
    """The trail as JSON Lines: one canonical line an entry; only the whole of it is a chain."""
    return (text(entry.line()) + "\n" for entry in in_order(scope))
