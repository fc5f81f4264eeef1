"""`dengji docs`: the generated pages are written, and found stale when they are."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from dengji.config.management.commands import docs


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the pages of a house lie that has one of them."""
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(docs, "pages", lambda: {"deep/one.md": "What it says.\n"})
    return tmp_path / docs.FOLDER


def test_what_was_written_is_not_stale(folder: Path) -> None:
    call_command("docs")
    assert (folder / "deep/one.md").read_text() == f"{docs.NOTE}What it says.\n"
    call_command("docs", "--check")


def test_a_page_that_is_missing_changed_or_left_over_is_named_and_mended(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "two.md").write_text("Of no room.")
    with pytest.raises(CommandError, match=r"Stale in .*: one\.md, two\.md\. Run script/docs\."):
        call_command("docs", "--check")
    call_command("docs")
    (folder / "deep/one.md").write_text("By hand.")
    with pytest.raises(CommandError, match=r"generated: one\.md\."):
        call_command("docs", "--check")


def test_every_room_with_something_to_show_is_asked() -> None:
    written = docs.pages()
    assert {"requirements.md", "environment.md"} <= written.keys()
    assert "| `DENGJI_SECRET_KEY` | text |" in written["environment.md"]
