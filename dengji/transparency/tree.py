"""The Merkle tree (默克尔树) of RFC 9162, section 2.1: hashes, and which of them make up a proof.

Pure: the hashes of whole subtrees come in by a function, so that a tree of any size costs only what a proof needs.
Verification goes by the algorithms of sections 2.1.3.2 and 2.1.4.2, which know nothing of how proofs are made here.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"
EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""

Nodes = Callable[[int, int], bytes]
"""The hash of a whole subtree: of 2**height leaves, the place-th of that height from the left."""


def leaf_hash(content: bytes) -> bytes:
    """The hash of an entry."""
    return sha256(LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees beside each other."""
    return sha256(NODE + left + right).digest()


def root(size: int, nodes: Nodes) -> bytes:
    """The root of the tree of the first so many leaves."""
    return _range(0, size, nodes) if size else EMPTY


def inclusion(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """包含证明: that the leaf is in the tree of that size, from the leaf upwards. Raises IndexError if it is not."""
    if not 0 <= index < size:
        raise IndexError(f"There is no leaf {index} in a tree of {size}.")
    return [_range(first, past, nodes) for first, past in _beside(index, 0, size)]


def consistency(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """一致性证明: that the new tree begins with the old one. Raises IndexError unless 0 < old <= new."""
    if not 0 < old <= new:
        raise IndexError(f"A tree of {new} cannot continue one of {old}.")
    return [_range(first, past, nodes) for first, past in _kept(old, 0, new, whole=True)]


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True if the proof shows that the leaf with that hash is in the tree of that size and root."""
    if not 0 <= index < size:
        return False
    place, last, hashed = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            hashed = node_hash(beside, hashed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root


def continues(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """True if the proof shows that the tree of the new size and root begins with that of the old size and root."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(path) and _ends_at(old, new, path) == (old_root, new_root)


def _ends_at(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The old and the new root that the path leads to; None if it is too short or too long."""
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for beside in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, beside)
        place, last = place >> 1, last >> 1
    return (before, after) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two that is smaller than the size."""
    return 1 << ((size - 1).bit_length() - 1)


def _range(first: int, past: int, nodes: Nodes) -> bytes:
    """The hash of the leaves from `first` up to but not `past`, a range such as the tree has."""
    size = past - first
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return nodes(height, first >> height)
    middle = first + _split(size)
    return node_hash(_range(first, middle, nodes), _range(middle, past, nodes))


def _beside(index: int, first: int, past: int) -> Iterator[tuple[int, int]]:
    """The ranges beside the way from a leaf up to the root of a range, from the leaf upwards."""
    if past - first == 1:
        return
    middle = first + _split(past - first)
    if index < middle:
        yield from _beside(index, first, middle)
        yield middle, past
    else:
        yield from _beside(index, middle, past)
        yield first, middle


def _kept(old: int, first: int, past: int, *, whole: bool) -> Iterator[tuple[int, int]]:
    """The ranges that show how the old tree goes on in the range; `whole`: it is known as the old root already."""
    if old == past:
        if not whole:
            yield first, past
        return
    middle = first + _split(past - first)
    if old <= middle:
        yield from _kept(old, first, middle, whole=whole)
        yield middle, past
    else:
        yield from _kept(old, middle, past, whole=False)
        yield first, middle
