"""The library of texts, and which of them governs (政策库、查适用文本)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dengji import clock
from dengji.notices.consultations import consultations_on, consultations_running, phase_on
from dengji.people.queries import cities_by_province, place_chain
from dengji.policy.library import library as texts_on
from dengji.policy.queries import governing
from dengji.web.public.drawing import drawn
from dengji.web.public.forms import WhichForm
from dengji.web.public.textpage import PARTS, text_page


def library(request: HttpRequest) -> HttpResponse:
    """政策库: every text with where it stands today."""
    today = clock.today()
    shown = {"texts": texts_on(today), "consultations": consultations_running(today), "nav": "law"}
    return render(request, "public/library.html", shown | {"today": today})


def text(request: HttpRequest, pack_id: str) -> HttpResponse:
    """一份文本: where it stands, its procedures with the first one drawn, its readings, its life."""
    shown = _text(pack_id, "about")
    page = shown["page"]
    first = drawn(page.pack, page.procedures[0].key, "flow") if page.procedures else None
    asked = [(each, phase_on(each, clock.today())) for each in consultations_on(pack_id)]
    return render(request, "public/text/about.html", shown | {"drawing": first, "consultations": asked})


def text_part(request: HttpRequest, pack_id: str, part: str) -> HttpResponse:
    """文本的一页: its procedures, conditions, numbers, readings, articles, or its life."""
    if part not in PARTS:
        raise Http404("没有这一页")
    return render(request, f"public/text/{part}.html", _text(pack_id, part))


def procedure(request: HttpRequest, pack_id: str, matter: str) -> HttpResponse:
    """办理程序: one procedure, drawn and step by step."""
    shown = _text(pack_id, "procedures")
    chosen = shown["page"].procedure(matter)
    if chosen is None:
        raise Http404("没有这项程序")
    shown |= {"procedure": chosen, "drawing": drawn(shown["page"].pack, matter, "flow")}
    return render(request, "public/text/procedure.html", shown)


def _text(pack_id: str, part: str) -> dict[str, Any]:
    """What every page of a text shows. Raises Http404 for a text that is not in the library."""
    today = clock.today()
    page = text_page(pack_id, today)
    if page is None:
        raise Http404("没有这份文本")
    return {"page": page, "part": part, "nav": "law", "today": today}


def which(request: HttpRequest) -> HttpResponse:
    """查适用文本: which text governs at a place for a kind of evaluation on a day, and why not the others."""
    today = clock.today()
    matters = {name: each.title for shelf in texts_on(today) for name, each in shelf.pack.matters.items()}
    form = WhichForm(
        request.GET or None, initial={"on": today}, provinces=cities_by_province(), matters=matters
    )
    choice = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        chain = place_chain(said["place"])
        choice = governing(chain, said["regime"], said["matter"] or None, said["on"])
    others = [each for each in choice.considered if not each.governs] if choice else []
    shown = {"form": form, "choice": choice, "others": others, "nav": "law"}
    return render(request, "public/which.html", shown)
