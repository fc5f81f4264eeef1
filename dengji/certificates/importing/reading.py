"""Reading a sheet of older certificates (读取历史证书表): in parts that are read apart, so that it may be of any size.

A csv file is cut where a line ends outside of quotes, which is so where an even number of quotes stands before; an
xlsx is made into a csv first (importing.workbook).
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple, TextIO, cast

from dengji.certificates.importing.columns import ALSO, COLUMNS, NEEDED, OWN, SCORES, places_of
from dengji.certificates.importing.workbook import write_csv
from dengji.institutions.lines import ABOVE, head
from dengji.procedure.refusals import NotAllowed

MOST_BYTES = 1024**3
PART = 512 * 1024
ENCODINGS = ("utf-8", "gb18030")
BETWEEN = "\0"
"""What stands between cells in a row; no file that is read has it in a cell."""
IN_ORDER = tuple(range(len(COLUMNS)))
Row = tuple[str, str, str, str, str, str, str, str, str, str]
"""A line (一行): what is a person's own, in six cells; what is alike in many rows, in one text; the three scores."""


class Part(NamedTuple):
    """A piece of the file (一段): whole lines, read apart from the others."""

    path: str
    encoding: str
    start: int
    past: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that can be read (历史证书表): digest, parts, where its columns stand, how many lines are above."""

    digest: str
    places: tuple[int, ...]
    above: int
    parts: tuple[Part, ...]


@contextmanager
def opened(path: Path) -> Iterator[Sheet]:
    """打开表格: raises NotAllowed where it is no such sheet at all. An xlsx lies unpacked meanwhile."""
    if path.suffix.lower() == ".csv":
        yield sheet_of(path)
        return
    with NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv") as unpacked:
        write_csv(path, cast(TextIO, unpacked))
        unpacked.flush()
        yield sheet_of(Path(unpacked.name))


def sheet_of(path: Path) -> Sheet:
    """A csv file with its parts. Raises NotAllowed."""
    size = path.stat().st_size
    if not 0 < size <= MOST_BYTES:
        raise NotAllowed("文件是空的，或者超过1GB。", remedy="请选择填好的表格；太大的分成几个导入。")
    for encoding in ENCODINGS:
        try:
            digest, cuts = _scanned(path, encoding)
        except UnicodeDecodeError:
            continue
        return _below_heads(path, encoding, digest, [*cuts, size])
    raise NotAllowed("无法识别文件的文字编码。", remedy="请另存为“CSV UTF-8”后再导入。")


def rows(part: Part, places: Sequence[int]) -> Iterator[Row]:
    """The lines of a part, every column at its place. Raises NotAllowed for what is no csv."""
    with Path(part.path).open("rb") as file:
        file.seek(part.start)
        text = file.read(part.past - part.start).decode(part.encoding)
    if '"' in text or text.count("\r") != text.count("\r\n"):
        return _quoted(text, places)
    return _plain(text.replace("\r\n", "\n").replace(",", BETWEEN), places)


def _plain(text: str, places: Sequence[int]) -> Iterator[Row]:
    """Lines in which nothing is quoted; those that look like the template are cut no further than they are needed."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    template = tuple(places) == IN_ORDER
    for line in lines:
        if template and line.count(BETWEEN) == SCORES + 2:
            number, name, document, identity, sex, born, others = line.split(BETWEEN, OWN)
            alike, theory, skill, review = others.rsplit(BETWEEN, 3)
            yield number, name, document, identity, sex, born, alike, theory, skill, review
        else:
            yield _row(line.split(BETWEEN), places)


def _quoted(text: str, places: Sequence[int]) -> Iterator[Row]:
    try:
        for cells in csv.reader(io.StringIO(text, newline="")):
            yield _row(cells, places)
    except csv.Error as wrong:
        raise NotAllowed("文件不是有效的CSV表格。", remedy="请检查引号是否成对，再导入。") from wrong


def _row(cells: Sequence[str], places: Sequence[int]) -> Row:
    """Cells as they stand in a line, brought into the order of the columns; those that are not there are empty."""
    ready = [cells[at] if at < len(cells) else "" for at in places]
    return cast(Row, (*ready[:OWN], BETWEEN.join(ready[OWN:SCORES]), *ready[SCORES:]))


def _scanned(path: Path, encoding: str) -> tuple[str, list[int]]:
    """The digest of a file, and where it can be cut. Raises UnicodeDecodeError, NotAllowed."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder(encoding)()
    cuts, at, inside = [], 0, False
    with path.open("rb") as file:
        while block := file.read(PART):
            digest.update(block)
            if "\0" in decoder.decode(block):
                raise NotAllowed("文件不是有效的CSV表格。", remedy="请另存为“CSV UTF-8”后再导入。")
            cut, inside = _cut(block, inside=inside)
            cuts += [at + cut] if cut else []
            at += len(block)
    decoder.decode(b"", final=True)
    return digest.hexdigest(), cuts


def _cut(block: bytes, *, inside: bool) -> tuple[int, bool]:
    """Where the last line of a block ends outside of quotes (0: nowhere), and whether the block ends inside of some."""
    ends_inside = inside ^ bool(block.count(b'"') & 1)
    at, within = len(block), ends_inside
    while (newline := block.rfind(b"\n", 0, at)) >= 0:
        within ^= bool(block.count(b'"', newline, at) & 1)
        if not within:
            return newline + 1, ends_inside
        at = newline
    return 0, ends_inside


def _below_heads(path: Path, encoding: str, digest: str, cuts: list[int]) -> Sheet:
    """The sheet below its heads, which stand within the first few lines. Raises NotAllowed."""
    top = list(_top(path, encoding, cuts[0]))
    found = next((at for at, (heads, _) in enumerate(top) if set(NEEDED) <= set(heads)), None)
    if found is None:
        closest = max(
            (heads for heads, _ in top), key=lambda heads: len(set(NEEDED) & set(heads)), default=()
        )
        missing = "、".join(each for each in NEEDED if each not in closest)
        raise NotAllowed(f"表格缺少列：{missing}。", remedy=f"表格的列：{'、'.join(COLUMNS)}。")
    heads, past = top[found]
    edges = [past, *(each for each in cuts if each > past)]
    parts = (Part(str(path), encoding, *edge) for edge in pairwise(edges))
    return Sheet(digest, places_of(heads), found + 1, tuple(parts))


def _top(path: Path, encoding: str, most: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """The first few lines as heads, each with the place in the file where it ends."""
    with path.open("rb") as file:
        for _ in range(ABOVE):
            line = file.readline(most)
            while line.count(b'"') & 1 and (more := file.readline(most)):
                line += more
            if not line:
                return
            cells = next(csv.reader([line.decode(encoding).lstrip("\ufeff")]), [])
            said = tuple(head(cell) for cell in cells)
            yield (
                tuple(ALSO.get(each, each) if ALSO.get(each) not in said else each for each in said),
                file.tell(),
            )
