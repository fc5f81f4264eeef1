"""A chain followed line by line: which link is broken first, and why."""

import json
from collections.abc import Callable

import pytest

from dengji.audit import chain
from dengji.audit.canonical import Json, digest, text
from dengji.audit.chain import Seal

pytestmark = pytest.mark.row("CR-10")
Lines = list[dict[str, Json]]


def link(position: int, previous: str, **more: Json) -> dict[str, Json]:
    """One sound line."""
    line: dict[str, Json] = {
        "form": 1,
        "position": position,
        "act": "accept",
        "algorithm": "sha256",
        "previous_hash": previous,
        **more,
    }
    return {**line, "hash": digest(line)}


def given_lines(count: int, **more: Json) -> Lines:
    """A sound chain."""
    lines: Lines = []
    for position in range(1, count + 1):
        lines.append(link(position, str(lines[-1]["hash"]) if lines else "", **more))
    return lines


def removed(lines: Lines) -> Lines:
    return lines[:2] + lines[3:]


def inserted(lines: Lines) -> Lines:
    return [*lines[:2], link(3, str(lines[1]["hash"]), act="forged"), *lines[2:]]


def replaced(lines: Lines) -> Lines:
    return [*lines[:2], link(3, str(lines[1]["hash"]), act="forged"), *lines[3:]]


def reordered(lines: Lines) -> Lines:
    return [lines[0], lines[1], lines[3], lines[2], lines[4]]


def repeated(lines: Lines) -> Lines:
    return [*lines[:2], lines[1], *lines[2:]]


def beheaded(lines: Lines) -> Lines:
    return lines[1:]


def test_a_sound_chain_is_followed_to_its_last_link() -> None:
    lines = given_lines(5)
    verdict = chain.check(lines)
    assert (verdict.ok, verdict.entries, verdict.first_broken) == (True, 5, None)
    assert verdict.seal == f"5:{lines[-1]['hash']}"


def test_an_empty_chain_is_whole() -> None:
    assert chain.check([]).ok


@pytest.mark.parametrize(
    ("tamper", "broken", "reason"),
    [
        (removed, 3, "第3条不在其位，此处是第4条"),
        (inserted, 4, "第4条不在其位，此处是第3条"),
        (replaced, 4, "第4条与前一条不相接"),
        (reordered, 3, "第3条不在其位，此处是第4条"),
        (repeated, 3, "第3条不在其位，此处是第2条"),
        (beheaded, 1, "第1条不在其位，此处是第2条"),
    ],
)
def test_the_first_broken_link_is_named(tamper: Callable[[Lines], Lines], broken: int, reason: str) -> None:
    verdict = chain.check(tamper(given_lines(5)))
    assert (verdict.ok, verdict.first_broken, verdict.reason) == (False, broken, reason)
    assert verdict.entries == broken - 1


@pytest.mark.parametrize("field", ["form", "position", "act", "algorithm", "previous_hash", "hash"])
def test_a_changed_field_breaks_its_link(field: str) -> None:
    lines = given_lines(3)
    lines[1][field] = "changed"
    assert chain.check(lines).first_broken == 2


@pytest.mark.parametrize("field", ["form", "position", "act", "algorithm", "previous_hash", "hash"])
def test_a_missing_field_breaks_its_link(field: str) -> None:
    lines = given_lines(3)
    del lines[1][field]
    assert chain.check(lines).first_broken == 2


def test_a_field_put_in_breaks_its_link() -> None:
    lines = given_lines(3)
    lines[2]["note"] = "forged"
    assert chain.check(lines).first_broken == 3


@pytest.mark.parametrize(("kept", "ok"), [(4, False), (5, True), (6, True)])
def test_a_seal_tells_that_the_last_entries_were_taken_away(kept: int, ok: bool) -> None:
    seal = Seal(5, str(given_lines(5)[4]["hash"]))
    verdict = chain.check(given_lines(kept), [seal])
    assert (verdict.ok, verdict.first_broken) == (ok, None if ok else 5)


def test_a_seal_tells_that_everything_was_written_anew() -> None:
    seal = Seal(3, str(given_lines(5)[2]["hash"]))
    verdict = chain.check(given_lines(5, act="forged"), [seal])
    assert (verdict.first_broken, verdict.reason) == (3, "第3条与登记过的摘要不符，此前的记录被整体改写过")


def test_a_seal_is_read_as_it_is_written() -> None:
    assert Seal.read(" 12:abc\n") == Seal(12, "abc")
    assert str(Seal(12, "abc")) == "12:abc"


@pytest.mark.parametrize("line", ["", "garbage", "[1]", "null", "[" * 100_000, '{"position": NaN}', "{}"])
def test_a_line_that_is_no_entry_breaks_the_chain(line: str) -> None:
    written = [text(each) for each in given_lines(3)]
    written[1] = line
    assert chain.check(chain.read(written)).first_broken == 2


def test_a_value_that_has_no_canonical_text_breaks_the_chain() -> None:
    lines = given_lines(3)
    lines[1]["act"] = json.loads(r'"\ud800"')
    assert chain.check(lines).reason == "第2条的摘要无法核对"
