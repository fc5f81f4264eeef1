"""The certificates of a batch (一批证书): who is entitled, asked for, issued with its progress, printed."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.acts.asking import ask_for
from dengji.certificates.acts.handing_out import PDF, ZIP, print_batch
from dengji.certificates.acts.issuing import begin, form_of
from dengji.certificates.checks import readiness_of, release_under_way
from dengji.certificates.documents import stretches
from dengji.certificates.models import Release
from dengji.certificates.numbering import foreseen
from dengji.certificates.queries import declined_in, releases_of, releases_waiting, releases_within, roll_of
from dengji.certificates.reported import reported_of
from dengji.certificates.roll import entitled
from dengji.certificates.terms import GOES_ON, ReleaseState
from dengji.certificates.texts import certified_in, text_for_certificates, text_of_release
from dengji.certificates.waiting import plans_to_certify
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.queries import plan_for
from dengji.evaluations.terms import PlanState
from dengji.filings.checks import checked
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES
from dengji.policy.engine.certified import Certified
from dengji.procedure.queries import case_for
from dengji.procedure.terms import CaseState
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.certificates.frame import READERS, WORKERS, number_of, plain, release_at, shown_to, works
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import done

A_PAGE = 100
TYPES = {PDF: "application/pdf", ZIP: "application/zip"}


@require_safe
@at_desk("body", *READERS)
def of_plan(request: DeskRequest, token: UUID) -> HttpResponse:
    """批次的证书: who is entitled, what stands in the way, what was asked for so far."""
    plan, on = _plan(request, token), clock.today()
    under_way = release_under_way(plan)
    asks = _asks(plan, request.post, under_way)
    page = Paginator(entitled(plan), A_PAGE).get_page(number_of(request))
    said: dict[str, Any] = {"plan": plan, "page": page, "asks": asks, "releases": releases_of(plan)}
    judged = readiness_of(plan, on) if asks else None
    if judged is not None:
        pack, judgement = judged
        governs = text_for_certificates(plan, on).governing
        basis = governs.basis if governs else ""
        said |= {"pack": pack, "checked": checked(judgement, pack), "basis": basis}
    return shown_to(request, "plan", said | {"returned": under_way is not None})


@never_cache
@at_desk("body")
def ask(request: DeskRequest, token: UUID) -> HttpResponse:
    """申请办理证书: asked once more, then the roll is handed in; pressed twice, it is one."""
    plan, made = _plan(request, token), list[Release]()
    form = Form(request.POST if request.method == "POST" else None)
    act = partial(ask_for, plan, by=request.post, at=clock.now())
    if request.method == "POST" and done(form, lambda: made.append(act())):
        messages.success(request, f"已申请办理{made[0].people}人的证书。")
        return redirect("certificates:release", token=made[0].token)
    under_way = release_under_way(plan)
    if not _asks(plan, request.post, under_way):
        return redirect("certificates:plan", token=token)
    judged = readiness_of(plan, clock.today())
    said = {"plan": plan, "form": form, "people": entitled(plan, beside=under_way).count()}
    return shown_to(request, "ask", said | {"pack": judged[0] if judged else None})


@require_safe
@at_desk("body", *READERS)
def listed(request: DeskRequest) -> HttpResponse:
    """核发: the releases that the post may see, the latest first; those that wait for it by a filter."""
    mine = request.GET.get("show") == "mine"
    found = releases_waiting(request.post) if mine else releases_within(request.post)
    page = Paginator(found.order_by("-id"), A_PAGE // 2).get_page(number_of(request))
    plans = plans_to_certify(request.post)[: A_PAGE // 2]
    return shown_to(request, "releases", {"page": page, "mine": mine, "plans": plans})


@require_safe
@at_desk("body", *READERS)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一批证书: where it stands, what comes next, its roll, who was declined and why, its files."""
    release, number = release_at(request, token), number_of(request)
    case = case_for(request.post, release.case.token) if release.case else None
    last = max(-(-release.people // A_PAGE), 1)
    number = min(number, last)
    said = {
        "release": release,
        "plan": release.plan,
        "case": case,
        "issues": _issues(release, request.post),
        "reported": release.case is not None and _certified(release).reported,
        "upwards": reported_of(release, request.post),
        "declined": declined_in(release),
        "roll": roll_of(release, (number - 1) * A_PAGE, A_PAGE),
        "number": number,
        "last": last,
        "stretches": [(each.start, each.stop - 1) for each in stretches(release)],
    }
    return shown_to(request, "release", said | _progress(release))


@never_cache
@at_desk("body", *WORKERS)
def issue(request: DeskRequest, token: UUID) -> HttpResponse:
    """核发: on a page of its own that says what will be; the first certificates are there at once."""
    release, today = release_at(request, token), clock.today()
    if not _issues(release, request.post):
        return redirect("certificates:release", token=token)
    form = Form(request.POST if request.method == "POST" else None)
    act = partial(begin, release, by=request.post, at=clock.now())
    if request.method == "POST" and done(form, act):
        release = release_at(request, token)
        words = "全部核发完毕" if release.state == ReleaseState.ISSUED else "正在核发"
        messages.success(request, f"{words}，已核发{release.issued}本。")
        return redirect("certificates:release", token=token)
    pack = text_of_release(release)
    said = {
        "release": release,
        "form": form,
        "pack": pack,
        "article": pack.articles[_certified(release).cite],
        "day": release.issued_on or today,
        "first": foreseen(release, form_of(release), year=(release.issued_on or today).year),
        "left": release.people - declined_in(release) - release.issued,
    }
    return shown_to(request, "issue", said)


@require_safe
@at_desk("body", *READERS)
def progress(request: DeskRequest, token: UUID) -> HttpResponse:
    """核发进度: the bar alone, asked for again by the page; the whole page anew once all is done."""
    release = release_at(request, token)
    answer = shown_to(request, "progress", {"release": release} | _progress(release))
    if release.state != ReleaseState.ISSUING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_safe
@at_desk("body", *WORKERS)
def printed(request: DeskRequest, token: UUID, form: str, number: int) -> HttpResponse:
    """批量打印: a stretch of a hundred, or all of them; in pieces as they are made."""
    if form not in TYPES:
        raise Http404
    release = release_at(request, token)
    pieces = print_batch(release, form, number, by=request.post, at=clock.now())
    which = f"第{number}段" if number else "全部"
    name = f"证书{release.plan.number}{which}.{form}"
    named = content_disposition_header(as_attachment=True, filename=name) or ""
    heads = {"Content-Disposition": named, "Cache-Control": "no-store"}
    return plain(StreamingHttpResponse(pieces, content_type=TYPES[form], headers=heads))


def _plan(request: DeskRequest, token: UUID) -> Plan:
    plan = plan_for(request.post, token)
    if plan is None:
        note_refused_reading(f"plan/{token}/certificates", by=request.post, at=clock.now())
        raise Http404
    return plan


def _asks(plan: Plan, post: Post, under_way: Release | None) -> bool:
    """Whether the body may ask for certificates now: results stand, and nothing is asked for, or it was returned."""
    own = post.role in BODY_ROLES and plan.filing.institution_id == post.organisation_id
    case = under_way.case if under_way else None
    free = under_way is None or (case is not None and case.state == CaseState.CORRECTING)
    return own and plan.state == PlanState.CHECKED and free


def _issues(release: Release, post: Post) -> bool:
    """Whether somebody in this post issues, or goes on with it, now."""
    open_now = release.state in GOES_ON - {ReleaseState.ASKED}
    return open_now and works(post) and release.issuer_id == post.organisation_id


def _certified(release: Release) -> Certified:
    """What the text of a release says of its certificates."""
    return certified_in(text_of_release(release), release.plan.filing.regime)


def _progress(release: Release) -> dict[str, int]:
    """How many there will be, and how much of the way is behind us."""
    whole = release.people - declined_in(release)
    return {"whole": whole, "share": release.issued * 100 // whole if whole else 100}
