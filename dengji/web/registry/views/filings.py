"""备案登记: the authority's filings, those entered from paper and those granted here."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.audit.queries import entries_about
from dengji.filings.register import filing_page
from dengji.supervision.authorities import may_demand
from dengji.web.access import at_desk
from dengji.web.filing_life import life_of
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.filings import SoughtForm
from dengji.web.registry.reading import (
    FILING_HEADS,
    case_seen,
    cases_about,
    filing_cells,
    filing_line,
    filings_of,
    page_of,
)
from dengji.web.registry.roles import ENTERING, READING
from dengji.web.registry.sorting import sorted_by, sorts
from dengji.web.registry.views.lives import may_end
from dengji.web.registry.wording import act_label
from dengji.web.sheets import attachment, sheet


@require_safe
@at_desk("office", *READING)
def listed(request: DeskRequest) -> HttpResponse:
    """备案一览: with filters in the address, by the body's name."""
    form, today = SoughtForm(request.GET), clock.today()
    page = page_of(request, sorted_by(filings_of(request.post, _asked(form), today), _sort(request)))
    return render(
        request,
        "registry/filings.html",
        {
            "form": form,
            "page": page,
            "lines": [filing_line(filing, today) for filing in page],
            "filtered": any(_asked(form).values()),
            "sorts": sorts(_sort(request)),
            "may_enter": request.post.role in ENTERING,
            "nav": "filings",
        },
    )


@require_safe
@at_desk("office", *READING)
def export(request: DeskRequest) -> HttpResponse:
    """导出备案: what the filters ask for, as a sheet."""
    today = clock.today()
    listed_now = filings_of(request.post, _asked(SoughtForm(request.GET)), today)
    found = sorted_by(listed_now, _sort(request)).select_related("institution__organisation", "authority")
    rows = [filing_cells(filing, today) for filing in found]
    return attachment(sheet("备案", FILING_HEADS, rows), f"备案一览{today.isoformat()}.xlsx")


@require_safe
@at_desk("office", *READING)
def shown(request: DeskRequest, number: str) -> HttpResponse:
    """备案详情: scope, validity, origin, and what was done to it."""
    page = filing_page(number, clock.today())
    within = filings_of(request.post, {"whose": "place"}, clock.today())
    mine = page and (
        page.listed.filing.authority_id == request.post.organisation_id
        or within.filter(pk=page.listed.filing.pk).exists()
    )
    if page is None or not mine:
        raise Http404
    filing, today = page.listed.filing, clock.today()
    done = [(entry, act_label(entry.act)) for entry in entries_about("filings.Filing", filing.pk)]
    shown = {
        "filing": page,
        "done": done,
        "seen": case_seen(filing, request.post),
        "cases": cases_about(filing, request.post),
        "may_end": may_end(filing, request),
        "may_demand": may_demand(filing, request.post),
        "nav": "filings",
    }
    return render(request, "registry/filing.html", shown | life_of(filing, request, today))


def _sort(request: DeskRequest) -> str:
    """What the list is sorted by, as the address says."""
    return request.GET.get("sort", "")


def _asked(form: SoughtForm) -> dict[str, str]:
    """What the filters ask, without what cannot be read."""
    form.is_valid()
    return {name: form.cleaned_data.get(name, "") for name in form.fields}
