"""Numbers of certificates (证书编号), pure: read as people type them, and what may be wrong with one.

Two national forms: skill level, 22 signs (class, body, year, level, serial), and access-type qualification, 16
digits. A place's own form for special ability is read only as text.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

SKILL_LENGTH, ACCESS_LENGTH = 22, 16
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
BESIDE = re.compile(r"[\s\-_—－·.]+")  # what people put between groups of signs
SIGNS = re.compile(r"[0-9A-Z]+")


@dataclass(frozen=True, slots=True)
class Tables:
    """What may stand in a number (编码表): classes, provinces by their two digits, levels by their sign."""

    classes: Mapping[str, str]
    provinces: Mapping[str, str]
    levels: Mapping[str, str]


class Parts(NamedTuple):
    """A skill-level number taken apart (编号各段)."""

    kind: str
    body: str
    province: str
    sequence: str
    year: str
    level: str
    serial: str

    @property
    def filing(self) -> str:
        """The filing that it was issued under: its first thirteen signs."""
        return self.kind + self.body + self.province + self.sequence


def normal(typed: str) -> str:
    """A number as it is kept: half-width capitals, without spaces and hyphens; look-alikes are left as they are.

    A number that is kept stays as it is: signs that come to stand beside each other, or are capitals only now, may
    make another sign, and so it is gone over until nothing changes.
    """
    found = _once(typed)
    while not typed.isascii() and (again := _once(found)) != found:
        found = again
    return found


def _once(typed: str) -> str:
    return BESIDE.sub("", unicodedata.normalize("NFKC", typed)).upper()


def meant(typed: str) -> str:
    """The number that was probably meant: O for 0 and I or L for 1 put right wherever only digits may stand."""
    number = normal(typed)
    if len(number) == SKILL_LENGTH:
        return number[0] + number[1:15].translate(LOOKALIKES) + number[15] + number[16:].translate(LOOKALIKES)
    return number.translate(LOOKALIKES) if len(number) == ACCESS_LENGTH else number


def parts(number: str) -> Parts | None:
    """The parts of a skill-level number; None for one of another length."""
    if len(number) != SKILL_LENGTH:
        return None
    cuts = (0, 1, 5, 7, 13, 15, 16, 22)
    return Parts(*(number[start:end] for start, end in pairwise(cuts)))


def faults(typed: str, tables: Tables, year: int) -> list[str]:
    """What may be wrong with a number as it was typed, in sentences; `year` is the last in which one was issued."""
    number = normal(typed)
    if not number:
        return ["请填写证书编号。"]
    if not SIGNS.fullmatch(number):
        strange = sorted(set(re.sub(r"[0-9A-Z]", "", number)))
        return [f"编号里有“{'”“'.join(strange[:3])}”，编号只有字母和数字。"]
    said = parts(number)
    if said is not None:
        return list(_in_skill(said, tables, year))
    if len(number) == ACCESS_LENGTH:
        return list(_in_access(number, year))
    return list(_length(number))


def _length(number: str) -> Iterator[str]:
    """A number of another length; special ability has forms of its own, so it may still be right."""
    near = min((SKILL_LENGTH, ACCESS_LENGTH), key=lambda length: abs(len(number) - length))
    if abs(len(number) - near) <= 2:
        much = "多了" if len(number) > near else "少了"
        yield f"编号一共{len(number)}位，比{near}位{much}{abs(len(number) - near)}位，请对照证书核对。"


def _in_skill(said: Parts, tables: Tables, year: int) -> Iterator[str]:
    if said.kind not in tables.classes:
        known = "、".join(f"{sign}（{label}）" for sign, label in tables.classes.items())
        yield f"第1位是“{said.kind}”，应为{known}之一。"
    digits = said.body + said.province + said.sequence + said.year + said.serial
    if not digits.isdecimal():
        yield f"第2位到第15位、第17位到第22位应为数字，现有字母{_letters(digits)}，请看是不是把0写成了O。"
        return
    if said.province not in tables.provinces:
        yield f"第6、7位是“{said.province}”，没有以它开头的省份。"
    if said.level not in tables.levels:
        yield f"第16位是“{said.level}”，应为{'、'.join(tables.levels)}之一。"
    if 2000 + int(said.year) > year:
        yield f"第14、15位是“{said.year}”，表示20{said.year}年发证，那一年还没有到。"
    if said.serial == "000000":
        yield "最后六位是000000，顺序号从000001开始。"


def _in_access(number: str, year: int) -> Iterator[str]:
    if number[:2].isalpha():  # a place's own form for special ability
        return
    if not number.isdecimal():
        yield f"16位的编号应全是数字，现有字母{_letters(number)}，请看是不是把0写成了O。"
        return
    issued = int(number[:2])
    if issued > year % 100 and issued < 90:
        yield f"前两位是“{number[:2]}”，表示20{number[:2]}年发证，那一年还没有到。"
    if number[10] not in "12345":
        yield f"第11位是“{number[10]}”，应为等级1到5。"


def _letters(text: str) -> str:
    return "、".join(sorted({each for each in text if not each.isdecimal()}))
