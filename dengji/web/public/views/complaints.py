"""Complaints about bodies (举报投诉): by anybody, with or without a name; the receipt, and how far it is."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from dengji import clock
from dengji.filings.models import Filing
from dengji.filings.queries import Sought, directory, filing_by_number
from dengji.people.refusals import Refused
from dengji.supervision.acts.complaining import Receipt, complain
from dengji.supervision.complaints import progress_by
from dengji.web.public.complaining import (
    ASKED_TOO_OFTEN,
    NOT_FOUND,
    SENT_TOO_OFTEN,
    TOO_LARGE,
    ComplainForm,
    ProgressForm,
    code_for,
    opened_page,
)
from dengji.web.public.limits import within_limit
from dengji.web.public.papers import PapersHandler, too_long

MOST_FOUND = 20
REFUSED_UNREAD = 413


def which(request: HttpRequest) -> HttpResponse:
    """举报投诉: first which body; one that is not found is written down by name."""
    words = request.GET.get("words", "").strip()[:60]
    found = directory(Sought(words=words), clock.today()) if words else None
    said = {
        "words": words,
        "found": found[:MOST_FOUND] if found is not None else (),
        "many": found.count() if found is not None else 0,
        "most": MOST_FOUND,
    }
    return render(request, "public/complain_which.html", said)


@csrf_exempt  # nothing is read of what is too long; the rest is checked right behind
@never_cache
def write(request: HttpRequest) -> HttpResponse:
    """提出举报投诉: files are judged as they come in."""
    if request.method == "POST" and too_long(request):
        filing = _filing(request)
        said = {
            "form": ComplainForm(filing=filing),
            "filing": filing,
            "page": opened_page(),
            "wrong": TOO_LARGE,
        }
        return render(request, "public/complain.html", said, status=REFUSED_UNREAD)
    papers = PapersHandler()
    request.upload_handlers = [papers, *request.upload_handlers]
    return _written(request, papers)


@csrf_protect
@sensitive_post_parameters()
def _written(request: HttpRequest, papers: PapersHandler) -> HttpResponse:
    filing = _filing(request)
    given: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ComplainForm(*given, filing=filing)
    for why in papers.refused:
        form.add_error("papers", why)
    page = request.POST.get("page") or opened_page()
    if form.is_bound and form.is_valid() and (made := _made(request, form, code_for(page))):
        shown = {"made": made.complaint, "code": code_for(page) if made.opens else ""}
        return render(request, "public/complain_done.html", shown)
    return render(request, "public/complain.html", {"form": form, "filing": filing, "page": page})


def _made(request: HttpRequest, form: ComplainForm, code: str) -> Receipt | None:
    """The receipt, or nothing with the reason in the form."""
    if not within_limit(request, "complaint"):
        form.add_error(None, SENT_TOO_OFTEN)
        return None
    try:
        return complain(form.told(code), by=None, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return None


@never_cache
@sensitive_post_parameters()
def progress(request: HttpRequest) -> HttpResponse:
    """查举报投诉办理情况: by receipt and code; the same answer for a wrong code as for a receipt that there is not."""
    form = ProgressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within_limit(request, "complaint_progress"):
            form.add_error(None, ASKED_TOO_OFTEN)
        elif found := progress_by(form.cleaned_data["receipt"], form.cleaned_data["code"]):
            return render(request, "public/complaint.html", {"found": found})
        else:
            form.add_error(None, NOT_FOUND)
    return render(request, "public/complaint_search.html", {"form": form})


def _filing(request: HttpRequest) -> Filing | None:
    """The filing that was chosen, if one was."""
    number = request.GET.get("filing", "")
    found = filing_by_number(number, clock.today()) if number else None
    if number and found is None:
        raise Http404
    return found
