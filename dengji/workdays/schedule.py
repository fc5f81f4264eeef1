"""The year's days off (放假安排): published schedules, read from files or uploads, checked line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from dengji.workdays.terms import FIRST_YEAR, LAST_YEAR

_KEYS = ("year", "source", "published_on", "holidays", "make_up_days")
_HOLIDAY_KEYS = ("name", "from", "to")
_NULL = "tag:yaml.org,2002:null"
_LONGEST_TEXT = 20_000
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class YearSchedule:
    """放假安排: the days off and the make-up working days of one year.

    `holidays` holds every day of each holiday, weekends within it included; `source` is the number of the
    notice, or of the notices; `published_on` the day on which the first of them was published, where known.
    """

    year: int
    holidays: frozenset[date]
    make_up_days: frozenset[date]
    source: str
    published_on: date | None


class ScheduleError(ValueError):
    """A schedule that cannot be taken, as one sentence with its file and line."""

    def __init__(self, name: str, line: int, sentence: str) -> None:
        super().__init__(f"{name} 第{line}行：{sentence}")
        self.name = name
        self.line = line
        self.sentence = sentence


class _Fault(Exception):
    """What is wrong, and where in the text; the name of the file is added at the door."""

    def __init__(self, node: Node, sentence: str) -> None:
        super().__init__(sentence)
        self.line: int = node.start_mark.line + 1
        self.sentence = sentence


def load_schedules(folder: Path) -> tuple[YearSchedule, ...]:
    """All schedules of a folder, by year; each file is named for its year (2026.yaml).

    Raises ScheduleError for the first mistake, NotADirectoryError where there is no such folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"找不到放假安排的文件夹：{folder}")
    return tuple(read_schedule(path) for path in sorted(folder.glob("*.yaml")))


def parse_schedule(text: str, *, name: str) -> YearSchedule:
    """One schedule from the text of a file; `name` is what its errors call it.

    Days lie in the schedule's year or, as notices have it around the New Year, in the December before it.
    Raises ScheduleError.
    """
    return _parse(text, name=name, titled=None)


def read_schedule(path: Path) -> YearSchedule:
    """One schedule from its file, which is named for its year; raises ScheduleError, OSError."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise ScheduleError(str(path), line, "文件不是 UTF-8 编码") from fault
    return _parse(text, name=str(path), titled=path.stem)


def _parse(text: str, *, name: str, titled: str | None) -> YearSchedule:
    try:
        return _schedule(_root(text, name=name), titled=titled)
    except _Fault as fault:
        raise ScheduleError(name, fault.line, fault.sentence) from fault


def _root(text: str, *, name: str) -> Node:
    """The text as nodes that know their lines; values stay as written, nothing is constructed."""
    _refuse_overlong(text, name=name)
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark
        line = mark.line + 1 if mark else 1
        raise ScheduleError(name, line, "YAML 写法有误，请检查缩进、冒号、引号和括号") from fault
    except ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        raise ScheduleError(name, line, "有无法显示的字符") from fault
    except RecursionError as fault:
        raise ScheduleError(name, 1, "括号嵌套过深") from fault
    if root is None:
        raise ScheduleError(name, 1, "文件是空的")
    return root


def _refuse_overlong(text: str, *, name: str) -> None:
    """No schedule is so long, and the reader takes minutes over thousands of brackets in a line."""
    if len(text) > _LONGEST_TEXT:
        raise ScheduleError(name, 1, f"文件过长，最多{_LONGEST_TEXT}个字符")
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > _LONGEST_LINE:
            raise ScheduleError(name, number, f"这一行过长，最多{_LONGEST_LINE}个字符")


def _schedule(root: Node, *, titled: str | None) -> YearSchedule:
    entries = _entries(root, keys=_KEYS)
    year = _year(entries["year"])
    if titled not in (None, str(year)):
        raise _Fault(entries["year"], f"文件名是“{titled}”，内容却是{year}年")
    holidays = _holidays(entries["holidays"], year=year)
    return YearSchedule(
        year=year,
        holidays=holidays,
        make_up_days=_make_up_days(entries["make_up_days"], year=year, holidays=holidays),
        source=_text(entries["source"], of="source"),
        published_on=None if entries["published_on"].tag == _NULL else _day(entries["published_on"]),
    )


def _holidays(node: Node, *, year: int) -> frozenset[date]:
    days: set[date] = set()
    for item in _items(node, of="holidays"):
        entries = _entries(item, keys=_HOLIDAY_KEYS)
        name = _text(entries["name"], of="name")
        first = _day_of(entries["from"], year=year)
        last = _day_of(entries["to"], year=year)
        if last < first:
            raise _Fault(entries["to"], f"“{name}”的止日{last}早于起日{first}")
        span = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        if twice := span & days:
            raise _Fault(item, f"“{name}”与别的假期重叠：{min(twice)}")
        days |= span
    return frozenset(days)


def _make_up_days(node: Node, *, year: int, holidays: frozenset[date]) -> frozenset[date]:
    days: set[date] = set()
    for item in _items(node, of="make_up_days"):
        day = _day_of(item, year=year)
        if day.weekday() < 5:
            raise _Fault(item, f"{day}不是周六或周日，不能是调休上班日")
        if day in holidays:
            raise _Fault(item, f"{day}既是放假日又是调休上班日，日期重叠")
        if day in days:
            raise _Fault(item, f"调休上班日{day}写了两次")
        days.add(day)
    return frozenset(days)


def _entries(node: Node, *, keys: tuple[str, ...]) -> Mapping[str, Node]:
    """The entries of a mapping that has exactly these keys, each once."""
    if not isinstance(node, MappingNode):
        raise _Fault(node, f"这里应当写明：{'、'.join(keys)}")
    entries: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or key.value not in keys:
            named = f"“{key.value}”" if isinstance(key, ScalarNode) else ""
            raise _Fault(key, f"不认识的栏目{named}，只能有：{'、'.join(keys)}")
        if key.value in entries:
            raise _Fault(key, f"“{key.value}”写了两次")
        entries[key.value] = value
    if missing := [key for key in keys if key not in entries]:
        raise _Fault(node, f"缺少：{'、'.join(missing)}")
    return entries


def _items(node: Node, *, of: str) -> list[Node]:
    if not isinstance(node, SequenceNode):
        raise _Fault(node, f"“{of}”应当是一个列表")
    return list(node.value)


def _text(node: Node, *, of: str) -> str:
    if not isinstance(node, ScalarNode) or not node.value.strip():
        raise _Fault(node, f"“{of}”应当是文字，不能为空")
    return str(node.value)


def _year(node: Node) -> int:
    written = node.value if isinstance(node, ScalarNode) else ""
    if not (written.isdecimal() and FIRST_YEAR <= int(written) <= LAST_YEAR):
        raise _Fault(node, f"年份应当在{FIRST_YEAR}至{LAST_YEAR}之间")
    return int(written)


def _day(node: Node) -> date:
    written = str(node.value) if isinstance(node, ScalarNode) else ""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        raise _Fault(node, "应当是一个日期，写成 2026-01-31 的样子")
    return day


def _day_of(node: Node, *, year: int) -> date:
    """A day of the schedule's year, or of the December before it."""
    day = _day(node)
    if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
        raise _Fault(node, f"{day}不在{year}年之内")
    return day
