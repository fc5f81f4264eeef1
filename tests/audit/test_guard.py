"""The database itself keeps the trail: each trigger, by name."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.deletion import ProtectedError
from django.db.utils import DatabaseError

from dengji.audit import queries
from dengji.audit.acts import record
from dengji.audit.models import Entry, Head
from tests.audit.trail import GUARD, NOON, given_entries, given_person

pytestmark = [pytest.mark.row("CR-10"), pytest.mark.django_db]


def refused(name: str, statement: str) -> None:
    """The database refuses the statement, by the trigger of that name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def copied(position: str) -> str:
    """SQL that puts the first entry once more, at another position."""
    names = ", ".join(str(field.column) for field in Entry._meta.concrete_fields if not field.primary_key)
    return (
        f"INTO audit_entry (position, {names}) SELECT {position}, {names} FROM audit_entry WHERE position = 1"  # noqa: S608
    )


def test_an_entry_cannot_be_changed() -> None:
    given_entries(2)
    refused("audit_entry_no_update", "UPDATE audit_entry SET act = 'forged' WHERE position = 1")
    assert queries.verify().entries == 2


def test_an_entry_cannot_be_changed_in_bulk_by_our_own_code() -> None:
    given_entries(2)
    with pytest.raises(IntegrityError, match="audit_entry_no_update"), transaction.atomic():
        Entry.objects.update(act="forged")


def test_an_entry_cannot_be_taken_away() -> None:
    given_entries(2)
    refused("audit_entry_no_delete", "DELETE FROM audit_entry WHERE position = 2")
    assert queries.verify().entries == 2


def test_the_trail_cannot_be_emptied() -> None:
    given_entries(2)
    if connection.vendor == "postgresql":
        connection.check_constraints()  # none is pending, as after a commit
        refused("audit_entry_no_truncate", "TRUNCATE audit_entry")
        refused("audit_head_no_truncate", "TRUNCATE audit_head")
    refused("audit_entry_no_delete", "DELETE FROM audit_entry")
    assert queries.verify().entries == 2


@pytest.mark.parametrize("position", ["2", "3", "4"])
def test_an_entry_comes_nowhere_but_at_the_end(position: str) -> None:
    given_entries(2)
    with (
        pytest.raises(DatabaseError, match="audit_entry"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT {copied(position)}")
    assert queries.verify().entries == 2


def test_an_entry_that_does_not_follow_the_last_is_refused_by_name() -> None:
    given_entries(2)
    refused("audit_entry_at_the_end", f"INSERT {copied('3')}")


def test_an_entry_cannot_be_put_over_another() -> None:
    given_entries(2)
    over = {
        "sqlite": f"INSERT OR REPLACE {copied('2')}",
        "postgresql": f"INSERT {copied('2')} ON CONFLICT (position) DO UPDATE SET act = 'forged'",
    }
    refused("audit_entry_(at_the_end|no_update)", over[connection.vendor])
    assert queries.verify().entries == 2


@pytest.mark.parametrize("change", ["position = position + 1", "position = 1", "hash = 'forged'"])
def test_the_head_moves_only_with_an_entry(change: str) -> None:
    given_entries(2)
    refused("audit_head_only_forward", f"UPDATE audit_head SET {change}")  # noqa: S608 - our own words


def test_the_head_cannot_be_taken_away() -> None:
    refused("audit_head_no_delete", "DELETE FROM audit_head")


def test_there_is_one_head() -> None:
    with pytest.raises(IntegrityError, match=r"audit_head_only_once|head_is_one"), transaction.atomic():
        Head.objects.create(id=2, position=0)


def test_positions_begin_at_one() -> None:
    with pytest.raises(IntegrityError, match="entry_positions_begin_at_one"), transaction.atomic():
        Entry.objects.create(position=0, at=NOON, act="a", object_kind="case", object_id="1", hash="x")


def test_whoever_stands_on_the_trail_stays_known() -> None:
    person = given_person()
    record(act="accept", by=person, at=NOON, about=("case", 12))
    with pytest.raises(ProtectedError):
        person.delete()


def test_the_guard_can_be_taken_down_and_put_up_again() -> None:
    given_entries(1)
    GUARD.take_down(connection)
    Entry.objects.update(person_name=F("act"))
    GUARD.put_up(connection)
    refused("audit_entry_no_update", "UPDATE audit_entry SET act = 'forged'")
    assert str(Head.objects.get()).startswith("1:")
