"""考评员、质量督导员入册: entered by form, changed, linked to an account, taken out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.evaluations.acts.registering import change as change_person
from dengji.evaluations.acts.registering import link as link_account
from dengji.evaluations.acts.registering import put_photo, register, unchanged_identity
from dengji.evaluations.acts.registering import remove as remove_person
from dengji.evaluations.examiners import registers
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.people.models import Organisation
from dengji.people.refusals import Refused
from dengji.people.staffing import person_named
from dengji.people.terms import Role
from dengji.procedure.refusals import NotYours
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.examiners import (
    MOST_ROWS,
    ChangeForm,
    HeldFormSet,
    HeldRows,
    LinkForm,
    PersonForm,
    PhotoForm,
    RemoveForm,
)
from dengji.web.registry.views.examiners import person_at

KEEPING = (Role.ADMINISTRATOR, Role.CLERK)
ADDED = 3
SAME = ("number", "name", "employer", "employer_uscc", "engagement", "valid_from", "valid_until")


@at_desk("office", *KEEPING)
def enter(request: DeskRequest) -> HttpResponse:
    """登记一人: who, until when, and what he may examine."""
    kept, initial = kept_by(request), {"valid_from": clock.today()}
    form, rows = PersonForm(request.POST or None, initial=initial), HeldFormSet(prefix="held")
    form.offer("authority", [(str(each.pk), each.name) for each in kept])
    if request.method == "POST":
        rows = _rows_typed(request)
    if request.method == "POST" and "more" in request.POST:
        form = PersonForm(initial=request.POST.dict())
        form.offer("authority", [(str(each.pk), each.name) for each in kept])
        rows = _rows_typed(request, ADDED)
    elif request.method == "POST" and form.is_valid() and rows.is_valid():
        authority = next(each for each in kept if str(each.pk) == form.cleaned_data["authority"])
        try:
            person = register(authority, form.entry(rows.held()), by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{person}已登记。")
            return redirect("registry:examiner", token=person.token)
    return render(request, "registry/examiner_form.html", {"form": form, "rows": rows, "nav": "examiners"})


@at_desk("office", *KEEPING)
def change(request: DeskRequest, token: UUID) -> HttpResponse:
    """变更登记: a longer validity, another employer, more occupations."""
    person = _kept_person(request, token)
    form, rows = ChangeForm(request.POST or None, initial=_said(person)), _rows_of(person)
    if request.method == "POST":
        rows = _rows_typed(request)
    if request.method == "POST" and "more" in request.POST:
        form, rows = ChangeForm(initial=request.POST.dict()), _rows_typed(request, ADDED)
    elif request.method == "POST" and form.is_valid() and rows.is_valid():
        entry = form.changed(person, unchanged_identity(person), rows.held())
        try:
            change_person(person, entry, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{person}的登记已变更。")
            return redirect("registry:examiner", token=token)
    shown = {"form": form, "rows": rows, "person": person, "nav": "examiners"}
    return render(request, "registry/examiner_form.html", shown)


@at_desk("office", *KEEPING)
def remove(request: DeskRequest, token: UUID) -> HttpResponse:
    """移出登记: asked once more, with the reason."""
    person = _kept_person(request, token)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            remove_person(person, form.cleaned_data["because"], by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{person}已移出登记。")
            return redirect("registry:examiner", token=token)
    return render(
        request, "registry/examiner_remove.html", {"form": form, "person": person, "nav": "examiners"}
    )


@at_desk("office", *KEEPING)
def link(request: DeskRequest, token: UUID) -> HttpResponse:
    """关联账号: so that he sees his tasks, and signs sheets and reports himself."""
    person = _kept_person(request, token)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = person_named(form.cleaned_data["username"])
        try:
            if account is None:
                raise Refused("没有这个登录名。", remedy="请核对；还没有账号的，请管理员在“人员岗位”里开通。")
            link_account(person, account, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{person}已关联账号{account.username}。")
            return redirect("registry:examiner", token=token)
    return render(
        request, "registry/examiner_link.html", {"form": form, "person": person, "nav": "examiners"}
    )


@at_desk("office", *KEEPING)
def photo(request: DeskRequest, token: UUID) -> HttpResponse:
    """上传照片: printed on the badge."""
    person = _kept_person(request, token)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["photo"]
        try:
            put_photo(person, chosen.read(), chosen.name, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{person}的照片已保存。")
            return redirect("registry:examiner", token=token)
    return render(
        request, "registry/examiner_photo.html", {"form": form, "person": person, "nav": "examiners"}
    )


def kept_by(request: DeskRequest) -> list[Organisation]:
    """The registers that the post keeps; raises NotYours for whoever keeps none."""
    kept = list(registers.registers_kept(request.post))
    if not kept:
        raise NotYours("考评员、质量督导员由鉴定中心登记。", remedy="请联系本地区的鉴定中心。")
    return kept


def _kept_person(request: DeskRequest, token: UUID) -> RegisteredPerson:
    """Somebody in a register that the post keeps, or 404."""
    person = person_at(request, token)
    if person.authority not in registers.registers_kept(request.post):
        raise Http404
    return person


def _said(person: RegisteredPerson) -> dict[str, object]:
    return {name: getattr(person, name) for name in SAME}


def _rows_of(person: RegisteredPerson) -> HeldRows:
    names = ("occupation", "level", "title_level", "number")
    held = [{name: getattr(each, name) for name in names} for each in person.qualifications.all()]
    return HeldFormSet(prefix="held", initial=held)


def _rows_typed(request: DeskRequest, more: int = 0) -> HeldRows:
    """The rows as typed, one that was emptied left out, and some empty ones more."""
    asked = request.POST.copy()
    said = asked.get("held-TOTAL_FORMS", "0")
    there = min(int(said) if said.isdecimal() else 0, MOST_ROWS)
    asked["held-TOTAL_FORMS"], asked["held-INITIAL_FORMS"] = str(min(there + more, MOST_ROWS)), "0"
    return HeldFormSet(asked, prefix="held")
