"""The first page, and the check before anything is filled in (首页、条件自查)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.certificates.waiting import waits_for
from dengji.evaluations.texts import ABOUT_PLANS
from dengji.filings.acts.applying import begin
from dengji.filings.checks import checked
from dengji.filings.offering import Offer, eligibility, offers
from dengji.filings.progress import over, under_way
from dengji.filings.queries import filings_of
from dengji.institutions.models import Institution
from dengji.institutions.queries import counts
from dengji.people.queries import place_in_full
from dengji.policy.engine.terms import REGIME_LABELS
from dengji.supervision import waiting as supervision
from dengji.web.access import at_desk
from dengji.web.body.frame import NAMES, OF_REGISTERS, Frame, own_institution
from dengji.web.middleware import DeskRequest


@at_desk("body")
def home(request: DeskRequest) -> HttpResponse:
    """首页: what the body may apply for and why not the rest, what is under way, what is filed."""
    on, institution = clock.today(), own_institution(request.post)
    offered = offers(institution, on)
    shown = {
        "institution": institution,
        "place": place_in_full(institution.organisation.division_id),
        "offers": [(REGIME_LABELS[offer.regime], offer) for offer in offered],
        "any_offer": any(offer.available for offer in offered),
        "cases": under_way(request.post, on),
        "over": [each for each in over(request.post, on) if each.case.matter not in ABOUT_PLANS],
        "filings": filings_of(institution, on),
        "certificates_wait": waits_for(request.post, on),
        "supervision_waits": supervision.waits_for(request.post, on),
        "nav": "home",
    }
    return render(request, "body/home.html", shown)


@at_desk("body")
def registers(request: DeskRequest) -> HttpResponse:
    """机构资料: the registers of the body, which every application takes along."""
    institution = own_institution(request.post)
    frame = Frame(institution)
    shown = {
        "institution": institution,
        "parts": [(NAMES[part], frame.section(part)) for part in OF_REGISTERS],
        "counts": counts(institution),
        "nav": "registers",
    }
    return render(request, "body/registers.html", shown)


@at_desk("body")
def check(request: DeskRequest, matter: str, regime: str) -> HttpResponse:
    """条件自查: every condition on what the registers say; an application begins here."""
    institution = own_institution(request.post)
    offer = _offer(institution, matter, regime)
    if offer.open_case is not None:
        return redirect("body:case", token=offer.open_case.token)
    if request.method == "POST":
        case = begin(institution, matter, regime, by=request.post, at=clock.now())
        return redirect("body:fill", token=case.token)
    shown = {"offer": offer, "regime": REGIME_LABELS[regime], "nav": "home", "frame": Frame(institution)}
    shown |= {"registers_parts": OF_REGISTERS}
    if offer.pack is not None and offer.checkable:
        judgement = eligibility(offer, institution, offer.pack, clock.today())
        shown |= {"checked": checked(judgement, offer.pack), "matter": offer.pack.matters[matter]}
    return render(request, "body/check.html", shown)


def _offer(institution: Institution, matter: str, regime: str) -> Offer:
    for offer in offers(institution, clock.today()):
        if (offer.matter, offer.regime) == (matter, regime):
            return offer
    raise Http404
