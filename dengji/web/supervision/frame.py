"""What the pages of this desk share (监督检查页面): who may work here, one campaign by its address, refusals kept."""

from uuid import UUID

from django.http import Http404

from dengji import clock
from dengji.people.models import Post
from dengji.people.queries import COUNTRY, divisions_below
from dengji.people.terms import DECIDING, OFFICE_ROLES
from dengji.records.acts import note_refused_reading
from dengji.supervision.models import Campaign, Inspection
from dengji.supervision.queries import campaign_for, inspection_for
from dengji.web.middleware import DeskRequest

READERS, WORKERS = tuple(sorted(OFFICE_ROLES)), tuple(sorted(DECIDING))


def campaign_at(request: DeskRequest, token: UUID) -> Campaign:
    """The campaign as the page showed it. Raises Http404 for another authority's; the attempt is on the trail."""
    found = campaign_for(request.post, token)
    if found is None:
        note_refused_reading(f"campaign/{token}", by=request.post, at=clock.now())
        raise Http404
    found.version = seen(request, found.version)
    return found


def inspection_at(request: DeskRequest, token: UUID) -> Inspection:
    """One check as the page showed it. Raises Http404 likewise."""
    found = inspection_for(request.post, token)
    if found is None:
        note_refused_reading(f"inspection/{token}", by=request.post, at=clock.now())
        raise Http404
    found.version = seen(request, found.version)
    return found


def seen(request: DeskRequest, now: int) -> int:
    """The version that the page was made of."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else now


def places_of(post: Post) -> list[tuple[str, str]]:
    """地域范围: the authority's own division, and those directly below it."""
    own = post.organisation.division
    below = () if own.code == COUNTRY else divisions_below(own.code)
    return [(own.code, f"{own.name}（全部）"), *((each.code, each.name) for each in below)]
