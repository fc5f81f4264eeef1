"""Campaigns of random checks (双随机抽查): arranged, published, drawn, and their results."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.supervision.acts import campaigns as acts
from dengji.supervision.listing import filings_for, inspectors_for
from dengji.supervision.listing import listed as list_of
from dengji.supervision.models import Campaign
from dengji.supervision.queries import bars_of, came_of, campaigns_within, checks_of, inspections_of
from dengji.supervision.terms import CampaignState, Reach
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done
from dengji.web.supervision.forms import BarForm, CampaignForm, ReasonForm, ValueForm, told_of
from dengji.web.supervision.frame import READERS, WORKERS, campaign_at, places_of
from dengji.web.supervision.sheet import results_sheet
from dengji.web.supervision.telling import forecast_of

A_PAGE = 50
FIRST = {"reach": Reach.OWN, "share": 10, "least": 1, "each": 2}


@require_safe
@at_desk("office", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """双随机抽查: the authority's campaigns, the latest first."""
    page = Paginator(campaigns_within(request.post), A_PAGE).get_page(request.GET.get("page"))
    said = {"page": page, "nav": "supervision", "may": request.post.role in WORKERS}
    return render(request, "supervision/campaigns.html", said)


@at_desk("office", *WORKERS)
def new(request: DeskRequest) -> HttpResponse:
    """制定抽查安排."""
    form = CampaignForm(request.POST or None, places=places_of(request.post), initial=FIRST)
    made = list[Campaign]()
    if request.method == "POST" and done(
        form, lambda: made.append(acts.prepare(form.wanted, by=request.post, at=clock.now()))
    ):
        messages.success(request, "抽查安排已保存。请核对名单和回避，再公布摘要。")
        return redirect("supervision:campaign", token=made[0].token)
    return render(request, "supervision/arrange.html", {"form": form, "nav": "supervision"})


@at_desk("office", *WORKERS)
def changed(request: DeskRequest, token: UUID) -> HttpResponse:
    """修改抽查安排."""
    found = campaign_at(request, token)
    places = places_of(request.post)
    form = CampaignForm(request.POST or None, places=places, initial=told_of(found))
    if request.method == "POST" and done(
        form, lambda: acts.change(found, form.wanted, by=request.post, at=clock.now())
    ):
        messages.success(request, "抽查安排已修改。")
        return redirect("supervision:campaign", token=token)
    return render(request, "supervision/arrange.html", {"form": form, "each": found, "nav": "supervision"})


@require_safe
@at_desk("office", *READERS)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一次抽查: how far it is, what comes next; before the draw its list, then what came out."""
    found = campaign_at(request, token)
    before = found.state in (CampaignState.DRAFT, CampaignState.COMMITTED)
    page = Paginator(inspections_of(found), A_PAGE).get_page(request.GET.get("page"))
    said = {
        "each": found,
        "nav": "supervision",
        "may": request.post.role in WORKERS,
        "today": clock.today(),
        "forecast": forecast_of(found, clock.today()) if before else None,
        "bars": bars_of(found) if before else (),
        "page": page,
        "checks": () if before else checks_of(page),
    }
    return render(request, "supervision/campaign.html", said)


@at_desk("office", *WORKERS)
def bars(request: DeskRequest, token: UUID) -> HttpResponse:
    """登记回避: who may not check which body, entered or taken back."""
    found, at = campaign_at(request, token), clock.now()
    gone = request.POST.get("remove", "")
    if gone.isdecimal():
        acts.unbar(found, int(gone), by=request.post, at=at)
        messages.success(request, "已取消这一项回避。")
        return redirect("supervision:bars", token=token)
    filings, people = list(filings_for(found, clock.today())), inspectors_for(found)
    form = BarForm(request.POST or None, filings=filings, people=people)
    if request.method == "POST" and done(form, lambda: _barred(request, found, form)):
        messages.success(request, "回避已登记。")
        return redirect("supervision:bars", token=token)
    said = {"form": form, "each": found, "bars": bars_of(found), "nav": "supervision"}
    return render(request, "supervision/bars.html", said)


@at_desk("office", *WORKERS)
def committed(request: DeskRequest, token: UUID) -> HttpResponse:
    """公布名单和种子摘要: what will be published, then the act."""
    found = campaign_at(request, token)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda: acts.commit(found, by=request.post, at=clock.now())):
        messages.success(request, "名单和种子摘要已公布。到抽取日期再来抽取。")
        return redirect("supervision:campaign", token=token)
    said = {"each": found, "form": form, "listed": list_of(found, clock.today()), "nav": "supervision"}
    return render(request, "supervision/commit.html", said)


@at_desk("office", *WORKERS)
def drawn(request: DeskRequest, token: UUID) -> HttpResponse:
    """抽取."""
    found = campaign_at(request, token)
    wanted = ValueForm if found.source else forms.Form
    form = wanted(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda: _drawn(request, found, form)):
        messages.success(request, "已抽取。抽中的检查人员有账号的，已收到通知。")
        return redirect("supervision:campaign", token=token)
    return render(request, "supervision/draw.html", {"each": found, "form": form, "nav": "supervision"})


@at_desk("office", *WORKERS)
def published(request: DeskRequest, token: UUID) -> HttpResponse:
    """公布结果."""
    found = campaign_at(request, token)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda: acts.publish(found, by=request.post, at=clock.now())):
        messages.success(request, "检查结果和种子已公布。")
        return redirect("supervision:campaign", token=token)
    said = {"each": found, "form": form, "came": came_of(found), "nav": "supervision"}
    return render(request, "supervision/publish.html", said)


@at_desk("office", *WORKERS)
def cancelled(request: DeskRequest, token: UUID) -> HttpResponse:
    """取消抽查."""
    found = campaign_at(request, token)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and done(form, lambda: _cancelled(request, found, form)):
        messages.success(request, "这次抽查已取消。")
        return redirect("supervision:campaign", token=token)
    return render(request, "supervision/cancel.html", {"each": found, "form": form, "nav": "supervision"})


@require_safe
@at_desk("office", *READERS)
def export(request: DeskRequest, token: UUID) -> HttpResponse:
    """检查结果表: what came out and what it came to, as a sheet."""
    found = campaign_at(request, token)
    return results_sheet(found, checks_of(inspections_of(found)))


def _barred(request: DeskRequest, found: Campaign, form: BarForm) -> None:
    said = form.cleaned_data
    acts.bar(found, said["filing"], said["person"], said["says"], by=request.post, at=clock.now())


def _drawn(request: DeskRequest, found: Campaign, form: forms.Form) -> None:
    acts.draw(found, form.cleaned_data.get("value", ""), by=request.post, at=clock.now())


def _cancelled(request: DeskRequest, found: Campaign, form: ReasonForm) -> None:
    acts.cancel(found, form.cleaned_data["because"], by=request.post, at=clock.now())
