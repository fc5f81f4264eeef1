"""Filings made before the system, by sheet (补录表格): one row an occupation, gathered by filing number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from dengji.filings.terms import Audience
from dengji.institutions.entries import BodyEntry
from dengji.institutions.sheets import Cells, Faulty, FaultyRow, Form, chosen, text
from dengji.institutions.terms import Affiliation, BodyKind, VenueKind
from dengji.occupations.levels import levels
from dengji.policy.engine.terms import Regime

REGIMES = {
    "职业技能等级认定": Regime.SKILL_LEVEL,
    "准入类职业资格鉴定": Regime.ACCESS_QUALIFICATION,
    "专项职业能力考核": Regime.SPECIAL_ABILITY,
}
OPEN_ENDED = "长期"
VENUES = "评价场所"


class Scope(NamedTuple):
    """One line of a filing's scope (备案范围): occupation, work type, levels, audience."""

    code: str
    work_type: str
    levels: tuple[str, ...]
    audience: str


class OldVenue(NamedTuple):
    """A venue of a filing (备案场所): name, what it is for, address."""

    name: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class OldFiling:
    """A filing as it stands on paper (已有备案)."""

    number: str
    regime: str
    body: BodyEntry
    granted_on: date
    valid_from: date
    valid_until: date | None
    scope: tuple[Scope, ...]
    venues: tuple[OldVenue, ...] = ()


class Line(NamedTuple):
    """A row of the sheet: the filing without its scope, and one line of the scope."""

    filing: OldFiling
    scope: Scope


class Broken(NamedTuple):
    """A row that cannot be read: of which filing, which column, and why."""

    filing: str
    column: str
    reason: str


Found = list[tuple[int, OldFiling]]


def gathered(lines: Sequence[tuple[int, "Line | Broken"]]) -> tuple[Found, list[FaultyRow]]:
    """The filings of a sheet, each with the row at which it begins, and the rows that are at fault.

    A filing with a faulty row, or with rows that contradict each other, is left out whole.
    """
    found: dict[str, tuple[int, OldFiling]] = {}
    faulty: dict[int, tuple[str, FaultyRow]] = {}
    for number, line in lines:
        if isinstance(line, Broken):
            faulty[number] = (line.filing, FaultyRow(number, line.column, line.reason))
            continue
        key = line.filing.number
        first, known = found.setdefault(key, (number, line.filing))
        if replace(known, scope=(), venues=()) != replace(line.filing, venues=()):
            reason = f"与第{first}行同一备案号的机构、日期等内容不一致。"
            faulty[number] = (key, FaultyRow(number, "备案号", reason))
        venues = tuple(dict.fromkeys((*known.venues, *line.filing.venues)))
        found[key] = (first, replace(known, scope=(*known.scope, line.scope), venues=venues))
    wrong = {key for key, _ in faulty.values()}
    return [each for key, each in found.items() if key not in wrong], [row for _, row in faulty.values()]


def day(cells: Cells, column: str) -> date:
    """A cell as a day, written 2026-11-21, 2026年11月21日 or 2026/11/21. Raises Faulty."""
    said = text(cells, column, needed=True)
    plain = said.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        year, month, dayth = (int(part) for part in plain.split("-"))
        return date(year, month, dayth)
    except ValueError as wrong:
        raise Faulty(column, f"“{said[:20]}”不是日期，请写成2026年11月21日或2026-11-21。") from wrong


def _read(cells: Cells) -> Line | Broken:
    try:
        return _line(cells)
    except Faulty as wrong:
        return Broken(str(cells.get("备案号", "")).strip(), wrong.column, wrong.reason)


def _levels(cells: Cells) -> tuple[str, ...]:
    names = {level.label: level.code for level in levels()} | {level.code: level.code for level in levels()}
    short = {part: code for label, code in names.items() for part in label.split("/")}
    said = text(cells, "等级", needed=True).replace("，", "、").replace(",", "、")
    return tuple(
        chosen({"等级": part.strip()}, "等级", names | short) for part in said.split("、") if part.strip()
    )


def _venues(cells: Cells) -> tuple[OldVenue, ...]:
    """The venues of a cell, one after another: name|kind|address. Raises Faulty."""
    said = text(cells, VENUES).replace("｜", "|").replace("；", ";").replace("\n", ";")
    return tuple(_venue(part.strip()) for part in said.split(";") if part.strip())


def _venue(said: str) -> OldVenue:
    parts = [part.strip() for part in said.split("|")]
    if len(parts) != len(OldVenue._fields) or not all(parts):
        raise Faulty(VENUES, f"“{said[:40]}”请写成“名称|用途|地址”，几处之间用分号隔开。")
    kinds = {str(kind.label): kind.value for kind in VenueKind}
    return OldVenue(parts[0], chosen({VENUES: parts[1]}, VENUES, kinds), parts[2])


def _line(cells: Cells) -> Line:
    body = BodyEntry(
        name=text(cells, "机构名称", needed=True),
        uscc=text(cells, "统一社会信用代码", needed=True),
        division=text(cells, "区划代码", needed=True),
        kind=BodyKind(chosen(cells, "机构类型", {str(kind.label): kind.value for kind in BodyKind})),
        affiliation=Affiliation(
            chosen(cells, "隶属关系", {str(one.label): one.value for one in Affiliation})
        ),
    )
    until = text(cells, "有效期至", needed=True)
    special = text(cells, "备案类别", needed=True) == "专项职业能力考核"
    return Line(
        OldFiling(
            number=text(cells, "备案号", needed=True),
            regime=chosen(cells, "备案类别", {name: regime.value for name, regime in REGIMES.items()}),
            body=body,
            granted_on=day(cells, "备案日期"),
            valid_from=day(cells, "有效期自"),
            valid_until=None if until == OPEN_ENDED else day(cells, "有效期至"),
            scope=(),
            venues=_venues(cells),
        ),
        Scope(
            code=text(cells, "职业编码", needed=True),
            work_type=text(cells, "工种"),
            levels=() if special else _levels(cells),
            audience=chosen(cells, "评价对象", {str(one.label): one.value for one in Audience}),
        ),
    )


OLD_FILINGS = Form(
    "补录备案",
    {
        "备案号": "Y000035000123",
        "机构名称": "某某机械有限公司",
        "统一社会信用代码": "",
        "区划代码": "350100",
        "机构类型": "用人单位",
        "隶属关系": "市（州）属",
        "备案类别": "职业技能等级认定",
        "备案日期": "2024年5月10日",
        "有效期自": "2024年5月10日",
        "有效期至": "2027年5月9日",
        "职业编码": "6-31-01-03",
        "工种": "",
        "等级": "五级/初级工、四级/中级工",
        "评价对象": "本单位职工",
        VENUES: "第一考场|理论知识考场|某某路1号；焊接车间|技能操作考场|某某路1号",
    },
    _read,
)
