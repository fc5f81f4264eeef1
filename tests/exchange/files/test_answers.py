"""What an answer sheet says: every row that cannot be used is named, and nothing is guessed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dengji.exchange.files.answers import Fault, Heard, Known, Place, Told, told_by
from dengji.exchange.files.columns import column_map
from tests.exchange.files.sheets import HEADS

pytestmark = pytest.mark.row("TJ21-10.5")
ON = date(2026, 11, 16)
FILE = "津报2026-0003"
YES = Heard(True, "", "2026-11-16", "G1")


def told(*rows: tuple[Any, ...], heard: dict[Place, Heard] | None = None, whole: bool = False) -> Told:
    """What a sheet with these rows says of a file with a report of two rows and one of three."""
    known = Known(FILE, {1: 2, 2: 3}, heard or {}, whole)
    given = [(at, dict(zip(HEADS, row, strict=False))) for at, row in enumerate(rows, 2)]
    return told_by(given, column_map().answer, known, on=ON)


def yes(line: str, day: Any = "2026-11-16", number: str = "G1") -> tuple[Any, ...]:
    """A confirmed row."""
    return (line, "通过", "", day, number)


def test_rows_are_told_by_their_numbers_whatever_their_order_and_blank_ones_count_for_nothing() -> None:
    found = told(yes(f"{FILE}-2-3"), ("", "", "", "", ""), (f"{FILE}-1-1", "退回", "重名", "", ""))
    assert found.answers == {Place(2, 3): YES, Place(1, 1): Heard(False, "重名")}
    assert (found.faults, found.unanswered) == ([], 3)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "没有填写"),
        (f"{FILE}-1-3", "没有“津报2026-0003-1-3”这一行"),
        (f"{FILE}-3-1", "没有“津报2026-0003-3-1”这一行"),
        (f"{FILE}-1-0", "没有“津报2026-0003-1-0”这一行"),
        ("津报2026-0002-1-1", "是文件津报2026-0002的行"),
        ("吉报2026-0003-1-1", "是文件吉报2026-0003的行"),
        (f"{FILE}4-1-1", "是文件津报2026-00034的行"),
        (f"x{FILE}-1-1", "是文件x津报2026-0003的行"),
        (f"{FILE}-1-1-1", "不认识行号"),
        ("12010119900101001X", "不认识行号"),
        ('=HYPERLINK("http://x","1")', "不认识行号"),
    ],
)
def test_a_row_that_is_not_of_this_file_is_named(line: str, why: str) -> None:
    found = told(("", "通过", "", "", "") if not line else yes(line))
    assert found.answers == {}
    assert [(each.row, each.column) for each in found.faults] == [(2, "报送行号")]
    assert why in found.faults[0].reason


@pytest.mark.parametrize("said", ["好的", "=1+1", "通过？", "0", 1])
def test_a_result_that_is_no_word_of_the_platforms_is_named(said: Any) -> None:
    found = told((f"{FILE}-1-1", said, "", "2026-11-16", "G1"))
    assert found.answers == {}
    assert found.faults[0].column == "处理结果"
    assert "应为：通过、成功" in found.faults[0].reason


def test_a_row_without_a_result_waits() -> None:
    found = told((f"{FILE}-1-1", "", "", "", ""), yes(f"{FILE}-1-2"))
    assert (found.faults, found.unanswered) == ([], 4)


@pytest.mark.parametrize(
    "day",
    [
        "2026-11-15",
        "2026年11月15日",
        "2026/11/15",
        "20261115",
        datetime(2026, 11, 15, tzinfo=UTC),
        date(2026, 11, 15),
        20261115.0,
    ],
)
def test_a_day_is_read_however_it_is_written(day: Any) -> None:
    assert told(yes(f"{FILE}-1-1", day)).answers[Place(1, 1)].published_on == "2026-11-15"


@pytest.mark.parametrize("day", ["", "昨天", "2026-13-01", "11-15", None, "=TODAY()"])
def test_a_confirmed_row_without_a_day_is_named(day: Any) -> None:
    assert told(yes(f"{FILE}-1-1", day)).faults[0][:2] == (2, "公布日期")


@pytest.mark.parametrize(("day", "faults"), [("2026-11-15", 0), ("2026-11-16", 0), ("2026-11-17", 1)])
def test_a_day_that_is_still_to_come_is_named(day: str, faults: int) -> None:
    assert len(told(yes(f"{FILE}-1-1", day)).faults) == faults


def test_a_number_is_needed_only_where_a_report_stands_or_falls_as_a_whole() -> None:
    assert told(yes(f"{FILE}-1-1", number="")).faults == []
    assert told(yes(f"{FILE}-1-1", number=""), whole=True).faults == [
        Fault(2, "公布编号", "通过的行要有编号")
    ]


def test_a_row_told_twice_is_one_and_told_both_ways_is_none() -> None:
    same = told(yes(f"{FILE}-1-1"), yes(f"{FILE}-1-1"))
    assert (len(same.answers), same.repeated, same.faults) == (1, 1, [])
    both = told(yes(f"{FILE}-1-1"), (f"{FILE}-1-1", "失败", "", "", ""), yes(f"{FILE}-1-2"))
    assert list(both.answers) == [Place(1, 2)]
    assert [(each.row, each.reason) for each in both.faults] == [
        (2, "与第3行是同一行号，结果却不同"),
        (3, "与第2行是同一行号，结果却不同"),
    ]


def test_a_row_that_said_otherwise_before_is_named_and_the_same_again_is_only_counted() -> None:
    before = {Place(1, 1): YES, Place(1, 2): YES}
    found = told(yes(f"{FILE}-1-1"), (f"{FILE}-1-2", "失败", "", "", ""), heard=before)
    assert (found.answers, found.repeated) == ({}, 1)
    assert found.faults == [Fault(3, "处理结果", "以前收到的是“通过”，前后不一致")]
    assert found.unanswered == 3
