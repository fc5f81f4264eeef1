"""Signed notes and checkpoints (签名记录、树头) of C2SP signed-note and tlog-checkpoint, written and read.

A checkpoint says the log's origin, its size and its root; under an empty line stand the signatures. A signature's
line names its key, by name and by four bytes made of name, kind and public half.
"""

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, Protocol

from dengji.transparency.tiles import HASH

KINDS: Mapping[str, bytes] = {"ed25519": b"\x01", "sm2": b"\xffdengji SM2 with SM3"}
"""What a key's algorithm is in the four bytes; SM2 has none assigned, so it has a word of ours."""
ID = 4
DASH = "— "


class NotANote(ValueError):
    """Text that is no signed checkpoint (不是树头记录)."""


class Signing(Protocol):
    """A key that signs notes."""

    @property
    def name(self) -> str:
        """The key's name."""

    @property
    def algorithm(self) -> str:
        """How it signs."""

    @property
    def public(self) -> bytes:
        """Its public half."""

    @property
    def sign(self) -> Callable[[bytes], bytes]:
        """Signs a content."""


class Signed(NamedTuple):
    """One signature under a note: the key's name, its four bytes, and the signature."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head of the log (树头): whose log, of how many entries, with which root, and who signed it."""

    origin: str
    size: int
    root: bytes
    signed: tuple[Signed, ...] = ()

    @property
    def body(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{in_base64(self.root)}\n"


def key_id(name: str, algorithm: str, public: bytes) -> bytes:
    """The four bytes that name a key beside its name."""
    return sha256(name.encode() + b"\n" + KINDS[algorithm] + public).digest()[:ID]


def note(checkpoint: Checkpoint, keys: Iterable[Signing]) -> str:
    """树头记录: the checkpoint, signed by each of the keys."""
    body = checkpoint.body
    lines = [
        f"{DASH}{key.name} "
        f"{in_base64(key_id(key.name, key.algorithm, key.public) + key.sign(body.encode()))}\n"
        for key in keys
    ]
    return f"{body}\n{''.join(lines)}"


def read(written: str) -> Checkpoint:
    """The checkpoint that a note holds, its signatures not verified yet. Raises NotANote."""
    body, parted, lines = written.rpartition("\n\n")
    said = body.split("\n")
    if not parted or len(said) != 3 or not said[0] or not lines.endswith("\n"):
        raise NotANote("These are not the lines of a checkpoint.")
    origin, size, root = said
    if not size.isascii() or not size.isdecimal() or str(int(size)) != size:
        raise NotANote("The size of the tree is not written as it should be.")
    found = Checkpoint(
        origin, int(size), of_base64(root), tuple(_signed(each) for each in lines.splitlines())
    )
    if len(found.root) != HASH:
        raise NotANote("The root is no hash.")
    return found


def in_base64(raw: bytes) -> str:
    """Bytes in base64."""
    return base64.b64encode(raw).decode()


def of_base64(written: str) -> bytes:
    """The bytes again; raises NotANote for any spelling but that of `in_base64`."""
    try:
        raw = base64.b64decode(written, validate=True)
    except ValueError as wrong:
        raise NotANote("This is no base64.") from wrong
    if in_base64(raw) != written:
        raise NotANote("This is no base64 as it is written here.")
    return raw


def _signed(line: str) -> Signed:
    parts = line.removeprefix(DASH).split(" ")
    if not line.startswith(DASH) or len(parts) != 2 or not parts[0]:
        raise NotANote("A line is no signature.")
    raw = of_base64(parts[1])
    return Signed(parts[0], raw[:ID], raw[ID:])
