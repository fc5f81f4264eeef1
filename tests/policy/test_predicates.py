"""Predicates: each decides as its name says, at the boundary and on both sides of it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.predicates import PREDICATES, fits, ratio_at_least
from dengji.policy.engine.terms import FactKind
from tests.policy.small import given_facts, given_rule

SHARE = {"numerator": 2, "denominator": 3}


@pytest.mark.parametrize(
    ("rule", "value", "truth"),
    [
        ({"fact": "clean", "is": "is_true"}, True, "met"),
        ({"fact": "clean", "is": "is_true"}, False, "not_met"),
        ({"fact": "clean", "is": "is_false"}, False, "met"),
        ({"fact": "kind", "is": "equals", "value": "school"}, "school", "met"),
        ({"fact": "kind", "is": "equals", "value": "school"}, "employer", "not_met"),
        ({"fact": "kind", "is": "one_of", "values": ["school", "employer"]}, "school", "met"),
        ({"fact": "kind", "is": "one_of", "values": ["school", "employer"]}, "examiner", "not_met"),
        ({"fact": "staff", "is": "at_least", "min": 3}, 2, "not_met"),
        ({"fact": "staff", "is": "at_least", "min": 3}, 3, "met"),
        ({"fact": "staff", "is": "at_least", "min": 3}, 4, "met"),
        ({"fact": "staff", "is": "at_most", "max": 5}, 4, "met"),
        ({"fact": "staff", "is": "at_most", "max": 5}, 5, "met"),
        ({"fact": "staff", "is": "at_most", "max": 5}, 6, "not_met"),
        ({"fact": "staff", "is": "between", "min": 3, "max": 5}, 2, "not_met"),
        ({"fact": "staff", "is": "between", "min": 3, "max": 5}, 3, "met"),
        ({"fact": "staff", "is": "between", "min": 3, "max": 5}, 5, "met"),
        ({"fact": "staff", "is": "between", "min": 3, "max": 5}, 6, "not_met"),
        ({"fact": "lacking", "is": "is_empty"}, [], "met"),
        ({"fact": "lacking", "is": "is_empty"}, ["申请表"], "not_met"),
        ({"fact": "lacking", "is": "is_not_empty"}, ["申请表"], "met"),
        ({"fact": "lacking", "is": "includes", "value": "申请表"}, ["申请表", "承诺书"], "met"),
        ({"fact": "lacking", "is": "includes", "value": "申请表"}, ["承诺书"], "not_met"),
        ({"fact": "lacking", "is": "all_in", "values": ["a", "b"]}, ["b"], "met"),
        ({"fact": "lacking", "is": "all_in", "values": ["a", "b"]}, ["b", "c"], "not_met"),
        ({"fact": "lacking", "is": "none_in", "values": ["a", "b"]}, ["c"], "met"),
        ({"fact": "lacking", "is": "none_in", "values": ["a", "b"]}, ["a", "c"], "not_met"),
        ({"fact": "founded_on", "is": "on_or_after", "min": "2024-01-02"}, "2024-01-01", "not_met"),
        ({"fact": "founded_on", "is": "on_or_after", "min": "2024-01-02"}, "2024-01-02", "met"),
        ({"fact": "founded_on", "is": "on_or_after", "min": date(2024, 1, 2)}, "2024-01-03", "met"),
        ({"fact": "founded_on", "is": "on_or_before", "max": "2024-01-02"}, "2024-01-01", "met"),
        ({"fact": "founded_on", "is": "on_or_before", "max": "2024-01-02"}, "2024-01-02", "met"),
        ({"fact": "founded_on", "is": "on_or_before", "max": "2024-01-02"}, "2024-01-03", "not_met"),
    ],
)
def test_a_predicate_decides_as_its_name_says(rule: dict[str, Any], value: Any, truth: str) -> None:
    pack = given_rule(rule)
    assert judge(pack, ["only"], given_facts(pack, **{rule["fact"]: value})).truth == truth


@pytest.mark.parametrize(("staff", "truth"), [(5, "not_met"), (6, "met"), (7, "met")])
def test_exactly_the_share_is_enough(staff: int, truth: str) -> None:
    pack = given_rule({"fact": "staff", "is": "ratio_at_least", "of": "needed", "ratio": SHARE})
    assert judge(pack, ["only"], given_facts(pack, staff=staff, needed=9)).truth == truth


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 100), st.integers(1, 100))
def test_a_share_is_compared_in_integers(value: int, of: int, numerator: int, denominator: int) -> None:
    assert ratio_at_least(value, of, numerator, denominator) == (value * denominator >= of * numerator)


def test_the_set_of_predicates_is_closed() -> None:
    assert set(PREDICATES) == {
        "is_true", "is_false", "equals", "one_of", "at_least", "at_most", "between", "ratio_at_least", "is_empty",
        "is_not_empty", "includes", "all_in", "none_in", "on_or_after", "on_or_before",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("operand", "kind", "right"),
    [
        (3, FactKind.INTEGER, True),
        (True, FactKind.INTEGER, False),
        (True, FactKind.BOOLEAN, True),
        ("x", FactKind.TEXTS, True),
        ("2024-02-29", FactKind.DATE, True),
        ("2023-02-29", FactKind.DATE, False),
        (date(2024, 2, 29), FactKind.DATE, True),
        (3, FactKind.DATE, False),
    ],
)
def test_an_operand_has_the_type_of_its_fact(operand: Any, kind: FactKind, right: bool) -> None:
    assert fits(operand, kind) is right
