"""Two people at the same moment: one print of a letter, one receipt for the same words, no number twice."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connections

from dengji.notices.models import Objection
from dengji.records.acts import print_letter
from dengji.records.models import PrintedLetter, StoredFile
from tests.audit.trail import on_disk, using
from tests.notices.cast import given_objection, given_publicity
from tests.records.cast import NOON, given_authority, given_body, given_case, given_letter

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(elsewhere: dict[str, Any] | None, *acts: Callable[[], object]) -> None:
    """Does all acts at the same moment, each in a thread of its own."""

    def alone(act: Callable[[], object]) -> None:
        try:
            with using(elsewhere):
                act()
        finally:
            connections.close_all()

    threads = [Thread(target=alone, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_letter_asked_for_by_many_at_once_is_printed_once(tmp_path: Path) -> None:
    centre = given_authority()
    letter = given_letter(given_case(given_body(), centre), centre)
    elsewhere = on_disk(tmp_path / "letters.sqlite3")
    at_once(elsewhere, *[partial(print_letter, letter, at=NOON)] * 4)
    with using(elsewhere):
        assert PrintedLetter.objects.count() == StoredFile.objects.count() == 1


def test_the_same_words_sent_twice_at_once_have_one_receipt(tmp_path: Path) -> None:
    shown = given_publicity()
    elsewhere = on_disk(tmp_path / "objections.sqlite3")
    at_once(elsewhere, *[partial(given_objection, shown)] * 4)
    with using(elsewhere):
        assert [each.receipt for each in Objection.objects.all()] == ["YY2026-000001"]


def test_different_objections_at_once_have_different_receipts(tmp_path: Path) -> None:
    shown = given_publicity()
    elsewhere = on_disk(tmp_path / "objections.sqlite3")
    at_once(elsewhere, *(partial(given_objection, shown, f"第{n}件事") for n in range(4)))
    with using(elsewhere):
        receipts = sorted(Objection.objects.values_list("receipt", flat=True))
    assert receipts == [f"YY2026-00000{n}" for n in (1, 2, 3, 4)]
