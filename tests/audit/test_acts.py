"""An act goes on record: who, when, from where, on what, before and after."""

import hashlib
from datetime import date, datetime
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries, Settings

from dengji.audit import queries
from dengji.audit.acts import named, record
from dengji.audit.middleware import calling_from
from dengji.audit.models import Entry
from dengji.people.models import Division, Organisation, Post
from dengji.people.terms import Rank, Role
from tests.audit.trail import NOON, given_entries, given_person, on_disk, using, write

pytestmark = [pytest.mark.row("CR-10"), pytest.mark.django_db]


def given_post() -> Post:
    """A clerk of an authority."""
    place = Division.objects.create(code="999900", name="某市", rank=Rank.PREFECTURE)
    centre = Organisation.objects.create(kind="authority", name="某中心", division=place, office="centre")
    return Post.objects.create(
        person=given_person(), organisation=centre, role=Role.CLERK, from_on=date(2026, 1, 1)
    )


def test_an_act_is_recorded_with_who_when_where_what_before_and_after() -> None:
    post = given_post()
    noted = calling_from.set("203.0.113.7")
    record(act="accept", by=post, at=NOON, about=("case", 12), before={"step": "a"}, after={"step": "b"})
    calling_from.reset(noted)
    entry = Entry.objects.get()
    assert (entry.person, entry.person_name) == (post.person, "李娜")
    assert (entry.organisation, entry.organisation_name) == (post.organisation_id, "某中心")
    assert entry.role == "clerk"
    assert (entry.at, entry.from_address, entry.act) == (NOON, "203.0.113.7", "accept")
    assert (entry.object_kind, entry.object_id) == ("case", "12")
    assert (entry.before, entry.after) == ({"step": "a"}, {"step": "b"})


def test_an_entry_hashes_as_it_is_read_back() -> None:
    record(act="issue", by=given_person(), at=NOON, about=("filing", "Y0001"), after={"on": date(2026, 3, 2)})
    assert queries.verify().ok


def test_the_system_acts_without_a_name() -> None:
    assert named(None) == (None, "", None, "", "")


def test_somebody_without_a_post_acts_in_their_own_name() -> None:
    assert named(SimpleNamespace(pk=7, full_name="王强")) == (7, "王强", None, "", "")


def test_entries_are_numbered_without_gaps_and_linked() -> None:
    first, second, third = given_entries(3)
    assert [first.position, second.position, third.position] == [1, 2, 3]
    assert (first.previous_hash, second.previous_hash, third.previous_hash) == ("", first.hash, second.hash)
    assert [str(first), str(second)] == ["1 accept", "2 accept"]


def test_an_act_that_fails_leaves_no_entry_and_no_gap() -> None:
    given_entries(1)
    with transaction.atomic():
        given_entries(1)
        transaction.set_rollback(True)
    assert [entry.position for entry in given_entries(1)] == [2]


def test_going_on_record_costs_two_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = given_person()
    with django_assert_num_queries(2) as asked:
        record(act="accept", by=person, at=NOON, about=("case", 12))
    head = asked.captured_queries[0]["sql"]
    assert head.endswith("FOR UPDATE") is connection.features.has_select_for_update


def test_an_entry_that_was_put_on_record_is_the_one_that_stands_there() -> None:
    (entry,) = given_entries(1)
    assert entry.line() == Entry.objects.get(pk=entry.pk).line()


def test_the_trail_can_be_hashed_by_sm3_from_one_entry_to_the_next(settings: Settings) -> None:
    given_entries(1)
    settings.DENGJI_AUDIT_ALGORITHM = "sm3"
    (entry,) = given_entries(1)
    assert entry.algorithm == "sm3"
    assert len(entry.hash) == 2 * hashlib.new("sm3").digest_size
    assert queries.verify().ok


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        record(act="accept", by=None, at=datetime(2026, 3, 2), about=("case", 12))  # noqa: DTZ001 - naive on purpose


@pytest.mark.django_db(transaction=True)
def test_nothing_goes_on_record_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError, match="in the transaction"):
        record(act="accept", by=None, at=NOON, about=("case", 12))


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_make_one_chain(tmp_path: Path) -> None:
    elsewhere = on_disk(tmp_path / "trail.sqlite3")
    writers = [Thread(target=write, args=(elsewhere, 10)) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with using(elsewhere):
        verdict = queries.verify()
    assert (verdict.ok, verdict.entries) == (True, 60)
