"""Forms as Word files (可编辑的表格): the content that is set as PDF, written as a .docx that anybody may go on with.

Contents are put in as text and never read as markup or as a template.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from dengji.records.typesetting import printable

Piece = Mapping[str, Any]
TEXT_WIDTH = 156  # millimetres, as on the sheets that are set as PDF
TEXT, TITLE, HEADING = "仿宋", "宋体", "黑体"
SIZE_2, SIZE_4, SIZE_SMALL_4, SIZE_5 = 22, 14, 12, 10.5
LABEL_WIDTH = 30
ALIGNED = {
    "LEFT": WD_ALIGN_PARAGRAPH.LEFT,
    "CENTER": WD_ALIGN_PARAGRAPH.CENTER,
    "RIGHT": WD_ALIGN_PARAGRAPH.RIGHT,
}
SHADE = "F2F2F2"
BLANK_DAY = "年　　月　　日"
UNWRITABLE = {0xFFFE: None, 0xFFFF: None}  # no XML file may hold them


def word(content: Mapping[str, Any], *, on: date) -> bytes:
    """Word 文件: the bytes of a .docx with a form's content, dated `on`."""
    said = printable(content)
    paper = _paper(said, on)
    _paragraph(
        paper.add_paragraph(), said["title"], font=TITLE, size=SIZE_2, bold=True, align="CENTER", below=18
    )
    for part in said["parts"]:
        _paragraph(
            paper.add_paragraph(), part["title"], font=HEADING, size=SIZE_4, bold=True, above=12, below=6
        )
        for piece in part["pieces"]:
            if piece["title"]:
                _paragraph(paper.add_paragraph(), piece["title"], font=HEADING, above=6, below=3)
            SET[piece["kind"]](paper, piece)
    if said["signed"]:
        _paragraph(paper.add_paragraph(), said["signed"], above=12)
    for opinion in said["opinions"]:
        _opinion(paper, opinion)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _paper(content: Mapping[str, Any], on: date) -> Paper:
    """An A4 sheet with the margins of an official document, and who made it."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    _paragraph(
        page.footer.paragraphs[0], f"{content['number']}　{content['printed']}", size=SIZE_5, align="CENTER"
    )
    told = paper.core_properties
    told.title, told.author, told.comments = content["title"], content["author"][0][:200], ""
    told.created = told.modified = datetime(on.year, on.month, on.day)  # noqa: DTZ001 (the file keeps a day)
    return paper


def _paragraph(
    paragraph: Paragraph, words: str, *, font: str = TEXT, size: float = SIZE_SMALL_4, **given: Any
) -> None:
    """Put words into a paragraph: `bold`, `align`, `above` and `below` in points, `indent` by two characters."""
    run = paragraph.add_run(words.translate(UNWRITABLE))
    run.font.name, run.font.size, run.bold = font, Pt(size), given.get("bold", False)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(given.get("above", 0)), Pt(given.get("below", 0))
    if given.get("indent"):
        form.first_line_indent = Pt(2 * size)
    paragraph.alignment = ALIGNED[given.get("align", "LEFT")]


def _table(paper: Paper, widths: Sequence[float]) -> Table:
    """A ruled table of columns so many millimetres wide."""
    table: Table = paper.add_table(rows=0, cols=len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _row(table: Table, cells: Sequence[str], *, labels: Callable[[int], bool], align: str = "CENTER") -> _Row:
    """A row of cells; those that are labels stand out."""
    row = _another(table)
    for at, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
        _fill(cell, words, label=labels(at), align="CENTER" if labels(at) else align)
        if width := table.columns[at].width:
            cell.width = width
    return row


def _another(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    return row


def _fill(cell: _Cell, words: str, *, label: bool, align: str = "LEFT") -> None:
    font = HEADING if label else TEXT
    _paragraph(cell.paragraphs[0], words, font=font, size=SIZE_5, align=align, above=3, below=3)
    if label:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
            shade.set(qn(f"w:{key}"), value)
        cell._element.get_or_add_tcPr().append(shade)


def _cells(paper: Paper, piece: Piece) -> None:
    """Labels and values two by two; a pair by itself takes the whole row."""
    half = TEXT_WIDTH / 2 - LABEL_WIDTH
    table = _table(paper, (LABEL_WIDTH, half, LABEL_WIDTH, half))
    for row in piece["rows"]:
        if len(row) == 2:
            label, whole = _spanned(table, 1)
            _fill(label, row[0], label=True, align="CENTER")
            _fill(whole, row[1], label=False)
        else:
            _row(table, row, labels=_even, align="LEFT")


def _spanned(table: Table, first: int) -> tuple[_Cell, _Cell]:
    """A row whose cells from one on are a single one; the cell at its beginning, and that one."""
    cells = _another(table).cells
    return cells[0], cells[first].merge(cells[-1])


def _even(at: int) -> bool:
    return at % 2 == 0


def _pairs(paper: Paper, piece: Piece) -> None:
    table = _table(paper, (LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH))
    for row in piece["rows"]:
        _row(table, row, labels=lambda at: at == 0, align="LEFT")


def _quads(paper: Paper, piece: Piece) -> None:
    pairs = piece["rows"]
    _cells(paper, {"rows": [[*one, *other] for one, other in zip(pairs[::2], pairs[1::2], strict=True)]})


def _list(paper: Paper, piece: Piece) -> None:
    """A list with a head that repeats on every sheet."""
    whole = sum(piece["widths"])
    table = _table(paper, [width * TEXT_WIDTH / whole for width in piece["widths"]])
    top = _row(table, piece["columns"], labels=lambda at: True)
    repeats = OxmlElement("w:tblHeader")
    repeats.set(qn("w:val"), "true")
    top._tr.get_or_add_trPr().append(repeats)
    for row in piece["rows"]:
        _row(table, row, labels=lambda at: False)
    if not piece["rows"]:
        _fill(_spanned(table, 0)[1], "（无）", label=False, align="CENTER")


def _words(paper: Paper, piece: Piece) -> None:
    for line in piece["rows"] or [""]:
        _paragraph(paper.add_paragraph(), line, indent=True, below=3)


def _box(paper: Paper, piece: Piece) -> None:
    cell = _another(_table(paper, (TEXT_WIDTH,))).cells[0]
    _fill(cell, "\n".join(piece["rows"]), label=False)


def _pledge(paper: Paper, piece: Piece) -> None:
    """What is promised, and where it is signed."""
    cell = _another(_table(paper, (TEXT_WIDTH,))).cells[0]
    _paragraph(cell.paragraphs[0], piece["text"], indent=True, above=6, below=24)
    for at, sign in enumerate(piece["signs"]):
        name = piece["name"] if at == 0 else ""
        _paragraph(cell.add_paragraph(), f"{sign}：{name or '　　　　　　'}", align="RIGHT", below=6)
    _paragraph(cell.add_paragraph(), piece["day"] or BLANK_DAY, align="RIGHT", below=6)


def _opinion(paper: Paper, words: str) -> None:
    """A box for an opinion, its seal and its day."""
    _paragraph(paper.add_paragraph(), "", size=6)
    row = _row(_table(paper, (LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH)), (words, ""), labels=lambda at: at == 0)
    row.height = Mm(45)
    for line in ("（盖章）", BLANK_DAY):
        _paragraph(row.cells[1].add_paragraph(), line, align="RIGHT", above=24 if line == "（盖章）" else 3)


SET: Mapping[str, Callable[[Paper, Piece], None]] = {
    "cells": _cells,
    "pairs": _pairs,
    "quads": _quads,
    "list": _list,
    "words": _words,
    "box": _box,
    "pledge": _pledge,
}
"""How each kind of piece is written."""
