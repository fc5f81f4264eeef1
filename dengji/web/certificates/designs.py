"""证书版式: the design, seal and signature of whoever issues, with a preview of what comes out."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.acts.designing import choose_design
from dengji.certificates.designs import Chosen, chosen, designs_of
from dengji.certificates.samples import sample_pdf
from dengji.web.access import at_desk
from dengji.web.certificates.forms import DesignForm
from dengji.web.certificates.frame import WORKERS, shown_to
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done


@require_safe
@at_desk("body", *WORKERS)
def listed(request: DeskRequest) -> HttpResponse:
    """版式: one for each kind of certificates that the organisation issues."""
    return shown_to(request, "designs", {"designs": designs_of(request.post)})


@never_cache
@at_desk("body", *WORKERS)
def chosen_one(request: DeskRequest, regime: str) -> HttpResponse:
    """选定版式: the design, the pictures, who signs."""
    there = _there(request, regime)
    held = there.held
    has = {"seal": bool(held and held.seal), "signature": bool(held and held.signature)}
    begun = {
        "version": held.version if held else 0,
        "design": there.design.value,
        "signer": held.signer if held else "",
    }
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DesignForm(*given, initial=begun, offered=there.offered, has=has)
    if request.method == "POST" and done(form, partial(_chosen, request, regime, form)):
        messages.success(request, "版式已保存，以后打印的证书照此办理。")
        return redirect("certificates:design", regime=regime)
    return shown_to(request, "design", {"there": there, "form": form, "has": has})


@require_safe
@at_desk("body", *WORKERS)
def preview(request: DeskRequest, regime: str) -> HttpResponse:
    """预览: a specimen in the design that is asked for, or the chosen one, with the pictures that are there."""
    there = _there(request, regime)
    asked = next((each for each in there.offered if each == request.GET.get("design")), there.design)
    content = sample_pdf(request.post.organisation, there.regime, asked, on=clock.today())
    heads = {"Content-Disposition": 'inline; filename="specimen.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=heads)


def _there(request: DeskRequest, regime: str) -> Chosen:
    there = chosen(request.post, regime)
    if there is None:
        raise Http404
    return there


def _chosen(request: DeskRequest, regime: str, form: DesignForm) -> None:
    version = form.cleaned_data["version"]
    choose_design(regime, form.entry, version=version, by=request.post, at=clock.now())
