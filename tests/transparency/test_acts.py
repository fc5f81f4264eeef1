"""Entries are put at the end of the log, proven, and covered by signed heads that never shrink."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from dengji.audit.canonical import Json, moment, text
from dengji.audit.models import Entry as TrailEntry
from dengji.signing.acts import make_key, rotate
from dengji.signing.queries import NoKey, key_named
from dengji.signing.terms import Algorithm, Purpose
from dengji.transparency import queries, tree
from dengji.transparency.acts import append, content, publish_head
from dengji.transparency.models import Entry, Head, Tile
from dengji.transparency.notes import of_base64, read
from dengji.transparency.queries import NotYet
from dengji.transparency.tree import leaf_hash
from tests.signing.keys import LATER, NOON, given_key
from tests.transparency.log import FILING, given_entries, happened, naive

pytestmark = [pytest.mark.row("TJ21-8b", "CR-10"), pytest.mark.django_db]


def test_an_entry_says_what_happened_and_nothing_that_names_anybody() -> None:
    at = datetime(2026, 11, 22, 1, 2, 3, 4, tzinfo=UTC)
    assert given_entries(2, at) == range(2)
    first = queries.entry(0)
    assert first is not None
    assert first.content == (
        f'{{"at":"2026-11-22T01:02:03.000004Z","commitment":"{happened(0).commitment}","event":"issue",'
        f'"filing":"{FILING}","v":1}}'
    )
    assert bytes(first.hash) == leaf_hash(first.content.encode())
    assert set(json.loads(first.content)) == {"v", "event", "at", "filing", "commitment"}


def test_an_entry_is_canonical_json_whatever_the_filing_is_called() -> None:
    odd = happened(1)._replace(filing='"\\中')
    said: dict[str, Json] = {
        "v": 1,
        "event": "issue",
        "at": moment(NOON),
        "filing": odd.filing,
        "commitment": odd.commitment,
    }
    assert content(odd, NOON) == text(said)


@pytest.mark.parametrize("commitment", ["", "0" * 63, "0" * 65, "A" * 64, "0" * 64 + "\n"])
def test_what_is_no_commitment_does_not_get_into_the_log(commitment: str) -> None:
    with pytest.raises(ValueError, match="is no commitment"):
        content(happened(1)._replace(commitment=commitment), NOON)


def test_an_append_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dengji.transparency.acts.connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(TransactionManagementError, match="in the transaction that it belongs to"):
        append([happened(0)], at=NOON)


def test_nothing_appended_is_nothing_changed() -> None:
    given_entries(3)
    assert given_entries(0) == range(3, 3)
    assert queries.size() == 3


def test_the_tiles_hold_the_tree_of_all_entries_however_they_came() -> None:
    for count in (1, 254, 1, 1, 300):
        given_entries(count)
    leaves = [leaf_hash(entry.content.encode()) for entry in queries.entries(0, 557)]
    assert queries.root(557) == naive(leaves)
    assert queries.root(300) == naive(leaves[:300])
    assert Tile.objects.count() == 4


def test_a_thousand_entries_cost_a_handful_of_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    given_entries(300)
    with django_assert_max_num_queries(10):
        given_entries(1000)


def test_an_append_that_is_taken_back_leaves_nothing() -> None:
    given_entries(3)
    with transaction.atomic():
        append([happened(number) for number in range(300)], at=NOON)
        transaction.set_rollback(True)
    assert (queries.size(), Entry.objects.count(), Tile.objects.count()) == (3, 3, 1)
    assert given_entries(1) == range(3, 4)


def test_a_head_is_signed_when_the_log_has_grown_and_only_then() -> None:
    key = given_key()
    assert publish_head(at=NOON) is None
    given_entries(3)
    head = publish_head(at=NOON)
    assert head is not None
    assert publish_head(at=LATER) == head
    found = read(head.note)
    assert (found.origin, found.size, found.root) == (key.name, 3, queries.root(3))
    assert TrailEntry.objects.get(act="transparency.publish_head").after == {
        "size": 3,
        "root": found.root.hex(),
    }
    given_entries(1)
    assert (publish_head(at=LATER), queries.head()) == (Head(size=4), Head(size=4))


def test_a_head_needs_a_key_that_signs_that_day() -> None:
    given_entries(1)
    with pytest.raises(NoKey):
        publish_head(at=NOON)


def test_the_log_keeps_its_name_when_its_keys_change_and_all_that_sign_stand_under_the_head() -> None:
    first = given_key()
    rotate(first, by=None, at=LATER)
    make_key(Purpose.LOG, algorithm=Algorithm.SM2, by=None, at=LATER)
    given_entries(2)
    head = publish_head(at=LATER + timedelta(days=1))
    assert head is not None
    found = read(head.note)
    assert found.origin == first.name == queries.origin()
    assert [key_named(each.name).algorithm for each in found.signed] == ["ed25519", "sm2"]  # type: ignore[union-attr]
    assert found.signed[0].name == f"{first.name}/2"


def test_an_entry_is_proven_under_the_newest_head_in_texts_only() -> None:
    given_key()
    given_entries(300)
    publish_head(at=NOON)
    (proof,) = queries.proofs([299])
    said = proof.said()
    assert (said["origin"], said["index"], said["size"]) == (queries.origin(), 299, 300)
    path = [of_base64(each) for each in proof.inclusion]
    assert tree.includes(leaf_hash(proof.entry.encode()), 299, 300, path, queries.root(300))
    assert [of_base64(each) for each in proof.inclusion] == queries.inclusion(299, 300)


def test_an_entry_without_a_head_over_it_is_not_proven_yet() -> None:
    given_key()
    given_entries(2)
    with pytest.raises(NotYet, match="树头还没有签发"):
        queries.proofs([0])
    publish_head(at=NOON)
    given_entries(1)
    with pytest.raises(NotYet):
        queries.proofs([0, 2])
    assert (queries.covering(1), queries.covering(2)) == (Head(size=2), None)


def test_many_entries_are_proven_for_the_price_of_their_tiles(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    given_key()
    given_entries(1000)
    publish_head(at=NOON)
    with django_assert_max_num_queries(12):
        proofs = queries.proofs(range(1000))
    root = queries.root(1000)
    for proof in proofs[::97]:
        path = [of_base64(each) for each in proof.inclusion]
        assert tree.includes(leaf_hash(proof.entry.encode()), proof.index, 1000, path, root)


def test_two_heads_are_proven_to_be_of_one_log() -> None:
    given_entries(300)
    old = queries.root(300)
    given_entries(20)
    path = queries.consistency(300, 320)
    assert tree.continues(300, 320, path, old, queries.root(320))
