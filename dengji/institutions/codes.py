"""Numbers that carry their own check (代码校验): the unified social credit code and the identity number.

Each check returns None for a sound number, else one sentence that says what is wrong and where to look.
Built from the structure of GB 32100 (with the inner organisation code of GB 11714) and of GB 11643.
"""

import unicodedata
from datetime import date
from operator import mul

USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
INNER_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
LENGTH = 18
# The first two digits of a place, by GB/T 2260; 83 stands in residence permits.
PLACES = frozenset(
    str(place)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for place in range(first, last + 1)
)
OLDEST = date(1900, 1, 1)


def plain_code(typed: str) -> str:
    """What was typed, with full-width signs made plain, spaces and hyphens gone, letters large."""
    if typed.isascii() and typed.isalnum():
        return typed.upper()
    text = unicodedata.normalize("NFKC", typed)
    return "".join(
        sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in {"Cc", "Cf", "Pd"}
    ).upper()


def uscc_fault(typed: str) -> str | None:
    """What is wrong with a unified social credit code (统一社会信用代码)."""
    code = plain_code(typed)
    if len(code) != LENGTH:
        return f"统一社会信用代码应为18位，现为{len(code)}位。"
    for place, sign in enumerate(code, 1):
        if sign not in USCC_SIGNS:
            return f"统一社会信用代码第{place}位是“{sign}”，代码中不使用这个字符，请对照证照核对。"
    if not code[2:8].isdecimal():
        return "统一社会信用代码第3至8位应为数字（登记机关的行政区划），请对照证照核对。"
    if code[16] != _inner_check(code[8:16]):
        return "统一社会信用代码第9至17位（组织机构代码）校验不符，请对照证照核对。"
    if code[17] != _uscc_check(code[:17]):
        return "统一社会信用代码最后一位校验不符，请对照证照核对。"
    return None


def identity_fault(typed: str, on: date | None = None) -> str | None:
    """What is wrong with an identity number (公民身份号码); a birth after the day `on` is wrong too."""
    number = plain_code(typed)
    if len(number) != LENGTH:
        return f"身份证号应为18位，现为{len(number)}位。"
    if not (number[:17].isascii() and number[:17].isdecimal()) or number[17] not in IDENTITY_CHECKS:
        return "身份证号前17位应为数字，最后一位为数字或X。"
    if number[:2] not in PLACES:
        return f"身份证号前两位“{number[:2]}”不是省级行政区划代码，请对照证件核对。"
    born = _birth(number)
    if born is None or born < OLDEST or (on is not None and born > on):
        return f"身份证号第7至14位“{number[6:14]}”不是有效的出生日期，请对照证件核对。"
    if number[17] != _identity_check(number[:17]):
        return "身份证号最后一位校验不符，请对照证件核对。"
    return None


def masked(number: str) -> str:
    """An identity number as it may be shown (脱敏): the first four and the last four signs."""
    return f"{number[:4]}{'*' * 8}{number[-4:]}" if len(number) == LENGTH else "*" * len(number)


def _inner_check(base: str) -> str:
    total = sum(INNER_SIGNS.index(sign) * weight for sign, weight in zip(base, INNER_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def _uscc_check(base: str) -> str:
    total = sum(USCC_SIGNS.index(sign) * weight for sign, weight in zip(base, USCC_WEIGHTS, strict=True))
    return USCC_SIGNS[(31 - total % 31) % 31]


def _identity_check(base: str) -> str:
    total = sum(map(mul, map(int, base), IDENTITY_WEIGHTS))
    return IDENTITY_CHECKS[total % 11]


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
