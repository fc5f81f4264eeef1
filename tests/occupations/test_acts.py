"""The catalogue loaded: whole, again, and changed."""

from pathlib import Path
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command

from dengji.audit.models import Entry
from dengji.occupations.acts import load_catalogue
from dengji.occupations.models import Occupation, SpecialItem, Standard, WorkType
from dengji.people.refusals import Refused
from tests.cast import AT, DATA

pytestmark = pytest.mark.django_db


def test_loading_again_writes_nothing_and_leaves_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("occupations", "load")
    call_command("occupations", "load")
    first, second = capsys.readouterr().out.splitlines()
    assert second == "written: 0 occupations, 0 work types, 0 standards, 0 special-ability items"
    assert first != second
    assert Entry.objects.filter(act="occupations.load_catalogue").count() == 1
    assert Occupation.objects.filter(rank="细类").count() >= 1632
    assert WorkType.objects.filter(occupation_id="6-18-02-04", name="电焊工").count() == 1
    assert Standard.objects.filter(occupation_id="6-31-01-03", kind="national").count() == 1


@pytest.mark.row("XZ24-6")
def test_the_catalogue_of_items_grows_and_what_was_there_stays(tmp_path: Path) -> None:
    load_catalogue(DATA, by=None, at=AT)
    folder = Path(copytree(DATA, tmp_path / "data"))
    (folder / "special-items.csv").write_text("code,name,catalogue\nSX-248,莜面制作,新增\n", encoding="utf-8")
    loaded = load_catalogue(folder, by=None, at=AT)
    assert (loaded.special_items, loaded.occupations) == (1, 0)
    assert SpecialItem.objects.filter(code="SX-248", initials="ymzz").exists()
    assert SpecialItem.objects.filter(code="SL-001").exists()


def test_a_standard_of_an_unknown_occupation_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    folder = Path(copytree(DATA, tmp_path / "data"))
    with (folder / "occupation-standards.csv").open("a", encoding="utf-8") as file:
        file.write("9-99-99-99,national,某标准,现行,5,,yes,\n")
    with pytest.raises(Refused, match="9-99-99-99"):
        load_catalogue(folder, by=None, at=AT)
    assert not Occupation.objects.exists()


def test_a_missing_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("occupations", "load", "--from", str(tmp_path / "nowhere"))
