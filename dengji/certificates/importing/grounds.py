"""What rows of older certificates are checked against (核对依据): tables of codes, and the filings on the register."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dengji.certificates.forms import tables
from dengji.certificates.numbers import Tables
from dengji.filings.models import Filing, ScopeRow
from dengji.occupations.levels import levels


class Registered(NamedTuple):
    """A filing on the register (在册备案): its row, its body, its place, the levels of each occupation it ever had."""

    filing: int
    institution: int
    place: str
    scope: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Grounds:
    """核对依据: `levels` maps what may be typed to codes, `labels` codes to names; `on` is today."""

    tables: Tables
    levels: Mapping[str, str]
    labels: Mapping[str, str]
    filings: Mapping[str, Registered]
    on: date


def grounds(on: date) -> Grounds:
    """What is checked against on that day."""
    labels = {each.code: each.label for each in levels()}
    typed = {word: code for code, label in labels.items() for word in (code, label, *label.split("/"))}
    return Grounds(tables(), typed, labels, _filings(), on)


def _filings() -> dict[str, Registered]:
    scope: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for filing, code, told in ScopeRow.objects.values_list("filing_id", "code", "levels"):
        scope[filing][code].update(told)
    found = Filing.objects.values_list("number", "pk", "institution_id", "place")
    return {
        number: Registered(
            pk, body, place, {code: frozenset(told) for code, told in scope.get(pk, {}).items()}
        )
        for number, pk, body, place in found
    }
