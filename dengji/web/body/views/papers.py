"""What the text asks beside the registers: its own questions, and its materials (申报事项、材料)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.filings.acts.applying import declare, hand_over
from dengji.filings.queries import applied_for, materials
from dengji.people.refusals import Refused
from dengji.policy.engine.terms import Section
from dengji.records.acts import detach
from dengji.records.queries import files_of
from dengji.web.access import at_desk
from dengji.web.body.forms import UploadForm, answers, questions_form
from dengji.web.body.frame import filling_of
from dengji.web.body.views.sections import around, finished, saved
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keeps_typed, opened


@at_desk("body")
@keeps_typed
def declarations(request: DeskRequest, token: UUID) -> HttpResponse:
    """申报事项: the text's own questions to the applicant."""
    frame = filling_of(request.post, token, clock.today())
    if "finish" in request.POST or "undone" in request.POST:
        return finished(request, frame, Section.DECLARATIONS)
    form = opened(questions_form(frame.questions), request, applied_for(frame.case).declarations)
    if request.method == "POST" and form.is_valid():
        try:
            declare(frame.case, answers(form), by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, "申报事项已保存。")
            return saved(request, frame, Section.DECLARATIONS)
    return render(request, "body/declarations.html", around(frame, Section.DECLARATIONS) | {"form": form})


@at_desk("body")
def documents(request: DeskRequest, token: UUID) -> HttpResponse:
    """材料: the headings of the text, what stands under each, and which are not asked, with the reason."""
    frame = filling_of(request.post, token, clock.today())
    if request.method == "POST":
        return finished(request, frame, Section.DOCUMENTS)
    files = list(files_of(frame.case))
    headings = [
        (material, [each for each in files if each.material == material.key])
        for material in materials(frame.case, clock.today())
    ]
    shown = {
        "headings": [
            pair for pair in headings if pair[0].asked or pair[0].depends or pair[0].verified or pair[1]
        ]
    }
    return render(request, "body/documents.html", around(frame, Section.DOCUMENTS) | shown)


@at_desk("body")
def upload(request: DeskRequest, material: str, token: UUID) -> HttpResponse:
    """上传材料: one file under one heading."""
    frame = filling_of(request.post, token, clock.today())
    asked = next((each for each in materials(frame.case, clock.today()) if each.key == material), None)
    if asked is None:
        raise Http404
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            there = hand_over(frame.case, material, file, file.name, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, f"“{there.file.name}”已上传到“{asked.label}”。")
            return redirect(frame.section(Section.DOCUMENTS))
    shown = {"form": form, "material": asked}
    return render(request, "body/upload.html", around(frame, Section.DOCUMENTS) | shown)


@at_desk("body")
def take_off(request: DeskRequest, pk: int, token: UUID) -> HttpResponse:
    """移除材料: asked once more, then taken off the application."""
    frame = filling_of(request.post, token, clock.today())
    attachment = next((each for each in files_of(frame.case) if each.pk == pk), None)
    if attachment is None:
        raise Http404
    if request.method == "POST":
        detach(attachment, by=request.post, at=clock.now())
        messages.success(request, f"“{attachment.file.name}”已移除。")
        return redirect(frame.section(Section.DOCUMENTS))
    return render(
        request, "body/take_off.html", around(frame, Section.DOCUMENTS) | {"attachment": attachment}
    )
