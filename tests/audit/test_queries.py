"""Tampering with the trail in the database is found, whatever is changed, also without the triggers."""

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from dengji.audit import chain, queries
from dengji.audit.acts import record
from dengji.audit.canonical import digest
from dengji.audit.chain import Seal
from dengji.audit.models import Entry, Head
from tests.audit.trail import NOON, given_entries, given_person, unguarded

pytestmark = [pytest.mark.row("CR-10"), pytest.mark.django_db]
CHANGES: dict[str, Callable[[], Any]] = {
    "position": lambda: 99,
    "at": lambda: NOON + timedelta(microseconds=1),
    "person": lambda: given_person("somebody else"),
    "person_name": lambda: "别人",
    "organisation": lambda: 7,
    "organisation_name": lambda: "别的单位",
    "role": lambda: "approver",
    "from_address": lambda: "203.0.113.9",
    "act": lambda: "refuse",
    "object_kind": lambda: "filing",
    "object_id": lambda: "13",
    "before": lambda: {"n": 9},
    "after": lambda: None,
    "form": lambda: 1,
    "algorithm": lambda: "sm3",
    "previous_hash": lambda: "0" * 64,
    "hash": lambda: "0" * 64,
}


class Home(NamedTuple):
    """An organisation by its number."""

    pk: int


def tampered(entry: int, /, **changes: Any) -> None:
    """Changes one entry behind the guard's back."""
    with unguarded():
        Entry.objects.filter(position=entry).update(**changes)


def written_anew(entries: list[Entry]) -> None:
    """Changes the first of these entries and hashes them all again, as an owner of the database could."""
    previous = entries[0].previous_hash
    entries[0].act = "forged"
    with unguarded():
        for entry in entries:
            entry.previous_hash = previous
            entry.hash = previous = digest(entry.line())
            entry.save()
        Head.objects.update(hash=previous)


def test_every_field_of_an_entry_is_tried() -> None:
    assert set(CHANGES) == {field.name for field in Entry._meta.concrete_fields}


def test_an_untouched_trail_is_whole() -> None:
    given_entries(3)
    verdict = queries.verify()
    assert (verdict.ok, verdict.entries, verdict.first_broken, verdict.reason) == (True, 3, None, "")
    assert verdict.seal == str(queries.head())


def test_an_empty_trail_is_whole() -> None:
    assert queries.verify().ok


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_any_field_is_found_where_it_is(field: str) -> None:
    given_entries(3)
    tampered(2, **{field: CHANGES[field]()})
    verdict = queries.verify()
    assert (verdict.ok, verdict.entries, verdict.first_broken) == (False, 1, 2)
    assert "第2条" in verdict.reason


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_removal_is_found_where_it_is_also_at_the_end(position: int) -> None:
    given_entries(3)
    with unguarded():
        Entry.objects.filter(position=position).delete()
    assert queries.verify().first_broken == position


def test_an_insertion_is_found_where_it_is() -> None:
    _, second, _ = given_entries(3)
    with unguarded():
        Entry.objects.filter(position=3).update(position=4)
        second.position, second.previous_hash = 3, second.hash
        second.hash = digest(second.line())
        second.save(force_insert=True)
    assert queries.verify().first_broken == 3


def test_an_exchange_of_two_entries_is_found_where_it_is() -> None:
    given_entries(3)
    with unguarded():
        for now, then in ((1, 9), (2, 1), (9, 2)):
            Entry.objects.filter(position=now).update(position=then)
    assert queries.verify().first_broken == 1


def test_an_entry_put_at_the_end_behind_the_guards_back_is_found() -> None:
    (entry,) = given_entries(1)
    with unguarded():
        entry.position, entry.previous_hash = 2, entry.hash
        entry.hash = digest(entry.line())
        entry.save(force_insert=True)
    verdict = queries.verify()
    assert (verdict.first_broken, verdict.reason) == (2, "第2条起未经链尾登记")


def test_a_trail_hashed_anew_as_a_whole_is_found_by_its_seal() -> None:
    entries = given_entries(4)
    noted = Seal(3, entries[2].hash)
    written_anew(entries[1:])
    assert queries.verify().ok
    assert queries.verify(seal=noted).first_broken == 3


def test_a_seal_that_was_noted_still_holds_as_the_trail_grows() -> None:
    given_entries(2)
    noted = queries.head()
    given_entries(2)
    assert queries.verify(seal=noted).entries == 4


def test_a_trail_without_its_head_is_not_whole() -> None:
    with unguarded():
        Head.objects.all().delete()
        assert queries.verify().reason == "链尾记录不见了"


def test_entries_that_come_while_the_trail_is_followed_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    given_entries(2)
    follow = chain.check
    monkeypatch.setattr(chain, "check", lambda *words: (given_entries(2), follow(*words))[1])
    verdict = queries.verify()
    assert (verdict.ok, verdict.entries) == (True, 4)


def test_the_export_is_the_whole_chain_and_can_be_followed_without_the_database() -> None:
    person = given_person()
    given_entries(2)
    record(act="issue", by=person, at=NOON, about=("filing", "Y1"), after={"名称": "甲"})
    written = list(queries.export())
    assert [json.loads(line)["position"] for line in written] == [1, 2, 3]
    assert '"after":{"名称":"甲"}' in written[2]
    assert chain.check(chain.read(written)) == queries.verify()


def test_an_entry_of_the_first_form_stays_whole_and_takes_no_organisation_later() -> None:
    (entry,) = given_entries(1)
    with unguarded():
        Entry.objects.filter(position=1).update(form=1)
        entry.refresh_from_db()
        Entry.objects.filter(position=1).update(hash=digest(entry.line()))
        Head.objects.update(hash=digest(entry.line()))
    assert "organisation" not in entry.line()
    assert queries.verify().ok
    tampered(1, organisation=7)
    assert queries.verify().first_broken == 1


@pytest.mark.parametrize("form", [0, 3])
def test_an_entry_of_an_unknown_form_is_no_sound_entry(form: int) -> None:
    given_entries(1)
    tampered(1, form=form)
    assert queries.verify().reason == "第1条的格式版本不明"


def test_within_a_scope_stand_the_acts_of_its_organisations_and_those_on_its_objects() -> None:
    for number, (kind, identity) in enumerate((("case", 1), ("case", 2), ("filing", 1), ("case", 3)), 1):
        post = SimpleNamespace(person=given_person(f"人{number}"), organisation=Home(number), role="clerk")
        record(act="accept", by=post, at=NOON, about=(kind, identity))
    scope = queries.Scope(organisations={4}, objects={"case": {"1"}, "filing": {"9"}})
    assert [entry.position for entry in queries.entries(queries.Wanted(), scope)] == [4, 1]
    assert [entry.position for entry in queries.entries(queries.Wanted())] == [4, 3, 2, 1]
    assert queries.entry_at(1, scope) is not None
    assert queries.entry_at(2, scope) is None
    assert [json.loads(line)["position"] for line in queries.export(scope)] == [1, 4]


def test_an_empty_scope_shows_nothing() -> None:
    given_entries(2)
    assert not queries.entries(queries.Wanted(), queries.Scope((), {})).exists()


def test_the_acts_on_one_object_are_told_in_order() -> None:
    record(act="accept", by=None, at=NOON, about=("case", 1))
    record(act="accept", by=None, at=NOON, about=("case", 2))
    record(act="accept", by=None, at=NOON, about=("filing", 1))
    record(act="refuse", by=None, at=NOON - timedelta(days=1), about=("case", 1))
    assert [(entry.position, entry.act) for entry in queries.entries_about("case", 1)] == [
        (1, "accept"),
        (4, "refuse"),
    ]
