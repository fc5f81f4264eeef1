"""The files of the catalogue (职业目录文件), read row by row; what is wrong is said with file and row."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from dengji.occupations.models import Occupation, SpecialItem, Standard, WorkType
from dengji.occupations.terms import ClassRank
from dengji.people.refusals import Refused
from dengji.people.spelling import spelling

Row = dict[str, str]
Kind = TypeVar("Kind")

CLASSIFICATION = "occupations-2022.csv"
ADDITIONS = "occupations-additions.csv"
MARKS = "occupation-marks.csv"
STANDARDS = "occupation-standards.csv"
WORK_TYPES = "work-types.csv"
SPECIAL_ITEMS = "special-items.csv"


class MarkRule(NamedTuple):
    """Which marks the occupations get whose code is, or begins with, `stem`; the longest stem counts."""

    stem: str
    whole: bool
    access: bool
    skill_level: bool

    def fits(self, code: str) -> bool:
        """True if the rule speaks of this code."""
        return code == self.stem if self.whole else code.startswith(self.stem)


def occupations(folder: Path) -> list[Occupation]:
    """Every class of the classification and its additions, with marks and spelling; the parents first."""
    rules = sorted(read(folder / MARKS, _rule), key=lambda rule: len(rule.stem), reverse=True)
    found = {each.code: each for name in (CLASSIFICATION, ADDITIONS) for each in read(folder / name, _class)}
    for each in found.values():
        rule = next((rule for rule in rules if rule.fits(each.code)), None)
        if rule and each.rank == ClassRank.LEAF:
            each.access, each.skill_level = rule.access, rule.skill_level
    return sorted(found.values(), key=lambda each: each.code)


def standards(folder: Path) -> list[Standard]:
    """The national standards and filed norms."""
    return list(read(folder / STANDARDS, _standard))


def work_types(folder: Path) -> list[WorkType]:
    """The work types."""
    return list(read(folder / WORK_TYPES, _work_type))


def special_items(folder: Path) -> list[SpecialItem]:
    """The special-ability items."""
    return list(read(folder / SPECIAL_ITEMS, _special_item))


def read(path: Path, made: Callable[[Row], Kind]) -> Iterator[Kind]:
    """What `made` makes of each row of a file. Raises Refused with the row; OSError without a file."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            try:
                yield made({key: (value or "").strip() for key, value in row.items()})
            except (KeyError, ValueError, AttributeError) as wrong:
                raise Refused(f"{path.name}第{number}行无法识别：{wrong}。") from wrong


def _class(row: Row) -> Occupation:
    name = row["name"]
    if not row["code"] or not name:
        raise ValueError("缺少编码或名称")
    spelt = spelling(name)
    return Occupation(
        code=row["code"],
        rank=ClassRank(row["rank"]),
        name=name,
        digital=_yes(row["digital"]),
        green=_yes(row["green"]),
        edition=row.get("edition") or "2022",
        sort_key=spelt.whole[:200],
        initials=spelt.initials[:120],
    )


def _rule(row: Row) -> MarkRule:
    code = row["code"]
    return MarkRule(
        code.removesuffix("*"), not code.endswith("*"), _yes(row["access"]), _yes(row["skill_level"])
    )


def _standard(row: Row) -> Standard:
    return Standard(
        occupation_id=row["occupation"],
        kind=Standard.Kind(row["kind"]),
        title=row["title"],
        edition=row["edition"],
        levels=row["levels"].split(),
        from_on=row["from_on"] or None,
    )


def _work_type(row: Row) -> WorkType:
    return WorkType(occupation_id=row["occupation"], name=row["name"])


def _special_item(row: Row) -> SpecialItem:
    name, spelt = row["name"], spelling(row["name"])
    return SpecialItem(
        code=row["code"],
        name=name,
        catalogue=row["catalogue"],
        sort_key=spelt.whole[:200],
        initials=spelt.initials[:120],
    )


def _yes(word: str) -> bool:
    if word not in {"0", "1"}:
        raise ValueError(f"“{word}”应为0或1")
    return word == "1"
