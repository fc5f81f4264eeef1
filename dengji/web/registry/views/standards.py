"""标准规定: what a province says of an edition of a standard, from which day, and whom it concerns."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.touched import plans_touched
from dengji.occupations.acts import RulesEntry, ensure_statable, state_rules, states_rules
from dengji.occupations.models import Standard
from dengji.occupations.standards import shared_rules
from dengji.occupations.stated import rules_stated, standard_at, standards_found
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.standards import FoundForm, RulesForm, as_typed
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import ADMINISTRATOR
from dengji.web.registry.standards import RulesLine, line_of, told

SHOWN = 20


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """标准一览: by name, those with rules of the place marked."""
    form = FoundForm(request.GET)
    form.is_valid()
    said, here = form.cleaned_data, request.post.organisation
    found = standards_found(said.get("words", "").strip(), here, own=bool(said.get("own")))
    shown = {"form": form, "page": page_of(request, found), "nav": "standards"}
    return render(request, "registry/standards.html", shown)


@require_safe
@at_desk("office", *ADMINISTRATOR)
def shown(request: DeskRequest, pk: int) -> HttpResponse:
    """标准的规定: what holds at the place today, what is to come, and what was stated before."""
    standard = _standard(pk)
    rows = list(rules_stated(standard, request.post.organisation))
    lines = [line_of(row, clock.today(), rows) for row in rows]
    seen = {
        "standard": standard,
        "lines": lines,
        "shared": told({}),
        "may": states_rules(request.post),
        "nav": "standards",
    }
    return render(request, "registry/standard.html", seen)


@at_desk("office", *ADMINISTRATOR)
def state(request: DeskRequest, pk: int) -> HttpResponse:
    """登记本地规定: typed, looked at with the plans that it concerns, then stated."""
    standard, here = _standard(pk), request.post.organisation
    if not states_rules(request.post):
        raise Http404
    stands = rules_stated(standard, here).first()
    form = RulesForm(
        request.POST or None,
        standard=standard,
        place=here.division.name,
        initial={"from_on": clock.today(), **as_typed(stands)},
    )
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        said = form.said()
        try:
            if "confirm" in request.POST:
                state_rules(standard, said, by=request.post, at=clock.now())
                messages.success(request, f"已登记{standard}的本地规定。")
                return redirect("registry:standard", pk=pk)
            ensure_statable(standard, said, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return _second_look(request, standard, form, said)
    seen = {"standard": standard, "form": form, "example": _example(), "nav": "standards"}
    return render(request, "registry/standard_rules.html", seen)


def _second_look(request: DeskRequest, standard: Standard, form: RulesForm, said: RulesEntry) -> HttpResponse:
    """What it will say and whom it concerns, before it is stated."""
    touched = plans_touched(standard, request.post.organisation, said.from_on)
    seen = {
        "standard": standard,
        "form": form,
        "line": RulesLine(said.from_on, told(said.examination, said.entry), request.post.organisation, ""),
        "differs": bool(said.examination or said.entry),
        "many": touched.count(),
        "plans": touched[:SHOWN],
        "typed": [
            (name, each) for name, said in request.POST.lists() if name in form.fields for each in said
        ],
        "nav": "standards",
    }
    return render(request, "registry/standard_check.html", seen)


def _standard(pk: int) -> Standard:
    found = standard_at(pk)
    if found is None:
        raise Http404
    return found


def _example() -> str:
    """The entry conditions that all share, as they are written."""
    return json.dumps({"levels": shared_rules()["entry"]["levels"]}, ensure_ascii=False, indent=2)
