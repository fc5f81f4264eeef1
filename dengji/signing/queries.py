"""Which key signs, and whose signatures count (密钥查询)."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from cryptography import x509
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from dengji.audit.canonical import Json, moment
from dengji.sealing.seals import opened
from dengji.signing.algorithms import SCHEMES, DocumentKey, document_key
from dengji.signing.certificates import read
from dengji.signing.models import Key
from dengji.signing.terms import Algorithm, Purpose


class NoKey(Exception):
    """No key signs that on that day (没有可用的签名密钥)."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key at hand (签名者): signs any content, many times for one look into the database."""

    name: str
    algorithm: str
    public: bytes
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class DocumentSigner:
    """A key that signs documents (文件签名者), with its certificate and those it rests on, its own first."""

    name: str
    key: DocumentKey
    certificate: x509.Certificate
    chain: Sequence[x509.Certificate]


def signer(purpose: Purpose, *, on: date, owner: int | None = None) -> Signer:
    """签名者: who signs that on that day: the newest key of the organisation if it has one, else the house's.

    Raises NoKey.
    """
    return _at_hand(_newest(purpose, on, owner))


def signers(purpose: Purpose, *, on: date, owner: int | None = None) -> list[Signer]:
    """签名者: who signs as `signer` chooses, and the house's newest key for SM2 beside, if it has one. Raises NoKey."""
    beside = _signing(purpose, on).filter(owner=None, algorithm=Algorithm.SM2).last()
    return [signer(purpose, on=on, owner=owner), *([_at_hand(beside)] if beside else [])]


def document_signer(*, on: date, owner: int | None = None) -> DocumentSigner:
    """文件签名者: who signs documents on that day, as `signer` chooses. Raises NoKey."""
    key = _newest(Purpose.DOCUMENT, on, owner)
    private, chain = _document_key(bytes(key.sealed)), _chain(key.chain)
    return DocumentSigner(key.name, private, chain[0], chain)


def ending(*, on: date, within: timedelta) -> list[Key]:
    """快到期的密钥: those whose last day comes within that time, and after whom nobody else of their kind signs."""
    keys = list(every_key())
    return [
        key
        for key in keys
        if key.until is not None and on < key.until <= on + within
        if key.withdrawn_at is None and not followed(key, keys)
    ]


def followed(key: Key, among: Sequence[Key]) -> bool:
    """已有新密钥: a newer one of the same purpose and owner, not withdrawn, signs in its place for at least as long.

    For anything but documents it is one of the same algorithm, too.
    """
    return any(
        (each.purpose, each.owner) == (key.purpose, key.owner)
        and (key.purpose == Purpose.DOCUMENT or each.algorithm == key.algorithm)
        and each.withdrawn_at is None
        and (each.from_on, each.pk) > (key.from_on, key.pk)
        and (each.until or date.max) >= (key.until or date.max)
        for each in among
    )


def every_key() -> QuerySet[Key]:
    """密钥: every key there ever was, oldest first; their private halves stay where they are."""
    return Key.objects.defer("sealed")


def key_named(name: str) -> Key | None:
    """The key of that name (密钥)."""
    return every_key().filter(name=name).first()


def published() -> list[dict[str, Json]]:
    """公开的公钥: every key as others need it to verify, the old ones too; days are those of Asia/Shanghai."""
    return [
        {
            "name": key.name,
            "purpose": key.purpose,
            "algorithm": key.algorithm,
            "public": base64.b64encode(key.public).decode(),
            "from": str(key.from_on),
            "until": str(key.until) if key.until else None,
            "withdrawn": moment(key.withdrawn_at) if key.withdrawn_at else None,
            "owner": key.owner_name or None,
        }
        for key in every_key()
    ]


def counts(name: str, signature: bytes, content: bytes, *, at: datetime) -> bool:
    """签名有效: true if the key of that name has made the signature, and was one that signed at that moment."""
    key = key_named(name)
    if key is None or not _signed_at(key, at):
        return False
    return SCHEMES[key.algorithm].verifies(bytes(key.public), signature, content)


def _signed_at(key: Key, at: datetime) -> bool:
    day = localdate(at)
    in_time = key.from_on <= day and (key.until is None or day <= key.until)
    return in_time and (key.withdrawn_at is None or at < key.withdrawn_at)


def _newest(purpose: Purpose, on: date, owner: int | None) -> Key:
    """The newest key that signs that on that day. Raises NoKey."""
    held = _signing(purpose, on).exclude(algorithm=Algorithm.SM2)
    found = [*held.filter(Q(owner=None) | Q(owner=owner))]
    if not found:
        raise NoKey(f"没有可用的{purpose.label}签名密钥，请管理员先生成。")
    return max(reversed(found), key=lambda key: key.owner is not None)


def _signing(purpose: Purpose, on: date) -> QuerySet[Key]:
    return Key.objects.signing_on(on).filter(purpose=purpose).order_by("from_on", "pk")


def _at_hand(key: Key) -> Signer:
    sign = _opened(bytes(key.sealed), key.algorithm)
    return Signer(key.name, key.algorithm, bytes(key.public), sign)


@lru_cache(maxsize=64)
def _opened(seal: bytes, algorithm: str) -> Callable[[bytes], bytes]:
    """What signs with a sealed key; kept open by this process, since opening costs more than signing."""
    return SCHEMES[algorithm].signing_with(_private(seal))


@lru_cache(maxsize=64)
def _document_key(seal: bytes) -> DocumentKey:
    return document_key(_private(seal))


@lru_cache(maxsize=64)
def _chain(chain: str) -> Sequence[x509.Certificate]:
    return tuple(read(chain))


def _private(seal: bytes) -> bytes:
    return base64.b64decode(opened(seal)["key"])
