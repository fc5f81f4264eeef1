"""考评员、质量督导员登记: who stands in the registers of the place, one person, and one's own tasks."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.audit.queries import entries_about
from dengji.evaluations.acts.declaring import declare_tie, withdraw_tie
from dengji.evaluations.acts.registering import open_identity
from dengji.evaluations.examiners import registers
from dengji.evaluations.examiners.registers import Sought
from dengji.evaluations.examiners.watching import watched
from dengji.evaluations.models.examiners import RegisteredPerson, RegisteredQualification
from dengji.occupations.levels import label
from dengji.occupations.queries import code_of
from dengji.people.refusals import Refused
from dengji.records.acts import note_refused_reading
from dengji.records.queries import opened
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.examiners import SoughtForm, TieForm
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import READING, SENT
from dengji.web.registry.wording import act_label
from dengji.web.sheets import attachment, sheet

HEADS = (
    "登记类别", "证卡编号", "姓名", "身份证号（脱敏）", "登记机关", "专兼职", "工作单位", "考评资格",
    "有效期自", "有效期至", "状态",
)  # fmt: skip


@require_safe
@at_desk("office", *READING)
def listed(request: DeskRequest) -> HttpResponse:
    """登记一览: with filters in the address."""
    form, today = SoughtForm(request.GET), clock.today()
    sought = _sought(request, form)
    page = page_of(request, registers.roster(request.post, sought, today))
    called = registers.occupations_named(list(page))
    shown = {
        "form": form,
        "page": page,
        "lines": [(each, registers.state_of(each, today), held_in_words(each, called)) for each in page],
        "filtered": any((sought.words, sought.kind, request.GET.get("occupation"), sought.state)),
        "sorts": [(key, words, key == sought.sort) for key, words in registers.SORTS.items()],
        "keeps": registers.registers_kept(request.post),
        "nav": "examiners",
    }
    return render(request, "registry/examiners.html", shown)


@require_safe
@at_desk("office", *READING)
def export(request: DeskRequest) -> HttpResponse:
    """导出登记: what the filters ask for, as a sheet; identity numbers stay masked."""
    today = clock.today()
    found = list(registers.roster(request.post, _sought(request, SoughtForm(request.GET)), today))
    called = registers.occupations_named(found)
    rows = [
        [
            str(each.get_kind_display()),
            each.number,
            each.name,
            each.masked,
            each.authority.name,
            str(each.get_engagement_display()),
            each.employer,
            "；".join(held_in_words(each, called)),
            each.valid_from.isoformat(),
            each.valid_until.isoformat(),
            registers.state_of(each, today),
        ]
        for each in found
    ]
    return attachment(sheet("考评员督导员", HEADS, rows), f"考评员督导员登记{today.isoformat()}.xlsx")


@require_safe
@at_desk("office", *READING, *SENT)
def shown(request: DeskRequest, token: UUID) -> HttpResponse:
    """一个人的登记: qualifications, validity, ties, batches, and what was done to the entry."""
    return render(request, "registry/examiner.html", person_page(request, token))


@require_POST
@at_desk("office", *READING)
def identity(request: DeskRequest, token: UUID) -> HttpResponse:
    """查看身份证号: shown once, on the page that asked for it; that it was opened stands on the trail."""
    person = person_at(request, token)
    number = open_identity(person, by=request.post, at=clock.now())
    answer = render(request, "registry/examiner.html", person_page(request, token) | {"number": number})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@at_desk("office", *READING, *SENT)
def picture(request: DeskRequest, token: UUID) -> HttpResponse:
    """照片: of somebody whom the post may see."""
    person = person_at(request, token)
    if person.photo is None:
        raise Http404
    with opened(person.photo) as file:
        return HttpResponse(file.read(), content_type=person.photo.media_type)


@at_desk("office", *READING, *SENT)
def tie(request: DeskRequest, token: UUID) -> HttpResponse:
    """申报回避: a tie to a body or to a candidate; by oneself, or by whoever keeps the register."""
    person = person_at(request, token)
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            declare_tie(person, form.entry(), by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "已登记回避关系，以后不会安排到有关的批次。")
            return redirect("registry:examiner", token=token)
    return render(request, "registry/examiner_tie.html", {"form": form, "person": person, "nav": "examiners"})


@require_POST
@at_desk("office", *READING, *SENT)
def untie(request: DeskRequest, token: UUID, pk: int) -> HttpResponse:
    """撤回回避申报."""
    person = person_at(request, token)
    found = registers.ties_of(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    withdraw_tie(person, found, by=request.post, at=clock.now())
    messages.success(request, "已撤回这项回避申报。")
    return redirect("registry:examiner", token=token)


@require_safe
@at_desk("office", *SENT)
def duties(request: DeskRequest) -> HttpResponse:
    """我的评价任务: the batches in which whoever is signed in has a part, and his entry in the register."""
    person, on = registers.people_within(request.post).first(), clock.today()
    page = page_of(request, registers.tasks_at(request.post))
    shown = {
        "person": person,
        "page": page,
        "reports": watched(page, on),
        "today": on,
        "nav": "duties",
    }
    return render(request, "registry/duties.html", shown)


def person_page(request: DeskRequest, token: UUID) -> dict[str, Any]:
    """What the page of one person shows."""
    person, today = person_at(request, token), clock.today()
    keeps = person.authority in registers.registers_kept(request.post)
    called = registers.occupations_named([person])
    return {
        "person": person,
        "state": registers.state_of(person, today),
        "held": [(each, called.get(each.occupation, each.occupation), label(each.level) if each.level else "")
                 for each in person.qualifications.all()],
        "ties": registers.ties_of(person),
        "tasks": registers.tasks_of(person)[:20],
        "keeps": keeps,
        "own": person.post_id == request.post.pk,
        "done": [
            (entry, act_label(entry.act)) for entry in entries_about("evaluations.RegisteredPerson", person.pk)
        ]
        if keeps
        else [],
        "today": today,
        "nav": "examiners",
    }  # fmt: skip


def person_at(request: DeskRequest, token: UUID) -> RegisteredPerson:
    """Somebody whom the post may see, or 404; that it was asked for stands on the trail."""
    found = registers.person_within(request.post, token)
    if found is None:
        note_refused_reading(f"examiner/{token}", by=request.post, at=clock.now())
        raise Http404
    return found


def held_in_words(person: RegisteredPerson, called: Mapping[str, str]) -> list[str]:
    """电工 三级/高级工: what somebody may examine, with what he holds."""
    return [
        f"{called.get(each.occupation, each.occupation)} {_shown(each)}"
        for each in person.qualifications.all()
    ]


def _shown(each: RegisteredQualification) -> str:
    title = f"{each.get_title_level_display()}职称" if each.title_level else ""
    return "、".join(part for part in (label(each.level) if each.level else "", title) if part)


def _sought(request: DeskRequest, form: SoughtForm) -> Sought:
    form.is_valid()
    said = form.cleaned_data
    typed = said.get("occupation", "")
    return Sought(
        words=said.get("words", ""),
        kind=said.get("kind", ""),
        occupation=(code_of(typed) or typed) if typed else "",
        state=said.get("state", ""),
        sort=request.GET.get("sort", "") if request.GET.get("sort", "") in registers.SORTS else "",
    )
