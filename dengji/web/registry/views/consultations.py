"""征求意见: a draft opened to comment, what came in, the summary to take away, and the conclusion."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.notices.acts.consulting import conclude, looked_over, open_consultation, why_not_conclude
from dengji.notices.comments import article_label, comments_to, draft_of
from dengji.notices.consultations import consultation_for, consultations_of, phase_on, seen_on, summary
from dengji.notices.documents import COLUMNS, summary_pdf, summary_word
from dengji.notices.models import Consultation
from dengji.people.refusals import Refused
from dengji.policy.queries import calendar_in_force
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.consulting import Offered, comments_book, drafts_offered, first_words
from dengji.web.registry.forms.consultations import ConcludeForm, OpenForm, SoughtForm
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import ADMINISTRATOR, CONSULTING
from dengji.web.sheets import attachment
from dengji.web.summaries import summary_answer


@require_safe
@at_desk("office", *CONSULTING)
def listed(request: DeskRequest) -> HttpResponse:
    """本机关征求意见: every one, with how many comments wait for an answer."""
    today = clock.today()
    page = page_of(request, consultations_of(request.post.organisation))
    lines = [(each, phase_on(each, today)) for each in page]
    may_open = request.post.role in ADMINISTRATOR
    shown = {"page": page, "lines": lines, "may_open": may_open, "nav": "consultations"}
    return render(request, "registry/consultations.html", shown)


@require_safe
@at_desk("office", *ADMINISTRATOR)
def drafts(request: DeskRequest) -> HttpResponse:
    """选择草案: those of the place, and why not where one may not be opened."""
    offered = drafts_offered(request.post, clock.today())
    return render(request, "registry/drafts.html", {"offered": offered, "nav": "consultations"})


@at_desk("office", *ADMINISTRATOR)
def new(request: DeskRequest, pack_id: str) -> HttpResponse:
    """公开征求意见: written, looked at with its last day, then opened and on record."""
    draft, today = _draft(request, pack_id), clock.today()
    begun = first_words(request.post, draft.text.pack, today)
    form = OpenForm(request.POST or None, initial=begun)
    seen = {"draft": draft, "form": form, "nav": "consultations"}
    if request.method != "POST" or "edit" in request.POST or not form.is_valid():
        return render(request, "registry/open_consultation.html", seen)
    asked = form.invitation()
    try:
        if "confirm" not in request.POST:
            last = looked_over(asked, on=today)
            return render(request, "registry/open_check.html", seen | {"asked": asked, "last": last})
        opened = open_consultation(draft.text.edition, asked, by=request.post, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return render(request, "registry/open_consultation.html", seen)
    messages.success(request, "已公开征求意见，任何人现在都可以看到这份草案和联系方式。")
    return redirect("registry:consultation", token=opened.token)


@require_safe
@at_desk("office", *CONSULTING)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一次征求意见: where it stands, the figures, and the comments as the filters ask."""
    consultation, today = _consultation(request, token), clock.today()
    pack = draft_of(consultation)
    form = SoughtForm(request.GET, pack=pack)
    page = page_of(request, comments_to(consultation, form.asked()))
    seen = {
        "seen": seen_on(consultation, today, calendar_in_force()),
        "summary": summary(consultation),
        "heads": COLUMNS,
        "form": form,
        "filtered": any(form.asked().values()),
        "page": page,
        "lines": [(each, article_label(pack, each.article)) for each in page],
        "why_not": why_not_conclude(consultation, by=request.post, on=today),
        "nav": "consultations",
    }
    return render(request, "registry/consultation.html", seen)


@require_safe
@at_desk("office", *CONSULTING)
def sheet_file(request: DeskRequest, token: UUID) -> HttpResponse:
    """意见汇总表（Excel）: figures and comments, without names and contacts."""
    consultation = _consultation(request, token)
    name = f"征求意见汇总{consultation.edition.pack_id}-{clock.today().isoformat()}.xlsx"
    return attachment(comments_book(consultation), name)


@require_safe
@at_desk("office", *CONSULTING)
def summary_file(request: DeskRequest, token: UUID) -> HttpResponse:
    """情况汇总（PDF）: as everybody will read it once it is concluded."""
    consultation, today = _consultation(request, token), clock.today()
    return summary_answer(consultation, summary_pdf(consultation, on=today), "pdf")


@require_safe
@at_desk("office", *CONSULTING)
def summary_as_word(request: DeskRequest, token: UUID) -> HttpResponse:
    """情况汇总（Word）: the same, to go on with."""
    consultation, today = _consultation(request, token), clock.today()
    return summary_answer(consultation, summary_word(consultation, on=today), "docx")


@at_desk("office", *ADMINISTRATOR)
def conclude_one(request: DeskRequest, token: UUID) -> HttpResponse:
    """办结: what it came to, said once; then everybody reads the figures and the answers."""
    consultation, today = _consultation(request, token), clock.today()
    form = ConcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["conclusion"]
        try:
            conclude(consultation, conclusion=said, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "征求意见已办结，采纳情况和答复已公布。")
            return redirect("registry:consultation", token=token)
    why_not = why_not_conclude(consultation, by=request.post, on=today)
    seen = {"consultation": consultation, "summary": summary(consultation), "heads": COLUMNS, "form": form}
    return render(request, "registry/conclude.html", seen | {"why_not": why_not, "nav": "consultations"})


def _consultation(request: DeskRequest, token: UUID) -> Consultation:
    """A consultation of the post's authority, or 404."""
    found = consultation_for(request.post, token)
    if found is None:
        raise Http404
    return found


def _draft(request: DeskRequest, pack_id: str) -> Offered:
    """A draft that the post may open, or 404 for one that is no draft of its place."""
    offered = drafts_offered(request.post, clock.today())
    found = next((each for each in offered if each.text.pack.id == pack_id), None)
    if found is None:
        raise Http404
    return found
