"""Members and equipment by sheet (表格导入): a template, every faulty row named, the good ones kept."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from xlsxwriter import Workbook

from dengji.institutions.entries import EquipmentEntry, MemberEntry
from dengji.institutions.lines import Line, lines_of
from dengji.institutions.terms import MemberRole, Tenure

MOST_BYTES = 5 * 1024 * 1024
LONGEST_EXACT = 15  # a spreadsheet keeps fifteen digits of a number, and loses the rest
Entry = TypeVar("Entry")
Cells = dict[str, Any]


class Faulty(Exception):
    """A cell that cannot be taken: the column and why (不能导入的单元格)."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}：{reason}")
        self.column, self.reason = column, reason


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that is left out (未导入的行): its number in the sheet, the column, and why."""

    number: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"第{self.number}行“{self.column}”：{self.reason}"


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Entry]):
    """What a sheet holds (导入内容): the good rows with their numbers, the faulty ones, and all as they were typed."""

    entries: tuple[tuple[int, Entry], ...]
    faulty: tuple[FaultyRow, ...]
    heads: tuple[str, ...]
    lines: Mapping[int, Line]


@dataclass(frozen=True, slots=True)
class Form(Generic[Entry]):
    """A kind of sheet (表格样式): its columns with an example each, and how a row is read."""

    title: str
    columns: dict[str, str]
    made: Callable[[Cells], Entry]


def template(form: "Form[Any]") -> bytes:
    """An empty sheet as xlsx (下载模板): the heads, and one example to write over."""
    return filled(form.title, list(form.columns), [list(form.columns.values())])


def filled(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Lines under their heads as xlsx (表格). All cells are text."""
    stream = io.BytesIO()
    with Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        page = book.add_worksheet(title)
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        page.set_column(0, len(heads) - 1, 20, text)
        page.freeze_panes(1, 0)
        for number, line in enumerate([heads, *lines]):
            for column, cell in enumerate(line):
                page.write_string(number, column, cell, text if number else head)
    return stream.getvalue()


def read(form: Form[Entry], name: str, content: bytes) -> Sheet[Entry]:
    """The rows of a sheet (xlsx or csv). Raises NotAllowed where it is no such sheet at all."""
    found = lines_of(name, content, form.columns, most_bytes=MOST_BYTES)
    entries: list[tuple[int, Entry]] = []
    faulty: list[FaultyRow] = []
    lines: dict[int, Line] = {}
    for number, line in enumerate(found.lines, found.first):
        cells = dict(zip(found.heads, line, strict=False))
        if all(str(cells.get(column, "")).strip() == "" for column in form.columns):
            continue
        lines[number] = line
        try:
            entries.append((number, form.made(cells)))
        except Faulty as wrong:
            faulty.append(FaultyRow(number, wrong.column, wrong.reason))
    return Sheet(tuple(entries), tuple(faulty), found.heads, lines)


def text(cells: Cells, column: str, *, needed: bool = False) -> str:
    """A cell as text. Raises Faulty where it is empty though needed, or is a number too long to be exact."""
    said = as_text(cells.get(column, ""), column)
    if needed and not said:
        raise Faulty(column, "没有填写。")
    return said


def as_text(value: Any, column: str) -> str:
    """What a cell holds, as text without blanks around it. Raises Faulty for a number too long to be exact."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        value = _exact(value, column)
    if isinstance(value, datetime | date):
        value = value.isoformat()[:10]
    return str(value).strip()


def whole_number(cells: Cells, column: str) -> int:
    """A cell as a whole number from 0 up. Raises Faulty."""
    said = text(cells, column, needed=True)
    if not (said.isascii() and said.isdecimal()):
        raise Faulty(column, f"“{said[:20]}”不是整数，或者是负数。")
    return int(said)


def chosen(cells: Cells, column: str, choices: dict[str, str]) -> str:
    """A cell as one of the choices (name → code). Raises Faulty that lists them."""
    said = text(cells, column, needed=True)
    if said not in choices:
        raise Faulty(column, f"“{said[:20]}”不是可选的项目，可选：{'、'.join(choices)}。")
    return choices[said]


def _exact(value: float, column: str) -> str:
    if abs(value) >= 10**LONGEST_EXACT:
        raise Faulty(column, "长数字按数值保存，末几位已经丢失；请把该列设为文本格式后重新填写。")
    return str(int(value)) if value == int(value) else str(value)


def _member(cells: Cells) -> MemberEntry:
    said = text(cells, "人员类别", needed=True).replace("，", "、").replace(",", "、")
    roles = [
        chosen({"人员类别": part}, "人员类别", {str(role.label): role.value for role in MemberRole})
        for part in said.split("、")
    ]
    return MemberEntry(
        name=text(cells, "姓名", needed=True),
        roles=tuple(roles),
        identity_number=text(cells, "身份证号"),
        employer=text(cells, "所在单位"),
        post=text(cells, "职务"),
        education=text(cells, "学历"),
        duties=text(cells, "主要职责"),
    )


def _equipment(cells: Cells) -> EquipmentEntry:
    return EquipmentEntry(
        name=text(cells, "名称", needed=True),
        model=text(cells, "品牌及规格型号"),
        occupation=text(cells, "用于职业", needed=True),
        quantity=whole_number(cells, "数量"),
        tenure=Tenure(chosen(cells, "权属", {str(tenure.label): tenure.value for tenure in Tenure})),
    )


MEMBERS = Form(
    "人员",
    {
        "姓名": "张三",
        "身份证号": "",
        "人员类别": "专职工作人员、考评人员",
        "所在单位": "",
        "职务": "主任",
        "学历": "大学本科",
        "主要职责": "",
    },
    _member,
)
EQUIPMENT = Form(
    "设备",
    {"名称": "普通车床", "品牌及规格型号": "", "用于职业": "6-18-01-01", "数量": "6", "权属": "自有"},
    _equipment,
)
