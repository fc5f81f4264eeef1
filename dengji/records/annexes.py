"""Annex forms on paper (附表): what was filled in, in the form's own layout, as PDF and as an editable Word file."""

from collections.abc import Iterator, Mapping
from typing import Any

from dengji.policy.engine.annexes import Annex, AnnexGroup, AnnexPart, Entry, Layout
from dengji.records.application_form import Dossier, Form, Piece, head, taken
from dengji.records.typesetting import typeset
from dengji.records.word import word

STAMP = "（加盖单位公章）"


def annex_pdf(annex: Annex, values: Mapping[str, Any], dossier: Dossier, form: Form) -> bytes:
    """附表（PDF）: raises what `typeset` raises."""
    return typeset("application.typ", annex_content(annex, values, dossier, form), on=form.printed_on)


def annex_word(annex: Annex, values: Mapping[str, Any], dossier: Dossier, form: Form) -> bytes:
    """附表（Word）: the same, to be edited further."""
    return word(annex_content(annex, values, dossier, form), on=form.printed_on)


def annex_content(annex: Annex, values: Mapping[str, Any], dossier: Dossier, form: Form) -> dict[str, Any]:
    """附表内容: group by group, each as pieces; what nobody filled in stays blank, to be written by hand.

    `values` are those of the form, by part; `dossier` is what was handed in with it.
    """
    around = head(dossier, form)
    if annex.layout is Layout.ESSAY or any(group.pledge for group in annex.groups):
        around["signed"] = ""  # it is signed under the pledge, or nowhere
    return {**around, "parts": [_group(each, annex.layout, values, dossier, form) for each in annex.groups]}


def day_of(signed: Mapping[str, Any]) -> str:
    """The day of a signature as it is written under a form; empty before it is signed."""
    if not signed.get("signed_at"):
        return ""
    year, month, day = str(signed["signed_at"])[:10].split("-")
    return f"{int(year)}年{int(month)}月{int(day)}日"


def _group(
    group: AnnexGroup, layout: Layout, values: Mapping[str, Any], dossier: Dossier, form: Form
) -> dict[str, Any]:
    pieces: list[Piece] = []
    if layout is Layout.ESSAY:
        pieces += _essay(group, values)
    else:
        pieces += _cells([part for part in group.parts if part.entry is Entry.LINE], values)
        pieces += [
            _table(part, values, dossier, form) for part in group.parts if part.entry is not Entry.LINE
        ]
    if group.pledge:
        pieces.append(_pledge(group, dossier.get("commitment") or {}))
    return {"title": group.label, "pieces": pieces}


def _pledge(group: AnnexGroup, signed: Mapping[str, Any]) -> Piece:
    return {
        "title": "",
        "kind": "pledge",
        "text": group.pledge,
        "signs": list(group.signs),
        "name": str(signed.get("signed_by") or ""),
        "day": day_of(signed),
    }


def _essay(group: AnnexGroup, values: Mapping[str, Any]) -> Iterator[Piece]:
    """Lines as “label：value”, texts under their labels; what was not asked for and not said is left out."""
    for part in group.parts:
        said = str(values.get(part.id) or "")
        if part.entry is Entry.LINE:
            yield {"title": "", "kind": "words", "rows": [f"{_label(part)}：{said}"]}
        elif said.strip() or part.required:
            yield {"title": _label(part), "kind": "words", "rows": _lines(said)}


def _cells(parts: list[AnnexPart], values: Mapping[str, Any]) -> list[Piece]:
    """Labels and values two by two, a wide one by itself."""
    rows: list[list[str]] = []
    half: list[str] = []
    for part in parts:
        said = str(values.get(part.id) or "")
        cell = [_label(part), f"{said}　{STAMP}" if part.stamp else said]
        if half and not part.wide:
            half += cell
            half = []
            continue
        rows.append(cell)
        half = [] if part.wide else cell
    return [{"title": "", "kind": "cells", "rows": rows}] if rows else []


def _table(part: AnnexPart, values: Mapping[str, Any], dossier: Dossier, form: Form) -> Piece:
    if part.register_ is not None:
        return taken(part.register_, _label(part), dossier, form)
    if part.entry is Entry.TEXT:
        return {"title": _label(part), "kind": "box", "rows": _lines(str(values.get(part.id) or ""))}
    rows = values.get(part.id) or []
    blank: list[dict[str, str]] = [{}] * max((part.most or 0) - len(rows), 0)
    return {
        "title": "",
        "kind": "list",
        "columns": ["序号", *(column.label for column in part.columns)],
        "widths": [2, *(column.width for column in part.columns)],
        "rows": [
            [str(at), *(str(row.get(column.id, "")) for column in part.columns)]
            for at, row in enumerate([*rows, *blank], 1)
        ],
    }


def _label(part: AnnexPart) -> str:
    return part.on_paper or part.label


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
