"""Certificates set, drawn and signed (打印证书), against the bare typesetter on a sheet of as many words.

Limit named for it: at least 30 a second and process, each with its photo, seal, code, credential and signature. The
bare typesetter sets twelve lines of text, without a code, pictures, tags or a signature. Then where the time goes, and
what joining a large batch takes.
"""

import os
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from statistics import median
from time import perf_counter, process_time

import typst
from django.conf import settings

from bench._measure import ROUNDS, in_turn
from dengji.certificates.paper.credential import credential
from dengji.certificates.paper.faces import Face
from dengji.certificates.paper.joining import joined_pdf
from dengji.certificates.paper.pades import signed_pdf
from dengji.certificates.paper.pictures import Frame, framed, taken
from dengji.certificates.paper.printing import Design, Paper, Style, certificate_pdf, sheets_pdf
from dengji.certificates.paper.qr import drawing, signed
from dengji.records.typesetting import fonts_in
from tests.certificates.papers import ADDRESS, a_document_signer, a_face, a_paper, a_signer, logged, png

DAY, AT = date(2026, 11, 22), datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
TIMES = 20  # certificates a round
LINES = 12


def main() -> None:
    """One certificate after the other, everybody another name and number."""
    number = count()
    style = Style(Design.CLASSIC, seal=framed(taken(png(300, 300), Frame.SEAL), 42, 42))
    compiler = typst.Compiler(font_paths=fonts_in(settings.DENGJI_FONTS).found, ignore_system_fonts=True)

    def ours() -> bytes:
        return whole(person(next(number)), style)

    def limit() -> object:
        return compiler.compile(input=bare(person(next(number))), format="pdf")

    rates = [rate(ours) for _ in range(ROUNDS)]
    wall, work = (median(column) for column in zip(*rates, strict=True))
    print(
        f"  {wall:.0f} certificates a second, {work:.0f} a second of processor time; load {os.getloadavg()[0]:.1f}"
    )
    print(f"  one PDF has {len(ours()) // 1024} KiB (photo, seal, code, credential, signature)")
    in_turn(ours, limit, times=TIMES)
    parts_of_one(style)
    batch(style)


def person(place: int) -> Face:
    """Everybody another name and number."""
    name = SURNAMES[place % 10] + NAMES[place // 10 % 20] + NAMES[place // 200 % 20]
    return a_face(name=name, number=f"Y00001200000126{place % 1_000_000:06d}"[:22].ljust(22, "0"))


def paper(face: Face) -> Paper:
    """What is printed for somebody."""
    return a_paper(face, code=signed(face, signer=a_signer(), address=ADDRESS), photo=PHOTO)


PHOTO = png(140, 196, cover=255)


def whole(face: Face, style: Style) -> bytes:
    """An electronic certificate, from its face to its signature."""
    held = credential(face, logged(face), signer=a_signer(), address=ADDRESS, at=AT)
    pdf = certificate_pdf(paper(face), style, on=DAY, credential=held)
    return signed_pdf(pdf, a_document_signer(), at=AT)


def bare(face: Face) -> bytes:
    """As many lines as a certificate has, as the typesetter's own source."""
    lines = list(face.said().values())[1 : LINES + 1]
    return ('#set text(font: "Noto Serif SC", fallback: false)\n' + "\n\n".join(map(repr, lines))).encode()


def rate(make: Callable[[], object]) -> tuple[float, float]:
    """How many are made a second, by the clock and by the processor."""
    wall, work = perf_counter(), process_time()
    for _ in range(TIMES):
        make()
    return TIMES / (perf_counter() - wall), TIMES / (process_time() - work)


def parts_of_one(style: Style) -> None:
    """Where the time of one goes, in milliseconds of processor time."""
    face = person(7)
    one, held = paper(face), credential(face, logged(face), signer=a_signer(), address=ADDRESS, at=AT)
    pdf = certificate_pdf(one, style, on=DAY, credential=held)
    steps: dict[str, Callable[[], object]] = {
        "the code, signed and drawn": lambda: drawing(paper(face).code),
        "the credential": lambda: credential(face, logged(face), signer=a_signer(), address=ADDRESS, at=AT),
        "the sheet": lambda: certificate_pdf(one, style, on=DAY, credential=held),
        "the signature of the PDF": lambda: signed_pdf(pdf, a_document_signer(), at=AT),
    }
    for name, step in steps.items():
        print(f"  {1000 / rate(step)[1]:6.2f} ms {name}")


def batch(style: Style) -> None:
    """A part of 100 sheets, and the memory for joining 100 such parts."""
    begun = process_time()
    part = sheets_pdf([paper(person(place)) for place in range(100)], style, on=DAY)
    print(f"  {100 / (process_time() - begun):.0f} sheets a second of processor time, in a part of 100")
    tracemalloc.start()
    begun, sent = process_time(), sum(map(len, joined_pdf(bytes(bytearray(part)) for _ in range(100))))
    taken_up = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"  10,000 sheets joined: {sent >> 20} MiB in {process_time() - begun:.1f} s, {taken_up >> 20} MiB of memory"
    )
