"""Signing a PDF (电子签名): PAdES of level B-B, after ETSI EN 319 142-1, put behind the file as an update.

It signs the files that the typesetter of this house makes, whose objects are plain and listed in one table. Any other
file is refused.
"""

import re
from datetime import datetime
from hashlib import sha256

from django.utils.timezone import localtime

from dengji.certificates.paper.anatomy import Anatomy, NotOurs, anatomy, mapping
from dengji.certificates.paper.cms import detached
from dengji.signing.queries import DocumentSigner

RANGE = b"[0 %010d %010d %010d]"
FIELD = b"Signature1"


def signed_pdf(pdf: bytes, signer: DocumentSigner, *, at: datetime, reason: str = "") -> bytes:
    """签名文书: the PDF with a signature over all of it, and the moment in it; raises NotOurs."""
    signs = 2 * len(detached(bytes(32), signer))
    prepared, gap = _prepared(pdf, at, reason, signs)
    before, after = prepared[: gap.start], prepared[gap.stop :]
    signature = detached(sha256(before + after).digest(), signer)
    return before + b"<" + signature.hex().encode() + b">" + after


def _prepared(pdf: bytes, at: datetime, reason: str, signs: int) -> tuple[bytes, slice]:
    """The PDF with a signature of so many noughts, and where its value goes, with its brackets."""
    built = anatomy(pdf)
    size, root = built.size, built.root
    catalog, page_number = mapping(pdf, built, root), _first_page(pdf, built)
    page = mapping(pdf, built, page_number)
    if b"/AcroForm" in catalog or b"/Annots" in page:
        raise NotOurs("This PDF has forms or notes of its own.")
    field, value = size, size + 1
    form = b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>" % field
    # The field shows nothing and lies off the sheet, so that readers aloud pass it by too.
    shown = b"/Type/Annot/Subtype/Widget/FT/Sig/T(%s)/Rect[-2 -2 -2 -2]/F 132/P %d 0 R/V %d 0 R"
    objects = {
        root: catalog[:-2] + form + b">>",
        page_number: page[:-2] + b"/Annots[%d 0 R]>>" % field,
        field: b"<<" + shown % (FIELD, page_number, value) + b">>",
        value: _value(at, reason, signs),
    }
    update, offsets = _update(objects, len(pdf) + 1)
    table = len(pdf) + 1 + len(update)
    trailer = b"trailer\n<</Size %d%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 2,
        built.rest,
        built.table,
        table,
    )
    whole = pdf + b"\n" + update + _table(offsets) + trailer
    first = offsets[value] + whole[offsets[value] :].index(b"/Contents<") + len(b"/Contents")
    gap = slice(first, first + signs + 2)
    blank = RANGE % (0, 0, 0)
    ranged = RANGE % (gap.start, gap.stop, len(whole) - gap.stop)
    return whole.replace(b"/ByteRange" + blank, b"/ByteRange" + ranged, 1), gap


def _value(at: datetime, reason: str, signs: int) -> bytes:
    """The signature's own object, before it is filled in."""
    moment = localtime(at).strftime("D:%Y%m%d%H%M%S%z")
    stamp = f"{moment[:-2]}'{moment[-2:]}'".encode()
    why = b"/Reason<FEFF%s>" % reason.encode("utf-16-be").hex().encode() if reason else b""
    return (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(%s)%s/ByteRange%s/Contents<%s>>>"
        % (
            stamp,
            why,
            RANGE % (0, 0, 0),
            b"0" * signs,
        )
    )


def _first_page(pdf: bytes, built: Anatomy) -> int:
    """The number of the first page's object."""
    pages = re.search(rb"/Pages (\d+) 0 R", mapping(pdf, built, built.root))
    kids = pages and re.search(rb"/Kids\s*\[(\d+) 0 R", mapping(pdf, built, int(pages[1])))
    if not kids or b"/Type/Page/" not in mapping(pdf, built, int(kids[1])):
        raise NotOurs("The pages of this PDF are not written as ours are.")
    return int(kids[1])


def _update(objects: dict[int, bytes], begins: int) -> tuple[bytes, dict[int, int]]:
    """The objects one after the other, and where each begins in the file."""
    offsets, written = {}, b""
    for number, said in objects.items():
        offsets[number] = begins + len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    return written, offsets


def _table(offsets: dict[int, int]) -> bytes:
    """The table of the objects that are new or changed, each in a section of its own."""
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offsets[number]) for number in sorted(offsets))
    return b"xref\n" + rows
