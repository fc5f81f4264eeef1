"""专家库: the rosters of the place, who is on them, which bodies they must not judge."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.occupations.queries import names
from dengji.people import staffing
from dengji.people.acts.experts import declare_relation, enlist_expert, withdraw_relation
from dengji.people.acts.newcomers import engage_expert
from dengji.people.acts.posts import close_post
from dengji.people.models import Expert
from dengji.people.queries import body_named, ties_of
from dengji.people.refusals import Refused
from dengji.people.terms import Relation
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.people import EndForm, EnlistForm, ExpertFields, RelationForm
from dengji.web.registry.reading import page_of
from dengji.web.registry.roles import ADMINISTRATOR


@require_safe
@at_desk("office", *ADMINISTRATOR)
def listed(request: DeskRequest) -> HttpResponse:
    """专家库一览: the roster of an authority of the place, its own unless another is asked for."""
    authorities = staffing.authorities_under(request.post.organisation)
    asked = request.GET.get("authority", "")
    chosen = next((each for each in authorities if str(each.pk) == asked), authorities[0])
    page = page_of(request, staffing.roster(chosen))
    shown = {
        "page": page,
        "authorities": authorities,
        "chosen": chosen,
        "today": clock.today(),
        "nav": "experts",
    }
    return render(request, "registry/experts.html", shown)


@at_desk("office", *ADMINISTRATOR)
def enlist(request: DeskRequest) -> HttpResponse:
    """专家入库: with the account there is, or with a new one."""
    authorities = staffing.authorities_under(request.post.organisation)
    initial = {"authority": request.GET.get("authority", "")}
    form = EnlistForm(request.POST or None, authorities=authorities, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            expert = _enlisted(request, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{expert}已入库。")
            return redirect("registry:expert", pk=expert.pk)
    return render(request, "registry/enlist.html", {"form": form, "nav": "experts"})


@require_safe
@at_desk("office", *ADMINISTRATOR)
def shown(request: DeskRequest, pk: int) -> HttpResponse:
    """专家: what is told, and the declared ties."""
    expert = _expert(request, pk)
    called = names(expert.occupations)
    known = [called.get(code, code) for code in expert.occupations]
    seen = {
        "known": known,
        "expert": expert,
        "ties": ties_of(expert.post),
        "today": clock.today(),
        "nav": "experts",
    }
    return render(request, "registry/expert.html", seen)


@at_desk("office", *ADMINISTRATOR)
def change(request: DeskRequest, pk: int) -> HttpResponse:
    """更新专家信息."""
    expert = _expert(request, pk)
    told = {name: getattr(expert, name) for name in ("employer", "employer_uscc", "title")}
    initial = told | {"occupations": "、".join(expert.occupations)}
    form = ExpertFields(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        person, authority = expert.post.person, expert.post.organisation
        try:
            enlist_expert(person, authority, form.prepared(), by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{expert}的信息已更新。")
            return redirect("registry:expert", pk=pk)
    return render(request, "registry/change_expert.html", {"form": form, "expert": expert, "nav": "experts"})


@at_desk("office", *ADMINISTRATOR)
def relation(request: DeskRequest, pk: int) -> HttpResponse:
    """登记利害关系: a tie that keeps the expert off the panels of a body."""
    expert = _expert(request, pk)
    form = RelationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        body = body_named(form.cleaned_data["organisation"])
        try:
            if body is None:
                raise Refused("没有找到这个评价机构。", remedy="请核对名称或代码。")
            declare_relation(
                expert, body, Relation(form.cleaned_data["relation"]), by=request.post, at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"已登记{expert}与{body}的关系，不会被选入它的专家组。")
            return redirect("registry:expert", pk=pk)
    return render(request, "registry/relation.html", {"form": form, "expert": expert, "nav": "experts"})


@at_desk("office", *ADMINISTRATOR)
def withdraw(request: DeskRequest, pk: int, tie_pk: int) -> HttpResponse:
    """撤回利害关系: panels of the body are open to the expert again."""
    expert = _expert(request, pk)
    tie = ties_of(expert.post).filter(pk=tie_pk).first()
    if tie is None:
        raise Http404
    if request.method != "POST":
        return render(
            request, "registry/withdraw_relation.html", {"tie": tie, "expert": expert, "nav": "experts"}
        )
    withdraw_relation(tie, by=request.post, at=clock.now())
    messages.success(request, f"已撤回{expert}与{tie.organisation}的关系。")
    return redirect("registry:expert", pk=pk)


@at_desk("office", *ADMINISTRATOR)
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """专家离库: with the last day; sheets handed in stay on record."""
    expert = _expert(request, pk)
    form = EndForm(request.POST or None, initial={"until": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            close_post(expert.post, until=form.cleaned_data["until"], by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{expert}已离库。")
            return redirect("registry:expert", pk=pk)
    return render(request, "registry/end_expert.html", {"form": form, "expert": expert, "nav": "experts"})


def _expert(request: DeskRequest, pk: int) -> Expert:
    """An expert on a roster of the place, or 404."""
    found = staffing.expert_under(request.post.organisation, pk)
    if found is None:
        raise Http404
    return found


def _enlisted(request: DeskRequest, form: EnlistForm) -> Expert:
    """On the roster with the account there is, or with a new one."""
    authority = staffing.organisation_under(request.post.organisation, int(form.cleaned_data["authority"]))
    if authority is None:
        raise Http404
    person = staffing.person_named(form.cleaned_data["username"])
    if person is None:
        return engage_expert(form.newcomer(), authority, form.prepared(), by=request.post, at=clock.now())
    return enlist_expert(person, authority, form.prepared(), by=request.post, at=clock.now())
