"""The database itself keeps the log: each trigger, by name."""

import pytest
from django.db import IntegrityError, connection, transaction

from dengji.transparency.acts import publish_head
from dengji.transparency.checking import verify
from dengji.transparency.models import End, Entry, Head, Tile
from tests.signing.keys import NOON, given_key
from tests.transparency.log import given_entries, unguarded

pytestmark = [pytest.mark.row("CR-10"), pytest.mark.django_db]
ZERO = {"sqlite": "zeroblob(32)", "postgresql": "decode(repeat('00', 32), 'hex')"}


def given_log() -> None:
    """Three entries under a head."""
    given_key()
    given_entries(3)
    publish_head(at=NOON)


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("log_entry_no_update", "UPDATE transparency_entry SET content = 'x'"),
        ("log_entry_no_delete", 'DELETE FROM transparency_entry WHERE "index" = 2'),
        ("log_tile_no_delete", "DELETE FROM transparency_tile"),
        ("log_tile_only_grows", "UPDATE transparency_tile SET hashes = {zero}"),
        ("log_tile_only_grows", "UPDATE transparency_tile SET hashes = {zero} || hashes"),
        ("log_tile_only_grows", "UPDATE transparency_tile SET level = 1, hashes = hashes || {zero}"),
        ("log_tile_only_grows", "UPDATE transparency_tile SET hashes = hashes"),
        ("log_head_no_update", "UPDATE transparency_head SET note = 'x'"),
        ("log_head_no_delete", "DELETE FROM transparency_head"),
        ("log_end_only_with_entries", "UPDATE transparency_end SET size = 4"),
        ("log_end_only_with_entries", "UPDATE transparency_end SET size = 2"),
        ("log_end_no_delete", "DELETE FROM transparency_end"),
    ],
)
def test_the_database_refuses_by_name_what_would_change_the_log(name: str, statement: str) -> None:
    given_log()
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(zero=ZERO[connection.vendor]))
    assert verify().ok


def test_no_table_of_the_log_can_be_emptied() -> None:
    given_log()
    if connection.vendor == "postgresql":
        connection.check_constraints()  # none is pending, as after a commit
        for table in ("entry", "tile", "head", "end"):
            with (
                pytest.raises(IntegrityError, match=f"log_{table}_no_truncate"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"TRUNCATE transparency_{table}")
    assert verify().entries == 3


@pytest.mark.parametrize("size", [2, 3, 4])
def test_a_head_comes_only_over_what_is_there_and_never_shrinks(size: int) -> None:
    given_log()
    with pytest.raises(IntegrityError, match="log_head_only_forward"), transaction.atomic():
        Head.objects.create(size=size, root=b"", at=NOON, note="")


def test_there_is_one_end() -> None:
    with pytest.raises(IntegrityError, match=r"log_end_only_once|log_end_is_one"), transaction.atomic():
        End.objects.create(id=2, size=0)


def test_entries_begin_at_zero_and_heads_cover_something() -> None:
    with pytest.raises(IntegrityError, match="log_entries_begin_at_zero"), transaction.atomic():
        Entry.objects.create(index=-1, hash=b"", content="x")
    with unguarded(), pytest.raises(IntegrityError, match="log_head_of_something"), transaction.atomic():
        Head.objects.create(size=0, root=b"", at=NOON, note="")
    assert str(End.objects.get()) == "0"


def test_every_row_is_called_by_its_place() -> None:
    given_log()
    entry = Entry.objects.get(index=2)
    assert str(entry) == f"2 {entry.content}"
    assert (str(Tile.objects.get()), str(Head.objects.get())) == ("0/0", "3")
