"""An xlsx of any size made into a csv (表格解包), row by row, in little memory.

Read are the cells of the first sheet: texts, numbers, and numbers that a style shows as dates. Of a formula what it
came to is read, as text; nothing is worked out. After ECMA-376 (Office Open XML), SpreadsheetML.
"""

import csv
import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, TextIO
from xml.parsers import expat

from dengji.institutions.lines import NOT_A_SHEET
from dengji.procedure.refusals import NotAllowed

MOST_UNPACKED = 4 * 1024**3
MOST_TEXTS = 512 * 1024 * 1024
MOST_COLUMNS = 200
DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a sheet knows no time zone
DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The numbers of formats that show dates, which no sheet spells out."""
SHOWS_DATE = re.compile(r"[ymd]", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
BLOCK = 256 * 1024
AGAIN = "请另存为xlsx或“CSV UTF-8”后再导入。"


class NotXml(Exception):
    """A part of the book that cannot be what it should be (文件内容不对)."""


def write_csv(path: Path, out: TextIO) -> None:
    """写成CSV: the rows of the first sheet. Raises NotAllowed where the file is no xlsx."""
    try:
        with zipfile.ZipFile(path) as book:
            if sum(part.file_size for part in book.infolist()) > MOST_UNPACKED:
                raise NotAllowed("表格展开后过大。", remedy="请分成几个表格导入。")
            csv.writer(out).writerows(_rows(book))
    except (zipfile.BadZipFile, KeyError, ValueError, expat.ExpatError, NotXml) as wrong:
        raise NotAllowed(NOT_A_SHEET, remedy=AGAIN) from wrong


def _rows(book: zipfile.ZipFile) -> Iterator[list[str]]:
    names = book.namelist()
    texts = _texts(book) if "xl/sharedStrings.xml" in names else Texts()
    dated = _dated(book) if "xl/styles.xml" in names else {}
    zero = DAY_ZERO[b'date1904="1"' in book.read("xl/workbook.xml")]
    page = min((each for each in names if PAGE.fullmatch(each)), key=lambda each: (len(each), each))
    reader = Cells(texts, dated, zero)
    with book.open(page) as file:
        for _ in _fed(file, reader.parser):
            yield from reader.taken()
    yield from reader.taken()


PAGE = re.compile(r"xl/worksheets/sheet\d+\.xml")


class Texts:
    """The texts that cells share (共享文字), close together in memory."""

    def __init__(self) -> None:
        self.whole, self.ends = bytearray(), array("Q", [0])

    def add(self, text: str) -> None:
        """One more. Raises NotXml where they are too many."""
        self.whole += text.encode()
        self.ends.append(len(self.whole))
        if len(self.whole) > MOST_TEXTS:
            raise NotXml("too many texts")

    def __getitem__(self, place: int) -> str:
        if not 0 <= place < len(self.ends) - 1:
            raise NotXml("no such text")
        return self.whole[self.ends[place] : self.ends[place + 1]].decode()


class Cells:
    """Puts together the rows of a sheet from its elements (单元格); `parser` is fed, `taken` gives what is whole."""

    def __init__(self, texts: Texts, dated: Mapping[int, bool], zero: datetime) -> None:
        self.texts, self.dated, self.zero = texts, dated, zero
        self.row: list[str] = []
        self.whole: list[list[str]] = []
        self.said: list[str] = []
        self.kind, self.place, self.number, self.shows_date, self.reads = "n", 0, 0, False, False
        self.parser = _parser()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.parser.CharacterDataHandler = self._text

    def taken(self) -> list[list[str]]:
        """The rows that have come since the last time."""
        taken, self.whole = self.whole, []
        return taken

    def _begin(self, tag: str, told: dict[str, str]) -> None:
        if tag == "c":
            self.kind, self.said = told.get("t", "n"), []
            self.place = _column(told["r"]) if "r" in told else len(self.row)
            self.shows_date = self.dated.get(int(told.get("s", "0")), False)
        elif tag == "row":
            self.whole += [[] for _ in range(min(int(told.get("r", self.number + 1)) - self.number - 1, 100))]
            self.row, self.number = [], int(told.get("r", self.number + 1))
        self.reads = tag in {"v", "t"}

    def _text(self, text: str) -> None:
        if self.reads:
            self.said.append(text)

    def _end(self, tag: str) -> None:
        self.reads = False
        if tag == "row":
            self.whole.append(self.row)
        elif tag == "c" and self.said and self.place < MOST_COLUMNS:
            self.row += [""] * (self.place + 1 - len(self.row))
            self.row[self.place] = self._cell("".join(self.said))

    def _cell(self, said: str) -> str:
        if self.kind == "s":
            return self.texts[int(said)]
        if self.kind != "n":
            return said
        number = float(said)
        if self.shows_date and 0 < number < 3_000_000:
            return (self.zero + timedelta(days=number)).isoformat()[:10]
        return str(int(number)) if number.is_integer() and abs(number) < 10**15 else repr(number)


def _column(cell: str) -> int:
    """The place of a column from the address of a cell: A1 is 0, AB12 is 27."""
    place = 0
    for sign in cell.rstrip("0123456789"):
        place = place * 26 + ord(sign) - 64
    return place - 1


def _texts(book: zipfile.ZipFile) -> Texts:
    texts, parser = Texts(), _parser()
    said: list[str] = []
    reads, aside = [False], [0]

    def begin(tag: str, _: dict[str, str]) -> None:
        reads[0] = tag == "t" and not aside[0]
        aside[0] += tag == "rPh"  # how it is read aloud

    def end(tag: str) -> None:
        reads[0] = False
        aside[0] -= tag == "rPh"
        if tag == "si":
            texts.add("".join(said))
            said.clear()

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = lambda text: said.append(text) if reads[0] else None
    with book.open("xl/sharedStrings.xml") as file:
        for _ in _fed(file, parser):
            pass
    return texts


def _dated(book: zipfile.ZipFile) -> dict[int, bool]:
    """Which styles show a number as a date."""
    spelt: dict[str, str] = {}
    styles: list[str] = []
    within, parser = [""], _parser()

    def begin(tag: str, told: dict[str, str]) -> None:
        within[0] = tag if tag in {"cellXfs", "cellStyleXfs"} else within[0]
        if tag == "numFmt":
            spelt[told["numFmtId"]] = told.get("formatCode", "")
        elif tag == "xf" and within[0] == "cellXfs":
            styles.append(told.get("numFmtId", "0"))

    parser.StartElementHandler = begin
    with book.open("xl/styles.xml") as file:
        for _ in _fed(file, parser):
            pass
    return {place: _is_date(each, spelt) for place, each in enumerate(styles)}


def _is_date(number: str, spelt: Mapping[str, str]) -> bool:
    if number in spelt:
        return bool(SHOWS_DATE.search(QUOTED.sub("", spelt[number])))
    return int(number) in DATES


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True

    def refused(*_: object) -> None:
        raise NotXml("a sheet declares no entities")

    parser.StartDoctypeDeclHandler = refused
    return parser


def _fed(file: IO[bytes], parser: expat.XMLParserType) -> Iterator[None]:
    """Feeds the file to the parser, block by block."""
    while block := file.read(BLOCK):
        parser.Parse(block, False)
        yield
    parser.Parse(b"", True)
