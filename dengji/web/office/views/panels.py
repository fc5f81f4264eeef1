"""Panels (专家组): convened from the roster, and their opinion drawn up once every sheet is in."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.policy.engine.terms import StepKind
from dengji.procedure.acts.assessing import convene, draw_up
from dengji.procedure.panels import idle, questions
from dengji.web.access import at_desk
from dengji.web.casework import CasePage, case_page
from dengji.web.middleware import DeskRequest
from dengji.web.office.attempt import attempt, case_at, seen
from dengji.web.office.conditions import label
from dengji.web.office.deeds import not_mine
from dengji.web.office.experts import candidates
from dengji.web.office.forms import ConveneForm, OpinionForm
from dengji.web.office.reading import PanelView, panels


@at_desk("office")
def convene_panel(request: DeskRequest, token: UUID) -> HttpResponse:
    """组建专家组: chosen from the roster; who has a tie to the body is shown and cannot be chosen."""
    shown = _at_panel(request, token)
    case, rule = shown.case, shown.now.step.panel
    chosen, head = _chosen(request, _standing(shown))
    roster = candidates(case, clock.today(), chosen, head)
    form = ConveneForm(request.POST or None, roster=[each.expert.pk for each in roster])
    if request.method == "POST" and form.is_valid():
        seats = [each.expert for each in roster if each.chosen]
        leads = next(each.expert for each in roster if each.head)
        if attempt(
            form, partial(convene, seen(case, request), seats, leads, by=request.post, at=clock.now())
        ):
            messages.success(request, f"专家组已组建，共{len(seats)}人；各位专家登录后可以评分。")
            return redirect("office:part", token=case.token, part="panels")
    given = {"nav": "cases", "page": shown, "case": case, "form": form, "roster": roster, "rule": rule}
    given |= {
        "article": label(shown.pack, rule.cite) if rule else "",
        "why_not": not_mine(case, request.post),
    }
    return render(request, "office/convene.html", given)


@at_desk("office")
def draw_up_opinion(request: DeskRequest, token: UUID) -> HttpResponse:
    """形成专家组意见: with every sheet before one's eyes, and what the text asks of the panel answered."""
    shown = _at_panel(request, token)
    case, panel = shown.case, _standing(shown)
    if panel is None:
        raise Http404
    begun = "\n".join(f"{seat.expert}：{seat.opinion}" for seat in panel.seats if seat.opinion)
    judged = shown.now.judgement
    here = [result.id for result in judged.results] if judged else []
    asked = questions(shown.law, here, without=idle(judged))
    form = OpinionForm(
        request.POST or None, questions=asked, initial={"opinion": begun if panel.ready else ""}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["opinion"], form.findings()
        if attempt(form, partial(draw_up, seen(case, request), *said, by=request.post, at=clock.now())):
            messages.success(request, "专家组意见已形成。")
            return redirect("office:part", token=case.token, part="panels")
    given = {"nav": "cases", "page": shown, "case": case, "form": form, "panel": panel}
    done = "专家组意见已经形成。" if panel.panel.drawn_up_at else ""
    return render(request, "office/draw_up.html", given | {"why_not": not_mine(case, request.post) or done})


def _at_panel(request: DeskRequest, token: UUID) -> CasePage:
    """The case's page, if it stands at a panel's step."""
    shown = case_page(case_at(request, token), request.post, clock.today())
    if shown.now.step.kind is not StepKind.PANEL:
        raise Http404
    return shown


def _standing(shown: CasePage) -> PanelView | None:
    """The panel of the step, if it was convened."""
    found = panels(shown.case, shown.pack)
    return next((each for each in found if each.panel.step == shown.case.step), None)


def _chosen(request: HttpRequest, panel: PanelView | None) -> tuple[list[str], str]:
    """Who is chosen, and who leads: as sent, else as the panel stands."""
    if request.method == "POST":
        return request.POST.getlist("experts"), request.POST.get("head", "")
    seats = panel.seats if panel else ()
    return [str(seat.expert_id) for seat in seats], next(
        (str(seat.expert_id) for seat in seats if seat.head), ""
    )
