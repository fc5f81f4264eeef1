"""What the log says and how it proves it (日志查询)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from dengji.audit.canonical import Json
from dengji.signing.models import Key
from dengji.signing.queries import NoKey, every_key
from dengji.signing.terms import Algorithm, Purpose
from dengji.transparency import tree
from dengji.transparency.models import End, Entry, Head, Tile
from dengji.transparency.notes import in_base64
from dengji.transparency.terms import Event
from dengji.transparency.tiles import HASH, WIDTH, Place, nodes_of, width_at
from dengji.transparency.tree import Nodes

SHOWN = 5  # entries on the page that explains the log


class NotYet(Exception):
    """No signed head covers the entry yet (还没有签发的树头)."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry is in the log (存在证明), as it goes into a credential: everything in texts."""

    origin: str
    index: int
    entry: str
    size: int
    inclusion: list[str]
    checkpoint: str

    def said(self) -> dict[str, Json]:
        """The proof as a mapping."""
        return {
            "origin": self.origin,
            "index": self.index,
            "entry": self.entry,
            "size": self.size,
            "inclusion": [*self.inclusion],
            "checkpoint": self.checkpoint,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words (条目内容): where it stands, when, what happened, under which filing, to which face."""

    index: int
    at: datetime
    event: str
    filing: str
    commitment: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The log at a glance (日志概况): its name, its newest head, the latest entries under it, and all keys."""

    origin: str
    head: Head | None
    root: str
    latest: list[Told]
    keys: list[Key]


def overview() -> Overview:
    """日志概况: for the page that explains the log."""
    newest = head()
    past = newest.size if newest else 0
    latest = [told(each) for each in reversed(entries(max(0, past - SHOWN), past))]
    keys = list(every_key())
    named = next((key.name for key in keys if key.purpose == Purpose.LOG), "")
    return Overview(named, newest, bytes(newest.root).hex() if newest else "", latest, keys)


def told(entry: Entry) -> Told:
    """An entry in words (日志条目)."""
    said = json.loads(entry.content)
    at = datetime.fromisoformat(said["at"])
    return Told(entry.index, at, Event(said["event"]).label, said["filing"], said["commitment"])


def origin() -> str:
    """日志名称: the name of the house's first key for the log, which stays when keys change. Raises NoKey."""
    first = Key.objects.filter(purpose=Purpose.LOG, owner=None, algorithm=Algorithm.ED25519).first()
    if first is None:
        raise NoKey("没有公开日志的签名密钥，请管理员先生成。")
    return first.name


def size() -> int:
    """How many entries there are, those not under a signed head yet included (日志条数)."""
    return End.objects.get().size


def head() -> Head | None:
    """The newest signed head (最新树头)."""
    return Head.objects.last()


def covering(index: int) -> Head | None:
    """The first signed head that covers the entry (覆盖该条目的树头)."""
    return Head.objects.filter(size__gt=index).first()


def entry(index: int) -> Entry | None:
    """An entry (日志条目)."""
    return Entry.objects.filter(index=index).first()


def entries(first: int, past: int) -> list[Entry]:
    """The entries from the first up to but not the past (日志条目)."""
    return list(Entry.objects.filter(index__gte=first, index__lt=past))


def inclusion(index: int, size: int) -> list[bytes]:
    """包含证明: that the entry is in the tree of that size. Raises IndexError if it is not."""
    return tree.inclusion(index, size, nodes_of(stored))


def consistency(old: int, new: int) -> list[bytes]:
    """一致性证明: that the tree of the new size continues that of the old. Raises IndexError unless 0 < old <= new."""
    return tree.consistency(old, new, nodes_of(stored))


def root(size: int) -> bytes:
    """The root of the tree of the first so many entries (根摘要)."""
    return tree.root(size, nodes_of(stored))


def proofs(indices: Sequence[int]) -> list[Proof]:
    """存在证明: for each of the entries, under the newest head. Raises NotYet where it does not cover one of them."""
    newest = head()
    if newest is None or any(not 0 <= index < newest.size for index in indices):
        raise NotYet("日志刚刚记入，树头还没有签发，请过一两分钟再试。")
    nodes, named = nodes_of(stored), origin()
    found = Entry.objects.in_bulk(list(indices))
    return [_proof(named, found[index], newest, nodes) for index in indices]


def tile(level: int, number: int, size: int) -> bytes:
    """A tile as it is in the tree of that size (分块); empty where there is none."""
    width = width_at(level, number, size)
    return stored(level, number)[: width * HASH] if width else b""


def bundle(number: int, width: int, size: int) -> bytes:
    """条目包: so many entries of a tile of leaves, each behind its length in two bytes; empty if the tree has fewer."""
    if width > width_at(0, number, size):
        return b""
    found = (each.content.encode() for each in entries(number * WIDTH, number * WIDTH + width))
    return b"".join(len(each).to_bytes(2) + each for each in found)


def stored(level: int, number: int) -> bytes:
    """A tile as it is now; empty where there is none."""
    return rows_at([(level, number)]).get((level, number), b"")


def rows_at(places: Iterable[Place]) -> dict[Place, bytes]:
    """The tiles at these places, those that there are."""
    wanted = [Q(level=level, number=number) for level, number in places]
    if not wanted:
        return {}
    found = Tile.objects.filter(reduce(or_, wanted)).values_list("level", "number", "hashes")
    return {(level, number): bytes(hashes) for level, number, hashes in found}


def _proof(named: str, entry: Entry, head: Head, nodes: Nodes) -> Proof:
    path = tree.inclusion(entry.index, head.size, nodes)
    return Proof(named, entry.index, entry.content, head.size, [in_base64(each) for each in path], head.note)
