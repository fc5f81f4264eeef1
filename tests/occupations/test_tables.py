"""The files of the catalogue."""

from pathlib import Path
from shutil import copytree

import pytest

from dengji.occupations import tables
from dengji.occupations.terms import ClassRank, Mark
from dengji.people.refusals import Refused
from tests.cast import DATA, catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files to spoil."""
    return Path(copytree(DATA, tmp_path / "data"))


def add(folder: Path, name: str, line: str) -> None:
    """One more line in a file."""
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def test_the_classification_has_all_its_ranks() -> None:
    ranks = [row.rank for row in catalogue().values()]
    assert [ranks.count(rank) for rank in ("大类", "中类")] == [8, 72]
    assert ranks.count("细类") >= 1632


def test_a_class_that_shares_its_code_with_its_only_occupation_is_the_occupation() -> None:
    assert catalogue()["2-03-01-00"].rank == "细类"
    assert catalogue()["6-20-03-00"].rank == "小类"


@pytest.mark.parametrize(
    ("code", "mark"),
    [
        ("6-31-01-03", Mark.SKILL_LEVEL),
        ("4-07-05-03", Mark.ACCESS),
        ("5-03-01-01", Mark.ACCESS),
        ("6-18-02-04", Mark.BOTH),
        ("3-02-01-00", None),
        ("1-01-00-01", None),
        ("6-31-00-00", None),
    ],
)
@pytest.mark.row("XZ24-4")
@pytest.mark.row("XZ24-5")
def test_the_longest_rule_that_fits_marks_an_occupation(code: str, mark: Mark | None) -> None:
    assert catalogue()[code].mark == mark


@pytest.mark.row("JL25-6.0")
def test_no_occupation_outside_the_four_skill_groups_is_marked() -> None:
    marked = {row.code[0] for row in catalogue().values() if row.mark}
    assert marked == {"3", "4", "5", "6"}


def test_digital_and_green_occupations_are_told() -> None:
    assert catalogue()["4-04-05-05"].digital
    assert catalogue()["6-28-01-12"].green
    assert not catalogue()["6-31-01-03"].digital


@pytest.mark.row("TJ21-5")
@pytest.mark.row("JL25-6.0")
def test_an_occupation_published_later_is_added_by_a_line(folder: Path) -> None:
    add(folder, tables.ADDITIONS, "4-99-01-01,细类,低空巡查员,1,0,2026,yes,")
    added = next(row for row in tables.occupations(folder) if row.code == "4-99-01-01")
    assert (added.name, added.edition, added.mark) == ("低空巡查员", "2026", Mark.SKILL_LEVEL)
    assert added.sort_key == "dikongxunchayuan"


def test_an_addition_replaces_the_row_of_its_code(folder: Path) -> None:
    add(folder, tables.ADDITIONS, "6-31-01-03,细类,新电工,0,0,2026,yes,")
    assert [row.name for row in tables.occupations(folder) if row.code == "6-31-01-03"] == ["新电工"]


def test_sixty_known_occupations_have_a_national_standard() -> None:
    standards = [row for row in tables.standards(DATA) if row.kind == "national"]
    assert len({row.occupation_id for row in standards}) >= 60
    assert {row.occupation_id for row in standards} <= catalogue().keys()
    assert all(set(row.levels) <= set("54321") and row.levels for row in standards)


def test_every_work_type_belongs_to_an_occupation() -> None:
    types = tables.work_types(DATA)
    assert all(catalogue()[row.occupation_id].rank == ClassRank.LEAF for row in types)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (tables.ADDITIONS, "4-99-01-01,极细类,某职业,0,0,2026,yes,"),
        (tables.ADDITIONS, "4-99-01-01,细类,,0,0,2026,yes,"),
        (tables.ADDITIONS, "4-99-01-01,细类,某职业,是,0,2026,yes,"),
        (tables.MARKS, "4-99-*,x,0,yes,"),
    ],
)
def test_a_faulty_line_is_named_with_its_file_and_row(folder: Path, name: str, line: str) -> None:
    last = len((folder / name).read_text(encoding="utf-8").splitlines()) + 1
    add(folder, name, line)
    with pytest.raises(Refused, match=rf"{name}第{last}行"):
        tables.occupations(folder)


def test_a_standard_of_no_known_kind_is_refused(folder: Path) -> None:
    add(folder, tables.STANDARDS, "6-31-01-03,private,某标准,现行,5,,yes,")
    with pytest.raises(Refused, match="occupation-standards"):
        tables.standards(folder)
