"""What stands on the sheets of a PDF, and where: measured for tests, in millimetres."""

from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PdfReader

MILLIMETRE = 72 / 25.4


class Run(NamedTuple):
    """A run of text: from the left and the top edge of the sheet to its baseline, and its size in points."""

    words: str
    left: float
    top: float
    size: float


def reader(pdf: bytes) -> PdfReader:
    """The PDF, opened."""
    return PdfReader(BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All its words, without blanks and line ends."""
    return "".join("".join(page.extract_text().split()) for page in reader(pdf).pages)


def runs(pdf: bytes, page: int = 0) -> list[Run]:
    """The runs of text of a page that show something, without their blanks."""
    sheet = reader(pdf).pages[page]
    high = float(sheet.mediabox.height)
    found: list[Run] = []

    def see(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if text.strip():
            found.append(
                Run("".join(text.split()), x / MILLIMETRE, (high - y) / MILLIMETRE, abs(size * tm[0] * cm[0]))
            )

    sheet.extract_text(visitor_text=see)
    return found
