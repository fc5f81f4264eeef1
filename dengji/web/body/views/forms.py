"""The text's forms in an application (申请表格): what each still lacks, filled in on-line, to be had as Word or PDF."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.filings.acts.altering import fill_in
from dengji.filings.forms import filled, forms_of, lacking
from dengji.filings.queries import applied_for, live_subject
from dengji.people.refusals import Refused
from dengji.policy.engine.terms import Section
from dengji.web.access import at_desk
from dengji.web.annexes import annexes
from dengji.web.body.annexes import AnnexForm, typed_in
from dengji.web.body.frame import NAMES, filling_of
from dengji.web.body.views.sections import around, finished
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keeps_typed, opened


@at_desk("body")
def forms(request: DeskRequest, token: UUID) -> HttpResponse:
    """申请表格: the forms of the matter, each with what it still lacks."""
    frame = filling_of(request.post, token, clock.today())
    if not frame.task(Section.FORMS):
        raise Http404
    if request.method == "POST":
        return finished(request, frame, Section.FORMS)
    subject = live_subject(frame.case, clock.today())
    shown = {
        "annexes": annexes(frame.pack, frame.case.matter, subject.dossier),
        "begun": applied_for(frame.case).forms,
    }
    return render(request, "body/forms.html", around(frame, Section.FORMS) | shown)


@at_desk("body")
@keeps_typed
def one(request: DeskRequest, token: UUID, form: str) -> HttpResponse:
    """填写表格: one form, part by part; what the system knows is put in beforehand."""
    on = clock.today()
    frame = filling_of(request.post, token, on)
    annex = forms_of(frame.pack, frame.case.matter).get(form)
    if annex is None:
        raise Http404
    subject = live_subject(frame.case, on)
    said, kept = subject.dossier["forms"][form], applied_for(frame.case).forms.get(form, {})
    drafted = typed_in(annex, {**filled(subject, annex, on, fixed=False), **kept})
    bound = opened(AnnexForm, request, drafted, annex=annex, dossier=subject.dossier)
    if request.method == "POST" and bound.is_valid():
        try:
            fill_in(frame.case, form, bound.values(), by=request.post, at=clock.now())
        except Refused as refused:
            bound.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, f"《{annex.label}》已保存。")
            return redirect(frame.address("one_form", form=form))
    shown = {
        "form": bound,
        "name": form,
        "annex": annex,
        "groups": bound.groups(said),
        "lacks": lacking(annex, said, subject.dossier),
        "begun": bool(kept),
        "names": NAMES,
    }
    return render(request, "body/one_form.html", around(frame, Section.FORMS) | shown)
