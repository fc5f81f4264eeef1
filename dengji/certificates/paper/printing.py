"""Certificates on paper (证书打印): one as a PDF that keeps and carries its credential, or many for the printer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from dengji.certificates.paper.credential import FILE
from dengji.certificates.paper.faces import Face
from dengji.certificates.paper.pictures import framed
from dengji.certificates.paper.qr import drawing
from dengji.policy.engine.terms import Regime
from dengji.records.documents import day_in_words
from dengji.records.typesetting import typeset

TEMPLATE = "certificate.typ"
PHOTO = (35, 49)  # millimetres


class Design(TextChoices):
    """How a certificate looks (证书版式)."""

    CLASSIC = "classic", "庄重（横版，红金边框）"
    PLAIN = "plain", "简洁（竖版，蓝色）"
    FOLDED = "folded", "对开（横版，左右两页）"
    QUALIFICATION = "qualification", "职业资格（竖版，绿色）"
    ABILITY = "ability", "专项职业能力（横版，紫色）"


DESIGNS: Mapping[str, Sequence[Design]] = {
    Regime.SKILL_LEVEL: (Design.CLASSIC, Design.PLAIN, Design.FOLDED),
    Regime.ACCESS_QUALIFICATION: (Design.QUALIFICATION,),
    Regime.SPECIAL_ABILITY: (Design.ABILITY,),
}
"""The designs that a certificate of each kind may have; the first is the usual one."""
ATTESTS: Mapping[Design, str] = {
    Design.QUALIFICATION: "兹证明持证人经国家职业资格考核合格，具备从事下列职业的资格。",
    Design.ABILITY: "兹证明持证人经考核合格，具备下列专项职业能力。",
}
SKILLED = "兹证明持证人经本机构考核评价合格，达到下列职业（工种）和等级的技能水平。"


@dataclass(frozen=True, slots=True)
class Style:
    """How one body's certificates look (发证样式): design, seal and signature as drawings, who signs as what."""

    design: Design
    seal: str = ""
    signature: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that stands on one certificate (证书内容): its face, and what only its holder's copy shows.

    `identity` is the whole document number; `marks` are labels and marks; `photo` a JPEG or PNG file, empty where
    there is none; `code` the text of the QR code; `address` where everybody looks certificates up.
    """

    face: Face
    identity: str
    sex: str
    born: date | None
    code: str
    address: str
    marks: Sequence[tuple[str, str]] = ()
    photo: bytes = b""


def certificate_pdf(paper: Paper, style: Style, *, on: date, credential: str = "") -> bytes:
    """电子证书: one certificate as PDF, dated `on`, with its credential inside. Raises what `typeset` raises."""
    content, beside = _content([paper], style)
    return typeset(TEMPLATE, content, on=on, beside=beside, carries=credential)


def sheets_pdf(papers: Sequence[Paper], style: Style, *, on: date) -> bytes:
    """证书打印稿: many certificates as one PDF for the printer, a sheet each. Raises what `typeset` raises."""
    content, beside = _content(papers, style)
    return typeset(TEMPLATE, content, on=on, beside=beside, plain=True)


def _content(papers: Sequence[Paper], style: Style) -> tuple[dict[str, Any], dict[str, str]]:
    """What stands on the certificates, and the drawings beside it by their names."""
    pictures = {"seal": style.seal, "signature": style.signature}
    drawings = {name: each for name, each in pictures.items() if each}
    for place, paper in enumerate(papers):
        drawings[f"qr-{place}"] = drawing(paper.code)
        if paper.photo:
            drawings[f"photo-{place}"] = framed(paper.photo, *PHOTO)
    first = papers[0].face
    content = {
        "title": f"{first.title} {first.number}" if len(papers) == 1 else first.title,
        "author": [first.body],
        "file": FILE,
        "design": style.design.value,
        "seal": bool(style.seal),
        "signature": bool(style.signature),
        "papers": [_said(paper, style, place) for place, paper in enumerate(papers)],
    }
    return content, drawings


def _said(paper: Paper, style: Style, place: int) -> dict[str, Any]:
    """One certificate as the template takes it."""
    face = paper.face
    return {
        "title": face.title,
        "attests": ATTESTS.get(style.design, SKILLED),
        "name": face.name,
        "sex": paper.sex,
        "born": day_in_words(paper.born) if paper.born else "",
        "document": face.document,
        "identity": paper.identity,
        "occupation": face.occupation,
        "work-type": face.work_type,
        "code": face.code,
        "level": face.level_label,
        "marks": [[label, mark] for label, mark in paper.marks if mark],
        "number": face.number,
        "body": face.body,
        "issued-on": day_in_words(date.fromisoformat(face.issued_on)),
        "address": paper.address,
        "signer": style.signer,
        "qr": f"qr-{place}",
        "photo": f"photo-{place}" if paper.photo else "",
    }
