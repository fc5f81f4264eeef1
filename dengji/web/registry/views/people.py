"""人员岗位: the organisations of the place, their people, posts and accounts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.people import staffing
from dengji.people.acts.accounts import close_account, reopen_account, reset_password
from dengji.people.acts.newcomers import engage
from dengji.people.acts.posts import close_post, open_post
from dengji.people.models import Organisation, Person
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.people import (
    EndForm,
    GivePostForm,
    NewcomerForm,
    OrganisationsForm,
    PasswordForm,
)
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import ADMINISTRATOR


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """辖区单位一览: authorities and bodies of the place, with how many posts they have."""
    form = OrganisationsForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name, "") for name in form.fields}
    found = staffing.organisations_under(request.post.organisation, clock.today(), **asked)
    shown = {"form": form, "page": page_of(request, found), "filtered": any(asked.values()), "nav": "people"}
    return render(request, "registry/people.html", shown)


@require_safe
@at_desk("office", *ADMINISTRATOR)
def organisation(request: DeskRequest, pk: int) -> HttpResponse:
    """单位岗位: every post of an organisation, those that have ended too."""
    home = _organisation(request, pk)
    page = page_of(request, staffing.posts_in(home))
    shown = {"organisation": home, "page": page, "today": clock.today(), "nav": "people"}
    return render(request, "registry/organisation.html", shown)


@at_desk("office", *ADMINISTRATOR)
def newcomer(request: DeskRequest, pk: int) -> HttpResponse:
    """新增人员: an account with a password to begin with, and its first post."""
    home = _organisation(request, pk)
    form = NewcomerForm(request.POST or None, organisation=home, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            post = engage(form.newcomer(), form.place(), by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"已为{post.person}开通账号并设岗：{post.get_role_display()}。")
            return redirect("registry:organisation", pk=home.pk)
    shown = {
        "form": form,
        "organisation": home,
        "title": "新增人员",
        "button": "开通账号并设岗",
        "nav": "people",
    }
    return render(request, "registry/staff.html", shown)


@at_desk("office", *ADMINISTRATOR)
def give_post(request: DeskRequest, pk: int) -> HttpResponse:
    """给已有账号设岗."""
    home = _organisation(request, pk)
    form = GivePostForm(request.POST or None, organisation=home, today=clock.today())
    if request.method == "POST" and form.is_valid():
        person, place = staffing.person_named(form.cleaned_data["username"]), form.place()
        try:
            if person is None:
                raise Refused("没有这个登录名。", remedy="请核对；还没有账号的，请用“新增人员”。")
            open_post(person, home, place.role, from_on=place.from_on, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"已设岗：{person} {place.role.label}。")
            return redirect("registry:organisation", pk=home.pk)
    shown = {"form": form, "organisation": home, "title": "给已有账号设岗", "button": "设岗", "nav": "people"}
    return render(request, "registry/staff.html", shown)


@at_desk("office", *ADMINISTRATOR)
def end_post(request: DeskRequest, pk: int) -> HttpResponse:
    """撤岗: with its last day; what was done in the post stays on record."""
    post = staffing.post_under(request.post.organisation, pk)
    if post is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"until": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            close_post(post, until=form.cleaned_data["until"], by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"已撤岗：{post.person} {post.get_role_display()}。")
            return redirect("registry:organisation", pk=post.organisation_id)
    own = post.pk == request.post.pk
    return render(
        request, "registry/close_post.html", {"form": form, "held": post, "own": own, "nav": "people"}
    )


@require_safe
@at_desk("office", *ADMINISTRATOR)
def person(request: DeskRequest, pk: int) -> HttpResponse:
    """账号: every post of a person, and what may be done to the account."""
    who = _person(request, pk)
    shown = {"person": who, "held": staffing.posts_ever(who), "today": clock.today(), "nav": "people"}
    return render(request, "registry/person.html", shown)


@at_desk("office", *ADMINISTRATOR)
def password(request: DeskRequest, pk: int) -> HttpResponse:
    """重设密码: for somebody who forgot it."""
    who = _person(request, pk)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reset_password(who, new=form.cleaned_data["password"], by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{who}的密码已重设，请告知本人。")
            return redirect("registry:person", pk=who.pk)
    return render(request, "registry/reset_password.html", {"form": form, "person": who, "nav": "people"})


@at_desk("office", *ADMINISTRATOR)
def lock(request: DeskRequest, pk: int) -> HttpResponse:
    """停用账号: nobody signs in to it any more; posts and deeds stay on record."""
    who = _person(request, pk)
    if request.method != "POST":
        held = staffing.posts_ever(who)
        return render(request, "registry/lock.html", {"person": who, "held": held, "nav": "people"})
    close_account(who, by=request.post, at=clock.now())
    messages.success(request, f"{who}的账号已停用。")
    return redirect("registry:person", pk=who.pk)


@at_desk("office", *ADMINISTRATOR)
def unlock(request: DeskRequest, pk: int) -> HttpResponse:
    """恢复账号."""
    who = _person(request, pk)
    if request.method == "POST":
        reopen_account(who, by=request.post, at=clock.now())
        messages.success(request, f"{who}的账号已恢复，可以登录。")
    return redirect("registry:person", pk=who.pk)


def _organisation(request: DeskRequest, pk: int) -> Organisation:
    """An organisation of the place, or 404."""
    found = staffing.organisation_under(request.post.organisation, pk)
    if found is None:
        raise Http404
    return found


def _person(request: DeskRequest, pk: int) -> Person:
    """Somebody who works in the place, or 404."""
    found = staffing.person_under(request.post.organisation, pk)
    if found is None:
        raise Http404
    return found
