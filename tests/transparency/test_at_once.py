"""Many appends at the same moment, and one that dies: the log has every entry once, in one order."""

from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction

from dengji.transparency.acts import append, publish_head
from dengji.transparency.checking import verify
from dengji.transparency.models import Entry
from dengji.transparency.queries import size
from tests.audit.trail import on_disk, using
from tests.procedure.test_at_once import at_once
from tests.signing.keys import NOON, given_key
from tests.transparency.log import given_entries, happened

pytestmark = pytest.mark.django_db(transaction=True)


def test_appends_at_once_come_one_after_the_other(tmp_path: Path) -> None:
    given_key()
    elsewhere = on_disk(tmp_path / "log.sqlite3")
    at_once(
        elsewhere,
        *[partial(given_entries, 70, first=1000 * n) for n in range(6)],
        partial(publish_head, at=NOON),
    )
    with using(elsewhere):
        assert (size(), len(set(Entry.objects.values_list("content", flat=True)))) == (420, 420)
        publish_head(at=NOON)
        assert verify().ok


def test_an_append_whose_connection_dies_before_the_commit_never_was(tmp_path: Path) -> None:
    elsewhere = on_disk(tmp_path / "log.sqlite3")

    def dying() -> None:
        with suppress(DatabaseError), transaction.atomic():
            append([happened(number) for number in range(300)], at=NOON)
            connections["default"].connection.close()

    at_once(elsewhere, dying)
    at_once(elsewhere, partial(given_entries, 5))
    with using(elsewhere):
        assert verify().entries == Entry.objects.count() == 5
        assert verify().ok
