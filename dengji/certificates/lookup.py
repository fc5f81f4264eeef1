"""Certificates looked up (证书查询): by number and name, or by document and name; one statement, no objects.

Whoever asks must know the name; nobody learns whether a number is there that goes with another name.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.conf import settings

from dengji.certificates.forms import titles
from dengji.certificates.history import Happening, Standing, standing
from dengji.certificates.numbers import meant, normal
from dengji.evaluations.candidates.persons import identity_of, name_digest, plain_name
from dengji.evaluations.terms import DocumentKind
from dengji.institutions.codes import plain_code
from dengji.occupations.levels import label
from dengji.prepared import look_up

LONGEST_NUMBER, LONGEST_NAME = 60, 60
PLAIN = re.compile(
    "[A-Z][0-9]{14}[0-9A-Z][0-9]{6}"
)  # a skill-level number in which nothing is to be put right
COLUMNS = (
    "c.id, c.number, c.state, c.regime, c.occupation, c.code, c.work_type, c.level, c.body, c.issuer, c.filing_number, "
    'c.issued_on, c.corrected_on, c.masked, e.kind, e.says, e."on"'
)
FOUND = (
    f"SELECT {COLUMNS} FROM certificates_certificate c "  # noqa: S608 - our own names
    "LEFT JOIN certificates_certificateevent e ON e.certificate_id = c.id WHERE {which} AND c.named = %s ORDER BY {by}"
)
LATEST = "c.issued_on DESC, c.id DESC, e.ordinal"
BY_NUMBER = FOUND.format(which="c.number = %s", by="e.ordinal")
BY_SPELLINGS = FOUND.format(which="c.number IN (%s, %s, %s)", by=LATEST)
BY_DOCUMENT = FOUND.format(which=f"c.identity IN ({', '.join(['%s'] * len(DocumentKind))})", by=LATEST)
Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class Question(NamedTuple):
    """What somebody asks (查询内容), as it was typed: a certificate's number or a document's, and the name."""

    number: str
    document: str
    name: str

    @property
    def whole(self) -> bool:
        """Whether it can be answered at all: one number, and a name, of lengths that there are."""
        told = self.number.strip() or self.document.strip()
        lengths = len(self.number) + len(self.document) <= LONGEST_NUMBER and len(self.name) <= LONGEST_NAME
        return bool(told and self.name.strip() and lengths and not (self.number and self.document))

    @property
    def about(self) -> str:
        """The number that is asked about, however it was written."""
        return _spellings(self.number)[-1] if self.number else plain_code(self.document)


class Shown(NamedTuple):
    """A certificate as anybody may see it who knows its number or document, and the name (查询结果)."""

    number: str
    name: str
    masked: str
    title: str
    occupation: str
    code: str
    work_type: str
    level: str
    level_label: str
    body: str
    filing: str
    issuer: str
    issued_on: date
    state: str
    standing: Standing
    corrected_on: date | None
    history: tuple[Happening, ...]


def looked_up(question: Question, ask: Ask = look_up) -> list[Shown]:
    """证书查询: the certificates that were asked for, the latest first; empty where there is none of that name.

    `ask` makes the statement.
    """
    name = plain_name(question.name)
    named = bytes.fromhex(name_digest(name))
    if question.number:
        spellings = _spellings(question.number)
        if spellings[0] == spellings[1] == spellings[2]:
            return _shown(ask(BY_NUMBER, (spellings[0], named)), name)
        return _shown(ask(BY_SPELLINGS, (*spellings, named)), name)
    code = plain_code(question.document)
    wanted = [bytes.fromhex(identity_of(kind, code)) for kind in DocumentKind.values]
    return _shown(ask(BY_DOCUMENT, (*wanted, named)), name)


def masked_name(name: str) -> str:
    """姓名脱敏: the first sign of a name, and a star for each other."""
    return name[:1] + "*" * (len(name) - 1)


def _shown(rows: Sequence[Sequence[Any]], name: str) -> list[Shown]:
    if len(rows) == 1:
        return [_one(rows, name)]
    return [_one(list(group), name) for _, group in groupby(rows, itemgetter(0))]


def _one(rows: Sequence[Sequence[Any]], name: str) -> Shown:
    """One certificate, from its rows: one for each thing that happened to it, or one for none."""
    _, number, state, regime, occupation, code, work_type, level, *rest = rows[0]
    body, issuer, filing, issued, corrected, masked = rest[:6]
    history = tuple(_history(rows))
    corrected_on = None if corrected is None else _day(corrected)
    return Shown(
        number=number,
        name=masked_name(name),
        masked=masked,
        title=_title(regime, settings.DENGJI_PACKS),
        occupation=occupation,
        code=code,
        work_type=work_type,
        level=level,
        level_label=_level(level, settings.DENGJI_PACKS),
        body=body,
        filing=filing,
        issuer=issuer,
        issued_on=_day(issued),
        state=state,
        standing=standing(state, corrected_on, history),
        corrected_on=corrected_on,
        history=history,
    )


def _history(rows: Sequence[Sequence[Any]]) -> Iterator[Happening]:
    for row in rows:
        kind, says, on = row[14:]
        if kind is not None:
            yield Happening(kind, says, _day(on))


@lru_cache(maxsize=64)  # asked twice for every question
def _spellings(typed: str) -> tuple[str, str, str]:
    """A number as it was typed, as it is kept, and as it was probably meant."""
    if PLAIN.fullmatch(typed):
        return typed, typed, typed
    return typed.strip(), normal(typed), meant(typed)


@lru_cache
def _title(regime: str, packs: object) -> str:
    """What a certificate of a regime is called; kept, since reading it takes long."""
    return titles()[regime]


@lru_cache
def _level(code: str, packs: object) -> str:
    return label(code) if code else ""


def _day(value: date | str) -> date:
    """A day as the driver gives it; SQLite's gives text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
