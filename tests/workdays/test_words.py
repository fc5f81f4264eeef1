"""Days and periods as people read them."""

from datetime import date

import pytest

from dengji.workdays.periods import Period
from dengji.workdays.words import in_words, left_in_words, period_in_words


def test_a_day_is_written_with_its_weekday() -> None:
    assert in_words(date(2026, 11, 21)) == "2026年11月21日 (周六)"
    assert [in_words(date(2025, 4, day))[-3:-1] for day in range(14, 21)] == [
        "周一", "周二", "周三", "周四", "周五", "周六", "周日",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(5, "working_day"), "5个工作日"),
        (Period(30, "day"), "30日"),
        (Period(3, "month"), "3个月"),
        (Period(3, "year"), "3年"),
    ],
)
def test_a_period_is_written_with_its_unit(period: Period, words: str) -> None:
    assert period_in_words(period) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (3, "还剩3个工作日"),
        (1, "还剩1个工作日"),
        (0, "今日到期"),
        (-1, "已逾期1个工作日"),
        (-2, "已逾期2个工作日"),
    ],
)
def test_what_is_left_is_said_in_working_days(left: int, words: str) -> None:
    assert left_in_words(left) == words
