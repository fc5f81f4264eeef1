"""Sheets of scores (成绩表): one to fill in, with who has none yet; and how a row of one is read."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.scores.rules import Unreadable, is_blank
from dengji.evaluations.scores.rules import read as read_score
from dengji.institutions.sheets import Cells, Faulty, Form, Sheet, text
from dengji.institutions.sheets import read as read_sheet
from dengji.sealing.seals import opened

TICKET, ORDINAL, NAME, NUMBER, SCORE = "准考证号", "序号", "姓名", "证件号码", "成绩"
WIDTHS = (22, 8, 14, 24, 10)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet of scores (成绩表的一行): whose, by ticket or place on the list, and what, None for 缺考."""

    ticket: str
    ordinal: str
    masked: str
    value: Decimal | None = None
    blank: bool = False


def _line(cells: Cells) -> Line:
    """A row as it is read. Raises Faulty."""
    ticket, ordinal, masked = text(cells, TICKET), text(cells, ORDINAL), text(cells, NUMBER)
    if not (ticket or ordinal):
        raise Faulty(TICKET, "准考证号和序号至少填一项。")
    said = cells.get(SCORE)
    if is_blank(said):
        return Line(ticket, ordinal, masked, blank=True)
    try:
        return Line(ticket, ordinal, masked, read_score(said))
    except Unreadable as wrong:
        raise Faulty(SCORE, str(wrong)) from wrong


FORM = Form(
    "成绩",
    {TICKET: "", ORDINAL: "1", NAME: "张*", NUMBER: "", SCORE: "78.5"},
    _line,
)


def read(name: str, content: bytes) -> Sheet[Line]:
    """The rows of a sheet of scores (xlsx or csv). Raises NotAllowed where it is no such sheet at all."""
    return read_sheet(FORM, name, content)


def filled_in(people: Iterable[Candidate]) -> bytes:
    """成绩表: an xlsx with a row for each of these people, the score left open. All cells are text."""
    stream = io.BytesIO()
    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, plain) as book:
        page = book.add_worksheet(FORM.title)
        cell, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width, cell)
        page.freeze_panes(1, 0)
        for column, name in enumerate(FORM.columns):
            page.write_string(0, column, name, head)
        for row, who in enumerate(people, 1):
            shown = (who.ticket, str(who.ordinal), masked_name(who), who.masked)
            for column, said in enumerate(shown):
                page.write_string(row, column, said, cell)
    return stream.getvalue()


def masked_name(who: Candidate) -> str:
    """A candidate's name of which only the first sign is shown (姓名脱敏)."""
    name = opened(bytes(who.sealed))["name"]
    return name[:1] + "*" * (len(name) - 1)
