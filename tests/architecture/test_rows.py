"""A requirement row that a test carries must be one that there is."""

from dengji.config.reference import requirement_rows, rows_carried
from tests.architecture.tree import ROOT


def test_every_row_on_a_test_is_a_requirement() -> None:
    carried = rows_carried(ROOT / "tests")
    unknown = {row: tests for row, tests in carried.items() if row not in requirement_rows(ROOT)}
    assert unknown == {}


def test_there_are_203_requirement_rows() -> None:
    assert len(requirement_rows(ROOT)) == 203
