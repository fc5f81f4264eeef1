"""Seals (封存): a few named texts made into bytes that only the keys open, and digests by which equals are found.

The newest key comes first and seals; every key opens; the oldest makes the digests, so that they stay when keys
change. AES-GCM after NIST SP 800-38D, HMAC-SHA256 after RFC 2104.
"""

import hmac
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
NAMED, NONCE = 4, 12  # bytes of a key's name and of what is never used twice under one key


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


def sealed_bytes(plain: bytes) -> bytes:
    """封存: any bytes, such as those of a picture; the same never give the same."""
    ring, nonce = _ring(), os.urandom(NONCE)
    return ring.newest + nonce + ring.ciphers[ring.newest].encrypt(nonce, plain, ring.newest)


def opened(seal: bytes | memoryview) -> dict[str, str]:
    """解封: the named texts again; raises Unreadable."""
    return cast(dict[str, str], json.loads(opened_bytes(seal)))


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


def _ring() -> Ring:
    return _made(tuple(settings.DENGJI_SEAL_KEYS))


@lru_cache(maxsize=2)
def _made(keys: tuple[bytes, ...]) -> Ring:
    named = [(sha256(b"name" + key).digest()[:NAMED], AESGCM(key)) for key in keys]
    return Ring(named[0][0], dict(named), hmac.new(keys[-1], b"digests", sha256).digest())
