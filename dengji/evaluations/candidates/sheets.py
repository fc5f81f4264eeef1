"""考生名单表格: the template with its lists of codes, how a row is read, and the faulty rows to mend and send again."""

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dengji.evaluations.candidates.persons import (
    BORN,
    CATEGORY,
    LEVEL,
    LEVEL_ON,
    NAME,
    NUMBER,
    PHONE,
    PROGRESS,
    SEX,
    TITLE,
    TITLE_ON,
    WORK_SINCE,
    YEARS,
    CandidateEntry,
    Fault,
)
from dengji.evaluations.terms import Attempt, DocumentKind, Progress, Sex
from dengji.institutions.lines import MOST_ROWS, Line, Lines, lines_of
from dengji.institutions.mending import REASON
from dengji.institutions.sheets import Faulty, as_text
from dengji.occupations.entry import EDUCATION, SCHOOLING, TITLES, Held
from dengji.policy.engine.practice import Category

ORDINAL, DOCUMENT, EDUCATED, ATTEMPT = "序号", "证件类型", "文化程度", "考试类型"
WORKS, SCHOOL = "从事或者准备从事本职业", "相关专业学历"
SEVERAL = re.compile(r"^(\d{4})[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?|月)?$")
Cell = Any


class Column(NamedTuple):
    """A column of the sheet (列): its head, an example, the words that it takes, and what to know of it."""

    head: str
    example: str = ""
    words: Mapping[str, Any] = {}
    says: str = ""


class Row(NamedTuple):
    """A row as it was read (表格一行): its number, its cells, and the entry or what is wrong with it."""

    number: int
    line: Line
    entry: CandidateEntry | None
    faults: list[Fault]


class CandidateRows(NamedTuple):
    """A sheet of candidates (考生名单): its heads and rows; the sheet read, those passed over, the heads not known."""

    heads: tuple[str, ...]
    rows: Iterable[Row]
    page: str
    passed: tuple[str, ...]
    strange: tuple[str, ...]


def _named(labels: Mapping[str, str] | Iterable[tuple[str, Any]]) -> dict[str, str]:
    """Codes by their labels."""
    pairs = labels.items() if isinstance(labels, Mapping) else labels
    return {str(label): str(code) for code, label in pairs}


@lru_cache(maxsize=1)
def columns() -> tuple[Column, ...]:
    """The columns in the order of the field's own sheets."""
    return (
        Column(ORDINAL, "1", says="可以不填"),
        Column(NAME, "张三"),
        Column(DOCUMENT, "居民身份证", _named(DocumentKind.choices)),
        Column(NUMBER, "11010519491231002X", says="用文本格式填写，身份证号18位"),
        Column(SEX, "女", _named(Sex.choices), "身份证可以不填；填了要与证号一致"),
        Column(BORN, "1949-12-31", says="身份证可以不填；填了要与证号一致"),
        Column(PHONE, "13800000000"),
        Column(EDUCATED, "大专", _named(EDUCATION)),
        Column(
            CATEGORY, "本单位职工", {each.label: each.value for each in Category}, "只能是本计划的考生来源"
        ),
        Column(PROGRESS, "初次认定", _named(Progress.choices), "不填按初次认定"),
        Column(ATTEMPT, "正考", _named(Attempt.choices), "不填按正考"),
        Column(WORK_SINCE, "1968-07", says="年月"),
        Column(YEARS, "40", says="累计满多少年，只填整数"),
        Column(WORKS, "是", {"是": True, "否": False}, "申报五级要填"),
        Column(SCHOOL, "无", _named(SCHOOLING), "本专业或者相关专业的学历，含应届毕业生"),
        Column(LEVEL, "五级/初级工", _named(dict(Held())), "用来申报的证书；没有的填“无”"),
        Column(LEVEL_ON, "2015-06-01", says="只填年月的按当月最后一天算"),
        Column(TITLE, "无", _named(TITLES), "用来申报的职称；没有的填“无”"),
        Column(TITLE_ON, "", says="只填年月的按当月最后一天算"),
    )


NEEDED = (NAME, DOCUMENT, NUMBER, CATEGORY)
ALSO = {"取得日期": LEVEL_ON, "身份证号": NUMBER, "身份证号码": NUMBER, "联系电话": PHONE}
"""Heads that other sheets have for the same."""


def read(name: str, content: bytes) -> CandidateRows:
    """The rows of a sheet, read as they are asked for. Raises NotAllowed where it is no such sheet at all."""
    found = lines_of(name, content, NEEDED, also=ALSO)
    known = {each.head for each in columns()}
    strange = tuple(each for each in found.heads if each and each not in known and each != REASON)
    reader = _Reader(found.heads)
    return CandidateRows(found.heads, _rows(found, reader), found.page, found.passed, strange)


def _rows(found: Lines, reader: "_Reader") -> Iterable[Row]:
    for number, line in enumerate(found.lines, found.first):
        if any(cell not in ("", None) for cell in line):
            yield reader.row(number, line)


class _Reader:
    """Reads the lines of one sheet: where each column stands in it, and how its cells are read."""

    def __init__(self, heads: Sequence[str]) -> None:
        at = {head: place for place, head in reversed([*enumerate(heads)])}
        ways: dict[str, Callable[[Cell, str], Any]] = {YEARS: whole, BORN: day, WORK_SINCE: month}
        ways |= {LEVEL_ON: last_day, TITLE_ON: last_day}
        ways |= {each.head: _choosing(each.words) for each in columns() if each.words}
        self.cells = [
            (head, at[head], ways.get(head, text), head in NEEDED)
            for each in columns()
            if (head := each.head) in at and head != ORDINAL
        ]

    def row(self, number: int, line: Line) -> Row:
        """One row: every cell that cannot be read is named."""
        said: dict[str, Any] = {}
        faults: list[Fault] = []
        for head, place, way, needed in self.cells:
            cell = line[place] if place < len(line) else ""
            if cell == "" or cell is None:
                if needed:
                    faults.append(Fault(head, "没有填写。"))
                continue
            try:
                said[head] = way(cell, head)
            except Faulty as wrong:
                faults.append(Fault(wrong.column, wrong.reason))
        return Row(number, line, None if faults else _entry(said), faults)


STATED = {
    "education": EDUCATED,
    "works": WORKS,
    "schooling": SCHOOL,
    "level": LEVEL,
    "title": TITLE,
    "years_of_work": YEARS,
    "work_since": WORK_SINCE,
    "level_on": LEVEL_ON,
    "title_on": TITLE_ON,
}
"""The facts for entry conditions and the columns that state them."""
_STATED = tuple((head, key) for key, head in STATED.items())


def _entry(said: dict[str, Any]) -> CandidateEntry:
    stated = {key: said[head] for head, key in _STATED if said.get(head) not in (None, "")}
    for key in ("work_since", "level_on", "title_on"):
        if key in stated:
            stated[key] = stated[key].isoformat()
    return CandidateEntry(
        name=said.get(NAME, ""),
        number=said.get(NUMBER, ""),
        category=said.get(CATEGORY, ""),
        document=said.get(DOCUMENT) or DocumentKind.IDENTITY,
        phone=said.get(PHONE, ""),
        attempt=said.get(ATTEMPT) or Attempt.FIRST,
        progress=said.get(PROGRESS) or Progress.INITIAL,
        stated=stated,
        sex=said.get(SEX, ""),
        born=said.get(BORN),
    )


def text(cell: Cell, column: str) -> str:
    """A cell as text; a formula that nobody worked out, or one that failed, is none."""
    said = cell.strip() if type(cell) is str else as_text(cell, column)
    if said and said[0] in "=#":
        raise Faulty(column, "是公式，请改成公式算出的内容（粘贴为数值）。")
    return said


def whole(cell: Cell, column: str) -> int | None:
    """A cell as a whole number."""
    said = unicodedata.normalize("NFKC", text(cell, column)).removesuffix("年")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 4):
        raise Faulty(column, f"“{said[:20]}”不是整数，请填满多少年。")
    return int(said)


def day(cell: Cell, column: str) -> date | None:
    """A cell as a day, whether the sheet has it as a date or as text."""
    return _day(cell, column, whole_month=0)


def month(cell: Cell, column: str) -> date | None:
    """A cell as a month: its first day, where no day is told."""
    return _day(cell, column, whole_month=1)


def last_day(cell: Cell, column: str) -> date | None:
    """A cell as a day; of a month alone its last, so that no year counts before it is full."""
    return _day(cell, column, whole_month=31)


def _day(cell: Cell, column: str, *, whole_month: int) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = text(cell, column)
    found = _parsed(said, whole_month)
    if found is None and said:
        raise Faulty(
            column,
            "不是日期，请写成2015-06-01这样。"
            if whole_month == 0
            else "不是日期，请写成2015-06或者2015-06-01。",
        )
    return found


@lru_cache(maxsize=65536)
def _parsed(said: str, whole_month: int) -> date | None:
    """A day from text in the ways that people write it; None for what is no day. 0: a month alone is none."""
    matched = SEVERAL.match("".join(unicodedata.normalize("NFKC", said).split()))
    if matched is None or (matched[3] is None and not whole_month):
        return None
    year, number = int(matched[1]), int(matched[2])
    try:
        if matched[3] is not None:
            return date(year, number, int(matched[3]))
        first = date(year, number, 1)
        return (
            first
            if whole_month == 1
            else date.fromordinal(date(year + number // 12, number % 12 + 1, 1).toordinal() - 1)
        )
    except ValueError:
        return None


def _choosing(words: Mapping[str, Any]) -> Callable[[Cell, str], Any]:
    """Reads a cell as one of the words; 五级 and 初级工 say what 五级/初级工 says."""
    also = {part: code for word, code in words.items() for part in (word, *word.split("/"))}

    def chosen(cell: Cell, column: str) -> Any:
        if type(cell) is str and cell in also:
            return also[cell]
        said = text(cell, column)
        plain = "".join(unicodedata.normalize("NFKC", said).split())
        if plain and plain not in also:
            raise Faulty(column, f"“{said[:20]}”不是可选的项目，可选：{'、'.join(words)}。")
        return also.get(plain, "")

    return chosen


def template() -> bytes:
    """下载模板: the heads with an example to write over, lists to choose from, and what to know of each column."""
    return _book([[each.example for each in columns()]], [each.head for each in columns()])


def to_mend(heads: Sequence[str], rows: Iterable[tuple[Sequence[Any], str]]) -> bytes:
    """下载有误的行: the rows that were left out as they were typed, each with the reason, to mend and send again."""
    kept = [place for place, head in enumerate(heads) if head != REASON]
    lines = [[*(line[place] if place < len(line) else "" for place in kept), reason] for line, reason in rows]
    return _book(lines, [*(heads[place] for place in kept), REASON])


def _book(lines: Iterable[Sequence[Any]], heads: Sequence[str]) -> bytes:
    stream = io.BytesIO()
    with Workbook(
        stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        page, lists = book.add_worksheet("考生名单"), book.add_worksheet("代码和说明")
        as_text_, bold = (
            book.add_format({"num_format": "@"}),
            book.add_format({"bold": True, "num_format": "@"}),
        )
        page.set_column(0, len(heads) - 1, 18, as_text_)
        page.freeze_panes(1, 0)
        for number, line in enumerate([heads, *lines]):
            for place, cell in enumerate(line):
                page.write_string(number, place, str(cell), as_text_ if number else bold)
        lists.set_column(0, len(columns()) - 1, 22, as_text_)
        _lists(lists)
        for place, column in enumerate(columns()):
            if column.words and column.head in heads:
                at, source = heads.index(column.head), _range(place, len(column.words))
                page.data_validation(1, at, MOST_ROWS, at, {"validate": "list", "source": source})
    return stream.getvalue()


def _lists(page: Worksheet) -> None:
    """The words of each column and what to know of it, on the sheet of lists; line by line."""
    told = [
        [each.head, each.says or ("必填" if each.head in NEEDED else ""), *each.words] for each in columns()
    ]
    for number in range(max(map(len, told))):
        for place, words in enumerate(told):
            if number < len(words):
                page.write_string(number, place, words[number])


def _range(place: int, words: int) -> str:
    letter = chr(ord("A") + place)
    return f"=代码和说明!${letter}$3:${letter}${words + 2}"
