"""Rows of older certificates checked (核对历史证书): every row says what is wrong with it, or what is entered of it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dengji.certificates import numbers
from dengji.certificates.importing.batches import Batch, batch_of
from dengji.certificates.importing.columns import COLUMNS, ISSUED, NUMBER, OWN, SCORES
from dengji.certificates.importing.grounds import Grounds
from dengji.certificates.importing.people import LOST, People, Person, lost
from dengji.certificates.numbers import SKILL_LENGTH
from dengji.evaluations.candidates.persons import Fault
from dengji.evaluations.scores import rules

SERIAL = 6
MOST_BATCHES = 256


class Entry(NamedTuple):
    """A row that can be entered (可导入的一行)."""

    number: str
    person: Person
    marks: Sequence[str]
    batch: Batch


class Checker:
    """Checks rows one after the other; what many of them say alike is worked out once."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self.people = People(grounds.on)
        self.batches: dict[tuple[str, Sequence[str]], Batch] = {}
        self.sound: set[str] = {""}

    def read(self, cells: Sequence[str]) -> Entry | list[Fault]:
        """The row as it is entered, or everything that is wrong with it."""
        number = kept(cells[0])
        person, batch = self.people.read(cells), self._batch(number, cells)
        if type(person) is Person and not batch.faults and person.born < batch.issued_on:
            marks = cells[SCORES:]
            if self.sound.issuperset(marks) or not any(map(self._wrong, marks)):
                return Entry(number, person, marks, batch)
        return self._faults(cells, person, batch)

    def _batch(self, number: str, cells: Sequence[str]) -> Batch:
        """What the row says that others say too; a number that is not of the national form stands for itself."""
        alike, series, serial = cells[OWN:SCORES], number[:-SERIAL], number[-SERIAL:]
        if (
            len(number) != SKILL_LENGTH
            or not number.isascii()
            or serial == "000000"
            or not serial.isdecimal()
        ):
            return batch_of(number, alike, self.grounds)
        batch = self.batches.get((series, alike))
        if batch is None:
            if len(self.batches) >= MOST_BATCHES:
                self.batches.clear()
            batch = self.batches[series, alike] = batch_of(number, alike, self.grounds)
        return batch

    def _wrong(self, score: str) -> str:
        """What is wrong with a score; nothing where it is left open. Sound ones are known again."""
        wrong = _fault_of(score)
        if not wrong:
            self.sound.add(score)
        return wrong

    def _faults(self, cells: Sequence[str], person: Person | list[Fault], batch: Batch) -> list[Fault]:
        found = [Fault(NUMBER, LOST)] if lost(cells[0]) else list(batch.faults)
        if type(person) is list:
            found += person
        elif isinstance(person, Person) and batch.issued_on and person.born >= batch.issued_on:
            found.append(Fault(ISSUED, f"不晚于出生日期{person.born}。"))
        marks = zip(COLUMNS[SCORES:], cells[SCORES:], strict=True)
        return found + [Fault(column, wrong) for column, each in marks if (wrong := self._wrong(each))]


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


def scores(marks: Sequence[str]) -> str:
    """成绩: in words, as they are kept."""
    return "，".join(filter(None, map(_scored, COLUMNS[SCORES:], marks)))


@lru_cache(maxsize=8192)
def _scored(column: str, mark: str) -> str:
    return "" if rules.is_blank(mark) else f"{column}{rules.worded(rules.read(mark))}"
