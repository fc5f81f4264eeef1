"""Spot checks at the office's desk (抽查成绩): some candidates by lot, each with all traces of the scores."""

from functools import partial
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dengji import clock
from dengji.evaluations.acts.sampling import sample
from dengji.evaluations.queries import plan_for
from dengji.evaluations.scores.samples import MOST, sampled
from dengji.evaluations.terms import CARRIED_OUT
from dengji.people.terms import DECIDING
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.office.attempt import attempt

LONGEST = 64


class SampleForm(forms.Form):
    """How many are looked at."""

    wanted = forms.IntegerField(
        label="抽查人数", min_value=1, max_value=MOST, initial=5, help_text=f"1到{MOST}人，由系统随机抽取。",
        error_messages={"required": "请填写抽查人数。", "invalid": "抽查人数应是整数。"},
    )  # fmt: skip


@at_desk("office", *sorted(DECIDING))
def drawn(request: DeskRequest, token: UUID) -> HttpResponse:
    """抽查: how many; then those whom the seed in the address draws, so that the page can be opened again."""
    plan = plan_for(request.post, token)
    if plan is None or plan.state not in CARRIED_OUT:
        note_refused_reading(f"plan/{token}", by=request.post, at=clock.now())
        raise Http404
    form = SampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["wanted"]
        seed = attempt(form, partial(sample, plan, wanted, by=request.post, at=clock.now()))
        if seed is not None:
            page = reverse("office:sample", args=[token])
            return redirect(f"{page}?seed={seed}&wanted={wanted}")
    seed, said = request.GET.get("seed", "")[:LONGEST], request.GET.get("wanted", "")
    wanted = int(said) if said.isdecimal() and len(said) < 4 else 0
    found = sampled(plan, seed, wanted) if seed and wanted else []
    shown = {"plan": plan, "form": form, "found": found, "seed": seed, "nav": "plans"}
    return render(request, "office/plan_sample.html", shown)
