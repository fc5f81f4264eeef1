"""Seals (封存): a few named texts made into bytes that only the keys open, and digests by which equals are found.

The newest key comes first and seals; every key opens; the oldest makes the digests, so that they stay when keys
change. AES-GCM after NIST SP 800-38D, HMAC-SHA256 after RFC 2104.
"""

import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
NAMED, NONCE = 4, 12  # bytes of a key's name and of what is never used twice under one key
MANY = 256  # nonces drawn at once
BLOCK = 64  # bytes of SHA-256's block, to which HMAC fills its key up
PADS = tuple(bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class Unreadable(Exception):
    """No key at hand opens the seal, or somebody changed it (无法解封)."""


class Ring(NamedTuple):
    """The keys at hand (密钥): the one that seals by its name, all that open, and the one for digests."""

    newest: bytes
    ciphers: Mapping[bytes, AESGCM]
    digests: bytes


def sealed(values: Mapping[str, str]) -> bytes:
    """封存: named texts as bytes; the same texts never give the same bytes."""
    return sealed_bytes(ENCODER.encode(values).encode())


def sealed_all(names: Sequence[str], many: Sequence[Sequence[str]]) -> list[bytes]:
    """封存: as `sealed` does, the texts of many, each under the same names; the names' order is the texts'."""
    form = ENCODER.encode(dict.fromkeys(names, "%s")).replace('"%s"', "%s")
    seal, quoted = Many().sealed, ENCODER.encode
    return [seal((form % tuple(map(quoted, texts))).encode()) for texts in many]


def sealed_bytes(plain: bytes) -> bytes:
    """封存: any bytes, such as those of a picture; the same never give the same."""
    ring, nonce = _ring(), os.urandom(NONCE)
    return ring.newest + nonce + ring.ciphers[ring.newest].encrypt(nonce, plain, ring.newest)


def opened(seal: bytes | memoryview) -> dict[str, str]:
    """解封: the named texts again; raises Unreadable."""
    return cast(dict[str, str], json.loads(opened_bytes(seal)))


def opened_all(seals: Iterable[bytes | memoryview]) -> list[dict[str, str]]:
    """解封: the named texts of many again, in their order; raises Unreadable where one does not open."""
    return cast(list[dict[str, str]], json.loads(b"[" + b",".join(map(opened_bytes, seals)) + b"]"))


def opened_bytes(seal: bytes | memoryview) -> bytes:
    """解封: the bytes again; raises Unreadable."""
    held = bytes(seal)
    name, nonce, rest = held[:NAMED], held[NAMED : NAMED + NONCE], held[NAMED + NONCE :]
    cipher = _ring().ciphers.get(name)
    if cipher is None:
        raise Unreadable("没有解封所需的密钥。")
    try:
        return cipher.decrypt(nonce, rest, name)
    except InvalidTag as wrong:
        raise Unreadable("封存的内容已被改动，不能解封。") from wrong


def digest_of(text: str) -> str:
    """检索摘要: 64 hexadecimal signs, equal for equal texts, that say nothing to whoever has no key."""
    return hmac.digest(_ring().digests, text.encode(), "sha256").hex()


class Many:
    """Seals and digests by the thousand (成批封存): what they are made with is made ready once.

    Nonces are drawn many at once, so one of these is for one process alone: made in it, never handed to another.
    """

    def __init__(self) -> None:
        ring = _ring()
        self.name, self.cipher = ring.newest, ring.ciphers[ring.newest]
        key = ring.digests.ljust(BLOCK, b"\0")
        self.inner, self.outer = (sha256(key.translate(pad)) for pad in PADS)
        self.nonces = _nonces()

    def sealed(self, plain: bytes) -> bytes:
        """封存: as `sealed_bytes` does."""
        nonce = next(self.nonces)
        return self.name + nonce + self.cipher.encrypt(nonce, plain, self.name)

    def digest(self, text: str) -> bytes:
        """检索摘要: that of `digest_of`, as bytes."""
        inner, outer = self.inner.copy(), self.outer.copy()
        inner.update(text.encode())
        outer.update(inner.digest())
        return outer.digest()


def _nonces() -> Iterator[bytes]:
    while drawn := os.urandom(NONCE * MANY):
        yield from (drawn[at : at + NONCE] for at in range(0, len(drawn), NONCE))


def _ring() -> Ring:
    return _made(tuple(settings.DENGJI_SEAL_KEYS))


@lru_cache(maxsize=2)
def _made(keys: tuple[bytes, ...]) -> Ring:
    named = [(sha256(b"name" + key).digest()[:NAMED], AESGCM(key)) for key in keys]
    return Ring(named[0][0], dict(named), hmac.new(keys[-1], b"digests", sha256).digest())
