"""`dengji log`: says that the log is whole, or the first thing that is not; signs its head."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from dengji.transparency.acts import publish_head
from dengji.transparency.models import Entry, Head, Tile
from tests.signing.keys import NOON, given_key
from tests.transparency.log import given_entries, unguarded

pytestmark = [pytest.mark.row("CR-10"), pytest.mark.django_db]
Output = pytest.CaptureFixture[str]


def given_log() -> None:
    """Three hundred entries, two heads, and one entry more."""
    given_key()
    given_entries(260)
    publish_head(at=NOON)
    given_entries(40)
    publish_head(at=NOON)
    given_entries(1)


def test_a_whole_log_is_said_to_be_whole(capsys: Output) -> None:
    given_log()
    call_command("log", "verify")
    assert capsys.readouterr().out == "日志完整，共301条，树头2个。\n"
    call_command("log", "verify", "--json")
    assert json.loads(capsys.readouterr().out) == {"ok": True, "entries": 301, "heads": 2, "reason": ""}


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257])
def test_a_log_is_whole_at_the_boundaries_of_its_tiles(count: int, capsys: Output) -> None:
    given_entries(count)
    call_command("log", "verify")
    assert capsys.readouterr().out == f"日志完整，共{count}条，树头0个。\n"


def altered() -> None:
    """An entry says something else."""
    Entry.objects.filter(index=7).update(content="{}")


def replaced() -> None:
    """An entry is another, its hash with it."""
    other = Entry.objects.get(index=8)
    Entry.objects.filter(index=7).update(content=other.content, hash=other.hash)


def taken() -> None:
    """An entry in the middle is gone."""
    Entry.objects.filter(index=7).delete()


def cut() -> None:
    """The last entry is gone."""
    Entry.objects.filter(index=300).delete()


def tile_changed() -> None:
    """A tile has another hash."""
    Tile.objects.filter(level=0, number=0).update(hashes=bytes(8192))


def tile_more() -> None:
    """There is a tile too many."""
    Tile.objects.create(level=3, number=0, hashes=bytes(32))


def head_changed() -> None:
    """A head says another root."""
    Head.objects.filter(size=260).update(root=bytes(32))


def head_forged() -> None:
    """A head is signed by nobody we know."""
    note = Head.objects.get(size=260).note
    Head.objects.filter(size=260).update(note=note.replace("\n— ", "\n— x"))


def head_unsigned() -> None:
    """A head's signature is of something else."""
    note = Head.objects.get(size=260).note
    signed = Head.objects.get(size=300).note.rpartition(" ")[2]
    Head.objects.filter(size=260).update(note=note.replace(note.rpartition(" ")[2], signed))


def head_torn() -> None:
    """A head is no note."""
    Head.objects.filter(size=260).update(note="x")


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (altered, "第7条的内容与其摘要不符，内容被改动过"),
        (replaced, "第0层第0块与条目不符"),
        (taken, "第7条不见了"),
        (cut, "应有301条，第300条起的条目不见了"),
        (tile_changed, "第0层第0块与条目不符"),
        (tile_more, "存有不属于日志的分块"),
        (head_changed, "260条时的树头与日志不符"),
        (head_forged, "260条时的树头签名不对"),
        (head_unsigned, "260条时的树头签名不对"),
        (head_torn, "260条时的树头读不出来"),
    ],
)
def test_whatever_was_tampered_with_is_named(tamper: Callable[[], None], says: str) -> None:
    given_log()
    with unguarded():
        tamper()
    with pytest.raises(CommandError, match=f"^日志不完整：{says}。$"):
        call_command("log", "verify")


def test_a_log_written_anew_is_found_by_a_head_noted_down(tmp_path: Path) -> None:
    given_log()
    noted = tmp_path / "note"
    noted.write_text(Head.objects.get(size=260).note)
    call_command("log", "verify", "--note", str(noted))
    rewrite()
    call_command("log", "verify")
    with pytest.raises(CommandError, match="日志的前260条与记下的树头不符，被整体改写过"):
        call_command("log", "verify", "--note", str(noted))


def test_a_shortened_log_is_found_by_a_head_noted_down(tmp_path: Path) -> None:
    given_log()
    noted = tmp_path / "note"
    noted.write_text(Head.objects.get(size=300).note)
    rewrite(270)
    with pytest.raises(CommandError, match="记下的树头有300条，日志现在只有270条"):
        call_command("log", "verify", "--note", str(noted))
    noted.write_text("x")
    with pytest.raises(CommandError, match="给出的树头记录读不出来"):
        call_command("log", "verify", "--note", str(noted))
    with pytest.raises(CommandError, match="无法读取"):
        call_command("log", "verify", "--note", str(tmp_path / "none"))


def rewrite(count: int = 301) -> None:
    """The owner of the database makes another log in place of the one that was."""
    with unguarded(), connection.cursor() as cursor:
        for table in ("entry", "tile", "head", "end"):
            cursor.execute(f"DELETE FROM transparency_{table}")  # noqa: S608 - our own names
    given_entries(count, first=1000)
    publish_head(at=NOON)


def test_a_head_is_published_when_there_is_something_to_sign(capsys: Output) -> None:
    call_command("log", "publish")
    given_entries(2)
    with pytest.raises(CommandError, match="没有公开日志的签名密钥"):
        call_command("log", "publish")
    call_command("keys", "make", "log")
    capsys.readouterr()
    call_command("log", "publish")
    assert capsys.readouterr().out == "最新树头共2条。\n"
