"""The generated pages are read off the tree, without running it."""

import ast
from pathlib import Path

import pytest

from dengji.config import reference
from dengji.config.management.commands import docs

SAMPLE = """
@pytest.mark.row("A-1", "A-2")
@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.row("A-3"))])
def test_one(n): ...

def test_two(): ...

MANY = [pytest.param(2, marks=pytest.mark.row("A-4"))]

@pytest.mark.parametrize("n", MANY)
def test_three(n): ...
"""


def test_rows_are_found_on_a_test_and_on_its_parameters() -> None:
    assert set(reference.marked(ast.parse(SAMPLE))) == {
        ("test_one", "A-1"),
        ("test_one", "A-2"),
        ("test_one", "A-3"),
        ("test_three", "A-4"),
    }


def test_the_table_counts_the_rows_without_a_test(tmp_path: Path) -> None:
    (tmp_path / "docs/reference").mkdir(parents=True)
    (tmp_path / "docs/reference/requirement-ids.tsv").write_text("id\tkinds\nA-1\tT\nA-9\tC\nA-8\tD\n")
    (tmp_path / "tests/room").mkdir(parents=True)
    (tmp_path / "tests/room/test_it.py").write_text(SAMPLE)
    table = reference.requirements(tmp_path)
    assert "| A-1 | T | room/test_it.py::test_one |" in table
    assert "1 rows other than definitions" in table


@pytest.mark.parametrize(
    ("call", "row"),
    [
        ('env.number("IDLE_MINUTES", 30)', "| `DENGJI_IDLE_MINUTES` | number | `30` |"),
        ('env.flag("DEMO")', "| `DENGJI_DEMO` | flag |  |"),
        ('other("DEMO")', None),
    ],
)
def test_a_variable_is_read_off_its_call(call: str, row: str | None) -> None:
    assert reference.variable(ast.parse(call, mode="eval").body) == row


def test_a_page_that_nothing_makes_any_more_is_taken_away(tmp_path: Path) -> None:
    page = tmp_path / "deep/page.md"
    docs.write(page, "text")
    assert page.read_text() == "text"
    docs.write(page, None)
    assert not page.exists()
