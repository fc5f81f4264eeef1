"""The small documents that bodies hand in (演示材料): each set once, and handed in by whoever needs it."""

from datetime import date

from django.conf import settings

from dengji.demo.reading import Paper, Playbook
from dengji.records.documents import day_in_words, qr_code
from dengji.records.typesetting import typeset


def papers_for(book: Playbook, *, on: date) -> dict[str, bytes]:
    """A PDF for each material that the data names; under "" the one for all other materials."""
    note: str = book.says["paper_note"]
    made = {paper.key: _pdf(paper, note, on) for paper in book.papers}
    named = {material: made[paper.key] for paper in book.papers for material in paper.materials}
    return {"": made[book.papers[0].key], **named}


def _pdf(paper: Paper, note: str, on: date) -> bytes:
    address: str = settings.DENGJI_ADDRESS
    content = {
        "form": "letter",
        "author": [paper.title],
        "authority": paper.title,
        "title": paper.title,
        "number": "",
        "addressee": "",
        "paragraphs": paper.paragraphs,
        "issued_on": day_in_words(on),
        "address": address,
        "qr": qr_code(address),
        "check": [note],
    }
    return typeset("letter.typ", content, on=on)
