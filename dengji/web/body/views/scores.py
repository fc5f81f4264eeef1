"""Scores of a batch at the body's desk (成绩登记): how each method stands, its table, sheets, entering, publishing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from dengji import clock
from dengji.evaluations.acts import complaining, scoring
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.scores.imports import may_be_withdrawn
from dengji.evaluations.scores.scorebook import FILTERS, Book, tallies, waiting
from dengji.institutions.lines import MOST_ROWS
from dengji.institutions.sheets import MOST_BYTES
from dengji.people.refusals import Refused
from dengji.policy.engine.practice import Method
from dengji.web.access import at_desk
from dengji.web.body.forms import SheetForm
from dengji.web.body.planning import own_plan
from dengji.web.body.score_forms import EntryForm
from dengji.web.middleware import DeskRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE, AT_ONCE, MOST_SHOWN = 50, 25, 200


def own_book(request: DeskRequest, token: UUID, method: str) -> Book:
    """The scores of one of its methods, or 404."""
    plan = own_plan(request, request.post, token)
    if method not in plan.methods:
        raise Http404
    return Book(plan, method)


def around(plan: Plan, **shown: Any) -> dict[str, Any]:
    """What every page about a plan's scores shows."""
    return {"plan": plan, "nav": "plans", "begun": plan.began(clock.today()), **shown}


@at_desk("body")
def overview(request: DeskRequest, token: UUID) -> HttpResponse:
    """成绩: how each method stands, and what waits."""
    plan = own_plan(request, request.post, token)
    stands = tallies(plan)
    shown = around(
        plan,
        tallies=stands,
        people=stands[0].people if stands else 0,
        waiting=waiting(plan),
        not_yet=complaining.not_yet(plan, clock.today()),
        by_group=any(each.by_group for each in stands),
        until=complaining.complaints_until(plan),
    )
    return render(request, "body/scores.html", shown)


@at_desk("body")
def method_scores(request: DeskRequest, token: UUID, method: str) -> HttpResponse:
    """成绩表: a method's scores, masked, by filter and page."""
    book = own_book(request, token, method)
    shown = request.GET.get("show", "")
    shown = shown if shown in FILTERS else ""
    page = Paginator(book.people(shown), PAGE).get_page(request.GET.get("page"))
    tally = book.tally(book.people().count())
    tabs = [(key, word, tally.counts.get(key, tally.people)) for key, word in FILTERS.items()]
    given = {"book": book, "page": page, "lines": book.lines(list(page)), "shown": shown, "tabs": tabs}
    given |= {"tally": tally, "examiners": book.examiners() if tally.by_group else 0}
    return render(request, "body/scores_table.html", around(book.plan, **given))


@at_desk("body")
def sheet(request: DeskRequest, token: UUID, method: str) -> HttpResponse:
    """用表格导入成绩: the good rows go in; the faulty ones are named with their column and reason."""
    book = own_book(request, token, method)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["sheet"]
        upload = scoring.Upload(chosen.name, chosen.read(MOST_BYTES + 1))
        try:
            made = scoring.import_sheet(book.plan, Method(method), upload, by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            return redirect("body:score_import", token=token, method=method, sheet=made.token)
    shown = around(book.plan, book=book, form=form, most_rows=MOST_ROWS, imports=book.imports()[:10])
    return render(request, "body/scores_sheet.html", shown)


@at_desk("body")
def blank(request: DeskRequest, token: UUID, method: str) -> HttpResponse:
    """下载成绩表: whoever has no score yet; on record."""
    book = own_book(request, token, method)
    content = scoring.blank_sheet(book.plan, Method(method), by=request.post, at=clock.now())
    answer = HttpResponse(content, content_type=XLSX, headers={"Cache-Control": "no-store"})
    name = f"{book.label}成绩表（{book.plan}）.xlsx"
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return answer


@at_desk("body")
def imported(request: DeskRequest, token: UUID, method: str, sheet: UUID) -> HttpResponse:
    """导入结果: how many went in, and which rows did not and why."""
    book = own_book(request, token, method)
    made = get_object_or_404(book.imports(), token=sheet)
    shown = {"book": book, "made": made, "faulty": made.faulty[:MOST_SHOWN], "most": MOST_SHOWN}
    shown["may_withdraw"] = may_be_withdrawn(made)
    return render(request, "body/scores_imported.html", around(book.plan, **shown))


@at_desk("body")
def enter(request: DeskRequest, token: UUID, method: str) -> HttpResponse:
    """登分: twenty-five candidates at a time, whom one has not entered yet; or one's own; or those that differ."""
    book = own_book(request, token, method)
    shown = request.GET.get("show", "")
    person = request.post.person_id
    waiting_people = book.to_enter(shown, person)
    page = Paginator(waiting_people, AT_ONCE).get_page(request.GET.get("page"))
    people = list(page)
    form = EntryForm(people, request.POST or None, own=book.own_words(people, person))
    if request.method == "POST" and form.is_valid() and _entered(request, book, form):
        return redirect(request.get_full_path())
    cells = [(line, form.cell(line.who)) for line in book.lines(people)]
    given = {"book": book, "form": form, "cells": cells, "page": page, "shown": shown}
    return render(request, "body/scores_enter.html", around(book.plan, **given))


def _entered(request: DeskRequest, book: Book, form: EntryForm) -> bool:
    """Enter what was typed and say what it came to; a refusal is said above the form."""
    said = form.scores()
    if not said:
        form.refuse("没有填写成绩，或者与您原来登的一样。")
        return False
    try:
        come = scoring.enter(book.plan, Method(book.method), said, by=request.post, at=clock.now())
    except Refused as refused:
        form.refuse(refused.sentence, refused.remedy)
        return False
    parts = [
        (come.stand, "人的成绩已确定"),
        (come.wait, "人等另一名人员登分"),
        (come.differ, "人两次登分不一致"),
    ]
    messages.success(request, f"已登{len(said)}人：{'，'.join(f'{n}{word}' for n, word in parts if n)}。")
    return True


@at_desk("body")
def publish(request: DeskRequest, token: UUID) -> HttpResponse:
    """公布成绩: what it brings about, before it is done."""
    plan = own_plan(request, request.post, token)
    if request.method == "POST":
        complaining.publish(plan, by=request.post, at=clock.now())
        messages.success(request, "成绩已公布，考生可以凭证件号码查到自己的成绩。")
        return redirect("body:scores", token=token)
    not_yet = complaining.not_yet(plan, clock.today())
    return render(request, "body/scores_publish.html", around(plan, not_yet=not_yet))
