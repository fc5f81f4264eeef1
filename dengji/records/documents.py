"""What letters say on paper (文书版式): their content, ready to be set, and the address to check them at."""

from datetime import date
from io import BytesIO
from typing import Any

import segno
from django.conf import settings

from dengji.policy.engine.terms import LetterKind
from dengji.procedure.models import Letter
from dengji.records.typesetting import typeset

CHECK = "扫描二维码或打开下列地址，可核对本文书的内容和办理结果。"


def day_in_words(day: date) -> str:
    """成文日期: 2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def letter_address(letter: Letter) -> str:
    """公开地址: where everybody can check a letter."""
    return f"{settings.DENGJI_ADDRESS.rstrip('/')}/letter/{letter.token}/"


def letter_pdf(letter: Letter) -> bytes:
    """文书: the letter as PDF; raises what `typeset` raises."""
    return typeset("letter.typ", letter_content(letter), on=letter.issued_on)


def letter_content(letter: Letter) -> dict[str, Any]:
    """文书内容: a notice is set as 公文, every other letter in the plainer 信函格式."""
    address = letter_address(letter)
    return {
        "form": "document" if letter.kind == LetterKind.NOTICE else "letter",
        "author": [letter.authority.name],
        "authority": letter.authority.name,
        "title": letter.title,
        "number": letter.number,
        "addressee": letter.addressee,
        "paragraphs": [line for text in letter.paragraphs for line in text.splitlines() if line.strip()],
        "issued_on": day_in_words(letter.issued_on),
        "address": address,
        "qr": qr_code(address),
        "check": [CHECK],
    }


def qr_code(address: str) -> str:
    """二维码: an address as an SVG drawing."""
    drawing = BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=0, xmldecl=False)
    return drawing.getvalue().decode()
