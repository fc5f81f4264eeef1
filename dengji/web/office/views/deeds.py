"""Acts with a consequence, each on a page of its own (办理确认): what will happen, to whom, by which article."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.policy.engine.terms import ADVERSE, Verb
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.models import Case, Event
from dengji.web.access import at_desk
from dengji.web.casework import CasePage, case_page
from dengji.web.middleware import DeskRequest
from dengji.web.office.attempt import attempt, case_at, seen
from dengji.web.office.conditions import reasons
from dengji.web.office.deeds import PLAIN, REASONED, consequence, not_mine
from dengji.web.office.forms import CorrectionForm, ReasonForm
from dengji.web.office.suggestions import sections_of, suggested

LINES = 3  # empty lines beyond those suggested
MOST_LINES = 60


@at_desk("office")
def deed(request: DeskRequest, token: UUID, verb: str) -> HttpResponse:
    """办理: one outcome of the step, confirmed with what it brings about."""
    case = case_at(request, token)
    shown = case_page(case, request.post, clock.today())
    wanted = _wanted(shown, verb)
    form = _form(request, shown, wanted)
    if request.method == "POST" and form.is_valid():
        told = consequence(case, wanted, clock.today()).title
        if attempt(form, _act(request, case, wanted, form)):
            messages.success(request, f"“{told}”已办理。")
            return redirect("office:case", token=case.token)
    option = next(option for option in shown.now.options if option.verb is wanted)
    given = {
        "form": form,
        "why_not": not_mine(case, request.post) or option.why_not,
        "verb": wanted.value,
        **about(shown, wanted),
    }
    return render(request, "office/deed.html", given)


@at_desk("office")
def correct(request: DeskRequest, token: UUID) -> HttpResponse:
    """退回补正: an itemised list, begun with what the conditions and the materials lack."""
    case = case_at(request, token)
    shown = case_page(case, request.post, clock.today())
    wanted = _wanted(shown, Verb.CORRECT.value)
    items = _items(request, shown)
    form = forms.Form(request.POST or None)
    if request.method == "POST" and items.is_valid() and form.is_valid():
        asked = [Correction(each["section"], each["says"]) for each in items.cleaned_data if each.get("says")]
        if attempt(
            form, partial(return_for_correction, seen(case, request), asked, by=request.post, at=clock.now())
        ):
            messages.success(request, f"已退回补正，列明{len(asked)}处；申请单位可以看到清单。")
            return redirect("office:case", token=case.token)
    given = {"form": form, "items": items, "why_not": not_mine(case, request.post), **about(shown, wanted)}
    return render(request, "office/correct.html", given)


def about(shown: CasePage, verb: Verb) -> dict[str, Any]:
    """What every confirmation says: of which case, and what will happen."""
    return {
        "nav": "cases",
        "page": shown,
        "case": shown.case,
        "comes": consequence(shown.case, verb, clock.today()),
    }


def _wanted(shown: CasePage, said: str) -> Verb:
    """The outcome of the address, if the step has it and an office may take it; else the page is not found."""
    verbs = {option.verb for option in shown.now.options}
    offered = {verb for verb in verbs if verb in PLAIN or verb in REASONED or verb is Verb.CORRECT}
    for verb in offered:
        if verb.value == said:
            return verb
    raise Http404


def _form(request: HttpRequest, shown: CasePage, verb: Verb) -> forms.Form:
    given = request.POST if request.method == "POST" else None
    if verb in PLAIN:
        return forms.Form(given)
    needed = verb in ADVERSE
    begun = {"reason": reasons(shown.now.judgement)} if needed else {}
    return ReasonForm(given, initial=begun, label="理由" if needed else "意见（可以不填）", needed=needed)


def _act(request: DeskRequest, case: Case, verb: Verb, form: forms.Form) -> Callable[[], Event]:
    """The act, ready to be done on the case as its page was seen."""
    on_record = {"by": request.post, "at": clock.now()}
    if verb in PLAIN:
        return partial(PLAIN[verb], seen(case, request), **on_record)
    return partial(REASONED[verb], seen(case, request), form.cleaned_data["reason"], **on_record)


def _items(request: HttpRequest, shown: CasePage) -> BaseFormSet[CorrectionForm]:
    """The lines of the list, prefilled with what is suggested."""
    sections = sections_of(shown)
    named = {section.value for section in sections}
    begun = [
        line if line["section"] in named else {**line, "section": sections[0].value}
        for line in suggested(shown)
    ]
    lines = formset_factory(CorrectionForm, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES)
    if request.method == "POST":
        return lines(request.POST, prefix="items", form_kwargs={"sections": sections})
    return lines(initial=begun, prefix="items", form_kwargs={"sections": sections})
