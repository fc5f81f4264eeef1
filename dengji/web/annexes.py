"""The text's forms as files (附表下载): for whoever may see the case, as Word and as PDF."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from dengji.filings.forms import forms_of, lacking
from dengji.filings.levels import in_levels
from dengji.institutions.terms import Tenure, TitleLevel, VenueKind
from dengji.occupations.levels import levels
from dengji.policy.engine.annexes import Annex
from dengji.policy.engine.pack import Pack
from dengji.procedure.models import Case
from dengji.records.annexes import annex_pdf, annex_word
from dengji.records.application_form import Form
from dengji.records.terms import MediaType

PRINTED = {"pdf": annex_pdf, "docx": annex_word}
TYPES = {"pdf": MediaType.PDF, "docx": MediaType.DOCX}


class Listed(NamedTuple):
    """A form of the case (附表): its name, what the text says of it, and what it still lacks."""

    name: str
    annex: Annex
    lacks: list[str]


def annexes(pack: Pack, matter: str, dossier: Mapping[str, Any]) -> list[Listed]:
    """附表一览: the forms that a dossier has, each with what it lacks; none before there is a dossier."""
    said = dossier.get("forms") or {}
    found = forms_of(pack, matter).items()
    return [Listed(name, annex, lacking(annex, said[name], dossier)) for name, annex in found if name in said]


def annex_file(
    case: Case, pack: Pack, dossier: Mapping[str, Any], asked: tuple[str, str], *, on: date
) -> HttpResponse:
    """附表下载: a form by name and ending, filled in as the dossier says.

    Raises Http404 for a form that the dossier does not have and for another ending, CannotBeSet for characters that
    no font has.
    """
    name, ending = asked
    annex, said = forms_of(pack, case.matter).get(name), dossier.get("forms") or {}
    if annex is None or name not in said or ending not in PRINTED:
        raise Http404
    form = Form(annex.label, case.number, tuple(annex.opinions), on, words())
    return answered(PRINTED[ending](annex, said[name], dossier, form), f"{annex.label}{case.number}.{ending}")


def answered(content: bytes, name: str) -> HttpResponse:
    """A file as an answer: a PDF is shown in place, anything else is saved."""
    kind = TYPES[name.rpartition(".")[2]]
    answer = HttpResponse(content, content_type=kind.value)
    named = content_disposition_header(as_attachment=kind is not MediaType.PDF, filename=name)
    answer["Content-Disposition"] = named or "attachment"
    return answer


def words() -> dict[str, str]:
    """The codes of a dossier in words."""
    chosen = [*VenueKind.choices, *Tenure.choices, *TitleLevel.choices]
    return {code: str(label) for code, label in chosen} | {
        level.code: in_levels([level.code]) for level in levels()
    }
