"""The canonical form: one text for one meaning, whatever the database does with it."""

import hashlib
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji.audit.canonical import Json, digest, moment, plain, text
from dengji.people.terms import Role

pytestmark = pytest.mark.row("CR-10")
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(codec="ascii", min_codepoint=32)), inner)
    ),
    max_leaves=10,
)


@given(VALUES)
def test_what_is_plain_already_stays_as_it_is(value: Json) -> None:
    assert plain(value) == value


def test_the_order_of_keys_does_not_matter() -> None:
    assert text({"b": 1, "a": {"d": 2, "c": 3}}) == text(OrderedDict(a={"c": 3, "d": 2}, b=1))


def test_the_text_is_compact_and_keeps_chinese_as_it_is() -> None:
    assert text({"b": [1, None, True], "a": "备案"}) == '{"a":"备案","b":[1,null,true]}'


def test_one_moment_is_one_text_in_every_zone() -> None:
    here = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    assert moment(here) == moment(here.astimezone(UTC)) == "2026-03-02T04:00:00.000000Z"


def test_dates_decimals_identifiers_and_terms_become_text() -> None:
    value = (date(2026, 3, 2), Decimal("1.50"), UUID(int=1), Role.CLERK, datetime(2026, 1, 1, tzinfo=UTC))
    assert plain(value) == [
        "2026-03-02",
        "1.50",
        "00000000-0000-0000-0000-000000000001",
        "clerk",
        "2026-01-01T00:00:00.000000Z",
    ]


@pytest.mark.parametrize("value", [1.0, {1: "a"}, {"a": {"b": object()}}, {1, 2}])
def test_what_databases_write_in_ways_of_their_own_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="The trail"):
        plain(value)


@pytest.mark.parametrize("value", ["a\0b", {"a\0b": 1}, datetime(2026, 1, 1)])  # noqa: DTZ001 - naive on purpose
def test_text_with_a_nul_and_moments_without_a_zone_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="The trail keeps no"):
        plain(value)


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_the_digest_is_that_of_the_text_without_the_hash(algorithm: str) -> None:
    covered = {"algorithm": algorithm, "act": "受理"}
    expected = hashlib.new(algorithm, text(covered).encode()).hexdigest()
    assert digest({**covered, "hash": "anything"}) == digest(covered) == expected


def test_the_digest_of_a_known_line_never_changes() -> None:
    line: dict[str, Json] = {
        "form": 1,
        "position": 1,
        "at": "2026-03-02T04:00:00.000007Z",
        "algorithm": "sha256",
    }
    assert digest(line) == "a273cfa758c91df4977ead1772455c898d162d3e5b945ce066844dee25d27fd2"


@pytest.mark.parametrize("algorithm", ["md5", "", None, ["sha256"]])
def test_no_other_algorithm_is_used(algorithm: Json) -> None:
    with pytest.raises(ValueError, match="not hashed by"):
        digest({"algorithm": algorithm})
