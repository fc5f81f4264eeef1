"""Rules of standards in words (标准规定文字): what is asked, what differs from what all share, from when it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dengji.occupations.levels import label
from dengji.occupations.models import OwnRules
from dengji.occupations.standards import shared_rules
from dengji.people.models import Organisation
from dengji.policy.engine.practice import Method

COMBINES = {"mean": "取平均分", "mean_without_extremes": "五人以上的，去掉最高分、最低分再平均"}
OTHERS = "other"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the rules say (一项规定); `own` where it differs from what all share."""

    name: str
    words: str
    own: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules in words (规定): of the examination, and the ways of each level where the place has its own."""

    examination: Sequence[Said]
    entry: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class RulesLine:
    """What was stated once (一次登记): from when, whose, whether it holds today."""

    from_on: date | None
    rules: Rules
    authority: Organisation | None
    state: str


def told(examination: Mapping[str, Any], entry: Mapping[str, Any] | None = None) -> Rules:
    """Rules as they are written down, in words."""
    shared = shared_rules()["examination"]
    whole = {**shared, **examination}
    of_all = dict(_words(shared))
    rows = [Said(name, words, words != of_all.get(name)) for name, words in _words(whole)]
    levels = (entry or {}).get("levels", {})
    return Rules(rows, [(label(level), [way["says"] for way in ways]) for level, ways in levels.items()])


def line_of(row: OwnRules, on: date, rows: Sequence[OwnRules]) -> RulesLine:
    """A statement with how it stands on a day, among all of the place, the latest first."""
    begun = [each for each in rows if each.from_on is None or each.from_on <= on]
    state = "现行" if begun and row == begun[0] else "已被替换" if row in begun else "尚未施行"
    return RulesLine(row.from_on, told(row.examination, row.entry), row.authority, state)


def _words(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    group = said["group"]
    parts = [
        (f"{_level(level)}的考核项目", "、".join(Method(each).label for each in those))
        for level, those in said["parts"].items()
    ]
    return [
        ("每一项的合格分", f"{said['pass_mark']}分"),
        *parts,
        ("监考人员", f"每个考场至少{said['invigilators']}名，每名最多监考{said['candidates_to_one']}名考生"),
        ("考评组", f"至少{group['least']}人{'，人数为单数' if group['odd'] else ''}"),
        ("考评组评分", COMBINES[group.get("combine", "mean")]),
        ("成绩复核", f"成绩公布后{said['complaint']['n']}个工作日内可以申请"),
    ]


def _level(code: str) -> str:
    return "其他等级" if code == OTHERS else label(code)
