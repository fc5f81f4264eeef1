"""Names of files as people give them (文件名): cleaned before they are kept or shown."""

import re
import unicodedata

LONGEST = 120
UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # controls, marks that turn text round, halves, line breaks


def cleaned(name: str, extensions: tuple[str, ...]) -> str:
    """The base name alone: no path, no control characters, at most 120 characters, with an ending that fits.

    `extensions` are the endings that its content may have; a name that has no ending gets the first.
    """
    base = re.split(r"[/\\]", name)[-1]
    composed = unicodedata.normalize("NFC", base)
    shown = "".join(each for each in composed if unicodedata.category(each) not in UNSHOWN)
    plain = re.sub(r'[<>:"|?*]', "_", " ".join(shown.split())).strip(". ")
    stem, ending = split(plain)
    return (stem[: LONGEST - 10].rstrip() or "文件") + (ending or extensions[0])


def split(name: str) -> tuple[str, str]:
    """A name's stem and its ending; what follows a dot counts as an ending if it is short Latin letters."""
    stem, dot, ending = name.rpartition(".")
    if dot and re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,9}", ending):
        return stem, f".{ending}"
    return name, ""
