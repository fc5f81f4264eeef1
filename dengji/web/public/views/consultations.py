"""Drafts open to comment as the public sees them (征求意见): the list, the draft, one's own comment, the outcome."""

from datetime import date
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.notices.acts.commenting import comment_on
from dengji.notices.comments import article_label, comment_by_receipt, comment_by_token, draft_of
from dengji.notices.consultations import consultation_at, consultations_over, consultations_running, seen_on
from dengji.notices.documents import summary_pdf, summary_word
from dengji.notices.models import Comment, Consultation
from dengji.people.refusals import Refused
from dengji.policy.queries import calendar_in_force
from dengji.web.public.commenting import ASKED_TOO_OFTEN, TOO_MANY, CommentForm, CommentReceiptForm
from dengji.web.public.consultation import ConsultationPage, consultation_page, recorded_periods
from dengji.web.public.limits import within_limit
from dengji.web.summaries import summary_answer

PAGE = 20
KEPT = 24 * 3600  # seconds for which a summary is not set again


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """征求意见一览: drafts open now or soon, those that are over, and the periods that texts tell of themselves."""
    today, calendar = clock.today(), calendar_in_force()
    page = Paginator(consultations_over(today), PAGE).get_page(request.GET.get("page"))
    shown = {
        "running": [seen_on(each, today, calendar) for each in consultations_running(today)],
        "page": page,
        "over": [seen_on(each, today, calendar) for each in page],
        "recorded": recorded_periods(today),
        "nav": "law",
    }
    return render(request, "public/consultations.html", shown)


@require_safe
def consultation(request: HttpRequest, token: UUID) -> HttpResponse:
    """征求意见页: the draft, until when and whom to ask; once it is concluded, what it came to."""
    page = _page(request, token)
    return render(request, "public/consultation.html", {"page": page, "nav": "law"})


def write(request: HttpRequest, token: UUID) -> HttpResponse:
    """提意见: on one article, chosen already if the address says so, or on the draft as a whole."""
    page = _page(request, token)
    chosen = {"article": request.GET.get("article", "")}
    form = CommentForm(request.POST or None, request.FILES or None, articles=page.choices, initial=chosen)
    if request.method == "POST" and form.is_valid():
        made = _commented(request, page, form)
        if made is not None:
            return redirect("public:comment", token=made.token)
    article = page.pack.articles.get(str(form["article"].value()))
    shown = {"page": page, "form": form, "article": article, "nav": "law"}
    return render(request, "public/write_comment.html", shown)


def _page(request: HttpRequest, token: UUID) -> ConsultationPage:
    """The consultation at an address, or 404."""
    page = consultation_page(token, clock.today(), request.GET.get("page"))
    if page is None:
        raise Http404("没有这次征求意见")
    return page


def _commented(request: HttpRequest, page: ConsultationPage, form: CommentForm) -> Comment | None:
    """The comment, or nothing with the reason in the form."""
    if not within_limit(request, "comment"):
        form.add_error(None, TOO_MANY)
        return None
    try:
        files = form.cleaned_data["papers"]
        return comment_on(page.consultation, form.entry(), files=files, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return None


@require_safe
def summary_file(request: HttpRequest, token: UUID) -> HttpResponse:
    """意见汇总（PDF）: for everybody once it is concluded; set once a day."""
    found, on = _concluded(token)
    pdf = cache.get_or_set(f"summary:{found.pk}", lambda: summary_pdf(found, on=on), KEPT)
    return summary_answer(found, pdf, "pdf")


@require_safe
def summary_as_word(request: HttpRequest, token: UUID) -> HttpResponse:
    """意见汇总（Word）: the same, to go on with."""
    found, on = _concluded(token)
    file = cache.get_or_set(f"summary-word:{found.pk}", lambda: summary_word(found, on=on), KEPT)
    return summary_answer(found, file, "docx")


def _concluded(token: UUID) -> tuple[Consultation, date]:
    """A consultation whose summary is everybody's, and the day of its conclusion."""
    found = consultation_at(token)
    if found is None or found.concluded_at is None:
        raise Http404("没有这份汇总")
    return found, localdate(found.concluded_at)


@never_cache
@require_safe
def comment(request: HttpRequest, token: UUID) -> HttpResponse:
    """意见办理情况: the receipt, and the answer once there is one; the address is known to its maker only."""
    made = comment_by_token(token)
    if made is None:
        raise Http404("没有这条意见")
    shown = {
        "comment": made,
        "consultation": made.consultation,
        "article": article_label(draft_of(made.consultation), made.article),
        "nav": "law",
    }
    return render(request, "public/comment.html", shown)


@never_cache
def comment_search(request: HttpRequest) -> HttpResponse:
    """凭回执号查询意见: by receipt and the contact left with it."""
    form = CommentReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within_limit(request, "receipt"):
            form.add_error(None, ASKED_TOO_OFTEN)
        elif made := comment_by_receipt(form.cleaned_data["receipt"], form.cleaned_data["contact"]):
            return redirect("public:comment", token=made.token)
        else:
            form.add_error(None, "没有查到这条意见。请核对回执号和联系方式，与提交时填写的要完全一样。")
    return render(request, "public/comment_search.html", {"form": form, "nav": "law"})
