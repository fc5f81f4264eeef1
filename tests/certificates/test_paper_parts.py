"""Thousands of certificates go out in parts: whoever is interrupted goes on, and one part is in memory at a time."""

import io
import tracemalloc
import zipfile
from collections.abc import Sequence

import pytest

from dengji.certificates.paper.anatomy import NotOurs
from dengji.certificates.paper.joining import joined_pdf
from dengji.certificates.paper.parts import NamedFile, joined_zip, zipped
from dengji.certificates.paper.printing import Design, certificate_pdf, sheets_pdf
from tests.certificates.papers import DAY, a_face, a_paper, a_style
from tests.records import sheets


def number(n: int) -> str:
    """The nth number."""
    return f"Y0000120000012630{n:05d}"


def printed(some: Sequence[int]) -> bytes:
    """Their certificates, a sheet each."""
    return sheets_pdf([a_paper(a_face(number=number(n))) for n in some], a_style(), on=DAY)


@pytest.mark.row("TJ21-8a")
def test_the_parts_of_a_batch_become_one_pdf_in_their_order() -> None:
    made = [printed(some) for some in ([0, 1], [2, 3], [4])]
    whole = b"".join(joined_pdf(made))
    pages = sheets.reader(whole).pages
    assert len(pages) == 5
    for n, page in enumerate(pages):
        said = "".join(page.extract_text().split())
        assert number(n) in said
        assert "欧阳明月" in said


def test_designs_and_sheets_of_other_sizes_join_too() -> None:
    upright = sheets_pdf([a_paper()], a_style(Design.PLAIN), on=DAY)
    pages = sheets.reader(b"".join(joined_pdf([printed([1]), upright]))).pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [True, False]


def test_a_joined_pdf_lists_every_object_where_it_is() -> None:
    whole = b"".join(joined_pdf([printed([1, 2]), printed([3])]))
    table = int(whole.split(b"startxref\n")[1].split()[0])
    rows = whole[table:].split(b"\n")[2:]
    count = int(whole[table:].split(b"\n")[1].split()[1])
    for place, row in enumerate(rows[1:count], 1):
        assert whole[int(row[:10]) :].startswith(b"%d 0 obj\n" % place)
        assert len(row) == 19  # with its end of line, 20


def test_what_was_not_set_here_is_not_joined() -> None:
    with pytest.raises(NotOurs):
        list(joined_pdf([printed([1]), b"%PDF-1.4\nhello"]))


@pytest.mark.row("TJ21-8a")
def test_single_certificates_go_out_as_one_zip() -> None:
    def make(some: Sequence[int]) -> bytes:
        files = (certificate_pdf(a_paper(a_face(number=number(n))), a_style(), on=DAY) for n in some)
        return zipped(
            (NamedFile(f"{number(n)}.pdf", file) for n, file in zip(some, files, strict=True)), on=DAY
        )

    made = [make(some) for some in ([0, 1], [2])]
    with zipfile.ZipFile(io.BytesIO(b"".join(joined_zip(made, on=DAY)))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{number(n)}.pdf" for n in range(3)]
        assert {each.date_time for each in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
        assert number(2) in sheets.words(archive.read(f"{number(2)}.pdf"))


def test_names_in_chinese_survive_in_a_zip() -> None:
    part = zipped([NamedFile("欧阳明月 电工.pdf", b"x")], on=DAY)
    with zipfile.ZipFile(io.BytesIO(b"".join(joined_zip([part], on=DAY)))) as archive:
        assert archive.namelist() == ["欧阳明月 电工.pdf"]


@pytest.mark.parametrize("kind", ["pdf", "zip"])
def test_ten_times_as_many_parts_take_no_more_memory(kind: str) -> None:
    sheet = printed(range(2))

    def part(n: int) -> bytes:
        return bytes(bytearray(sheet)) if kind == "pdf" else zipped([NamedFile(f"{n}.pdf", sheet)], on=DAY)

    def most(many: int) -> int:
        tracemalloc.start()
        copies = (part(n) for n in range(many))
        sent = sum(map(len, joined_pdf(copies) if kind == "pdf" else joined_zip(copies, on=DAY)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sent > many * len(sheet) * 0.9
        return peak

    assert most(40) < most(4) * 2
