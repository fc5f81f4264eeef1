"""The case page (案件页面): where it stands, what may be done, and its parts, each at its own address."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.queries import plan_about
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy.engine.terms import Party
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.web.access import at_desk
from dengji.web.annexes import annex_file, annexes
from dengji.web.casework import CasePage, case_or_404, case_page, seen
from dengji.web.materials import materials_of
from dengji.web.middleware import DeskRequest
from dengji.web.office.about import about_filing
from dengji.web.office.checklist import checklist
from dengji.web.office.clock import clock_bar
from dengji.web.office.conditions import exceptions, known_of, lines, to_check
from dengji.web.office.deeds import may_second, not_mine, offered
from dengji.web.office.reading import body_card, last_judged, moments, panels, parts_of, publicity
from dengji.web.office.registers import registers_heard


@at_desk("office")
def page(request: DeskRequest, token: UUID, part: str = "conditions") -> HttpResponse:
    """案件: one part of its page, with what stands above every part."""
    case = case_or_404(request.post, token, clock.now())
    seen(case, request.post, clock.now())
    shown = case_page(case, request.post, clock.today())
    parts = parts_of(shown)
    if part not in dict(parts):
        raise Http404
    given = frame(shown, request.post) | {"parts": parts, "part": part} | _part(part, shown)
    return render(request, "office/case/part.html", given | {"part_template": template_of(part)})


@at_desk("office")
def paper(request: DeskRequest, token: UUID) -> HttpResponse:
    """全案: every part on one page, to be printed and filed."""
    case = case_or_404(request.post, token, clock.now())
    shown = case_page(case, request.post, clock.today())
    parts = parts_of(shown)
    given = frame(shown, request.post) | {"at": clock.now(), "waits": "全案页只供查阅和打印。"}
    for key, _ in parts:
        given |= _part(key, shown)
    whole = [(key, title, template_of(key)) for key, title in parts]
    return render(request, "office/case/paper.html", given | {"whole": whole})


@at_desk("office")
def annex(request: DeskRequest, token: UUID, form: str, ending: str) -> HttpResponse:
    """附表: one of the text's forms as a file, as it was handed in last."""
    case = case_or_404(request.post, token, clock.now())
    ground = Ground(case, clock.today())
    try:
        return annex_file(case, ground.pack, ground.subject.dossier, (form, ending), on=clock.today())
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.remedy}")
        return redirect("office:part", token=token, part="materials")


def template_of(part: str) -> str:
    """Where the words of a part stand."""
    return f"office/case/parts/{part}.html"


def frame(shown: CasePage, post: Post) -> dict[str, Any]:
    """What stands above every part and at its side."""
    case, on = shown.case, clock.today()
    under_way = next((each for each in panels(case, shown.pack) if each.panel.step == case.step), None)
    return {
        "nav": "cases",
        "page": shown,
        "case": case,
        "matter": shown.pack.matters[case.matter].title,
        "ordered": shown.pack.matters[case.matter].by is Party.AUTHORITY,
        "about": about_filing(shown, on),
        "plan": plan_about(post, case),
        "holder_role": dict(Role.choices).get(case.holder_role, ""),
        "clock": clock_bar(case, shown.now, on),
        "offered": offered(shown.now, post, under_way.panel if under_way else None),
        "waits": not_mine(case, post),
        "seconds": [
            (each, may_second(case, post, each.waiver)) for each in exceptions(case, shown.law) if each.waits
        ],
        "to_check": to_check(shown.now.judgement, shown.law),
        "basis": case.basis.partition("，理由："),
        "card": body_card(case, post, on),
    }


def _part(part: str, shown: CasePage) -> dict[str, Any]:
    """What one part shows."""
    case: Case = shown.case
    match part:
        case "materials":
            return {
                "dossier": materials_of(shown),
                "annexes": annexes(shown.pack, case.matter, shown.dossier),
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
    told = lines(judgement, shown.law, known_of(shown.case, shown.law))
    return {
        "judgement": judgement,
        "judged": judged,
        "conditions": told,
        "checklist": checklist(shown.case, shown.pack, judged, told),
        "handed_in": shown.case.submissions.last(),
        "registers": [] if judged else registers_heard(shown.case, judgement, clock.today()),
    }
