"""What rows of older certificates are checked against (核对依据): tables of codes, and the filings on the register."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dengji.certificates.forms import tables
from dengji.certificates.numbers import Tables
from dengji.filings.models import Filing, ScopeRow
from dengji.occupations.levels import levels
from dengji.occupations.queries import catalogue


class Scoped(NamedTuple):
    """What a filing allowed for an occupation (备案范围一行): the levels, and from when until when."""

    levels: frozenset[str]
    from_on: date
    until: date | None


class Registered(NamedTuple):
    """A filing on the register (在册备案): its row, its body, its place, its validity, all that it ever allowed."""

    filing: int
    institution: int
    place: str
    since: date
    until: date | None
    scope: Mapping[str, Sequence[Scoped]]


@dataclass(frozen=True, slots=True)
class Grounds:
    """核对依据: `levels` maps what may be typed to codes, `labels` codes to names; `codes` are those of the catalogue,
    whose earliest `edition` is of that year; `on` is today.
    """

    tables: Tables
    levels: Mapping[str, str]
    labels: Mapping[str, str]
    filings: Mapping[str, Registered]
    codes: Collection[str]
    edition: int
    on: date


def grounds(on: date) -> Grounds:
    """What is checked against on that day."""
    labels = {each.code: each.label for each in levels()}
    typed = {word: code for code, label in labels.items() for word in (code, label, *label.split("/"))}
    return Grounds(tables(), typed, labels, _filings(), *catalogue(), on)


def _filings() -> dict[str, Registered]:
    scope: dict[int, dict[str, list[Scoped]]] = defaultdict(lambda: defaultdict(list))
    rows = ScopeRow.objects.values_list("filing_id", "code", "levels", "from_on", "until")
    for filing, code, told, from_on, until in rows:
        scope[filing][code].append(Scoped(frozenset(told), from_on, until))
    found = Filing.objects.values_list("number", "pk", "institution_id", "place", "valid_from", "valid_until")
    return {
        number: Registered(pk, body, place, since, until, dict(scope.get(pk, {})))
        for number, pk, body, place, since, until in found
    }
