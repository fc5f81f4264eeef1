"""The sizes of STYLE.md: a hard limit for each, and a guide that nine in ten keep."""

import ast
from collections.abc import Iterable

from tests.architecture.tree import Module, is_view, length, modules

HOUSE = modules("dengji")
TESTS = modules("tests")


def over(limit: int, sizes: Iterable[tuple[str, int]]) -> list[str]:
    """What is larger than the limit, and by how much."""
    return [f"{name}: {size} > {limit}" for name, size in sizes if size > limit]


def ninth_decile(sizes: Iterable[tuple[str, int]]) -> int:
    """The size that nine in ten do not pass; 0 where there is nothing."""
    ordered = sorted(size for _, size in sizes)
    return ordered[max(0, -(-9 * len(ordered) // 10) - 1)] if ordered else 0


def module_sizes(house: Iterable[Module]) -> list[tuple[str, int]]:
    """Each module and its lines; packages that only say what they are do not count."""
    return [(module.path, module.lines) for module in house if not module.path.endswith("__init__.py")]


def function_sizes(house: Iterable[Module]) -> list[tuple[str, int]]:
    """Each function and its lines."""
    return [(f"{module.path}::{each.name}", length(each)) for module in house for each in module.functions()]


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    assert over(400, module_sizes([*HOUSE, *TESTS])) == []


def test_nine_modules_in_ten_are_at_most_220_lines() -> None:
    assert ninth_decile(module_sizes(HOUSE)) <= 220


def test_no_function_is_longer_than_fifty_lines() -> None:
    assert over(50, function_sizes(HOUSE)) == []


def test_nine_functions_in_ten_are_at_most_22_lines() -> None:
    assert ninth_decile(function_sizes(HOUSE)) <= 22


def test_nine_views_in_ten_are_at_most_25_lines() -> None:
    assert ninth_decile(function_sizes(module for module in HOUSE if is_view(module.path))) <= 25


def test_no_function_takes_more_than_six_arguments() -> None:
    counts = [
        (f"{module.path}::{each.name}", arguments(each)) for module in HOUSE for each in module.functions()
    ]
    assert over(6, counts) == []


def test_no_test_is_longer_than_sixty_lines() -> None:
    assert over(60, function_sizes(TESTS)) == []


def test_nine_tests_in_ten_are_at_most_35_lines() -> None:
    assert ninth_decile((name, size) for name, size in function_sizes(TESTS) if "::test_" in name) <= 35


def arguments(function: ast.FunctionDef) -> int:
    """How many arguments a caller gives: neither `self` nor `cls`, nor `*args` and `**kwargs`."""
    taken = function.args
    names = [each.arg for each in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])
