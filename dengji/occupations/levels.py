"""The levels of skill (职业技能等级): their codes and names, as the national pack lists them."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from ruamel.yaml import YAML

REFERENCE = Path("national/reference.yaml")


class Level(NamedTuple):
    """A level: its code ("5" … "1", apprentice, special, chief) and its name."""

    code: str
    label: str


def levels() -> tuple[Level, ...]:
    """Every level that there is, in the order of the reference. Raises OSError where there is none."""
    return _read(Path(settings.DENGJI_PACKS) / REFERENCE)


def levels_for(regime: str) -> tuple[Level, ...]:
    """The levels that an evaluation of this kind may have (评价类别的等级): all, the five, or none."""
    named = _levels_of(Path(settings.DENGJI_PACKS) / REFERENCE).get(regime, ())
    return tuple(level for level in levels() if level.code in named)


class Labels(Mapping[str, str]):
    """The levels' names by code (等级名称), read from the reference when somebody asks."""

    def __getitem__(self, code: str) -> str:
        """A level's name; raises KeyError for a code that is no level."""
        return dict(levels())[code]

    def __iter__(self) -> Iterator[str]:
        """The codes, in the order of the reference."""
        return (level.code for level in levels())

    def __len__(self) -> int:
        """How many levels there are."""
        return len(levels())


def label(code: str) -> str:
    """A level's name; a code that is no level is its own name."""
    return dict(levels()).get(code, code)


def unknown_levels(codes: list[str]) -> tuple[str, ...]:
    """Those of the codes that are no level."""
    known = {level.code for level in levels()}
    return tuple(code for code in codes if code not in known)


@cache
def _read(path: Path) -> tuple[Level, ...]:
    listed = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["levels"]
    return tuple(Level(str(each["code"]), str(each["label"])) for each in listed)


@cache
def _levels_of(path: Path) -> dict[str, frozenset[str]]:
    reference = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    every = frozenset(str(each["code"]) for each in reference["levels"])
    five = frozenset(str(each["code"]) for each in reference["levels"] if each["five"])
    sets = {"eight": every, "five": five, "none": frozenset()}
    return {each["code"]: sets[each["levels"]] for each in reference["regimes"]}
