"""What is done with the log (日志事项): entries are put at its end, and its heads are signed."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.audit.canonical import moment, text
from dengji.prepared import insert_all
from dengji.signing.queries import signers
from dengji.signing.terms import Purpose
from dengji.transparency import tree
from dengji.transparency.models import End, Entry, Head, Tile
from dengji.transparency.notes import Checkpoint, note
from dengji.transparency.queries import origin, rows_at, stored
from dengji.transparency.terms import Event
from dengji.transparency.tiles import Place, edge, grown, nodes_of
from dengji.transparency.tree import leaf_hash

VERSION = 1
COMMITMENT = re.compile("[0-9a-f]{64}")


class Happened(NamedTuple):
    """What happened to one certificate (事项): the filing's number, and the commitment to the certificate's face."""

    event: Event
    filing: str
    commitment: str


def append(happened: Sequence[Happened], *, at: datetime) -> range:
    """记入日志: put entries at the end of the log, inside the transaction that they belong to.

    Gives their indices, in the order given. The end stays locked until the transaction ends, so that appends come
    one after the other: do it late, but before the act goes on record. Raises TransactionManagementError outside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("An entry goes into the log in the transaction that it belongs to.")
    end = _end()
    if not happened:
        return range(end.size, end.size)
    size, past = end.size, end.size + len(happened)
    contents = [content(each, at) for each in happened]
    hashes = [leaf_hash(each.encode()) for each in contents]
    before = rows_at(edge(size))
    insert_all(
        Entry, ("index", "hash", "content"), list(zip(range(size, past), hashes, contents, strict=True))
    )
    _keep(grown(size, hashes, before), before)
    end.size = past
    end.save(update_fields=["size"])
    return range(size, past)


@transaction.atomic
def publish_head(*, at: datetime) -> Head | None:
    """签发树头: sign the log as it is now, if it has grown since the last head; gives the newest head there is.

    None as long as the log is empty. Raises signing.queries.NoKey.
    """
    size = _end().size
    newest = Head.objects.filter(size=size).first()
    if newest is not None or size == 0:
        return newest
    checkpoint = Checkpoint(origin(), size, tree.root(size, nodes_of(stored)))
    keys = signers(Purpose.LOG, on=localdate(at))
    head = Head.objects.create(size=size, root=checkpoint.root, at=at, note=note(checkpoint, keys))
    after = {"size": size, "root": checkpoint.root.hex()}
    record(act="transparency.publish_head", by=None, at=at, about=("transparency.Head", size), after=after)
    return head


def content(happened: Happened, at: datetime) -> str:
    """An entry as it stands in the log, canonical JSON: what happened and when, to whom only for who holds the face.

    Raises ValueError for a commitment that is none.
    """
    if not COMMITMENT.fullmatch(happened.commitment):
        raise ValueError(f"{happened.commitment!r} is no commitment.")
    return f'{_begun(at)},"commitment":"{happened.commitment}",{_ended(happened.event, happened.filing)}'


@lru_cache(maxsize=64)
def _begun(at: datetime) -> str:
    return text({"at": moment(at)})[:-1]


@lru_cache(maxsize=64)
def _ended(event: str, filing: str) -> str:
    return text({"event": event, "filing": filing, "v": VERSION})[1:]


def _end() -> End:
    """Where the log ends, locked; on SQLite whoever writes is alone anyway."""
    return End.objects.select_for_update().get()


def _keep(changed: dict[Place, bytes], before: dict[Place, bytes]) -> None:
    """Writes the tiles that changed: those that were begun grow, the others are new."""
    for level, number in changed.keys() & before.keys():
        Tile.objects.filter(level=level, number=number).update(hashes=changed[level, number])
    new = [(*place, hashes) for place, hashes in changed.items() if place not in before]
    insert_all(Tile, ("level", "number", "hashes"), new)
