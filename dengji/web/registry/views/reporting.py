"""督导报告: an external supervisor's report on a batch, part by part, once; what was handed in is read only."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.acts.supervising import form_for, report_due, report_on
from dengji.evaluations.examiners.watching import found_in, handed_in, sent_to
from dengji.evaluations.texts import practice_of
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy.engine.practice import Watch
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.plain import PlainForm
from dengji.web.supervising import report_form, reported
from dengji.web.typed import keeps_typed, opened


@at_desk("office", Role.SUPERVISOR)
@keeps_typed
def report(request: DeskRequest, token: UUID) -> HttpResponse:
    """填写督导报告: the parts of the text's own form, and whether the batch should count."""
    on, mine = clock.today(), sent_to(request.post, token)
    asked = form_for(mine.plan, Watch.EXTERNAL, on) if mine else None
    if mine is None or asked is None:
        raise Http404
    practice = practice_of(mine.plan, on)
    form = opened(report_form(PlainForm, asked, practice.unrecognised if practice else ()), request, {})
    if request.method == "POST" and form.is_valid():
        entry = reported(asked, form.cleaned_data)
        try:
            report_on(mine.plan, mine, entry, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"督导报告已提交，并告知{mine.sent_by or '派出单位'}。")
            return redirect("registry:report", token=token)
    made = handed_in(mine)
    shown = {
        "mine": mine,
        "plan": mine.plan,
        "report": made,
        "found": found_in(made, on) if made else [],
        "asked": list(asked.parts.items()),
        "begun": mine.plan.began(on),
        "due": report_due(asked, mine.plan),
        "today": on,
        "form": form,
        "nav": "duties",
    }
    return render(request, "registry/report.html", shown)
