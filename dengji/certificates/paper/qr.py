"""The code on a certificate (证书二维码): an address that carries the face and a signature, so that it proves off line.

`<address>/c/<face>.<key>.<signature>`: the compact face and the signature in base64url, the signature over what stands
between the address and the last dot, so that a house may move. Whoever has the public keys needs nothing else to read
and verify it.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import NamedTuple

import segno

from dengji.certificates.paper.faces import Face, NotAFace, base64_of, bytes_of
from dengji.signing.queries import Signer

PLACE = "/c/"
LONGEST = 2000  # signs of a code that is looked at at all
KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
MASK = 3  # of the eight patterns; signed bytes look random under each, and weighing all eight takes four times as long
DENSE = 400  # signs; a longer code takes larger modules rather than more of them that may be lost
QUIET = 2  # modules of white around the drawing; what stands around it on the sheet adds the rest
Check = Callable[[str, bytes, bytes], bool]
"""Whether the key of that name has signed that message so: `check(name, message, signature)`."""


class NotGenuine(Exception):
    """A code that is none of ours, or that was changed (二维码不可信), as a sentence."""


class Code(NamedTuple):
    """A code taken apart (二维码内容): the face, the key's name, what was signed, and the signature."""

    face: Face
    key: str
    signed: bytes
    signature: bytes


def message(face: Face, key: str) -> bytes:
    """What the signature in the code of a face is over. Raises ValueError for a key whose name cannot stand in it."""
    return messages([face.compact()], key)[0]


def messages(compact: Sequence[bytes], key: str) -> list[bytes]:
    """The same of many faces, written in few bytes."""
    if not KEY.fullmatch(key):
        raise ValueError(f"The name of this key cannot stand in a code: {key!r}.")
    ended = f".{key}".encode()
    return [urlsafe_b64encode(face).rstrip(b"=") + ended for face in compact]


def text(face: Face, key: str, signature: bytes, address: str) -> str:
    """二维码文字: the text of the code, from a signature made before; `address` is where the house is on the web."""
    return f"{address.rstrip('/')}{PLACE}{message(face, key).decode()}.{base64_of(signature)}"


def signed(face: Face, *, signer: Signer, address: str) -> str:
    """二维码文字: the text of the code, signed now."""
    return text(face, signer.name, signer.sign(message(face, signer.name)), address)


def read(said: str) -> Code:
    """读码: what a code holds, verified or not. Raises NotGenuine where it is none."""
    before, _, signature = said.rpartition(".")
    signed = before.rpartition(PLACE)[2]
    face, _, key = signed.partition(".")
    if len(said) > LONGEST or PLACE not in before or not KEY.fullmatch(key):
        raise NotGenuine("这不是证书上的二维码，或者没有扫描完整。")
    try:
        return Code(Face.from_compact(bytes_of(face)), key, signed.encode(), bytes_of(signature))
    except NotAFace as wrong:
        raise NotGenuine("二维码的内容读不出来，可能被改动过，或者没有扫描完整。") from wrong


def verified(said: str, check: Check) -> Face:
    """验码: the face that a code vouches for. Raises NotGenuine where it is no code, or was not signed by that key."""
    code = read(said)
    if not check(code.key, code.signed, code.signature):
        raise NotGenuine("二维码的签名不对：内容被改动过，或者不是用公布的密钥签的。")
    return code.face


def drawing(said: str) -> str:
    """二维码图形: a code as an SVG drawing, with as few modules as its text allows."""
    level = "m" if len(said) <= DENSE else "l"
    code = segno.make(said, error=level, mask=MASK, micro=False, boost_error=False)
    size = code.symbol_size(border=QUIET)[0]
    rows = ("".join(map(_dark, row)) for row in code.matrix)
    path = "".join(
        f"M{QUIET + run.start()} {QUIET + down}h{run.end() - run.start()}v1h-{run.end() - run.start()}z"
        for down, row in enumerate(rows)
        for run in RUN.finditer(row)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


RUN = re.compile("1+")


def _dark(module: int) -> str:
    return "1" if module else "0"
