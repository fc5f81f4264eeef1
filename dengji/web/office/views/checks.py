"""What an officer finds out for himself (核对事实、同意例外): stated with its ground, by name."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from dengji.policy.engine.judgement import Result
from dengji.policy.engine.vocabulary import term_of
from dengji.procedure.acts.receiving import state, waive
from dengji.web.access import at_desk
from dengji.web.casework import CasePage, case_page
from dengji.web.middleware import DeskRequest
from dengji.web.office.attempt import attempt, case_at, seen
from dengji.web.office.conditions import label, summary
from dengji.web.office.deeds import not_mine
from dengji.web.office.forms import ReasonForm, fact_form, stated


@at_desk("office")
def state_fact(request: DeskRequest, token: UUID, name: str) -> HttpResponse:
    """核对事实: one fact with what it was found from; the conditions are judged anew."""
    case = case_at(request, token)
    shown = case_page(case, request.post, localdate())
    if name not in {used.name for result in _results(shown) for used in result.used}:
        raise Http404
    term, asked = term_of(shown.pack, name), shown.pack.facts.get(name)
    form = fact_form(term, asked, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said, note = stated(term, form.cleaned_data["value"]), form.cleaned_data["note"]
        if attempt(form, partial(state, seen(case, request), name, said, note, by=request.post, at=now())):
            messages.success(request, f"“{term.label}”已核对，条件已重新核对。")
            return redirect("office:case", token=case.token)
    given = {"nav": "cases", "page": shown, "case": case, "form": form, "label": term.label}
    given |= (
        {"article": label(shown.pack, asked.cite), "summary": summary(shown.pack, asked.cite)}
        if asked
        else {}
    )
    return render(request, "office/fact.html", given | {"why_not": not_mine(case, request.post)})


@at_desk("office")
def waive_condition(request: DeskRequest, token: UUID, condition: str) -> HttpResponse:
    """同意例外: a condition that the text makes 'in principle' is set aside, by a named person with a reason."""
    case = case_at(request, token)
    shown = case_page(case, request.post, localdate())
    asked = next((each for each in shown.pack.conditions if each.id == condition and each.waivable), None)
    if asked is None or condition not in {result.id for result in _results(shown)}:
        raise Http404
    form = ReasonForm(request.POST or None, label="同意例外的理由", needed=True)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, partial(waive, seen(case, request), condition, reason, by=request.post, at=now())):
            messages.success(request, f"“{asked.label}”已同意例外。")
            return redirect("office:case", token=case.token)
    given = {"nav": "cases", "page": shown, "case": case, "form": form, "label": asked.label}
    given |= {"article": label(shown.pack, asked.cite), "summary": summary(shown.pack, asked.cite)}
    return render(request, "office/waive.html", given | {"why_not": not_mine(case, request.post)})


def _results(shown: CasePage) -> tuple[Result, ...]:
    """What the conditions of the step come to now."""
    return shown.now.judgement.results if shown.now.judgement else ()
