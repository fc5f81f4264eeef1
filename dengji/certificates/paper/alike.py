"""Many faces of one batch at once (套印): what all of them say alike is written once, each gets its own words.

What comes out is what `Face` makes of each face by itself, and a test holds it to that; here it costs a tenth, since a
whole portion is looked over, and written short, in one go.
"""

from collections.abc import Sequence
from hashlib import sha256
from itertools import chain
from typing import NamedTuple
from unicodedata import is_normalized

from dengji.audit import canonical
from dengji.certificates.paper.faces import (
    FIELDS,
    OFF_LINE,
    OWN,
    SALT,
    SAME,
    SHARED,
    Face,
    NotAFace,
    base64_of,
    short,
)

OWN_WORDS = ("document", "masked", "name", "number", "salt")
"""The fields of a face that its batch does not settle, in the order of the canonical form."""


class Words(NamedTuple):
    """What a face says by itself (各人内容); the salt as its bytes."""

    number: str
    name: str
    document: str
    masked: str
    salt: bytes


class Printed(NamedTuple):
    """A face as it is kept (已印证面): its salt as a text, its commitment, and the face in few bytes."""

    salt: str
    commitment: bytes
    compact: bytes


def printed(pattern: Face, words: Sequence[Words]) -> list[Printed]:
    """套印: a face like the pattern with each of these words. Raises NotAFace where one of them would be none."""
    _ensure_words(words)
    salts, form = [base64_of(each.salt) for each in words], _form(pattern)
    return [
        Printed(salt, _commitment(form, each, salt), packed)
        for each, salt, packed in zip(words, salts, _compact(pattern, words), strict=True)
    ]


def _ensure_words(words: Sequence[Words]) -> None:
    """Raises NotAFace unless `Face` would take these texts; all are looked over as one."""
    texts = [*chain.from_iterable(each[:-1] for each in words)]
    if texts != [text.strip() for text in texts]:
        raise NotAFace("A face has texts without blanks around them.")
    whole = " ".join(texts)
    if OFF_LINE.search(whole) or not is_normalized("NFC", whole):
        raise NotAFace("The texts of a face stand on one line, and are composed.")
    if any(len(each.salt) != SALT for each in words):
        raise NotAFace(f"A salt has {SALT} bytes.")


def _form(pattern: Face) -> str:
    """The canonical form of the batch's faces, with a place for each text that is not the batch's."""
    texts = pattern.said()
    said = {key: canonical.text(texts[key]).replace("%", "%%") for key in sorted(FIELDS)}
    return "{" + ",".join(f'"{key}":{"%s" if key in OWN_WORDS else text}' for key, text in said.items()) + "}"


def _commitment(form: str, own: Words, salt: str) -> bytes:
    texts = (own.document, own.masked, own.name, own.number, salt)
    return sha256((form % tuple(map(canonical.text, texts))).encode()).digest()


def _compact(pattern: Face, words: Sequence[Words]) -> list[bytes]:
    """The faces in few bytes, as `Face.compact` makes them."""
    texts = pattern.said()
    before = b"\n".join(short(texts[key]) for key in ("v", "title"))
    between = b"\n".join(
        short(texts[key]) for key in ("occupation", "code", "work_type", "level", "level_label", "body")
    )
    filing, day = short(pattern.filing), short(pattern.issued_on)
    own = iter(short("\n".join(getattr(each, key) for each in words for key in OWN)).split(b"\n"))
    documents = {each: short(each) for each in {each.document for each in words}}
    return [
        each.salt
        + b"\n".join(
            (
                before,
                number,
                name,
                documents[each.document],
                masked,
                between,
                SAME.encode() if each.number[:SHARED] == pattern.filing else filing,
                day,
            )
        )
        for each, number, name, masked in zip(words, own, own, own, strict=True)
    ]
