"""Publicity and objections (公示、异议): the notice opened with its last day, each objection answered once."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.notices.acts.objecting import answer
from dengji.notices.queries import objections_waiting
from dengji.policy.engine.terms import StepKind
from dengji.procedure.acts.publishing import Notice, publish
from dengji.web.access import at_desk
from dengji.web.casework import case_page
from dengji.web.middleware import DeskRequest
from dengji.web.office.attempt import attempt, case_at, seen
from dengji.web.office.deeds import not_mine
from dengji.web.office.forms import AnswerForm, NoticeForm
from dengji.web.office.notice import first_words, last_day_if_opened, objection_for


@at_desk("office")
def publish_notice(request: DeskRequest, token: UUID) -> HttpResponse:
    """发布公示: title and text begun for the officer, its last day shown before anything is published."""
    shown = case_page(case_at(request, token), request.post, clock.today())
    case, step = shown.case, shown.now.step
    if step.kind is not StepKind.PUBLICITY or step.clock is None:
        raise Http404
    last = last_day_if_opened(step.clock, clock.today())
    form = NoticeForm(request.POST or None, initial=first_words(shown, last.day)._asdict())
    if request.method == "POST" and form.is_valid():
        notice = Notice(form.cleaned_data["title"], form.cleaned_data["text"])
        if attempt(form, partial(publish, seen(case, request), notice, by=request.post, at=clock.now())):
            messages.success(request, "公示已发布，任何人都可以看到，也可以提出异议。")
            return redirect("office:part", token=case.token, part="publicity")
    given = {"nav": "cases", "page": shown, "case": case, "form": form, "last": last}
    given |= {"why_not": not_mine(case, request.post) or ("公示已经发布。" if shown.now.clock else "")}
    return render(request, "office/publish.html", given)


@at_desk("office")
def objections(request: DeskRequest) -> HttpResponse:
    """异议: those that this office has to answer, the oldest first."""
    waiting = objections_waiting([request.post])
    return render(request, "office/objections.html", {"nav": "objections", "objections": waiting})


@at_desk("office")
def answer_objection(request: DeskRequest, token: UUID) -> HttpResponse:
    """答复异议: once, in words that say what was found."""
    objection = objection_for(request.post, token)
    if objection is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        upheld, said = form.cleaned_data["upheld"] == "yes", form.cleaned_data["answer"]
        if attempt(
            form, partial(answer, objection, upheld=upheld, answer=said, by=request.post, at=clock.now())
        ):
            messages.success(request, f"异议{objection.receipt}已答复。")
            return redirect("office:part", token=objection.publicity.case.token, part="publicity")
    given = {"nav": "objections", "objection": objection, "case": objection.publicity.case, "form": form}
    return render(request, "office/objection.html", given)
