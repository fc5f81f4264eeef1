"""The case page (案件页面): where it stands, what may be done, and its parts, each at its own address."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.models import Case
from dengji.web.access import at_desk
from dengji.web.casework import CasePage, case_or_404, case_page
from dengji.web.dossier import readable
from dengji.web.middleware import DeskRequest
from dengji.web.office.clock import clock_bar
from dengji.web.office.conditions import lines
from dengji.web.office.deeds import not_mine, offered
from dengji.web.office.reading import body_card, last_judged, moments, panels, parts_of, publicity


@at_desk("office")
def page(request: DeskRequest, token: UUID, part: str = "conditions") -> HttpResponse:
    """案件: one part of its page, with what stands above every part."""
    case = case_or_404(request.post, token, now())
    shown = case_page(case, request.post, localdate())
    parts = parts_of(shown)
    if part not in dict(parts):
        raise Http404
    given = frame(shown, request.post) | {"parts": parts, "part": part} | _part(part, shown)
    return render(request, f"office/case/{part}.html", given)


def frame(shown: CasePage, post: Post) -> dict[str, Any]:
    """What stands above every part and at its side."""
    case, on = shown.case, localdate()
    under_way = next((each for each in panels(case, shown.pack) if each.panel.step == case.step), None)
    return {
        "nav": "cases",
        "page": shown,
        "case": case,
        "matter": shown.pack.matters[case.matter].title,
        "holder_role": dict(Role.choices).get(case.holder_role, ""),
        "clock": clock_bar(case, shown.now),
        "offered": offered(shown.now, post, under_way.panel if under_way else None),
        "waits": not_mine(case, post),
        "card": body_card(case, post, on),
    }


def _part(part: str, shown: CasePage) -> dict[str, Any]:
    """What one part shows."""
    case: Case = shown.case
    match part:
        case "materials":
            return {
                "dossier": readable(shown.dossier, shown.pack, case.matter),
                "submissions": case.submissions.all(),
            }
        case "panels":
            return {"panels": panels(case, shown.pack)}
        case "publicity":
            notices, objections = publicity(case)
            return {"publicities": notices, "objections": objections}
        case "timeline":
            return {"moments": moments(shown)}
        case "conditions":
            return _conditions(shown)
    return {}


def _conditions(shown: CasePage) -> dict[str, Any]:
    """The conditions as they stand now; where the step has none, or all is over, as they were judged last."""
    judgement, judged = last_judged(shown)
    if judgement is None:
        return {"conditions": []}
    return {
        "judgement": judgement,
        "judged": judged,
        "conditions": lines(judgement, shown.pack),
        "handed_in": shown.case.submissions.last(),
    }
