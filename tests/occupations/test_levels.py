"""The levels of skill."""

from pathlib import Path

import pytest
from pytest_django import Settings

from dengji.occupations import levels


@pytest.mark.row("TJ21-6")
@pytest.mark.row("XZ24-8a")
def test_the_reference_lists_the_five_levels_and_the_higher_grades() -> None:
    codes = {level.code for level in levels.levels()}
    assert {"5", "4", "3", "2", "1", "apprentice", "special", "chief"} == codes
    assert levels.label("5") == "五级/初级工"
    assert levels.label("1") == "一级/高级技师"


def test_a_code_that_is_no_level_is_told() -> None:
    assert levels.unknown_levels(["5", "6", "chief", ""]) == ("6", "")
    assert levels.label("6") == "6"


def test_another_reference_has_other_levels(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "national").mkdir()
    (tmp_path / levels.REFERENCE).write_text('levels: [{code: "x", label: "某级"}]', encoding="utf-8")
    settings.DENGJI_PACKS = tmp_path
    assert levels.levels() == (levels.Level("x", "某级"),)
