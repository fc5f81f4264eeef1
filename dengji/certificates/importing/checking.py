"""Rows of older certificates checked (核对历史证书): every row says what is wrong with it, or what is entered of it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dengji.certificates import numbers
from dengji.certificates.importing.batches import Batch, batch_of
from dengji.certificates.importing.columns import COLUMNS, ISSUED, NUMBER, OWN, REVIEW, SCORES, SKILL, THEORY
from dengji.certificates.importing.grounds import Grounds
from dengji.certificates.importing.people import IDENTITY, LOST, PLAIN, People, Person, lost
from dengji.certificates.importing.reading import BETWEEN, Part, Row, rows
from dengji.certificates.importing.series import SERIAL
from dengji.certificates.numbers import SKILL_LENGTH
from dengji.evaluations.candidates.persons import LONGEST_NAME, Fault
from dengji.evaluations.scores import rules

SERIES = SKILL_LENGTH - SERIAL
NONE = "0" * SERIAL
MOST_BATCHES, MOST_MARKS = 1024, 4096  # that are known again


class Entry(NamedTuple):
    """A row that can be entered (可导入的一行): everything as it is kept, but for the scores."""

    number: str
    name: str
    document: str
    identity: str
    sex: str
    born: str
    marks: tuple[str, str, str]
    batch: Batch


class Checker:
    """Checks rows one after the other; what many of them say alike is worked out once."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self.people = People(grounds.on)
        self.batches: dict[tuple[str, str], Batch] = {}
        self.marks: set[str] = {""}

    def known(self, row: Row) -> tuple[Batch, str, str] | None:
        """Batch, birth and sex of a sound row that is typed as it is kept; None of any other.

        For the very most rows this is all that is looked at.
        """
        number, name, document, identity, sex, born, alike, theory, skill, review = row
        serial = number[SERIES:]
        if len(serial) != SERIAL or not serial.isdecimal() or serial == NONE:
            return None
        batch = self.batches.get((number[:SERIES], alike))
        if batch is None:
            return self.known(row) if self._learned(number, alike) else None
        if document not in PLAIN or name.isascii() or not name.isalpha() or len(name) > LONGEST_NAME:
            return None
        told = self.people.told(identity)
        if told is None or not number.isascii() or told[0] >= batch.issued_on:
            return None
        if (sex and sex != told[1]) or (born and born != told[0]):
            return None
        marks = self.marks
        return (batch, told[0], told[2]) if theory in marks and skill in marks and review in marks else None

    def read(self, row: Row) -> Entry | list[Fault]:
        """The row as it is entered, or everything that is wrong with it."""
        number, cells, alike, marks = kept(row[0]), row[1:OWN], row[OWN], row[OWN + 1 :]
        person = self.people.read(cells)
        batch = self.batches.get((number[:SERIES], alike)) if self._learned(number, alike) else None
        batch = batch or batch_of(number, alike.split(BETWEEN), self.grounds)
        if type(person) is Person and not batch.faults and person.born < batch.issued_on:
            wrong = [*filter(None, map(self._wrong, marks))]
            if not wrong:
                return Entry(number, *person, row[7:], batch)
        return self._faults(row, person, batch)

    def _learned(self, number: str, alike: str) -> bool:
        """Sees to it that what the row says as others do is worked out; not for a number that is none of a series."""
        series, serial = number[:SERIES], number[SERIES:]
        if len(number) != SKILL_LENGTH or kept(number) != number or not serial.isdecimal() or serial == NONE:
            return False
        if (series, alike) not in self.batches:
            if len(self.batches) >= MOST_BATCHES:
                self.batches.clear()
            self.batches[series, alike] = batch_of(number, alike.split(BETWEEN), self.grounds)
        return True

    def _wrong(self, score: str) -> str:
        """What is wrong with a score; nothing where it is left open. Sound ones are known again."""
        wrong = _fault_of(score)
        if not wrong and len(self.marks) < MOST_MARKS:
            self.marks.add(score)
        return wrong

    def _faults(self, row: Row, person: Person | list[Fault], batch: Batch) -> list[Fault]:
        found = [Fault(NUMBER, LOST)] if lost(row[0]) else list(batch.faults)
        if type(person) is list:
            found += person
        elif isinstance(person, Person) and batch.issued_on and person.born >= batch.issued_on:
            found.append(Fault(ISSUED, f"不晚于出生日期{person.born}。"))
        marks = zip(COLUMNS[SCORES:], row[OWN + 1 :], strict=True)
        return found + [Fault(column, wrong) for column, each in marks if (wrong := self._wrong(each))]


def entries(
    part: Part, places: Sequence[int], checker: Checker, states: Sequence[int], state: int
) -> Iterator[tuple[int, Entry]]:
    """The rows of a part that are in that state, read and checked again, with their lines in it."""
    for line, (stands, row) in enumerate(zip(states, rows(part, places), strict=False)):
        if stands != state:
            continue
        known = checker.known(row)
        if known is not None:
            batch, born, sex = known
            yield line, Entry(row[0], row[1], IDENTITY, row[3], sex, born, row[7:], batch)
        elif isinstance(found := checker.read(row), Entry):
            yield line, found


def kept(number: str) -> str:
    """A certificate's number as it is kept (证书编号)."""
    return number if number.isascii() and number.isalnum() and number.isupper() else numbers.normal(number)


def _fault_of(score: str) -> str:
    if rules.is_blank(score):
        return ""
    try:
        return "" if rules.read(score) is not None else "缺考的没有证书，请核对。"
    except rules.Unreadable as wrong:
        return str(wrong)


def scores(marks: tuple[str, str, str]) -> str:
    """成绩: in words, as they are kept."""
    theory, skill, review = marks
    return (_scored(THEORY, theory) + _scored(SKILL, skill) + _scored(REVIEW, review))[1:]


@lru_cache(maxsize=8192)
def _scored(column: str, mark: str) -> str:
    return "" if rules.is_blank(mark) else f"，{column}{rules.worded(rules.read(mark))}"
