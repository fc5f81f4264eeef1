"""`dengji audit`: says that the trail is whole, or which link is broken first."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dengji.audit import queries
from dengji.audit.models import Entry
from tests.audit.trail import given_entries, unguarded

pytestmark = [pytest.mark.row("CR-10"), pytest.mark.django_db]
Output = pytest.CaptureFixture[str]


def tamper() -> None:
    """Changes the second entry."""
    with unguarded():
        Entry.objects.filter(position=2).update(act="forged")


def test_a_whole_trail_is_said_to_be_whole_with_its_seal(capsys: Output) -> None:
    given_entries(3)
    call_command("audit", "verify")
    assert capsys.readouterr().out == f"留痕完整，共3条，封记{queries.head()}。\n"


def test_a_broken_trail_ends_with_a_sentence_that_names_the_link(capsys: Output) -> None:
    given_entries(3)
    tamper()
    with pytest.raises(CommandError, match=r"^留痕不完整：第2条的内容与其摘要不符，内容被改动过。$"):
        call_command("audit", "verify")
    assert capsys.readouterr().out == ""


def test_the_verdict_on_a_broken_trail_can_be_had_as_json(capsys: Output) -> None:
    given_entries(3)
    tamper()
    with pytest.raises(CommandError):
        call_command("audit", "verify", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["entries"], said["first_broken"]) == (False, 1, 2)


def test_an_exported_file_is_verified_by_itself(tmp_path: Path, capsys: Output) -> None:
    given_entries(3)
    file = tmp_path / "trail.jsonl"
    call_command("audit", "export", str(file), "--json")
    assert json.loads(capsys.readouterr().out) == {"entries": 3}
    tamper()
    call_command("audit", "verify", "--file", str(file), "--json")
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_a_tampered_file_is_found(tmp_path: Path) -> None:
    given_entries(3)
    file = tmp_path / "trail.jsonl"
    call_command("audit", "export", str(file))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([lines[0], lines[2]]), encoding="utf-8")
    with pytest.raises(CommandError, match="第2条不在其位，此处是第3条"):
        call_command("audit", "verify", "--file", str(file))


def test_a_shortened_file_is_found_by_the_seal(tmp_path: Path) -> None:
    given_entries(3)
    file = tmp_path / "trail.jsonl"
    call_command("audit", "export", str(file))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:2]), encoding="utf-8")
    with pytest.raises(CommandError, match="应有3条，第3条起的记录不见了"):
        call_command("audit", "verify", "--file", str(file), "--seal", str(queries.head()))


def test_an_export_says_how_much_it_is_and_overwrites_nothing(tmp_path: Path, capsys: Output) -> None:
    given_entries(1)
    file = tmp_path / "trail.jsonl"
    call_command("audit", "export", str(file))
    assert capsys.readouterr().out == "已导出留痕1条。\n"
    with pytest.raises(CommandError, match="已经存在"):
        call_command("audit", "export", str(file))
    assert [each.name for each in tmp_path.iterdir()] == ["trail.jsonl"]


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法写入"):
        call_command("audit", "export", str(tmp_path / "nowhere/trail.jsonl"))
    with pytest.raises(CommandError, match="无法读取"):
        call_command("audit", "verify", "--file", str(tmp_path / "nowhere.jsonl"))


def test_a_seal_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="--seal"):
        call_command("audit", "verify", "--seal", "yesterday")
