"""A short log to look at, and the guard of the database to take down where a test tampers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from importlib import import_module

from django.db import connection, transaction

from dengji.transparency.acts import Happened, append
from dengji.transparency.terms import Event
from dengji.transparency.tree import Nodes, leaf_hash, node_hash
from tests.signing.keys import NOON

GUARD = import_module("dengji.transparency.migrations.0002_guard")
FILING = "Y000012000001"


def happened(number: int) -> Happened:
    """What happened to one certificate of many."""
    return Happened(Event.ISSUE, FILING, sha256(str(number).encode()).hexdigest())


def given_entries(count: int, at: datetime = NOON, first: int = 0) -> range:
    """So many entries at the end of the log."""
    with transaction.atomic():
        return append([happened(number) for number in range(first, first + count)], at=at)


@contextmanager
def unguarded() -> Iterator[None]:
    """Without the triggers, as for somebody who owns the database."""
    GUARD.take_down(connection)
    yield
    GUARD.put_up(connection)


def naive(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree, word for word after RFC 9162, 2.1.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive(leaves[:split]), naive(leaves[split:]))


def hashes(count: int) -> list[bytes]:
    """The hashes of so many leaves."""
    return [leaf_hash(str(number).encode()) for number in range(count)]


def nodes(leaves: Sequence[bytes]) -> Nodes:
    """The hashes of whole subtrees, reckoned straight from the leaves."""
    return lambda height, place: naive(leaves[place << height : (place + 1) << height])
