"""The library of texts, and which of them governs (政策库、查适用文本)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from dengji.people.queries import cities_by_province, place_chain
from dengji.policy.library import library as texts_on
from dengji.policy.queries import governing
from dengji.web.public.forms import WhichForm
from dengji.web.public.textpage import text_page


def library(request: HttpRequest) -> HttpResponse:
    """政策库: every text with where it stands today."""
    today = localdate()
    return render(request, "public/library.html", {"texts": texts_on(today), "nav": "law", "today": today})


def text(request: HttpRequest, pack_id: str) -> HttpResponse:
    """一份文本: what it says, its procedures as drawings and as lists, its readings, its life."""
    today = localdate()
    page = text_page(pack_id, today)
    if page is None:
        raise Http404("没有这份文本")
    return render(request, "public/text.html", {"page": page, "nav": "law", "today": today})


def which(request: HttpRequest) -> HttpResponse:
    """查适用文本: which text governs at a place for a kind of evaluation on a day, and why not the others."""
    today = localdate()
    matters = {name: each.title for shelf in texts_on(today) for name, each in shelf.pack.matters.items()}
    form = WhichForm(
        request.GET or None, initial={"on": today}, provinces=cities_by_province(), matters=matters
    )
    choice = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        chain = place_chain(said["place"])
        choice = governing(chain, said["regime"], said["matter"] or None, said["on"])
    return render(request, "public/which.html", {"form": form, "choice": choice, "nav": "law"})
