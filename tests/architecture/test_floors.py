"""The floors of coverage: what is below its floor is named, with its figure and the lines that no test reaches."""

from collections.abc import Collection
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData

from tests.architecture.tree import ROOT
from tests.floors import FLOORS, Covered, complaints, covered, in_words

SOURCE = "if known:\n    answer = known\nanswer = 1\n"
YES = [(-1, 1), (1, 2), (2, 3), (3, -1)]
NO = [(-1, 1), (1, 3), (3, -1)]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room of one module."""
    monkeypatch.chdir(tmp_path)
    module = tmp_path / "room/module.py"
    module.parent.mkdir()
    module.write_text(SOURCE)
    return module


def measured(module: Path, ways: Collection[tuple[int, int]]) -> Coverage:
    """What a run leaves that went these ways through the module, from line to line."""
    left = CoverageData("left")
    left.add_arcs({str(module): ways})
    left.write()
    found = Coverage("left", config_file=False)
    found.load()
    return found


def test_a_room_is_covered_when_each_branch_was_taken_both_ways(room: Path) -> None:
    assert covered(measured(room, {*YES, *NO}), "room").figure == 100


def test_a_branch_never_taken_is_lacking_though_every_line_ran(room: Path) -> None:
    figure, lacking = covered(measured(room, YES), "room")
    assert figure == 80  # three lines of three, one branch of two
    assert "1->3" in lacking


def test_a_line_that_never_ran_is_lacking(room: Path) -> None:
    figure, lacking = covered(measured(room, NO), "room")
    assert figure == 60
    assert lacking.splitlines()[2].endswith(" 2")


def test_another_room_does_not_count(room: Path) -> None:
    assert covered(measured(room, YES), "hall") == (0, "anything of it.")


@pytest.mark.parametrize(("figure", "broken"), [(94.99, True), (95, False), (95.01, False)])
def test_a_floor_is_broken_below_it_only(figure: float, *, broken: bool) -> None:
    assert bool(list(complaints({"room": Covered(figure, "")}, {"room": 95}))) is broken


def test_a_complaint_names_the_room_its_figure_its_floor_and_the_lines() -> None:
    shown = {"room": Covered(99.996, "module.py 1->3"), "hall": Covered(100, "")}
    assert list(complaints(shown, {"room": 100, "hall": 100})) == [
        "room is covered to 99.99 %, below its floor of 100 %. No test reaches:",
        "module.py 1->3",
    ]


@pytest.mark.parametrize(("figure", "words"), [(100, "100 %"), (99.999, "99.99 %"), (95.5, "95.5 %")])
def test_a_figure_is_never_rounded_up(figure: float, words: str) -> None:
    assert in_words(figure) == words


def test_each_floor_is_of_a_folder_that_there_is() -> None:
    assert [folder for folder in FLOORS if not (ROOT / folder / "__init__.py").exists()] == []
