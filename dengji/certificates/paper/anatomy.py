"""How a PDF is built that was set here (PDF结构): plain objects, numbered from 1, and one table of where each begins.

Files of other makers, and files with a second table behind the first, are refused.
"""

import re
from itertools import pairwise
from typing import NamedTuple

TRAILER = re.compile(
    rb"trailer\s+<</Size (\d+)(/Root (\d+) 0 R.*)>>\s+startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL
)
ENTRY = 20  # bytes of a line of the table


class NotOurs(ValueError):
    """A PDF that was not set here, or that was changed or signed since."""


class Anatomy(NamedTuple):
    """Where things stand in a PDF: where each object begins, by its number; which is the root; the trailer's rest."""

    begins: list[int]
    root: int
    rest: bytes
    table: int

    @property
    def size(self) -> int:
        """The number that the next object would have."""
        return len(self.begins)


def anatomy(pdf: bytes) -> Anatomy:
    """The build of a PDF; raises NotOurs."""
    found = TRAILER.search(pdf, max(0, len(pdf) - 1024))
    if found is None or b"/Prev" in found[2] or not pdf.startswith(b"%PDF-"):
        raise NotOurs("This PDF was not set here, or was changed since.")
    size, table = int(found[1]), int(found[4])
    first = pdf.index(b"\n", pdf.index(b"\n", table) + 1) + 1  # after "xref" and "0 <count>"
    begins = [int(pdf[start : start + 10]) for start in range(first, first + ENTRY * size, ENTRY)]
    return Anatomy(begins, int(found[3]), found[2], table)


def mapping(pdf: bytes, built: Anatomy, number: int) -> bytes:
    """An object that is a mapping, as it stands in the file; raises NotOurs where it is none."""
    found = re.compile(rb"%d 0 obj\s+(<<.*?>>)\s+endobj" % number, re.DOTALL).match(pdf, built.begins[number])
    if found is None:
        raise NotOurs("The objects of this PDF are not written as ours are.")
    return found[1]


def objects(pdf: bytes, built: Anatomy) -> list[bytes]:
    """All objects by number, from 1, each from its number to its end."""
    ends = sorted([*built.begins[1:], built.table])
    following = dict(pairwise(ends))
    return [pdf[begin : following[begin]] for begin in built.begins[1:]]
