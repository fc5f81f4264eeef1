"""The rules of scores, pure: read, combined, agreed, passed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.evaluations.scores.rules import (
    TENTH,
    Combine,
    Outcome,
    Unreadable,
    agreed,
    all_passed,
    combined,
    read,
)

SIXTY = Decimal(60)
tenths = st.integers(0, 1000).map(lambda each: Decimal(each) / 10)
outcomes = st.one_of(
    st.builds(Outcome, tenths), st.just(Outcome(absent=True)), st.just(Outcome(void=True)), st.just(Outcome())
)
METHODS = ["theory", "practical", "review"]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("0", "0"),
        (" 60 ", "60"),
        (60.0, "60"),
        (60.5, "60.5"),
        ("６０．５", "60.5"),
        ("100", "100"),
        ("59.90", "59.9"),
    ],
)
def test_a_score_is_read_as_people_and_sheets_write_it(said: object, value: str) -> None:
    assert read(said) == Decimal(value)


def test_absence_is_said_in_one_word() -> None:
    assert read("缺考") is None
    assert read(" 缺 考 ") is None


@pytest.mark.parametrize(
    "said", ["101", "-1", -1.0, "100.1", 101, "absent", "旷考", "60分", "1e1", "", "60,5", True]
)
def test_what_is_no_score_is_named_as_it_stands(said: object) -> None:
    with pytest.raises(Unreadable) as refused:
        read(said)
    assert "0到100" in str(refused.value)


def test_a_second_decimal_is_refused_and_not_rounded() -> None:
    with pytest.raises(Unreadable, match="小数超过一位"):
        read("59.95")


@given(tenths)
def test_what_is_written_is_read_back(value: Decimal) -> None:
    assert read(str(value)) == value
    assert read(float(value)) == value


@pytest.mark.row("JLJD-22")
@given(st.lists(tenths, min_size=1, max_size=9), st.sampled_from(list(Combine)))
def test_a_groups_score_lies_between_its_lowest_and_highest_sheet(
    totals: list[Decimal], how: Combine
) -> None:
    value = combined(totals, how)
    assert min(totals) <= value <= max(totals)
    assert value == value.quantize(TENTH)
    assert combined(list(reversed(totals)), how) == value


@pytest.mark.parametrize(
    ("totals", "mean", "without"),
    [
        (["60", "60", "59.9"], "60.0", "60.0"),
        (["59.9", "60", "59.9"], "59.9", "59.9"),
        (["59.9", "60.0"], "60.0", "60.0"),  # 59.95, half up
        (["0", "60", "60", "61"], "45.3", "45.3"),  # four sheets: none is left out
        (["0", "60", "60", "61", "100"], "56.2", "60.3"),
    ],
)
def test_the_mean_is_rounded_half_up_and_extremes_go_from_five_sheets_on(
    totals: list[str], mean: str, without: str
) -> None:
    said = [Decimal(each) for each in totals]
    assert combined(said, Combine.MEAN) == Decimal(mean)
    assert combined(said, Combine.WITHOUT_EXTREMES) == Decimal(without)


def test_a_group_of_nobody_has_no_score() -> None:
    with pytest.raises(ValueError, match="nobody"):
        combined([], Combine.MEAN)


@given(st.dictionaries(st.integers(1, 4), st.one_of(st.none(), tenths), min_size=1), st.integers(1, 4))
def test_two_persons_stand_behind_a_score_never_one_alone(said: dict[int, Decimal | None], by: int) -> None:
    said.setdefault(by, Decimal(50))
    assert agreed(said, by) == any(value == said[by] for person, value in said.items() if person != by)
    assert not agreed({by: said[by]}, by)


@given(st.dictionaries(st.sampled_from(METHODS), outcomes))
def test_somebody_passes_if_and_only_if_every_part_passed_by_itself(parts: dict[str, Outcome]) -> None:
    passed = all_passed(parts, METHODS, SIXTY)
    assert passed == all(
        method in parts
        and not parts[method].absent
        and not parts[method].void
        and (parts[method].value or Decimal(0)) >= SIXTY
        for method in METHODS
    )


@given(st.dictionaries(st.sampled_from(METHODS), outcomes), st.sampled_from(METHODS))
def test_no_part_makes_up_for_another(parts: dict[str, Outcome], low: str) -> None:
    assert not all_passed(parts | {low: Outcome(Decimal("59.9"))}, METHODS, SIXTY)
    assert not all_passed(parts | {low: Outcome(absent=True)}, METHODS, SIXTY)
    assert not all_passed(parts | {low: Outcome(Decimal(100), void=True)}, METHODS, SIXTY)


@pytest.mark.parametrize(("value", "passed"), [("59.9", False), ("60", True), ("60.1", True)])
def test_the_pass_mark_itself_passes(value: str, *, passed: bool) -> None:
    assert Outcome(Decimal(value)).passed(SIXTY) is passed


def test_an_evaluation_without_parts_is_passed_by_nobody() -> None:
    assert not all_passed({}, [], SIXTY)
