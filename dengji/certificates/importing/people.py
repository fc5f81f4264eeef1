"""Whose certificate it is (持证人), checked quickly: what an identity number is made of is worked out once."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dengji.certificates.importing.columns import DOCUMENT
from dengji.evaluations.candidates.persons import (
    BORN,
    LONGEST_NAME,
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
    identity_fault,
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
    """Reads the first columns of rows after the certificate's number: name, document, its number, sex, birth."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.places: dict[str, int] = {}
        self.births: dict[str, tuple[int, str]] = {}
        self.orders: dict[str, tuple[int, str, str]] = {}

    def read(self, cells: Sequence[str]) -> Person | list[Fault]:
        """The person, or everything that is wrong."""
        _, name, document, number, sex, born, *_ = cells
        if document in PLAIN and name.isalpha() and not name.isascii() and len(name) <= LONGEST_NAME:
            told = self._told(number)
            if told is not None and sex in ("", told[1]) and born in ("", told[0]):
                return Person(name, IDENTITY, number, told[2], told[0])
        return self._slowly(cells)

    def _told(self, number: str) -> tuple[str, str, str] | None:
        """Birth, sex in words and sex of a sound number; None for any other."""
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
        """Takes a sound number apart, for those that come."""
        if number != plain_code(number) or identity_fault(number, self.on):
            return None
        born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
        self.places[number[:6]] = _weighed(number, 0, 6)
        self.births[number[6:14]] = _weighed(number, 6, 14), born
        self.orders[number[14:17]] = _weighed(number, 14, 17), str(sex.label), sex.value
        return born, str(sex.label), sex.value

    def _slowly(self, cells: Sequence[str]) -> Person | list[Fault]:
        """As everybody on a list of candidates is checked, with every reason."""
        name, document, number, sex, born = (cell.strip() for cell in cells[1:6])
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


def _weighed(number: str, first: int, past: int) -> int:
    return sum(int(number[at]) * IDENTITY_WEIGHTS[at] for at in range(first, past))


def _choose(words: dict[str, str]) -> str:
    return f"不是可选的项目，可选：{'、'.join(word for word in words if word)}。"
