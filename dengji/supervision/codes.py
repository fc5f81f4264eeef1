"""Codes by which whoever complained reads how far it is (查询码): shown once, kept only as a digest."""

from dengji.sealing.seals import digest_of

SIGNS = "3479ACEFHJKMNPRTWXY"  # none that looks like another
GROUPS, LONG = 3, 4


def code_of(secret: str) -> str:
    """查询码: twelve signs in three groups, the same for the same secret; 19 to the power of 12 of them."""
    number, signs = int(digest_of(f"complaint-page:{secret}"), 16), list[str]()
    for _ in range(GROUPS * LONG):
        number, sign = divmod(number, len(SIGNS))
        signs.append(SIGNS[sign])
    code = "".join(signs)
    return "-".join(code[start : start + LONG] for start in range(0, len(code), LONG))


def digest_of_code(code: str) -> str:
    """查询码摘要: that of a code however it was typed."""
    plain = "".join(code.replace("-", "").split()).upper()
    return digest_of(f"complaint-code:{plain}")
