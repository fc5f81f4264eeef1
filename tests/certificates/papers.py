"""Certificates to print and verify (证书样本): one person's, and keys that sign it."""

import struct
import zlib
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dengji.certificates.paper.faces import Face
from dengji.certificates.paper.printing import Design, Paper, Style
from dengji.signing.algorithms import SCHEMES, document_key
from dengji.signing.certificates import read, self_signed
from dengji.signing.queries import DocumentSigner, Signer
from dengji.signing.terms import Algorithm
from dengji.transparency.queries import Proof

ADDRESS = "https://dengji.example.test"
DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SALT = "AAECAwQFBgcICQoLDA0ODw"


def a_face(**fields: str) -> Face:
    """What a certificate of an electrician says."""
    said = {
        "title": "职业技能等级证书",
        "number": "Y000012000001263000123",
        "name": "欧阳明月",
        "document": "居民身份证",
        "masked": "1201********1234",
        "occupation": "电工",
        "code": "6-31-01-03",
        "work_type": "",
        "level": "3",
        "level_label": "三级/高级工",
        "body": "某市机械制造有限公司",
        "filing": "Y000012000001",
        "issued_on": "2026-11-22",
        "salt": SALT,
    }
    return Face(**(said | fields))


def a_signer(name: str = "c1") -> Signer:
    """A key that signs codes and credentials."""
    return Signer(name, "ed25519", KEY.public_key().public_bytes_raw(), KEY.sign)


def check(name: str, message: bytes, signature: bytes) -> bool:
    """Whether our one key has made a signature."""
    try:
        Ed25519PublicKey.from_public_bytes(a_signer().public).verify(signature, message)
    except InvalidSignature:
        return False
    return name == "c1"


@cache
def a_document_signer(
    algorithm: Algorithm = Algorithm.P256, name: str = "某市机械制造有限公司"
) -> DocumentSigner:
    """A key that signs documents, with a certificate of its own making."""
    private, _ = SCHEMES[algorithm].new()
    chain = read(self_signed(private, name=name, at=AT))
    return DocumentSigner("d1", document_key(private), chain[0], chain)


def logged(face: Face) -> Proof:
    """As if the face stood first and alone in the log."""
    entry = f'{{"at":"2026-11-22T01:02:03.000000Z","commitment":"{face.commitment}","event":"issue","v":1}}'
    return Proof("dengji.example.test/log", 0, entry, 1, [], "dengji.example.test/log\n1\n…\n")


def a_paper(face: Face | None = None, **fields: Any) -> Paper:
    """What stands on that certificate."""
    said: dict[str, Any] = {
        "face": face or a_face(),
        "identity": "120104199003071234",
        "sex": "女",
        "born": date(1990, 3, 7),
        "code": f"{ADDRESS}/c/abc.c1.def",
        "address": f"{ADDRESS}/certificates/",
        "marks": (("理论知识", "86"), ("技能操作", "91.5"), ("综合评审", "")),
    }
    return Paper(**(said | fields))


def a_style(design: Design = Design.CLASSIC, **fields: str) -> Style:
    """How its body's certificates look."""
    return Style(design, **fields)


def png(wide: int, high: int, *, cover: int = 0, dot: int = 255) -> bytes:
    """A red picture: around it as much covered as told, and a square in its middle."""
    rows = b""
    for down in range(high):
        middle = high // 4 <= down < high * 3 // 4
        row = (dot if middle and wide // 4 <= across < wide * 3 // 4 else cover for across in range(wide))
        rows += b"\0" + b"".join(bytes((200, 0, 20, each)) for each in row)
    head = struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))
        for name, said in chunks
    )
