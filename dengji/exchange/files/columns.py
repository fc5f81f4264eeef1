"""Which column says what (报送列对照): by kind of report, from a file that whoever runs the house may change.

`from` names where a cell comes from: `report.operation`, `report.line`, `report.file`, a place in the content as
`content.filing`, or one in the row as `row.name`. A table (代码表) turns our codes into the platform's words.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from dengji.exchange.terms import Operation, Report

Text = Annotated[str, Field(min_length=1, max_length=60)]
Words = Annotated[list[Text], Field(min_length=1)]
Place: TypeAlias = tuple[str, ...]
Lines: TypeAlias = dict[Place, int]
REPORTED = ("operation", "line", "file")
LINE = "report.line"
SENTENCES = {
    "missing": "缺少“{key}”",
    "extra_forbidden": "不认识的栏目“{key}”",
    "string_type": "“{key}”应为文字，请加引号",
    "string_too_short": "“{key}”不能为空",
    "too_short": "“{key}”不能为空",
    "string_pattern_mismatch": "“{key}”应以 report.、content. 或 row. 开头：{given}",
    "greater_than": "“{key}”应大于零：{given}",
    "less_than_equal": "“{key}”太大：{given}",
    "literal_error": "“{key}”只能是：{expected}",
    "enum": "“{key}”只能是：{expected}",
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Column(_Part):
    """A column (列): its title, where its cells come from, the table of their words, whether none may be empty."""

    title: Text
    source: str = Field(alias="from", pattern=r"^(report|content|row)(\.[a-z_]+)+$")
    table: str = ""
    needed: bool = False


class Answers(_Part):
    """What an answer sheet looks like (结果表): the columns that are read, and the words of its results."""

    line: Text
    result: Text
    confirmed: Words
    refused: Words
    reason: Text
    published_on: Text
    number: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """The columns that an answer sheet must have."""
        named = (self.line, self.result, self.reason, self.published_on, self.number)
        return tuple(each for each in named if each)


class KindOfSheet(_Part):
    """How reports of a kind are written (报送表): a row for each thing under `rows`, else one a report.

    `key` is where a row has the name by which its answer is told. Reports that are answered `whole` stand or fall with
    all of their rows, the others row by row.
    """

    sheet: Annotated[str, Field(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\]+$")]
    rows: str = ""
    key: str = ""
    answered: Literal["rows", "whole"]
    columns: Annotated[list[Column], Field(min_length=1)]
    answer: Answers | None = None


class ColumnMap(_Part):
    """The whole file (报送列对照): the sheets by kind, the tables, the words of operations, and the answers."""

    version: Text
    most_rows: Annotated[int, Field(gt=0, le=100_000)]
    operations: dict[Operation, Text]
    tables: dict[str, dict[str, str]] = Field(default_factory=dict)
    answer: Answers
    kinds: dict[Report, KindOfSheet]

    def answers_of(self, kind: str) -> Answers:
        """What the answer sheet of a kind looks like."""
        return self.kinds[Report(kind)].answer or self.answer


class Problem(NamedTuple):
    """One thing wrong in the file (对照有误): its line and what it is."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.sentence}"


class WrongColumns(Exception):
    """The file cannot be used (报送列对照有误); says every problem with its line."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        super().__init__(f"{name} " + "；".join(map(str, problems)))
        self.problems = problems


def column_map() -> ColumnMap:
    """The file that is set, read again whenever it has changed. Raises WrongColumns, OSError."""
    path = Path(settings.DENGJI_EXCHANGE_COLUMNS)
    return _kept(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _kept(path: Path, changed: int) -> ColumnMap:
    return read(path.read_bytes(), path.name)


def read(content: bytes, name: str) -> ColumnMap:
    """The map in a file's bytes. Raises WrongColumns with every problem found."""
    try:
        node = YAML(typ="safe", pure=True).compose(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise WrongColumns(name, [Problem(1, "文件不是UTF-8编码")]) from wrong
    except MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise WrongColumns(name, [Problem(line, "YAML写法有误，请检查缩进、冒号和引号")]) from wrong
    except YAMLError as wrong:
        raise WrongColumns(name, [Problem(1, "有无法显示的字符")]) from wrong
    lines: Lines = {}
    twice: list[Problem] = []
    said = _plain(node, (), lines, twice)
    if twice:
        raise WrongColumns(name, twice)
    try:
        made = ColumnMap.model_validate(said)
    except ValidationError as wrong:
        raise WrongColumns(name, [_problem(each, lines) for each in wrong.errors()]) from wrong
    if problems := [Problem(_line(lines, place), sentence) for place, sentence in _contradictions(made)]:
        raise WrongColumns(name, problems)
    return made


def _contradictions(made: ColumnMap) -> Iterator[tuple[Place, str]]:
    """What does not fit together, with its place."""
    place: Place
    if missing := [each.label for each in Operation if each not in made.operations]:
        yield ("operations",), f"没有写明操作类型：{'、'.join(missing)}"
    for kind, sheet in made.kinds.items():
        place = ("kinds", kind.value)
        if sheet.answered == "rows" and not (sheet.rows and sheet.key):
            yield place, "逐行答复的，要写明“rows”和“key”"
        titles = [each.title for each in sheet.columns]
        if twice := sorted({each for each in titles if titles.count(each) > 1}):
            yield (*place, "columns"), f"列名写了两次：{'、'.join(twice)}"
        if not any(each.source == LINE for each in sheet.columns):
            yield (*place, "columns"), f"要有一列来自 {LINE}，结果表靠它对应"
        yield from _columns(made, sheet, (*place, "columns"))
    for place, answers in _answers(made):
        if both := sorted(set(answers.confirmed) & set(answers.refused)):
            yield place, f"同一用语不能既是确认又是不通过：{'、'.join(both)}"


def _columns(made: ColumnMap, sheet: KindOfSheet, place: Place) -> Iterator[tuple[Place, str]]:
    for at, column in enumerate(sheet.columns):
        first, _, rest = column.source.partition(".")
        if first == "report" and rest not in REPORTED:
            yield (*place, str(at), "from"), f"report. 后面只能是：{'、'.join(REPORTED)}"
        if first == "row" and not sheet.rows:
            yield (*place, str(at), "from"), "没有写明“rows”，不能用 row."
        if column.table and column.table not in made.tables:
            yield (*place, str(at), "table"), f"没有名为“{column.table}”的代码表"


def _answers(made: ColumnMap) -> Iterator[tuple[Place, Answers]]:
    yield ("answer",), made.answer
    for kind, sheet in made.kinds.items():
        if sheet.answer:
            yield ("kinds", kind.value, "answer"), sheet.answer


def _plain(node: Node | None, place: Place, lines: Lines, twice: list[Problem]) -> Any:
    """The node as plain values, all of them texts but whole numbers and truths; notes the line of each."""
    if node is None:
        return {}
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, SequenceNode):
        return [_plain(each, (*place, str(at)), lines, twice) for at, each in enumerate(node.value)]
    if isinstance(node, MappingNode):
        made: dict[str, Any] = {}
        for key, value in node.value:
            inner = (*place, str(key.value))
            if str(key.value) in made:
                twice.append(Problem(key.start_mark.line + 1, f"“{key.value}”写了两次"))
            lines[inner] = key.start_mark.line + 1
            made[str(key.value)] = _plain(value, inner, lines, twice)
        return made
    return _scalar(node)


def _scalar(node: Node) -> str | int | bool:
    assert isinstance(node, ScalarNode)  # noqa: S101 - YAML has no fourth kind of node
    written, tag = str(node.value), str(node.tag)
    if tag.endswith(":int") and written.isdecimal():
        return int(written)
    if tag.endswith(":bool"):
        return written.lower() == "true"
    return written


def _problem(wrong: ErrorDetails, lines: Lines) -> Problem:
    place = tuple(str(each) for each in wrong["loc"] if each != "[key]")
    words = SENTENCES.get(wrong["type"], "“{key}”的写法不对：{given}")
    expected = str(wrong.get("ctx", {}).get("expected", ""))
    key = place[-1] if place else "文件"
    return Problem(_line(lines, place), words.format(key=key, given=wrong["input"], expected=expected))


def _line(lines: Lines, place: Place) -> int:
    """The line of a place, or of the nearest thing around it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
