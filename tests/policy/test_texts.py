"""Anchors and numbers: found in the official text however it is printed, and compared as numbers."""

from pathlib import Path

import pytest

from dengji.policy.engine.form import Length
from dengji.policy.engine.lint_numbers import agrees
from dengji.policy.engine.lint_texts import check_texts, stands_in, texts_in
from dengji.policy.engine.numerals import normal, number, numbers_in
from dengji.policy.engine.pack import Parameter, Ratio
from tests.policy.small import given_loaded

TEXT = "小办法（试行）\n　第一条　专职人员不少于三人。\n第二条  5个工 作日内办结。"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("5", 5),
        ("十", 10),
        ("十五", 15),
        ("两", 2),
        ("二十", 20),
        ("二百〇三", 203),
        ("两千", 2000),
        ("九〇", 90),
        ("零", 0),
    ],
)
def test_a_numeral_is_read_arabic_or_chinese(numeral: str, value: int) -> None:
    assert number(numeral) == value


def test_a_passage_gives_its_numbers_periods_shares_and_days() -> None:
    said = numbers_in(
        "2022年12月31日前，三年内、90天、六个月或５个工作日，超过三分之二、3/4或60%，第三至六大类"
    )
    assert said.days == {"2022-12-31"}
    assert {(3, "year"), (90, "day"), (6, "month"), (5, "working_day")} <= said.periods
    assert said.shares == {(2, 3), (3, 4), (60, 100)}
    assert {3, 4, 5, 6} <= said.plain


@pytest.mark.parametrize(
    ("value", "passage", "right"),
    [
        (Length(n=3, unit="year"), "有效期三年", True),
        (Length(n=3, unit="year"), "有效期3个月", False),
        (Length(n=60, unit="day"), "届满前60日", True),
        (Ratio(numerator=2, denominator=3), "三分之二以上", True),
        (Ratio(numerator=3, denominator=5), "60%", True),
        (Ratio(numerator=3, denominator=5), "三分之二", False),
        (6, "6批次", True),
        (6, "九十批次", False),
        ("2022-12-31", "2022年12月31日前", True),
        ("2022-12-30", "2022年12月31日前", False),
        ([3, 4, 5, 6], "第三、四、五、六大类", True),
        ([3, 4, 7], "第三、四、五、六大类", False),
    ],
)
def test_a_value_agrees_with_the_words_that_carry_it(value: object, passage: str, right: bool) -> None:
    assert agrees(Parameter(label="数", value=value, cite="a1"), numbers_in(passage)) is right


def test_words_and_codes_are_not_compared_with_numbers() -> None:
    loaded = given_loaded(
        ('value: 3, unit: "人", cite', 'value: "20240101", unit: "人", cite'), ('"$least"', "3")
    )
    assert loaded.pack.parameters["least"].value == "20240101"
    assert agrees(loaded.pack.parameters["least"], numbers_in("")) is True


def test_two_printings_of_a_text_compare_equal() -> None:
    assert normal("不少于５个\n工作日（含）“公示”……") == normal('不少于5个工作日(含)"公示"……')


@pytest.mark.parametrize(
    ("anchor", "stands"),
    [("不少于三人", True), ("三人…5个工作日", True), ("5个工作日…三人", False), ("不少于四人", False)],
)
def test_an_anchor_stands_in_the_text_piece_after_piece(anchor: str, stands: bool) -> None:
    assert stands_in(anchor, normal(TEXT)) is stands


def written(folder: Path, **texts: str) -> Path:
    """A folder of official texts."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_anchors_that_stand_in_the_text_are_right(tmp_path: Path) -> None:
    texts = texts_in(written(tmp_path, a="另一个文件引用了《小办法》", b=TEXT))
    assert list(check_texts(given_loaded(), texts)) == []


def test_an_anchor_that_is_not_in_the_text_is_refused_with_its_line(tmp_path: Path) -> None:
    loaded = given_loaded(("不少于三人", "至少三人"))
    (problem,) = check_texts(loaded, texts_in(written(tmp_path, b=TEXT)))
    assert str(problem) == "small/pack.yaml:13: “至少三人”不在《小办法》的文本中"


def test_a_text_without_its_title_is_known_by_its_number(tmp_path: Path) -> None:
    texts = texts_in(written(tmp_path, b="小字〔2024〕1号\n不少于三人，5个工作日"))
    assert list(check_texts(given_loaded(), texts)) == []


def test_a_text_that_is_not_there_is_missed_only_where_there_are_anchors(tmp_path: Path) -> None:
    texts = texts_in(tmp_path)
    assert [problem.sentence for problem in check_texts(given_loaded(), texts)] == [
        "所给文件中没有《小办法》的文本"
    ]
    bare = given_loaded((', anchor: "不少于三人"', ""), (', anchor: "5个工作日"', ""))
    assert list(check_texts(bare, texts)) == []
