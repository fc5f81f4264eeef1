"""The office's lists (办件列表): today's counts, the worklist, ended cases, search, and the list as a sheet."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.certificates.waiting import waits_for
from dengji.exchange.files.queries import tasks_of
from dengji.notices.queries import objections_waiting
from dengji.policy.engine.pack import Pack
from dengji.policy.queries import packs_of
from dengji.procedure import worklist as lists
from dengji.procedure.lists import cases_named, ended_cases, ended_whole
from dengji.supervision import waiting as supervision
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.office.choices import choices_at, occupation_code
from dengji.web.office.forms import SearchForm, WantedForm
from dengji.web.office.sheets import MOST_ROWS, ended_sheet, sheet
from dengji.web.office.turning import cleaned, key_of, next_page, without

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@at_desk("office")
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """首页: today's counts, mine and my office's, and what else waits."""
    today, post = clock.today(), request.post
    given = {
        "nav": "home",
        "today": today,
        "sections": [
            ("我的岗位", lists.counted(post, lists.Wanted(mine=True), today), "mine"),
            ("本单位", lists.counted(post, lists.Wanted(), today), "office"),
        ],
        "objections": objections_waiting([post]).count(),
        "reports": tasks_of(post.organisation_id, today),
        "certificates_wait": waits_for(post, today),
        "supervision_waits": supervision.waits_for(post, today),
    }
    return render(request, "office/home.html", given)


@at_desk("office")
@require_safe
def worklist(request: DeskRequest) -> HttpResponse:
    """办件: the worklist by due day, filtered by what stands in the address."""
    packs = packs_of(())
    form, wanted = _wanted(request, packs)
    after = key_of(request.GET.get("after", ""))
    found = lists.worklist(request.post, wanted, clock.today(), after, packs)
    given = {
        "nav": "cases",
        "form": form,
        "wanted": wanted,
        "found": found,
        "groups": [(group, without(request, "after", urgency=group.urgency.value)) for group in found.groups],
        "all": without(request, "after", "urgency"),
        "sections": [
            (group.urgency.label, rows)
            for group in found.groups
            if (rows := [row for row in found.rows if row.urgency is group.urgency])
        ],
        "next": next_page(request, found.following),
        "export": without(request, "after"),
        "narrowed": _narrowed(request),
        "filtered": _narrowed(request) or bool(wanted.words or wanted.urgency),
    }
    return render(request, "office/worklist.html", given)


@at_desk("office")
@require_safe
def export(request: DeskRequest) -> HttpResponse:
    """导出: the list that is shown, every page of it, as a sheet."""
    _, wanted = _wanted(request, packs_of(()))
    today = clock.today()
    rows = lists.whole_list(request.post, wanted, today, MOST_ROWS)
    answer = HttpResponse(sheet(rows, today), content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="worklist-{today.isoformat()}.xlsx"'
    return answer


@at_desk("office")
@require_safe
def export_ended(request: DeskRequest) -> HttpResponse:
    """导出办结: the list that is shown, every page of it, as a sheet."""
    words, today = cleaned(SearchForm(request.GET)).get("words", ""), clock.today()
    rows = ended_whole(request.post, words, today, MOST_ROWS)
    answer = HttpResponse(ended_sheet(rows, today), content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="ended-{today.isoformat()}.xlsx"'
    return answer


@at_desk("office")
@require_safe
def ended(request: DeskRequest) -> HttpResponse:
    """办结: the cases that are over."""
    return _listed(request, ended_cases, "ended", "办结")


@at_desk("office")
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    """查找: every case that the post may see, whoever has it."""
    return _listed(request, cases_named, "search", "查找案件")


def _listed(request: DeskRequest, query: Any, nav: str, title: str) -> HttpResponse:
    form = SearchForm(request.GET)
    words = cleaned(form).get("words", "")
    before = request.GET.get("before", "")
    asked = nav == "ended" or bool(words)
    below = int(before) if before.isdecimal() else None
    rows, following = query(request.post, words, clock.today(), below) if asked else ([], None)
    given = {"nav": nav, "title": title, "form": form, "words": words, "asked": asked}
    given |= {"rows": rows, "next": without(request, before=str(following)) if following else ""}
    return render(request, "office/list.html", given)


def _wanted(request: DeskRequest, packs: Mapping[int, Pack]) -> tuple[WantedForm, lists.Wanted]:
    """The filters as they stand in the address; what is not offered counts as not asked."""
    form = WantedForm(request.GET, **choices_at(request.post, packs))
    said = cleaned(form)
    return form, lists.Wanted(
        matter=said.get("matter", ""),
        step=said.get("step", ""),
        kind=said.get("kind", ""),
        place=said.get("place", ""),
        occupation=occupation_code(said.get("occupation", "")),
        mine=said.get("whose") != "office",
        urgency=said.get("urgency", ""),
        words=said.get("words", ""),
    )


def _narrowed(request: HttpRequest) -> bool:
    """Whether one of the less common filters is set."""
    return any(request.GET.get(name) for name in ("matter", "step", "kind", "place", "occupation"))
