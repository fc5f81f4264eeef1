"""What the pages of this desk share (证书页面): the head of whoever opens them, and refusals kept on the page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from dengji import clock
from dengji.certificates.models import Certificate, Release
from dengji.certificates.queries import certificate_for, release_for
from dengji.people.models import Post
from dengji.people.queries import divisions_below
from dengji.people.terms import BODY_ROLES, DECIDING, OFFICE_ROLES
from dengji.records.acts import note_refused_reading
from dengji.web.access import desk_of
from dengji.web.middleware import DeskRequest

READERS = tuple(sorted(BODY_ROLES | OFFICE_ROLES))
WORKERS = tuple(sorted(BODY_ROLES | DECIDING))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def shown_to(request: DeskRequest, template: str, said: dict[str, Any]) -> HttpResponse:
    """A page under the head of the desk at which the person sits."""
    desk = desk_of(request.post.role)
    frame = {"base": f"{desk}/base.html", "nav": "certificates", "desk": desk, "case_page": f"{desk}:case"}
    return render(request, f"certificates/{template}.html", frame | said)


def certificate_at(request: DeskRequest, number: str) -> Certificate:
    """The certificate of that number. Raises Http404 for one that the post may not see; the attempt is on the trail."""
    found = certificate_for(request.post, number)
    if found is None:
        _refused(request, f"certificate/{number}")
        raise Http404
    return found


def release_at(request: DeskRequest, token: UUID) -> Release:
    """The release at an address. Raises Http404 as `certificate_at` does."""
    found = release_for(request.post, token)
    if found is None:
        _refused(request, f"release/{token}")
        raise Http404
    return found


def works(post: Post) -> bool:
    """Whether somebody in this post does something here, or only reads."""
    return post.role in WORKERS


def places_of(post: Post) -> list[tuple[str, str]]:
    """The places directly below an office's own, by which it may look; none for a body."""
    place = post.organisation.division_id
    below = divisions_below(place) if place and post.role not in BODY_ROLES else ()
    return [(each.code, each.name) for each in below]


def number_of(request: DeskRequest) -> int:
    """The page of a list that the address asks for."""
    said = request.GET.get("page", "1")
    return max(int(said), 1) if said.isdecimal() and len(said) < 6 else 1


def saved_as(content: bytes | str, name: str, media_type: str) -> HttpResponse:
    """A file to be saved under a name; it is not kept by anything in between."""
    named = content_disposition_header(as_attachment=True, filename=name) or ""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = named
    answer.headers["Cache-Control"] = "no-store"
    return answer


def plain(answer: HttpResponseBase) -> HttpResponse:
    """An answer that is sent in pieces, as views give it."""
    return answer  # type: ignore[return-value]  # a streaming answer is one to Django, not to its stubs


def _refused(request: DeskRequest, what: str) -> None:
    note_refused_reading(what, by=request.post, at=clock.now())
