"""The table of divisions, from its file."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dengji.audit.models import Entry
from dengji.people.acts.divisions import load_divisions, read_divisions
from dengji.people.models import Division
from dengji.people.queries import place_chain
from dengji.people.refusals import Refused
from tests.cast import AT, DATA

HEAD = "code,name,rank,parent\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one province and one city."""
    path = tmp_path / "divisions.csv"
    path.write_text(HEAD + "990100,某市,prefecture,990000\n990000,某省,province,\n", encoding="utf-8")
    return path


@pytest.mark.django_db
def test_the_whole_table_is_loaded_and_loading_again_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("divisions", "load")
    call_command("divisions", "load")
    said = capsys.readouterr().out.splitlines()
    assert said == ["3215 divisions, 3215 written", "3215 divisions, 0 written"]
    assert Division.objects.filter(rank="province").count() == 34
    assert place_chain("120101") == ("120101", "120000", "000000")
    assert Entry.objects.filter(act="people.load_divisions").count() == 1


@pytest.mark.django_db
def test_a_division_of_another_name_is_written_anew_and_others_stay(file: Path) -> None:
    load_divisions(file, by=None, at=AT)
    file.write_text(HEAD + "990000,新省,province,\n", encoding="utf-8")
    loaded = load_divisions(file, by=None, at=AT)
    assert (loaded.rows, loaded.written) == (2, 1)
    assert Division.objects.get(code="990000").name == "新省"
    assert Division.objects.filter(code="990100").exists()


def test_parents_come_before_their_children(file: Path) -> None:
    assert [row.code for row in read_divisions(file)] == ["000000", "990000", "990100"]


@pytest.mark.parametrize(
    "row", ["9901,某市,prefecture,990000", "990100,,prefecture,", "990100,某市,town,", "99010x,某市,county,"]
)
def test_a_faulty_row_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "divisions.csv"
    path.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    with pytest.raises(Refused, match="第2行"):
        read_divisions(path)


def test_a_row_without_its_parent_is_named(tmp_path: Path) -> None:
    path = tmp_path / "divisions.csv"
    path.write_text(HEAD + "990100,某市,prefecture,990000\n", encoding="utf-8")
    with pytest.raises(Refused, match="上级990000不在文件内"):
        read_divisions(path)


@pytest.mark.django_db
def test_a_missing_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"divisions\.csv"):
        call_command("divisions", "load", "--from", str(tmp_path))


def test_the_note_of_the_data_stays_with_it() -> None:
    assert "GB/T 2260" in (DATA / "README.md").read_text(encoding="utf-8")
