"""How somebody can be reached (联系方式): a telephone number, an e-mail address or a postal address."""

import re

PHONE = re.compile(r"\+?[0-9][0-9 ()（）\-]{5,}[0-9]")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
STREET = re.compile(r"[\u4e00-\u9fff]{2,}.*([0-9]|号|室|村|组|街|路|楼).*")


def reachable(contact: str) -> bool:
    """True if the words name a telephone number, an e-mail address or a postal address."""
    words = contact.strip()
    digits = sum(letter.isdecimal() for letter in words)
    return bool(
        (digits >= 7 and PHONE.search(words))
        or EMAIL.search(words)
        or (len(words) >= 6 and STREET.search(words))
    )
