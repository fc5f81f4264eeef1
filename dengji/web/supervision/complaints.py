"""Complaints at the office (举报投诉): listed, read, dealt with; who wrote is opened by whoever handles it only."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.people.queries import place_in_full
from dengji.people.terms import BODY_ROLES
from dengji.records.acts import note_refused_reading
from dengji.records.queries import opened
from dengji.records.terms import MediaType
from dengji.supervision.acts.investigating import Reporter, open_paper, open_reporter
from dengji.supervision.complaints import (
    SHOWS,
    complaint_events,
    complaint_for,
    complaints_sought,
    rectifications_after,
)
from dengji.supervision.models import Complaint
from dengji.supervision.terms import FOUND_TRUE, Source
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done
from dengji.web.sheets import attachment, sheet
from dengji.web.supervision.complaint_deeds import COMPLAINT_DEEDS, ComplaintDeed
from dengji.web.supervision.complaint_forms import LookForm
from dengji.web.supervision.frame import READERS, WORKERS, seen

A_PAGE = 50
ANYBODY = tuple(
    sorted({*READERS, *BODY_ROLES})
)  # refused one by one, so that each attempt stands on the trail
SHOWN_IN_PLACE = {MediaType.PDF, MediaType.PNG, MediaType.JPEG}
HEADS = (
    "回执号",
    "提出日期",
    "来源",
    "人数",
    "机构",
    "反映的情况",
    "状态",
    "答复期限",
    "承办人",
    "核查结论",
    "答复",
)


@require_safe
@at_desk("office", *WORKERS)
def listed(request: DeskRequest) -> HttpResponse:
    """举报投诉: those of the office, groups and media first."""
    show, source = _asked(request)
    found = complaints_sought(request.post, show, source, clock.today())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    said = {
        "page": page,
        "rows": [(each, each.overdue(clock.today())) for each in page],
        "show": show,
        "shows": SHOWS,
        "source": source,
        "sources": {"": "不限来源", **dict(Source.choices)},
    }
    return _shown(request, "complaints", said)


@require_safe
@at_desk("office", *WORKERS)
def export(request: DeskRequest) -> HttpResponse:
    """举报投诉清单: as listed, without who complained."""
    found = complaints_sought(request.post, *_asked(request), clock.today())
    return attachment(sheet("举报投诉", HEADS, [_cells(each) for each in found]), "举报投诉清单.xlsx")


@require_safe
@never_cache
@at_desk("office", *ANYBODY)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一件举报投诉: what was told, what happened, and what comes next."""
    found = _complaint(request, token)
    deeds = [each for each in COMPLAINT_DEEDS.values() if each.open_to(found, request.post)]
    said = {
        "each": found,
        "place": place_in_full(found.place),
        "overdue": found.overdue(clock.today()),
        "events": complaint_events(found),
        "files": range(1, found.files.count() + 1),
        "mine": found.handler_id == request.post.pk,
        "may_demand": found.filing is not None and found.outcome in FOUND_TRUE,
        "rectifications": rectifications_after(found),
        "deeds": deeds,
    }
    return _shown(request, "complaint", said)


@at_desk("office", *ANYBODY)
def deed(request: DeskRequest, token: UUID, verb: str) -> HttpResponse:
    """One step on it: taken, refused, transferred, handed over, noted, answered."""
    found, chosen = _complaint(request, token), COMPLAINT_DEEDS.get(verb)
    if chosen is None:
        raise Http404
    found.version = seen(request, found.version)
    given = (request.POST,) if request.method == "POST" else ()
    form = chosen.form(*given, found=found, post=request.post, on=clock.today())
    if request.method == "POST" and done(form, partial(_done, request, found, chosen, form)):
        messages.success(request, chosen.done)
        if verb == "transfer":
            return redirect("supervision:complaints")
        return redirect("supervision:complaint", token=token)
    return _shown(request, "complaint_deed", {"each": found, "form": form, "deed": chosen})


@never_cache
@at_desk("office", *ANYBODY)
def reporter(request: DeskRequest, token: UUID) -> HttpResponse:
    """查看反映人: for a reason, shown once and kept nowhere."""
    found, form = _complaint(request, token), LookForm(request.POST or None)
    who = list[Reporter]()

    def look() -> None:
        who.append(open_reporter(found, form.cleaned_data["because"], by=request.post, at=clock.now()))

    if request.method == "POST" and done(form, look):
        return _shown(request, "complaint_reporter", {"each": found, "who": who[0]})
    return _shown(request, "complaint_reporter", {"each": found, "form": form})


@require_safe
@never_cache
@at_desk("office", *ANYBODY)
def file(request: DeskRequest, token: UUID, number: int) -> HttpResponse:
    """查看附件: for whoever handles it."""
    found = open_paper(_complaint(request, token), number, by=request.post, at=clock.now())
    if found is None:
        raise Http404
    with opened(found) as stream:
        answer = HttpResponse(stream.read(), content_type=found.media_type)
    shown_as = content_disposition_header(found.media_type not in SHOWN_IN_PLACE, found.name)
    answer["Content-Disposition"] = shown_as or "attachment"
    return answer


def _asked(request: DeskRequest) -> tuple[str, str]:
    show, source = request.GET.get("show", ""), request.GET.get("source", "")
    return show if show in SHOWS else "", source if source in Source.values else ""


def _done(request: DeskRequest, found: Complaint, chosen: ComplaintDeed, form: Any) -> None:
    chosen.act(found, **form.cleaned_data, by=request.post, at=clock.now())


def _shown(request: DeskRequest, template: str, said: dict[str, Any]) -> HttpResponse:
    return render(request, f"supervision/{template}.html", {"nav": "supervision", "may": True} | said)


def _complaint(request: DeskRequest, token: UUID) -> Complaint:
    """The complaint, for its office. Raises Http404 for everybody else; the attempt is on the trail."""
    found = complaint_for(request.post, token)
    if found is None:
        note_refused_reading(f"complaint/{token}", by=request.post, at=clock.now())
        raise Http404
    return found


def _cells(each: Complaint) -> list[str]:
    return [
        each.receipt,
        localdate(each.made_at).isoformat(),
        each.get_source_display(),
        str(each.people or ""),
        each.body,
        each.says,
        each.get_state_display(),
        each.due_on.isoformat() if each.due_on else "",
        each.handler.person.full_name if each.handler else "",
        each.get_outcome_display(),
        each.answer,
    ]
