"""What must be put right (限期整改): demanded at the office, reported by the body, accepted by the office."""

from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.filings.models import Filing
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.procedure.refusals import NotAllowed
from dengji.records.acts import note_refused_reading, store
from dengji.records.models import StoredFile
from dengji.records.queries import opened
from dengji.records.terms import Retention
from dengji.supervision.acts import rectifying as acts
from dengji.supervision.complaints import complaint_behind
from dengji.supervision.models import Complaint, Rectification
from dengji.supervision.queries import (
    SHOWS,
    events_of,
    filing_under,
    inspection_for,
    rectification_for,
    rectifications_sought,
)
from dengji.supervision.terms import RectificationState
from dengji.web.access import at_desk, desk_of
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done
from dengji.web.supervision.deeds import DEEDS, Deed
from dengji.web.supervision.forms import DemandForm
from dengji.web.supervision.frame import READERS, WORKERS, seen

A_PAGE = 50
EVERYBODY = tuple(sorted({*READERS, *BODY_ROLES}))


@require_safe
@at_desk("office", *EVERYBODY)
def listed(request: DeskRequest) -> HttpResponse:
    """限期整改: those that are not over, those overdue, or all."""
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    found = rectifications_sought(request.post, show, clock.today())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [(each, each.overdue(clock.today())) for each in page]
    return _shown(request, "rectifications", {"page": page, "rows": rows, "show": show, "shows": SHOWS})


@at_desk("office", *WORKERS)
def demanded(request: DeskRequest) -> HttpResponse:
    """要求限期整改: of a filing by its number, perhaps after a check or a complaint."""
    filing = _filing(request)
    check = _check(request) if "check" in request.GET else None
    complaint = _complaint(request, filing) if "complaint" in request.GET else None
    form = DemandForm(request.POST or None, initial={"basis": check.campaign.basis if check else ""})
    made = list[Rectification]()

    def deed() -> None:
        said = form.cleaned_data
        asked = acts.Demand(said["basis"], said["demands"], said["due_on"], check, complaint)
        made.append(acts.demand(filing, asked, by=request.post, at=clock.now()))

    if request.method == "POST" and done(form, deed):
        messages.success(request, f"已要求{filing.institution}限期整改，机构会收到通知。")
        return redirect("supervision:rectification", token=made[0].token)
    return _shown(request, "demand", {"form": form, "filing": filing, "check": check, "complaint": complaint})


@require_safe
@at_desk("office", *EVERYBODY)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一项整改: what is demanded, what happened, and what comes next."""
    found = _rectification(request, token)
    said = {
        "each": found,
        "overdue": found.overdue(clock.today()),
        "events": events_of(found),
        "deeds": [each for each in DEEDS.values() if each.open_to(found, request.post)],
    }
    return _shown(request, "rectification", said)


@at_desk("office", *sorted({*BODY_ROLES, *DECIDING}))
def deed(request: DeskRequest, token: UUID, verb: str) -> HttpResponse:
    """One step of it: reported, sent back, given longer, accepted, taken back."""
    found, chosen = _rectification(request, token), DEEDS.get(verb)
    if chosen is None:
        raise Http404
    found.version = seen(request, found.version)
    given: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = chosen.form(*given)
    if request.method == "POST" and done(form, partial(_done, request, found, chosen, form)):
        messages.success(request, chosen.done)
        return redirect("supervision:rectification", token=token)
    return _shown(request, "rectify", {"each": found, "form": form, "deed": chosen})


@require_safe
@at_desk("office", *EVERYBODY)
def file(request: DeskRequest, token: UUID, event: int) -> HttpResponse:
    """整改材料: for those who may see the rectification."""
    found = events_of(_rectification(request, token)).filter(pk=event, file__isnull=False).first()
    if found is None or found.file is None:
        raise Http404
    kept = found.file
    with opened(kept) as stream:
        answer = HttpResponse(stream.read(), content_type=kept.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, kept.name)
    return answer


def _done(request: DeskRequest, found: Rectification, chosen: Deed, form: Any) -> None:
    said = dict(form.cleaned_data)
    if "file" in said:
        given = said.pop("file")
        said["file"] = _kept(request, found, given.name, given.read()) if given else None
    chosen.act(found, **said, by=request.post, at=clock.now())


def _kept(request: DeskRequest, found: Rectification, name: str, content: bytes) -> StoredFile:
    """The file as it was handed in; nothing is kept for a rectification that waits for nothing."""
    if found.state != RectificationState.DEMANDED:
        raise NotAllowed(f"这项整改{found.get_state_display()}，不能这样办理。")
    by, kept = request.post, BytesIO(content)
    return store(
        content=kept,
        name=name,
        owner=by.organisation,
        by=by,
        at=clock.now(),
        retention=Retention.FINDING_MATERIAL,
    )


def _shown(request: DeskRequest, template: str, said: dict[str, Any]) -> HttpResponse:
    """A page under the head of the desk at which the person sits."""
    desk = desk_of(request.post.role)
    frame = {
        "base": f"{desk}/base.html",
        "nav": "rectifications" if desk == "body" else "supervision",
        "desk": desk,
    }
    may = request.post.role in DECIDING
    return render(request, f"supervision/{template}.html", frame | {"may": may} | said)


def _rectification(request: DeskRequest, token: UUID) -> Rectification:
    found = rectification_for(request.post, token)
    if found is None:
        note_refused_reading(f"rectification/{token}", by=request.post, at=clock.now())
        raise Http404
    return found


def _filing(request: DeskRequest) -> Filing:
    found = filing_under(request.post, request.GET.get("filing", ""))
    if found is None:
        raise Http404
    return found


def _check(request: DeskRequest) -> Any:
    try:
        return inspection_for(request.post, UUID(request.GET["check"]))
    except ValueError:
        raise Http404 from None


def _complaint(request: DeskRequest, filing: Filing) -> Complaint:
    """The complaint on which it rests. Raises Http404 for one of another office or body, or not found true."""
    try:
        found = complaint_behind(request.post, filing, UUID(request.GET["complaint"]))
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found
