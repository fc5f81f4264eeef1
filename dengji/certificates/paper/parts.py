"""A large batch in parts (分段打印): each part is made by itself, so that whoever is interrupted goes on with the next.

A part is a PDF of some sheets, or a zip of some single files. Parts are joined into one while they are sent: no more
than one of them is in memory at a time.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, NamedTuple, cast

SIZE = 100
"""How many certificates make a part."""


class NamedFile(NamedTuple):
    """A file of a zip (压缩包内文件): its name in there, and what it holds."""

    name: str
    content: bytes


def zipped(files: Iterable[NamedFile], *, on: date) -> bytes:
    """A part that is a zip of files, dated `on`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for file in files:
            archive.writestr(_entry(file.name, on), file.content)
    return held.getvalue()


def joined_zip(parts: Iterable[bytes], *, on: date) -> Iterator[bytes]:
    """合并压缩包: one zip of all the files of the parts, as it is sent."""
    sent = Outgoing()
    with zipfile.ZipFile(cast(IO[bytes], sent), "w") as archive:
        for part in parts:
            with zipfile.ZipFile(io.BytesIO(part)) as own:
                for name in own.namelist():
                    archive.writestr(_entry(name, on), own.read(name))
                    yield sent.taken()
    yield sent.taken()


def _entry(name: str, on: date) -> zipfile.ZipInfo:
    """A file's head in a zip; PDFs are packed already."""
    return zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))


class Outgoing:
    """A file that is only written: what was written is taken away as it goes out."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Takes a piece."""
        self._held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        pieces, self._held = self._held, []
        return b"".join(pieces)
