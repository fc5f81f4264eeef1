"""Whose certificate it is (持证人), checked quickly: what an identity number is made of is worked out once."""

from collections.abc import Sequence
from datetime import date
from operator import mul
from typing import NamedTuple

from dengji.certificates.importing.columns import DOCUMENT
from dengji.evaluations.candidates.persons import (
    BORN,
    NUMBER,
    SEX,
    CandidateEntry,
    Fault,
    personal_faults,
    plain_name,
)
from dengji.evaluations.candidates.sheets import day
from dengji.evaluations.terms import DocumentKind, Sex
from dengji.institutions.codes import (
    IDENTITY_CHECKS,
    IDENTITY_WEIGHTS,
    LENGTH,
    OLDEST,
    PLACES,
    plain_code,
)
from dengji.institutions.sheets import Faulty

IDENTITY = DocumentKind.IDENTITY.value
DOCUMENTS = {str(each.label): each.value for each in DocumentKind} | {"": IDENTITY}
SEXES = {str(each.label): each.value for each in Sex} | {"": ""}
PLAIN = (str(DocumentKind.IDENTITY.label), "")
LOST = "长数字按数值保存，末几位已经丢失；请把该列设为文本格式后重新填写。"


class Person(NamedTuple):
    """持证人: name, kind and number of the document, sex and birth, as they are kept."""

    name: str
    document: str
    number: str
    sex: str
    born: str


class People:
    """Reads what a row says of its holder: name, document, its number, sex, birth."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.places: dict[str, int] = {}
        self.births: dict[str, tuple[int, str]] = {}
        self.orders: dict[str, tuple[int, str, str]] = {}

    def told(self, number: str) -> tuple[str, str, str] | None:
        """Birth, sex in words and sex of a sound identity number as it is kept; None for any other."""
        if len(number) != LENGTH:
            return None
        try:
            birth, born = self.births[number[6:14]]
            order, word, sex = self.orders[number[14:17]]
            total = self.places[number[:6]] + birth + order
        except KeyError:
            return self._learned(number)
        return (born, word, sex) if IDENTITY_CHECKS[total % 11] == number[17] else None

    def _learned(self, number: str) -> tuple[str, str, str] | None:
        """Takes a number apart whose parts have not all been seen, for those that come."""
        place, birth, order, check = number[:6], number[6:14], number[14:17], number[17]
        born = _born(birth)
        if not (number.isascii() and number[:17].isdecimal() and number[:2] in PLACES):
            return None
        if not str(OLDEST) <= born <= str(self.on) or check not in IDENTITY_CHECKS:
            return None
        sex = Sex.MALE if int(order) % 2 else Sex.FEMALE
        self.places[place] = _weighed(place, 0)
        self.births[birth] = _weighed(birth, 6), born
        self.orders[order] = _weighed(order, 14), str(sex.label), sex.value
        return self.told(number)

    def read(self, cells: Sequence[str]) -> Person | list[Fault]:
        """The person as everybody on a list of candidates is checked, or everything that is wrong."""
        name, document, number, sex, born = (cell.strip() for cell in cells)
        if lost(number):
            return [Fault(NUMBER, LOST)]
        found = [Fault(DOCUMENT, _choose(DOCUMENTS))] if document not in DOCUMENTS else []
        found += [Fault(SEX, _choose(SEXES))] if sex not in SEXES else []
        entry = CandidateEntry(plain_name(name), plain_code(number), "", DOCUMENTS.get(document, ""))
        entry.sex = SEXES.get(sex, "")
        try:
            entry.born = day(born, BORN)
        except Faulty as wrong:
            found.append(Fault(wrong.column, wrong.reason))
        if not found:
            found = personal_faults(entry, self.on)
        if found:
            return found
        return Person(entry.name, entry.document, entry.number, entry.sex, str(entry.born or ""))


def lost(number: str) -> bool:
    """Whether a long number was kept as a quantity, and has lost its last digits."""
    return "E+" in number.upper()


def _born(birth: str) -> str:
    """The day as it is written down; nothing for what is no day."""
    try:
        return date.fromisoformat(f"{birth[:4]}-{birth[4:6]}-{birth[6:]}").isoformat()
    except ValueError:
        return ""


def _weighed(digits: str, first: int) -> int:
    """What digits count for in the check, the first of them at that place."""
    return sum(map(mul, map(int, digits), IDENTITY_WEIGHTS[first:]))


def _choose(words: dict[str, str]) -> str:
    return f"不是可选的项目，可选：{'、'.join(word for word in words if word)}。"
