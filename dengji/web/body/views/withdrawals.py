"""A sheet of scores taken back at the body's desk (撤回整次导入): proposed by one, agreed to by another."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dengji import clock
from dengji.evaluations.acts import withdrawing
from dengji.evaluations.scores.imports import brought_in_by, withdrawals
from dengji.evaluations.terms import WithdrawalState
from dengji.policy.engine.practice import Method
from dengji.web.access import at_desk
from dengji.web.body.planning import own_plan
from dengji.web.body.saving import saved
from dengji.web.body.score_forms import DeclineForm, DropForm, WithdrawForm
from dengji.web.body.views.score_cases import attempted
from dengji.web.body.views.scores import around, own_book
from dengji.web.middleware import DeskRequest

MADE, KEPT = "导入的成绩已撤回。", "已记下，不撤回，成绩不变。"


@at_desk("body")
def withdraw(request: DeskRequest, token: UUID, method: str, sheet: UUID) -> HttpResponse:
    """撤回这次导入: what it would take back, and why; a second person decides."""
    book = own_book(request, token, method)
    made = get_object_or_404(book.imports(), token=sheet)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(withdrawing.withdraw, made, reason, by=request.post, at=clock.now())
        proposed = saved(form, act)
        if proposed is not None:
            messages.success(request, "已提出撤回，等本机构另一名人员复核；复核以前成绩不变。")
            return redirect("body:score_withdrawal", token=token, withdrawal=proposed.token)
    shown = {"book": book, "made": made, "form": form, "came": brought_in_by(made)}
    return render(request, "body/scores_withdraw.html", around(book.plan, **shown))


@at_desk("body")
def withdrawal(request: DeskRequest, token: UUID, withdrawal: UUID) -> HttpResponse:
    """复核一次撤回: agreed to by a second person, or not, with the reason; what it came to."""
    plan = own_plan(request, request.post, token)
    found = get_object_or_404(withdrawals(plan), token=withdrawal)
    mine, agrees = found.by.person_id == request.post.person_id, "agree" in request.POST
    form = (DropForm if mine else DeclineForm)(request.POST or None)
    form.fields["because"].required = not agrees
    if request.method == "POST" and form.is_valid():
        by, at, because = request.post, clock.now(), form.cleaned_data["because"]
        no = partial(withdrawing.decline, found, because, by=by, at=at)
        if attempted(form, partial(withdrawing.second, found, by=by, at=at) if agrees else no):
            messages.success(request, MADE if agrees else KEPT)
            return redirect("body:score_withdrawal", token=token, withdrawal=withdrawal)
    label = Method(found.sheet.method).label
    shown = {"each": found, "form": form, "method": found.sheet.method, "label": label, "mine": mine}
    shown |= {"waits": found.state == WithdrawalState.SECOND, "came": brought_in_by(found.sheet)}
    return render(request, "body/scores_withdrawal.html", around(plan, **shown))
