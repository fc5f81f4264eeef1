"""Numbers of filings and documents (编号): made from a pack's form, part by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from dengji.policy.engine.pack import NumberForm, NumberPart


class NumberFull(Exception):
    """No serial is left in a number's form (编号已用完)."""


class NumberUnknown(Exception):
    """A part of a number rests on something that is not known (编号要素不全)."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a number is made from: the place's code of six digits, the year, facts, the filing's number, a level."""

    division: str
    year: int
    facts: Mapping[str, str] = field(default_factory=dict)
    filing: str = ""
    level: str = ""


def render(form: NumberForm, *, of: Numbered, serial: int) -> str:
    """The number with this serial (from 1); raises NumberFull, NumberUnknown."""
    return rendered(form, of=of, serials=[serial])[0]


def rendered(form: NumberForm, *, of: Numbered, serials: Sequence[int]) -> list[str]:
    """The numbers with these serials, what stands around them made once; raises NumberFull, NumberUnknown."""
    around = ["" if part.serial is not None else _part(form, part, of) for part in form.parts]
    return [
        "".join(
            _serial(form, part.serial, serial) if part.serial is not None else said
            for part, said in zip(form.parts, around, strict=True)
        )
        for serial in serials
    ]


def prefix(form: NumberForm, *, of: Numbered) -> str:
    """What stands before the serial: serials run per prefix. Raises NumberUnknown."""
    before = takewhile(lambda part: part.serial is None, form.parts)
    return "".join(_part(form, part, of) for part in before)


def _part(form: NumberForm, part: NumberPart, of: Numbered) -> str:
    """One part of a number that is no serial."""
    if part.year is not None:
        return str(of.year)[-part.year :]
    if part.division is not None:
        return of.division[part.skip : part.division]
    if part.filing is not None:
        return _of_filing(form, part, part.filing, of.filing)
    if part.level is not None:
        return _mapped(form, "等级", part.level, {"等级": of.level})
    if part.fact is not None:
        return _mapped(form, part.fact, part.map or {}, of.facts)
    return part.text or ""


def _of_filing(form: NumberForm, part: NumberPart, until: int, number: str) -> str:
    """Those signs of the filing's number; a number that is too short is one of another form."""
    if len(number) < until:
        raise NumberUnknown(f"{form.label}要用备案编号的前{until}位，现在的备案编号“{number}”没有这么多位。")
    return number[part.skip : until]


def _serial(form: NumberForm, width: int, serial: int) -> str:
    """The serial with leading zeros; a width of 0 pads nothing and is never full."""
    written = str(serial).zfill(width)
    if width and len(written) > width:
        raise NumberFull(f"{form.label}的顺序号只有{width}位，已经用完，请先调整编号规则。")
    return written


def _mapped(form: NumberForm, fact: str, words: Mapping[str, str], facts: Mapping[str, str]) -> str:
    """The sign that stands for a fact's value."""
    if facts.get(fact) not in words:
        raise NumberUnknown(
            f"{form.label}需要“{fact}”，现为“{facts.get(fact, '未知')}”，编号规则中没有对应的代号。"
        )
    return words[facts[fact]]
