"""The file that says which column is which: what is wrong with it is named by its line."""

from pathlib import Path

import pytest
from pytest_django import Settings

from dengji.config.checks import columns_are_right
from dengji.exchange.files.columns import WrongColumns, column_map, read
from dengji.exchange.terms import Operation, Report

SHIPPED = Path(__file__).resolve().parents[3] / "data/network-columns.yaml"
SMALL = """\
version: "1"
most_rows: 100
operations: {new: "新增", correct: "更正", withdraw: "撤销"}
tables:
  level: {"5": "五级"}
answer:
  line: "行号"
  result: "结果"
  confirmed: ["通过"]
  refused: ["退回"]
  reason: "原因"
  published_on: "日期"
kinds:
  plans:
    sheet: "计划"
    answered: "whole"
    columns:
      - {title: "行号", from: "report.line"}
      - {title: "等级", from: "content.level", table: "level"}
"""


def wrong(before: str, after: str) -> list[tuple[int, str]]:
    """The problems of the small file with something changed."""
    assert before in SMALL
    with pytest.raises(WrongColumns) as caught:
        read(SMALL.replace(before, after).encode(), "columns.yaml")
    return [(each.line, each.sentence) for each in caught.value.problems]


def test_the_file_that_is_shipped_knows_every_kind_and_operation() -> None:
    shipped = read(SHIPPED.read_bytes(), SHIPPED.name)
    assert set(shipped.kinds) == set(Report)
    assert set(shipped.operations) == set(Operation)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('sheet: "计划"', 'sheets: "计划"', (15, "不认识的栏目“sheets”")),
        ('title: "等级", ', "", (19, "缺少“title”")),
        (
            '"content.level"',
            '"payload.level"',
            (19, "“from”应以 report.、content. 或 row. 开头：payload.level"),
        ),
        ('"content.level"', '"row.level"', (19, "没有写明“rows”，不能用 row.")),
        ('"content.level"', '"report.level"', (19, "report. 后面只能是：operation、line、file")),
        ('table: "level"', 'table: "grade"', (19, "没有名为“grade”的代码表")),
        ('title: "等级"', 'title: "行号"', (17, "列名写了两次：行号")),
        ('"report.line"', '"report.file"', (17, "要有一列来自 report.line，结果表靠它对应")),
        ('refused: ["退回"]', 'refused: ["通过"]', (6, "同一用语不能既是确认又是不通过：通过")),
        ('refused: ["退回"]', "refused: []", (10, "“refused”不能为空")),
        (', withdraw: "撤销"', "", (3, "没有写明操作类型：撤销")),
        ('answered: "whole"', 'answered: "rows"', (14, "逐行答复的，要写明“rows”和“key”")),
        ("most_rows: 100", "most_rows: 0", (2, "“most_rows”应大于零")),
        ('"5": "五级"', '"5": 5', (5, "“5”应为文字，请加引号")),
        ("  plans:", "  diplomas:", (14, "“diplomas”只能是")),
        ('  result: "结果"', '  result: "结果"\n  result: "二"', (9, "“result”写了两次")),
        ('version: "1"', 'version: "1', (3, "YAML写法有误")),
    ],
)
def test_what_is_wrong_is_named_by_its_line(before: str, after: str, problem: tuple[int, str]) -> None:
    found = wrong(before, after)
    assert any(line == problem[0] and sentence.startswith(problem[1]) for line, sentence in found), found


def test_every_problem_is_named_at_once() -> None:
    assert len(wrong('"report.line"}\n      - {title: "等级"', '"report.file"}\n      - {title: "行号"')) == 2


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"- 1", b"a: \x07"])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(WrongColumns):
        read(content, "columns.yaml")


def test_a_changed_file_counts_from_then_on(settings: Settings, tmp_path: Path) -> None:
    settings.DENGJI_EXCHANGE_COLUMNS = tmp_path / "columns.yaml"
    settings.DENGJI_EXCHANGE_COLUMNS.write_text(SMALL)
    assert column_map().most_rows == 100
    settings.DENGJI_EXCHANGE_COLUMNS.write_text(SMALL.replace("100", "2000"))
    assert column_map().most_rows == 2000


def test_the_house_says_before_it_serves_what_is_wrong(settings: Settings, tmp_path: Path) -> None:
    assert columns_are_right(None) == []
    settings.DENGJI_EXCHANGE_COLUMNS = tmp_path / "columns.yaml"
    assert [each.id for each in columns_are_right(None)] == ["dengji.E003"]
    settings.DENGJI_EXCHANGE_COLUMNS.write_text(SMALL.replace("report.line", "x"))
    assert "第18行" in columns_are_right(None)[0].msg
    settings.DENGJI_EXCHANGE = {"ministry_network": None}
    assert columns_are_right(None) == []
