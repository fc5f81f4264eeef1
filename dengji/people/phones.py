"""Telephone numbers as people write them (电话号码): mobiles, landlines with their area code, 400 and 800."""

import re
import unicodedata

EXPECTED = "请填11位手机号码、带区号的座机号码（如0591-87654321）或者400电话"
"""What a number is asked for as."""

COUNTRY = r"(?:\+?86[ -]?)?"
MOBILE = re.compile(rf"{COUNTRY}1(?:[ -]?\d){{10}}", re.ASCII)
LANDLINE = re.compile(
    rf"{COUNTRY}\(?0(?:10|2\d|[3-9]\d\d)(?:\) ?|[ -])?[2-9]\d{{2,3}}[ -]?\d{{4}}(?: ?(?:-|转|分机) ?\d{{1,6}})?",
    re.ASCII,
)
FREE = re.compile(r"[48]00(?:[ -]?\d){7}", re.ASCII)


def is_phone(said: str) -> bool:
    """True for a number at which somebody in the mainland is reached, with or without blanks, dashes, full width."""
    plain = unicodedata.normalize("NFKC", said).replace("—", "-").strip()
    return any(form.fullmatch(plain) for form in (MOBILE, LANDLINE, FREE))
