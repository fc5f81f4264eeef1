"""Tiles of C2SP tlog-tiles hold the same tree as the leaves themselves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dengji.transparency import tree
from dengji.transparency.tiles import HASH, WIDTH, Place, edge, grown, nodes_of, width_at
from tests.transparency.log import hashes, naive

MANY = hashes(66_000)


def tiles_of(*parts: int) -> dict[Place, bytes]:
    """The tiles of a log that grew by so many leaves at a time."""
    held: dict[Place, bytes] = {}
    size = 0
    for part in parts:
        before = {place: held[place] for place in edge(size)}
        held |= grown(size, MANY[size : size + part], before)
        size += part
    return held


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_however_a_log_grows_its_tiles_are_those_of_all_its_leaves(parts: list[int]) -> None:
    held, size = tiles_of(*parts), sum(parts)
    assert held == tiles_of(size)
    nodes = nodes_of(lambda level, number: held.get((level, number), b""))
    assert tree.root(size, nodes) == naive(MANY[:size])


@pytest.mark.parametrize("size", [255, 256, 257, 65_535, 65_536, 65_537])
def test_at_the_boundaries_of_tiles_every_row_is_as_wide_as_it_should_be(size: int) -> None:
    held = tiles_of(size)
    assert {place: len(row) // HASH for place, row in held.items()} == {
        (level, number): width_at(level, number, size)
        for level in range(4)
        for number in range((size >> 8 * level) // WIDTH + 1)
        if width_at(level, number, size)
    }
    assert tree.root(size, nodes_of(lambda level, number: held.get((level, number), b""))) == naive(
        MANY[:size]
    )


def test_the_example_of_the_specification_has_its_tiles() -> None:
    wide = [(level, number, width_at(level, number, 70_000)) for level, number in edge(70_000)]
    assert wide == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert list(edge(256)) == [(1, 0)]


def test_ten_thousand_leaves_touch_a_tile_for_every_256() -> None:
    before = tiles_of(300)
    changed = grown(300, MANY[300:10_300], {place: before[place] for place in edge(300)})
    assert len(changed) == 41  # 40 of leaves, one above them


def test_a_hash_beyond_the_tiles_is_not_found() -> None:
    held = tiles_of(3)
    with pytest.raises(LookupError, match="Tile 0/0 has no hash 3"):
        nodes_of(lambda level, number: held.get((level, number), b""))(2, 0)
