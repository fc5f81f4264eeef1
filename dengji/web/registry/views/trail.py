"""操作记录: what was done, by whom, to what, as far as an auditor's place goes; and whether the record is whole."""

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from dengji import clock
from dengji.audit.queries import Wanted, entries, entry_at, export, head, verify
from dengji.filings.audited import trail_scope
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.trail import WantedForm
from dengji.web.registry.reading import A_PAGE
from dengji.web.registry.roles import AUDITOR
from dengji.web.registry.wording import act_label, differences, field_label, object_label


@require_safe
@at_desk("office", *AUDITOR)
def listed(request: DeskRequest) -> HttpResponse:
    """操作记录一览: the latest first; the address says from which position on the page begins."""
    form = WantedForm(request.GET)
    wanted = form.wanted()
    scope = trail_scope(request.post)
    found = entries(wanted, scope)
    before = request.GET.get("before", "")
    rows = list((found.filter(position__lt=int(before)) if _is_position(before) else found)[: A_PAGE + 1])
    shown = {
        "form": form,
        "lines": [(row, act_label(row.act), object_label(row.object_kind)) for row in rows[:A_PAGE]],
        "next": rows[A_PAGE - 1].position if len(rows) > A_PAGE else None,
        "before": before,
        "count": found.count(),
        "filtered": any(getattr(wanted, name) for name in form.fields),
        "head": head(),
        "whole": scope is None,
        "nav": "trail",
    }
    return render(request, "registry/trail.html", shown)


@require_safe
@at_desk("office", *AUDITOR)
def shown(request: DeskRequest, position: int) -> HttpResponse:
    """一条记录: everything it keeps, with what it changed."""
    scope = trail_scope(request.post)
    entry = entry_at(position, scope)
    if entry is None:
        raise Http404
    seen = {
        "entry": entry,
        "earlier": entries(Wanted(), scope).filter(position__lt=position).first(),
        "act": act_label(entry.act),
        "object": object_label(entry.object_kind),
        "changes": [
            (field_label(entry.object_kind, name), before, after)
            for name, before, after in differences(entry.before, entry.after)
        ],
        "nav": "trail",
    }
    return render(request, "registry/entry.html", seen)


@require_POST
@at_desk("office", *AUDITOR)
def verify_trail(request: DeskRequest) -> HttpResponse:
    """校验: whole, or the first link that is broken, and why."""
    return render(request, "registry/verified.html", {"verdict": verify(), "nav": "trail"})


@require_safe
@at_desk("office", *AUDITOR)
def export_trail(request: DeskRequest) -> HttpResponse:
    """导出: what may be read of the trail as JSON Lines, written while it is read; the whole of it is a chain."""
    lines = export(trail_scope(request.post))
    answer = StreamingHttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="trail-{clock.today().isoformat()}.jsonl"'
    return _plain(answer)


def _plain(answer: HttpResponseBase) -> HttpResponse:
    return answer  # type: ignore[return-value]  # a streaming answer is one to Django, not to its stubs


def _is_position(said: str) -> bool:
    return said.isascii() and said.isdecimal() and len(said) < 19
