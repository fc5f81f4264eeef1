"""Tiles (分块) of C2SP tlog-tiles: rows of up to 256 hashes, out of which every hash of the tree is made.

The tile of level 0 holds leaves; each hash in one of level 1 stands for a full tile below, and so on. A row that is
not full yet can only grow.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from dengji.transparency.tree import Nodes, node_hash

WIDTH, HASH = 256, 32
HEIGHT = 8  # levels of the tree that a tile spans

Place = tuple[int, int]
"""A tile's level, and its number from the left."""
Row = Callable[[int, int], bytes]
"""The hashes of a tile, one after the other, by its level and number."""


def edge(size: int) -> Iterator[Place]:
    """The tiles at the right edge of a tree of that size that are not full, the lowest first."""
    level = 0
    while size:
        if size % WIDTH:
            yield level, size // WIDTH
        size, level = size // WIDTH, level + 1


def grown(size: int, hashes: Sequence[bytes], rows: Mapping[Place, bytes]) -> dict[Place, bytes]:
    """The tiles that change when leaves with these hashes are put to a tree of that size, as they are then.

    `rows` holds the tiles of its right edge.
    """
    changed: dict[Place, bytes] = {}
    level = 0
    while hashes:
        before = rows.get((level, size // WIDTH), b"") if size % WIDTH else b""
        held = before + b"".join(hashes)
        tiles = [held[start : start + WIDTH * HASH] for start in range(0, len(held), WIDTH * HASH)]
        changed |= {(level, size // WIDTH + n): tile for n, tile in enumerate(tiles)}
        hashes = [top(tile) for tile in tiles if len(tile) == WIDTH * HASH]
        size, level = size // WIDTH, level + 1
    return changed


def nodes_of(row: Row) -> Nodes:
    """The hashes of whole subtrees, reckoned out of tiles, each once. Raises LookupError where no tile reaches."""

    row = cache(row)

    @cache
    def node(height: int, place: int) -> bytes:
        level, within = divmod(height, HEIGHT)
        if within:
            return node_hash(node(height - 1, 2 * place), node(height - 1, 2 * place + 1))
        number, offset = divmod(place, WIDTH)
        held = row(level, number)[offset * HASH : (offset + 1) * HASH]
        if not held:
            raise LookupError(f"Tile {level}/{number} has no hash {offset}.")
        return held

    return node


def top(tile: bytes) -> bytes:
    """The hash above a full tile."""
    hashes = [tile[start : start + HASH] for start in range(0, len(tile), HASH)]
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def width_at(level: int, number: int, size: int) -> int:
    """How many hashes a tile has in a tree of that size; 0 if there is no such tile."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH))
