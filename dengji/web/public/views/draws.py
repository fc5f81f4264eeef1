"""Campaigns of random checks as the public sees them (双随机抽查公开): what is published, and a file to check."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from dengji.supervision.models import Campaign
from dengji.supervision.queries import as_file, campaign_shown, campaigns_shown, checks_of, results_shown

A_PAGE = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """双随机抽查: every campaign whose list is published."""
    page = Paginator(campaigns_shown(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "public/draws.html", {"page": page, "nav": "publicity"})


@require_safe
def shown(request: HttpRequest, token: UUID) -> HttpResponse:
    """一次抽查: the list before the draw, the results afterwards."""
    found = _at(token)
    page = Paginator(results_shown(found), A_PAGE).get_page(request.GET.get("page"))
    said = {"each": found, "page": page, "checks": checks_of(page), "nav": "publicity"}
    return render(request, "public/draw.html", said)


@require_safe
def file(request: HttpRequest, token: UUID) -> HttpResponse:
    """抽取文件: for whoever does the draw again."""
    found = _at(token)
    answer = JsonResponse(as_file(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = content_disposition_header(True, f"双随机抽查-{found.number}.json")
    return answer


def _at(token: UUID) -> Campaign:
    found = campaign_shown(token)
    if found is None:
        raise Http404
    return found
