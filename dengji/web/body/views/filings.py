"""A filing of the body (本机构备案): what it says, what comes, what may be applied for about it, its history."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.queries import plans_of
from dengji.filings.acts.applying import begin_about
from dengji.filings.checks import checked
from dengji.filings.models import Filing
from dengji.filings.offering import Offer, eligibility, offers_about
from dengji.filings.queries import filing_of, state_on
from dengji.policy.engine.terms import REGIME_LABELS
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.body.frame import OF_REGISTERS, Frame, own_institution
from dengji.web.filing_life import life_of
from dengji.web.middleware import DeskRequest


@at_desk("body")
def filing(request: DeskRequest, number: str) -> HttpResponse:
    """备案页: where it stands, what it says on a day, what comes by itself, what may be applied for."""
    on, held = clock.today(), own_filing(request, number)
    offered = offers_about(held, on)
    shown = {
        "filing": held,
        "state": state_on(held, on),
        "regime": REGIME_LABELS[held.regime],
        "offers": offered,
        "applying": {offer.matter: offer for offer in offered},
        "plans": plans_of(held, on),
        "may_plan": held.operates_on(on),
        "nav": "home",
    }
    return render(request, "body/filing.html", shown | life_of(held, request, on))


@at_desk("body")
def check(request: DeskRequest, number: str, matter: str) -> HttpResponse:
    """条件自查: every condition of a matter about the filing; an application begins here."""
    held, institution = own_filing(request, number), own_institution(request.post)
    offer = _offer(held, matter)
    if offer.open_case is not None:
        return redirect("body:case", token=offer.open_case.token)
    if request.method == "POST":
        case = begin_about(held, matter, by=request.post, at=clock.now())
        return redirect("body:fill", token=case.token)
    shown = {"offer": offer, "regime": REGIME_LABELS[held.regime], "nav": "home", "frame": Frame(institution)}
    shown |= {"registers_parts": OF_REGISTERS, "filing": held}
    if offer.pack is not None and offer.checkable:
        judgement = eligibility(offer, institution, offer.pack, clock.today())
        shown |= {"checked": checked(judgement, offer.pack), "matter": offer.pack.matters[matter]}
    return render(request, "body/check.html", shown)


def own_filing(request: DeskRequest, number: str) -> Filing:
    """One of the body's own filings. Raises Http404 for any other, and keeps on the trail that it was asked for."""
    held = filing_of(request.post, number, clock.today())
    if held is None:
        note_refused_reading(f"filing/{number}", by=request.post, at=clock.now())
        raise Http404
    return held


def _offer(held: Filing, matter: str) -> Offer:
    for offer in offers_about(held, clock.today()):
        if offer.matter == matter:
            return offer
    raise Http404
