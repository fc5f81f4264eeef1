"""What a batch came to (批次结果): the internal supervisor's report, the scores, handing in the results."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.acts.reporting import report
from dengji.evaluations.acts.supervising import report_on
from dengji.evaluations.checks import readiness_of
from dengji.evaluations.examiners.watching import found_in
from dengji.evaluations.reported import reported as as_reported
from dengji.evaluations.scores.imports import unsettled
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import practice_of
from dengji.filings.checks import checked
from dengji.web.access import at_desk
from dengji.web.body.forms import PlainForm
from dengji.web.body.outcome import internal_form, outcome_of
from dengji.web.body.planning import own_plan
from dengji.web.body.saving import done
from dengji.web.middleware import DeskRequest
from dengji.web.results import score_table
from dengji.web.supervising import report_form, reported
from dengji.web.typed import keeps_typed, opened


@at_desk("body")
@keeps_typed
def supervision(request: DeskRequest, token: UUID, assignment: int) -> HttpResponse:
    """督导报告: part by part, once; what was handed in is read only."""
    on, mine = clock.today(), own_plan(request, request.post, token)
    outcome = outcome_of(mine, on)
    watched = next((w for w in outcome.watched if w.assignment.pk == assignment), None) if outcome else None
    form_of, practice = internal_form(mine, on), practice_of(mine, on)
    if watched is None or form_of is None:
        raise Http404
    given = {
        "plan": mine,
        "watched": watched,
        "outcome": outcome,
        "asked": list(form_of.parts.items()),
        "found": found_in(watched.report, on) if watched.report else [],
        "nav": "plans",
    }
    if watched.report is not None:
        return render(request, "body/plan_supervised.html", given)
    form = opened(report_form(PlainForm, form_of, practice.unrecognised if practice else ()), request, {})
    if request.method == "POST" and form.is_valid():
        entry = reported(form_of, form.cleaned_data)
        act = partial(report_on, mine, watched.assignment, entry, by=request.post, at=clock.now())
        if done(form, act):
            messages.success(request, f"{watched.assignment.name}的督导报告已提交。")
            return redirect("body:plan", token=token)
    return render(request, "body/plan_supervision.html", given | {"form": form})


@at_desk("body")
def results(request: DeskRequest, token: UUID) -> HttpResponse:
    """评价结果: what is still lacking, each candidate's scores, and handing them in."""
    on, mine = clock.today(), own_plan(request, request.post, token)
    outcome = outcome_of(mine, on)
    if outcome is None:
        raise Http404
    form = PlainForm(request.POST or None)
    deed = partial(report, mine, by=request.post, at=clock.now())
    if request.method == "POST" and form.is_valid() and done(form, deed):
        messages.success(
            request,
            f"评价结果已报送。{'核对结果会通知本机构。' if mine.state == PlanState.REPORTED else '这个批次办结。'}",
        )
        return redirect("body:plan_results", token=token)
    may_hand_in = mine.state == PlanState.APPROVED or outcome.correcting
    judged, came_to = readiness_of(mine, on) if may_hand_in else None, as_reported(mine)
    shown = {
        "plan": mine,
        "outcome": outcome,
        "form": form,
        "checked": checked(judged[1], judged[0]) if judged else None,
        "came_to": came_to,
        "table": score_table(
            came_to, mine.methods, request.GET.get("page", ""), void=mine.state == PlanState.VOID
        ),
        "may_hand_in": may_hand_in,
        "unsettled": unsettled(mine) if may_hand_in else [],
        "nav": "plans",
    }
    return render(request, "body/plan_results.html", shown)
