"""What an officer finds out for himself (核对事实、同意例外): stated with its ground, by name."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.institutions.acts.asking import ask_again
from dengji.policy.engine.judgement import Result
from dengji.policy.engine.vocabulary import term_of
from dengji.procedure.acts.receiving import Proof, second, state, waive
from dengji.procedure.models import Event
from dengji.procedure.panels import by_panel
from dengji.procedure.papers import heading_of, paper_owed
from dengji.records.acts import Stated, prove
from dengji.web.access import at_desk
from dengji.web.casework import CasePage, case_page
from dengji.web.middleware import DeskRequest
from dengji.web.office.attempt import attempt, case_at, seen
from dengji.web.office.conditions import exceptions, label, stands, summary
from dengji.web.office.deeds import may_second, not_mine
from dengji.web.office.forms import ReasonForm, fact_form, stated, with_paper
from dengji.web.office.papers import first_papers, papers_offered, said_in


@at_desk("office")
def state_fact(request: DeskRequest, token: UUID, name: str) -> HttpResponse:
    """核对事实: one fact with what it was found from and the paper that proves it; the conditions are judged anew."""
    case = case_at(request, token)
    shown = case_page(case, request.post, clock.today())
    asked_here = {used.name for result in _results(shown) for used in result.used}
    if name not in asked_here or by_panel(shown.law, name):
        raise Http404
    term, asked = term_of(shown.law, name), shown.law.facts.get(name)
    form = _fact_form(request, shown, name)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, _statement(request, shown, name, form)) is not None:
        messages.success(request, f"“{term.label}”已核对，条件已重新核对。")
        return redirect("office:case", token=case.token)
    given = {"nav": "cases", "page": shown, "case": case, "form": form, "label": term.label}
    given["stands"] = stands(shown.now.judgement, name, shown.law, said_in(case))
    given |= (
        {"article": label(shown.law, asked.cite), "summary": summary(shown.law, asked.cite)} if asked else {}
    )
    return render(request, "office/fact.html", given | {"why_not": not_mine(case, request.post)})


def _fact_form(request: DeskRequest, shown: CasePage, name: str) -> forms.Form:
    """The form of a fact, with the papers that are in the case already."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    heading, case = heading_of(shown.law, name), shown.case
    form = fact_form(term_of(shown.law, name), shown.law.facts.get(name), *sent)
    wanted = shown.law.documents[heading].label if heading else ""
    owed = bool(paper_owed(shown.law, case.matter, name))
    return with_paper(
        form,
        papers_offered(case, heading),
        first=first_papers(case).get(heading, ""),
        wanted=wanted,
        owed=owed,
    )


def _statement(request: DeskRequest, shown: CasePage, name: str, form: forms.Form) -> Callable[[], Event]:
    """The statement, ready to be made: with the paper that came, or one that is in the case already."""
    said, paper = form.cleaned_data, form.cleaned_data["paper"]
    value, case = stated(term_of(shown.law, name), said["value"]), seen(shown.case, request)
    by, at = request.post, clock.now()
    if paper is None:
        return partial(state, case, name, value, Proof(said["note"], said.get("there", "")), by=by, at=at)
    found = Stated(name, value, said["note"])
    return partial(prove, case, found, content=paper, name=paper.name, by=by, at=at)


@at_desk("office")
def waive_condition(request: DeskRequest, token: UUID, condition: str) -> HttpResponse:
    """同意例外: a condition that the text makes 'in principle' is set aside, by a named person with a reason."""
    case = case_at(request, token)
    shown = case_page(case, request.post, clock.today())
    asked = next((each for each in shown.law.conditions if each.id == condition and each.waivable), None)
    if asked is None or condition not in {result.id for result in _results(shown)}:
        raise Http404
    form = ReasonForm(request.POST or None, label="同意例外的理由", needed=True)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            form, partial(waive, seen(case, request), condition, reason, by=request.post, at=clock.now())
        ):
            waits = "已提出例外，已通知本单位其他办理人员复核。"
            messages.success(request, waits if asked.two_persons else f"“{asked.label}”已同意例外。")
            return redirect("office:case", token=case.token)
    given = {"nav": "cases", "page": shown, "case": case, "form": form, "label": asked.label, "asked": asked}
    given |= {"article": label(shown.law, asked.cite), "summary": summary(shown.law, asked.cite)}
    return render(request, "office/waive.html", given | {"why_not": not_mine(case, request.post)})


@at_desk("office")
def second_exception(request: DeskRequest, token: UUID, condition: str) -> HttpResponse:
    """复核同意例外: a colleague who did not propose it reads the reason and agrees; only then does it stand."""
    case = case_at(request, token)
    shown = case_page(case, request.post, clock.today())
    waiting = {each.condition: each for each in exceptions(case, shown.law) if each.waits}
    if condition not in waiting:
        raise Http404
    proposed, form = waiting[condition], forms.Form(request.POST or None)
    agreed = partial(second, seen(case, request), condition, by=request.post, at=clock.now())
    if request.method == "POST" and form.is_valid() and attempt(form, agreed) is not None:
        messages.success(request, f"“{proposed.label}”的例外已复核同意，从现在起按符合计。")
        return redirect("office:case", token=case.token)
    asked = next(each for each in shown.law.conditions if each.id == condition)
    given = {"nav": "cases", "page": shown, "case": case, "form": form, "proposed": proposed}
    given |= {"article": label(shown.law, asked.cite), "summary": summary(shown.law, asked.cite)}
    mine = may_second(case, request.post, proposed.waiver)
    why_not = "" if mine else "例外要由本单位另一位办理人员复核，提出的人不能自己复核。"
    return render(request, "office/second.html", given | {"why_not": why_not})


@at_desk("office")
def ask_registers(request: DeskRequest, token: UUID) -> HttpResponse:
    """重新查询: the company and the credit register are asked anew about the body of the case."""
    case = case_at(request, token)
    if request.method == "POST":
        ask_again(case, by=request.post, at=clock.now())
        messages.success(request, "已重新查询登记和信用情况，结果回来后显示在这里。")
    return redirect("office:part", token=case.token, part="conditions")


def _results(shown: CasePage) -> tuple[Result, ...]:
    """What the conditions of the step come to now."""
    return shown.now.judgement.results if shown.now.judgement else ()
