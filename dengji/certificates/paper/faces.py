"""The face of a certificate (证面): what it says, word for word, and the one number that stands for all of it.

A face is made of texts only. Its commitment (承诺值) is the SHA-256 of its canonical JSON, and goes into the public
log; the salt in it keeps others from finding the face by trying names.
"""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from unicodedata import is_normalized

from dengji.audit import canonical

VERSION = "1"
SALT = 16  # bytes of salt
# Words that faces often have: in a compact face the word at place n is the byte 0x80 + n. Written down for ever, since
# every code in print is signed over what they make of its face; other words would be another version of the face.
WORDS = (
    *("职业技能等级证书", "专项职业能力证书", "职业资格证书"),
    *("居民身份证", "港澳台居民证件", "外国人永久居留证", "军官证", "护照"),
    *(
        "学徒工",
        "五级/初级工",
        "四级/中级工",
        "三级/高级工",
        "二级/技师",
        "一级/高级技师",
        "特级技师",
        "首席技师",
    ),
    *("有限责任公司", "股份有限公司", "集团有限公司", "科技有限公司", "有限公司"),
    *("职业技能鉴定", "职业技能培训学校", "职业培训学校", "职业技术学院", "职业学院", "技师学院", "技工学校"),
    *("人力资源服务", "人力资源", "指导中心", "中心", "协会", "学校", "集团"),
    *("机械", "制造", "电子", "电力", "建筑", "科技"),
    *("服务员", "检验员", "管理员", "操作工", "装配工", "维修工", "师", "工", "公司"),
    *("********", "Y0000", "S0000", "00000", "6-31-01-0", "6-", "4-", "2-", "-0", "202", "203"),
)
WRITTEN = {word.encode(): bytes([0x80 + place]) for place, word in enumerate(WORDS)}
READ = {code: word for word, code in WRITTEN.items()}
# One sign of UTF-8, or a byte that no sign begins with: the place of a word.
SIGN = re.compile(
    rb"[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|([\x80-\xbf])"
)
OFF_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
OWN = ("number", "name", "masked")
"""The fields that hardly two faces have alike."""
SHARED, SAME = 13, "#"
"""How many signs of a certificate's number are the filing's, by the national rule; and what then stands for these."""


class NotAFace(ValueError):
    """Texts that are no face of a certificate (不是证面)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """证面: every field is a text on one line; those that do not apply are empty. Raises NotAFace for anything else."""

    v: str = VERSION
    title: str
    number: str
    name: str
    document: str
    masked: str
    occupation: str
    code: str
    work_type: str
    level: str
    level_label: str
    body: str
    filing: str
    issued_on: str
    salt: str

    def __post_init__(self) -> None:
        texts: tuple[str, ...] = _texts_of(self)
        if self.v != VERSION:
            raise NotAFace(f"A face of version {self.v!r} is not known.")
        try:
            whole, stripped = " ".join(texts), [text.strip() for text in texts]
        except TypeError as wrong:
            raise NotAFace(f"A face has texts alone: {texts!r}.") from wrong
        if stripped != [*texts]:
            raise NotAFace(f"A face has texts without blanks around them: {texts!r}.")
        if OFF_LINE.search(whole) or not is_normalized("NFC", whole):
            raise NotAFace(f"The texts of a face stand on one line, and are composed: {texts!r}.")
        if len(bytes_of(self.salt)) != SALT or self.filing == SAME:
            raise NotAFace(f"A salt has {SALT} bytes, and a filing a number.")

    @classmethod
    def of(cls, said: Mapping[str, object]) -> "Face":
        """The face that a mapping holds; raises NotAFace where a field is missing, unknown or no text."""
        texts = {field: text for field, text in said.items() if isinstance(text, str)}
        if set(said) != set(FIELDS) or len(texts) != len(FIELDS):
            raise NotAFace("A face has its own fields, and every one is a text.")
        return cls(**texts)

    def said(self) -> dict[str, str]:
        """The face as a mapping."""
        return dict(zip(FIELDS, _texts_of(self), strict=True))

    def canonical(self) -> str:
        """规范形式: the face as canonical JSON."""
        return canonical.text(self.said())

    @property
    def commitment(self) -> str:
        """承诺值: 64 hexadecimal signs."""
        return sha256(self.canonical().encode()).hexdigest()

    def compact(self) -> bytes:
        """The face in few bytes, and always the same ones: its salt, then the other texts with words written short."""
        texts = self.said()
        del texts["salt"]
        if self.filing == self.number[:SHARED]:
            texts["filing"] = SAME
        own = zip(OWN, short("\n".join(texts[each] for each in OWN)).split(b"\n"), strict=True)
        written = {field: _kept_short(text) for field, text in texts.items() if field not in OWN} | dict(own)
        return bytes_of(self.salt) + b"\n".join(written[field] for field in texts)

    @classmethod
    def from_compact(cls, packed: bytes) -> "Face":
        """The face again; raises NotAFace where the bytes are none, or not those that `compact` makes."""
        salt, written = packed[:SALT], packed[SALT:]
        try:
            texts = SIGN.sub(_sign, written).decode().split("\n")
        except (KeyError, UnicodeDecodeError) as wrong:
            raise NotAFace("These bytes are no face.") from wrong
        if len(texts) != len(FIELDS) - 1:
            raise NotAFace("These bytes are no whole face.")
        said = dict(zip(FIELDS, [*texts, base64_of(salt)], strict=True))
        if said["filing"] == SAME:
            said["filing"] = said["number"][:SHARED]
        face = cls(**said)
        if face.compact() != packed:
            raise NotAFace("A face is written short in one way only.")
        return face


FIELDS = tuple(each.name for each in fields(Face))
_texts_of = attrgetter(*FIELDS)


def new_salt() -> str:
    """盐值: 16 bytes that nobody can guess, as 22 signs."""
    return base64_of(new_salts(1)[0])


def new_salts(many: int) -> list[bytes]:
    """盐值: so many salts, as bytes."""
    noise = os.urandom(SALT * many)
    return [noise[start : start + SALT] for start in range(0, len(noise), SALT)]


def base64_of(raw: bytes) -> str:
    """Bytes as base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """The bytes of base64url without padding; raises NotAFace for any other spelling than the one of `base64_of`."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as wrong:
        raise NotAFace("This is no base64url.") from wrong
    if base64_of(raw) != text:
        raise NotAFace("This is no base64url as it is written here.")
    return raw


def stands(text: str) -> bool:
    """Whether a text can stand on a face: on one line, composed, without blanks around it."""
    return text == text.strip() and not OFF_LINE.search(text) and is_normalized("NFC", text)


@lru_cache(maxsize=1024)
def _kept_short(text: str) -> bytes:
    """A text that many faces have, with words written short."""
    return short(text)


def short(text: str) -> bytes:
    """A text, of one line or many, with words written short; no word goes over the end of a line."""
    written = text.encode()
    for word, code in WRITTEN.items():
        written = written.replace(word, code)
    return written


def _sign(found: re.Match[bytes]) -> bytes:
    return READ[found[1]] if found[1] else found[0]
