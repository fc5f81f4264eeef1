"""Whether the log is whole (日志核对): every entry, tile and head reckoned anew, from the first entry to the last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from dengji.signing.algorithms import SCHEMES
from dengji.signing.queries import key_named
from dengji.transparency.models import Entry, Head, Tile
from dengji.transparency.notes import KINDS, Checkpoint, NotANote, Signed, key_id, read
from dengji.transparency.queries import root, size, stored
from dengji.transparency.tiles import HASH, WIDTH, Place, top
from dengji.transparency.tree import leaf_hash

AT_ONCE = 2048  # entries read from the database at a time


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the log found (核对结果): how many entries and heads there are, and the first fault, if any."""

    entries: int
    heads: int
    reason: str = ""

    @property
    def ok(self) -> bool:
        """True if nothing is wrong."""
        return not self.reason


class Broken(Exception):
    """Something in the log is not as it should be (日志不完整); the first thing found."""


def verify(*, noted: str = "") -> Verdict:
    """核对日志: the whole tree anew, against the tiles, the signed heads and a head that somebody noted down.

    Entries may be appended meanwhile: what is checked is the log up to where it ends when this begins.
    """
    held, heads = size(), list(Head.objects.order_by("size"))
    try:
        tiles = _tiles(_leaves(held))
        if Tile.objects.count() != tiles and size() == held:
            raise Broken("存有不属于日志的分块")
        for each in heads:
            _check_head(each)
        if noted:
            _check_noted(noted, held)
    except Broken as wrong:
        return Verdict(held, len(heads), str(wrong))
    return Verdict(held, len(heads))


def _tiles(hashes: Iterable[bytes], level: int = 0) -> int:
    """Reckons the tiles of a level, and of those above, out of its hashes; gives how many there are.

    Raises Broken at the first tile that is not as reckoned.
    """
    above: list[bytes] = []
    row, count = bytearray(), 0
    for hashed in chain(hashes, [b""]):
        row += hashed
        if len(row) < WIDTH * HASH and hashed:
            continue
        if row:
            _check_tile((level, count), bytes(row))
            count += 1
        if len(row) == WIDTH * HASH:
            above.append(top(bytes(row)))
        row.clear()
    return count + (_tiles(above, level + 1) if above else 0)


def _leaves(held: int) -> Iterator[bytes]:
    """The hashes of the entries in order, each reckoned from its content."""
    expected = 0
    for entry in Entry.objects.filter(index__lt=held).order_by("index").iterator(chunk_size=AT_ONCE):
        if entry.index != expected:
            raise Broken(f"第{expected}条不见了")
        hashed = leaf_hash(entry.content.encode())
        if bytes(entry.hash) != hashed:
            raise Broken(f"第{expected}条的内容与其摘要不符，内容被改动过")
        yield hashed
        expected += 1
    if expected != held:
        raise Broken(f"应有{held}条，第{expected}条起的条目不见了")


def _check_tile(place: Place, reckoned: bytes) -> None:
    """Raises Broken unless the stored tile begins so; what was appended meanwhile may follow."""
    if stored(*place)[: len(reckoned)] != reckoned:
        level, number = place
        raise Broken(f"第{level}层第{number}块与条目不符")


def _check_head(head: Head) -> None:
    """Raises Broken unless the head is that of the log at its size, and one of our keys has signed it."""
    try:
        found = read(head.note)
    except NotANote as wrong:
        raise Broken(f"{head.size}条时的树头读不出来") from wrong
    if (found.size, found.root) != (head.size, bytes(head.root)) or found.root != root(head.size):
        raise Broken(f"{head.size}条时的树头与日志不符")
    if not found.signed or not all(_signed_by_us(found, each) for each in found.signed):
        raise Broken(f"{head.size}条时的树头签名不对")


def _check_noted(noted: str, held: int) -> None:
    """Raises Broken unless the log still begins with what a head says that was noted down earlier."""
    try:
        found = read(noted)
    except NotANote as wrong:
        raise Broken("给出的树头记录读不出来") from wrong
    if found.size > held:
        raise Broken(f"记下的树头有{found.size}条，日志现在只有{held}条")
    if root(found.size) != found.root:
        raise Broken(f"日志的前{found.size}条与记下的树头不符，被整体改写过")


def _signed_by_us(checkpoint: Checkpoint, signed: Signed) -> bool:
    """True if a key of ours of that name made the signature."""
    key = key_named(signed.name)
    if key is None or key.algorithm not in KINDS:
        return False
    public = bytes(key.public)
    named = key_id(key.name, key.algorithm, public) == signed.key_id
    return named and SCHEMES[key.algorithm].verifies(public, signed.signature, checkpoint.body.encode())
