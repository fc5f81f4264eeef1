"""适用文本: the texts of the place, and the decisions that put a draft on trial or continue an expired text."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.people.refusals import Refused
from dengji.policy.acts import adopt, withdraw_adoption
from dengji.policy.foreseen import if_adopted, if_withdrawn
from dengji.policy.library import Shelved
from dengji.policy.queries import adoption_at, adoptions_of, editions_of
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.plain import ReasonForm
from dengji.web.registry.forms.texts import AdoptForm
from dengji.web.registry.places import kind_of_decision, may_decide, named, places_for, texts_for
from dengji.web.registry.roles import ADMINISTRATOR


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """适用文本一览: every text that concerns the place, with where it stands today."""
    shelf = texts_for(request.post.organisation, clock.today())
    rows = [(each, kind_of_decision(each)) for each in shelf]
    return render(request, "registry/texts.html", {"rows": rows, "nav": "texts"})


@require_safe
@at_desk("office", *ADMINISTRATOR)
def shown(request: DeskRequest, pack_id: str) -> HttpResponse:
    """文本现状: its life, what it supersedes, its editions, and every decision about it."""
    text = _text(request, pack_id)
    decisions = list(adoptions_of(pack_id))
    names = named([each.jurisdiction for each in decisions])
    return render(
        request,
        "registry/text.html",
        {
            "text": text,
            "kind": kind_of_decision(text),
            "editions": editions_of(pack_id),
            "decisions": [
                (each, names.get(each.jurisdiction, each.jurisdiction), may_decide(request.post, each))
                for each in decisions
            ],
            "nav": "texts",
        },
    )


@at_desk("office", *ADMINISTRATOR)
def adopt_text(request: DeskRequest, pack_id: str) -> HttpResponse:
    """决定适用: filled in, then what it would change and the warning, then done and on record."""
    text = _text(request, pack_id)
    kind = kind_of_decision(text)
    if kind is None:
        raise Http404
    places = places_for(request.post.organisation, text)
    form = AdoptForm(request.POST or None, places=places, today=clock.today())
    shown = {"text": text, "kind": kind, "form": form, "places": places, "nav": "texts"}
    if request.method != "POST" or "edit" in request.POST or not form.is_valid():
        return render(request, "registry/adopt.html", shown)
    entry = form.entry(pack_id, kind)
    if "confirm" not in request.POST:
        seen = {"turns": if_adopted(entry), "entry": entry, "place": dict(places)[entry.jurisdiction]}
        return render(
            request, "registry/adopt_check.html", shown | seen | {"past": entry.from_on < clock.today()}
        )
    try:
        adoption = adopt(entry, by=request.post, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return render(request, "registry/adopt.html", shown)
    messages.success(request, f"已决定：{text.edition}{adoption.get_kind_display()}，已留痕。")
    return redirect("registry:text", pack_id=pack_id)


@at_desk("office", *ADMINISTRATOR)
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """撤销适用决定: what it would change, the reason, then done and on record."""
    adoption = adoption_at(pk)
    if adoption is None or not may_decide(request.post, adoption):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_adoption(adoption, reason=form.cleaned_data["reason"], by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "适用决定已撤销，已留痕。办理中的申请仍按原文本办完。")
            return redirect("registry:text", pack_id=adoption.pack_id)
    seen = {"turns": if_withdrawn(adoption, clock.today()), "text": _text(request, adoption.pack_id)}
    place = named([adoption.jurisdiction]).get(adoption.jurisdiction, adoption.jurisdiction)
    shown = {"adoption": adoption, "form": form, "place": place, "nav": "texts"}
    return render(request, "registry/withdraw_adoption.html", shown | seen)


def _text(request: DeskRequest, pack_id: str) -> Shelved:
    """A text that concerns the place of the post, or 404."""
    shelf = texts_for(request.post.organisation, clock.today())
    found = next((each for each in shelf if each.pack.id == pack_id), None)
    if found is None:
        raise Http404
    return found
