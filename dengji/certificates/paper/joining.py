"""Sheets joined (合并PDF): one PDF of many that were set here, as it is sent, one of them in memory at a time.

The objects of each follow those before it under new numbers; their trees of pages hang under a new one.
"""

import re
from collections.abc import Iterable, Iterator

from dengji.certificates.paper.anatomy import anatomy, objects

HEAD = b"%PDF-1.7\n%\xe7\xad\x89\xe7\xba\xa7\n"
ROOT, PAGES = 1, 2
REFERENCE = re.compile(rb"(\d+) 0 R\b")
COUNT = re.compile(rb"/Type/Pages/Count (\d+)")
LOOKED_AT = 60  # bytes at the beginning of an object, where it says that it is a tree of pages
STREAM = b"\nstream\n"


def joined_pdf(parts: Iterable[bytes]) -> Iterator[bytes]:
    """合并PDF: the pieces of one PDF of all the sheets of the parts; each part was set here, `plain`.

    Raises NotOurs for any other PDF.
    """
    begins = [0, 0, 0]  # nothing, the root, the tree of pages; these two are written last
    trees: list[tuple[int, int]] = []  # a part's tree, and how many sheets hang on it
    at = len(HEAD)
    yield HEAD
    for part in parts:
        shift, pieces = len(begins) - 1, []
        for said in objects(part, anatomy(part)):
            if count := COUNT.search(said[:LOOKED_AT]):
                trees.append((len(begins), int(count[1])))
            pieces.append(_moved(said, shift))
            begins.append(at)
            at += len(pieces[-1])
        yield b"".join(pieces)
    yield _end(begins, trees, at)


def _moved(said: bytes, shift: int) -> bytes:
    """An object under its new number, its references too; a stream stays as it is."""
    number, _, rest = said.partition(b" ")
    head, mark, stream = rest.partition(STREAM)
    head = REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + shift), head)
    if COUNT.search(head[:LOOKED_AT]):
        head = head.replace(b"/Type/Pages", b"/Type/Pages/Parent %d 0 R" % PAGES, 1)
    return b"%d %s%s%s" % (int(number) + shift, head, mark, stream)


def _end(begins: list[int], trees: list[tuple[int, int]], at: int) -> bytes:
    """The root, the tree of all pages, the table and the trailer."""
    kids = b" ".join(b"%d 0 R" % number for number, _ in trees)
    sheets = sum(count for _, count in trees)
    root = b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R/Lang(zh-CN)>>\nendobj\n" % (ROOT, PAGES)
    pages = b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (PAGES, sheets, kids)
    begins[ROOT], begins[PAGES] = at, at + len(root)
    rows = b"".join(b"%010d 00000 n\r\n" % begin for begin in begins[1:])
    table = b"xref\n0 %d\n0000000000 65535 f\r\n%s" % (len(begins), rows)
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n" % (len(begins), ROOT)
    return root + pages + table + trailer + b"%d\n%%%%EOF\n" % (at + len(root) + len(pages))
