"""A body's own case (我的申请): where it is, what is asked, letters, record, taking it back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.queries import plan_about
from dengji.evaluations.texts import ABOUT_PLANS, CERTIFICATES
from dengji.filings import dossier
from dengji.filings.progress import stages
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Section, StepKind, Verb
from dengji.policy.engine.vocabulary import term_of
from dengji.policy.queries import pack_of
from dengji.procedure.acts.applying import withdraw
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, Event
from dengji.procedure.terms import CaseState
from dengji.records.acts import print_letter
from dengji.records.application_form import Form, print_application
from dengji.web.access import at_desk
from dengji.web.annexes import annex_file, annexes, answered, words
from dengji.web.body.forms import WithdrawForm
from dengji.web.body.frame import NAMES, as_seen, own_case
from dengji.web.casework import case_page, seen
from dengji.web.materials import materials_of
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keeps_typed, opened

OFFICE_OPINION = "人力资源社会保障部门意见"


@at_desk("body")
def case(request: DeskRequest, token: UUID) -> HttpResponse:
    """案件页: where it is, who has it, what is due when, what is asked; a draft goes to its tasks."""
    mine, on = own_case(request.post, token), clock.today()
    if mine.state == CaseState.DRAFT:
        return redirect("body:fill", token=token)
    seen(mine, request.post, clock.now())
    page, plan = case_page(mine, request.post, on), plan_about(request.post, mine)
    corrections = [(item, *(("", "") if plan else _where(item.section, token))) for item in page.corrections]
    shown = {
        "page": page,
        "plan": plan,
        "stages": stages(mine, on),
        "steps": {step.id: step.title for step in page.pack.matters[mine.matter].steps},
        "stated": {event.pk: _stated(event, page.pack) for event in page.events},
        "corrections": corrections,
        "dossier": materials_of(page),
        "annexes": annexes(page.pack, mine.matter, page.dossier),
        "may_withdraw": mine.state != CaseState.ENDED and Verb.WITHDRAW in page.now.step.outcomes,
        "nav": "home",
    }
    return render(request, "body/case.html", shown)


def _stated(event: Event, pack: Pack) -> str:
    """What an officer found out (核对的事实), in words; empty for every other act."""
    name = event.detail.get("fact")
    if not name:
        return ""
    term = term_of(pack, name)
    return f"{term.label}：{spoken(event.detail.get('value'), term.choices)}"


@at_desk("body")
@keeps_typed
def take_back(request: DeskRequest, token: UUID) -> HttpResponse:
    """撤回申请: on a page of its own that says what it means."""
    mine = own_case(request.post, token)
    plan = plan_about(request.post, mine)
    if plan is not None and mine.matter != CERTIFICATES:
        return redirect("body:plan_take_back", token=plan.token)
    form = opened(WithdrawForm, request, {})
    if request.method == "POST" and form.is_valid():
        withdraw(as_seen(request, mine), form.cleaned_data["reason"], by=request.post, at=clock.now())
        messages.success(request, f"申请{mine.number}已撤回。")
        return redirect("body:case", token=token)
    page = case_page(mine, request.post, clock.today())
    may = mine.state != CaseState.ENDED and Verb.WITHDRAW in page.now.step.outcomes
    return render(request, "body/take_back.html", {"page": page, "form": form, "may": may, "nav": "home"})


@at_desk("body")
def letter(request: DeskRequest, token: UUID, letter: UUID) -> HttpResponse:
    """文书: a letter of the case as PDF."""
    mine = own_case(request.post, token)
    asked = mine.letters.filter(token=letter).first()
    if asked is None:
        raise Http404
    return redirect("public:file", token=print_letter(asked, at=clock.now()).token)


@at_desk("body")
def application_form(request: DeskRequest, token: UUID) -> HttpResponse:
    """打印申请表: the application as it was handed in; while it is filled in, as it stands."""
    mine, on = _application(request.post, token), clock.today()
    pack = pack_of(mine.edition_id)
    form = Form(
        f"{pack.matters[mine.matter].title}申请表", mine.number, opinions(pack, mine.matter), on, words()
    )
    try:
        pdf = print_application(_dossier(mine, on), form)
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.remedy}")
        return redirect("body:case", token=token)
    return answered(pdf, f"{form.title}{mine.number}.pdf")


@at_desk("body")
def annex(request: DeskRequest, token: UUID, form: str, ending: str) -> HttpResponse:
    """附表: one of the text's forms as a file, as it was handed in; while it is filled in, as it stands."""
    mine, on = _application(request.post, token), clock.today()
    try:
        return annex_file(mine, pack_of(mine.edition_id), _dossier(mine, on), (form, ending), on=on)
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.remedy}")
        return redirect("body:case", token=token)


def _application(post: Post, token: UUID) -> Case:
    """One of the body's own applications. Raises Http404 for a case about a plan, which has no such form."""
    mine = own_case(post, token)
    if mine.matter in ABOUT_PLANS:
        raise Http404
    return mine


def _dossier(mine: Case, on: date) -> dict[str, Any]:
    """What a form is printed of: the application as it is filled in, or as it was handed in last."""
    live = mine.state in (CaseState.DRAFT, CaseState.CORRECTING)
    return dossier.build(mine, on=on) if live else dict(Ground(mine, on).subject.dossier)


def opinions(pack: Pack, matter: str) -> tuple[str, ...]:
    """Whose opinions stand at the end of the form: the applicant's, other departments', the HR department's."""
    steps = pack.matters[matter].steps
    actors = [step.actor for step in steps if step.kind in (StepKind.SUBMISSION, StepKind.EXTERNAL)]
    return (*(f"{pack.actors[actor].label}意见" for actor in dict.fromkeys(actors)), OFFICE_OPINION)


def _where(section: str, token: UUID) -> tuple[str, str]:
    """The name of the part that a correction is about, and the part's page."""
    try:
        part = Section(section)
    except ValueError:
        return "申请", ""
    return NAMES[part], part.value
