"""Publicity, objections and announcements as the public sees them (公示公告、异议)."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from dengji import clock
from dengji.notices.acts.objecting import object_to
from dengji.notices.models import Objection
from dengji.notices.queries import (
    announcements_shown,
    objection_by_receipt,
    objection_by_token,
    public_view,
    publicities_kept,
    publicities_open,
    publicities_past,
)
from dengji.people.refusals import Refused
from dengji.web.public.forms import ObjectionForm, ReceiptForm
from dengji.web.public.limits import TOO_MANY, within_limit
from dengji.web.public.publicity import PublicityPage, publicity_page

PAGE = 20


def publicities(request: HttpRequest) -> HttpResponse:
    """公示公告: those open now, those that are over, and announcements."""
    today = clock.today()
    past = Paginator(publicities_kept(today), PAGE).get_page(request.GET.get("page"))
    shown = {
        "open_now": [public_view(each, today) for each in publicities_open(today)],
        "page": past,
        "past": [public_view(each, today) for each in past],
        "taken_down": publicities_past(today).count() - past.paginator.count,
        "announcements": announcements_shown()[:PAGE],
        "nav": "publicity",
    }
    return render(request, "public/publicities.html", shown)


def publicity(request: HttpRequest, token: UUID) -> HttpResponse:
    """公示页: what, why, until when, and how to object."""
    page = publicity_page(token, clock.today())
    if page is None:
        raise Http404("没有这个公示")
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = _objected(request, page, form)
        if made is not None:
            return redirect("public:objection", token=made.token)
    return render(request, "public/publicity.html", {"page": page, "form": form, "nav": "publicity"})


def _objected(request: HttpRequest, page: PublicityPage, form: ObjectionForm) -> Objection | None:
    """The objection, or nothing with the reason in the form."""
    if not within_limit(request, "objection"):
        form.add_error(None, TOO_MANY)
        return None
    said = form.cleaned_data
    try:
        return object_to(
            page.publicity,
            name=said["name"],
            contact=said["contact"],
            content=said["content"],
            files=said["papers"],
            at=clock.now(),
        )
    except Refused as refused:
        form.refuse(refused)
        return None


@never_cache
def objection(request: HttpRequest, token: UUID) -> HttpResponse:
    """异议办理情况: the receipt, and the answer once there is one; the address is known to its maker only."""
    made = objection_by_token(token)
    if made is None:
        raise Http404("没有这件异议")
    notice = public_view(made.publicity, clock.today())
    return render(request, "public/objection.html", {"objection": made, "notice": notice, "nav": "publicity"})


@never_cache
def objection_search(request: HttpRequest) -> HttpResponse:
    """凭回执号查询异议: by receipt and the contact left with it."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within_limit(request, "receipt"):
            form.add_error(None, TOO_MANY)
        elif made := objection_by_receipt(form.cleaned_data["receipt"], form.cleaned_data["contact"]):
            return redirect("public:objection", token=made.token)
        else:
            form.add_error(None, "没有查到这件异议。请核对回执号和联系方式，与提交时填写的要完全一样。")
    return render(request, "public/objection_search.html", {"form": form, "nav": "publicity"})
