"""Candidates at the body's desk (机构考生名单): the list, one person's page, and what is done about him."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.evaluations.acts import listing
from dengji.evaluations.candidates.entry import bar_of, explained
from dengji.evaluations.candidates.listed import (
    SHOWN,
    candidate_for,
    candidates_page,
    entry_of,
    name_of,
    sheets_of,
)
from dengji.evaluations.candidates.persons import gate_of
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.people.refusals import Refused
from dengji.policy.engine.practice import Category
from dengji.web.access import at_desk
from dengji.web.body.candidate_forms import CandidateForm, PhotoForm, SoughtForm, WhyForm
from dengji.web.body.planning import own_plan
from dengji.web.body.saving import saved
from dengji.web.middleware import DeskRequest


def own_candidate(request: DeskRequest, token: UUID, who: UUID) -> Candidate:
    """One candidate of one of the body's own plans, or 404."""
    found = candidate_for(own_plan(request, request.post, token), who)
    if found is None:
        raise Http404
    return found


def around(plan: Plan, **shown: Any) -> dict[str, Any]:
    """What every page about a plan's candidates shows."""
    closed = plan.state in listing.CLOSED
    begun = plan.began(clock.today())
    return {"plan": plan, "nav": "plans", "open": not closed and not begun, "closed": closed, **shown}


@require_safe
@at_desk("body")
def listed(request: DeskRequest, token: UUID) -> HttpResponse:
    """考生名单: masked, by filter and page; who does not meet the entry conditions is told apart."""
    plan, form = own_plan(request, request.post, token), SoughtForm(request.GET)
    form.is_valid()
    number, words = request.GET.get("page", "1"), form.cleaned_data.get("words", "")
    page = candidates_page(
        plan,
        show=form.cleaned_data.get("show", ""),
        words=words,
        number=max(int(number), 1) if number.isdecimal() and len(number) < 5 else 1,
    )
    tabs = [(key, word, page.counts[key]) for key, (word, _) in SHOWN.items()]
    shown = {"form": form, "page": page, "tabs": tabs, "words": words, "sheets": list(sheets_of(plan)[:5])}
    return render(request, "body/candidates.html", around(plan, **shown))


@at_desk("body")
@never_cache
def add(request: DeskRequest, token: UUID) -> HttpResponse:
    """登记考生: one person by form."""
    plan = own_plan(request, request.post, token)
    form = CandidateForm(request.POST or None, gate=gate_of(plan, clock.today()))
    if request.method == "POST" and form.is_valid():
        act = partial(listing.enlist, plan, form.entry(), by=request.post, at=clock.now())
        who = saved(form, act)
        if who is not None:
            messages.success(request, f"已登记第{who.ordinal}号考生。{who.entry['says']}")
            again = "and_another" in request.POST
            return (
                redirect("body:candidate_add", token)
                if again
                else redirect("body:candidate", token, who.token)
            )
    return render(request, "body/candidate_form.html", around(plan, form=form))


@at_desk("body")
@never_cache
def one(request: DeskRequest, token: UUID, who: UUID) -> HttpResponse:
    """考生页: entry conditions way by way; the whole number and the telephone only after the reason was given."""
    there, personal = own_candidate(request, token, who), None
    form = WhyForm(request.POST or None, label="查看完整信息的原因")
    if request.method == "POST" and form.is_valid():
        act = partial(
            listing.open_personal, there, form.cleaned_data["reason"], by=request.post, at=clock.now()
        )
        personal = saved(form, act)
    bar = bar_of(there.plan)
    shown = {
        "who": there,
        "name": name_of(there),
        "category": Category(there.category).label,
        "personal": personal,
        "ways": explained(there, there.plan),
        "conditions": bar.conditions.title,
        "form": form,
        "photo_form": PhotoForm(),
    }
    return render(request, "body/candidate.html", around(there.plan, **shown))


@at_desk("body")
@never_cache
def mend_one(request: DeskRequest, token: UUID, who: UUID) -> HttpResponse:
    """修改考生信息: what is left empty of the personal data stays."""
    there = own_candidate(request, token, who)
    entry = entry_of(there)
    given: dict[str, Any] = {"gate": gate_of(there.plan, clock.today()), "there": entry}
    if request.method == "POST":
        form = CandidateForm(request.POST, **given)
    else:
        form = CandidateForm(initial=CandidateForm.shown(entry), **given)
    if request.method == "POST" and form.is_valid():
        act = partial(listing.mend, there, form.entry(), by=request.post, at=clock.now())
        mended = saved(form, act)
        if mended is not None:
            messages.success(request, f"已保存。{mended.entry['says']}")
            return redirect("body:candidate", token, who)
    return render(
        request, "body/candidate_form.html", around(there.plan, form=form, who=there, name=entry.name)
    )


@at_desk("body")
def withdraw_one(request: DeskRequest, token: UUID, who: UUID) -> HttpResponse:
    """考生退出: asked once more, with the reason."""
    there = own_candidate(request, token, who)
    form = WhyForm(request.POST if request.method == "POST" else None, label="退出的原因")
    if request.method == "POST" and form.is_valid():
        act = partial(listing.withdraw, there, form.cleaned_data["reason"], by=request.post, at=clock.now())
        if saved(form, act) is not None:
            messages.success(request, f"第{there.ordinal}号考生已退出。")
            return redirect("body:candidates", token)
    shown = {"who": there, "name": name_of(there), "form": form}
    return render(request, "body/candidate_withdraw.html", around(there.plan, **shown))


@require_POST
@at_desk("body")
def restore_one(request: DeskRequest, token: UUID, who: UUID) -> HttpResponse:
    """恢复考生: somebody who withdrew takes part after all."""
    listing.restore(own_candidate(request, token, who), by=request.post, at=clock.now())
    messages.success(request, "已恢复到考生名单。")
    return redirect("body:candidate", token, who)


@at_desk("body")
def photo(request: DeskRequest, token: UUID, who: UUID) -> HttpResponse:
    """上传照片: a picture of the person, told by its content."""
    there = own_candidate(request, token, who)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["photo"]
        act = partial(
            listing.put_photo, there, content=chosen, name=chosen.name, by=request.post, at=clock.now()
        )
        if saved(form, act) is not None:
            messages.success(request, "照片已保存。")
            return redirect("body:candidate", token, who)
    shown = {"who": there, "name": name_of(there), "form": form}
    return render(request, "body/candidate_photo.html", around(there.plan, **shown))


@require_POST
@at_desk("body")
def again(request: DeskRequest, token: UUID) -> HttpResponse:
    """重新核对申报条件: after the plan's level, standard or first day changed."""
    plan = own_plan(request, request.post, token)
    try:
        many = listing.check_again(plan, by=request.post, at=clock.now())
    except Refused as refused:
        messages.error(request, f"{refused.sentence}{refused.remedy}")
    else:
        messages.success(request, f"已按现在的计划重新核对{many}人的申报条件。")
    return redirect("body:candidates", token)
