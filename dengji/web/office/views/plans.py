"""Plans at the office's desk (评价计划): the list by place, body, occupation and days; its sheet; a plan's page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dengji import clock
from dengji.evaluations.acts.voiding import may_be_void, propose_void
from dengji.evaluations.deadlines import results_due
from dengji.evaluations.examiners.registers import plan_to_watch, watchers_of
from dengji.evaluations.examiners.watching import found_in
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.reports import SupervisionReport
from dengji.evaluations.queries import (
    SORTS,
    Line,
    Wanted,
    as_handed_in,
    cases_of,
    plan_for,
    plans,
    whole_list,
)
from dengji.evaluations.reported import reported
from dengji.evaluations.sittings.on_the_day import evidence_of, incidents_of, sittings_of
from dengji.evaluations.terms import CARRIED_OUT, PlanState
from dengji.evaluations.texts import VOID, text_for, text_of
from dengji.evaluations.voided import voided
from dengji.occupations.levels import label
from dengji.people.models import Post
from dengji.people.queries import divisions_below
from dengji.people.refusals import Refused
from dengji.people.terms import DECIDING, OFFICE_ROLES
from dengji.policy.engine.practice import Supervision
from dengji.records.acts import note_refused_reading
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.office.choices import occupation_code
from dengji.web.office.forms import ReasonForm
from dengji.web.office.plan_forms import SoughtForm
from dengji.web.office.sheets import MOST_ROWS
from dengji.web.plan_dossier import people_of, plan_lines, venues_of
from dengji.web.results import score_table
from dengji.web.sheets import attachment, sheet

HEADS = (
    "计划编号",
    "机构",
    "备案号",
    "职业",
    "工种",
    "等级",
    "开始日期",
    "结束日期",
    "计划人数",
    "登记人数",
    "状态",
    "结果最迟报送",
    "期限",
)


@require_safe
@at_desk("office")
def listed(request: DeskRequest) -> HttpResponse:
    """评价计划: those of the office, filtered by what stands in the address."""
    form, wanted = _wanted(request)
    number = request.GET.get("page", "1")
    shown = {
        "form": form,
        "page": plans(request.post, wanted, clock.today(), int(number) if number.isdecimal() else 1),
        "filtered": any(request.GET.get(name) for name in form.fields if name != "sort"),
        "narrowed": any(request.GET.get(name) for name in form.fields if name not in ("words", "state")),
        "sorted": SORTS.get(wanted.sort, ""),
        "officer": request.post.role in OFFICE_ROLES,
        "nav": "plans",
    }
    return render(request, "office/plans.html", shown)


@require_safe
@at_desk("office")
def export(request: DeskRequest) -> HttpResponse:
    """导出: the list that is shown, every page of it, as a sheet."""
    _, wanted = _wanted(request)
    today = clock.today()
    rows = whole_list(request.post, wanted, today, MOST_ROWS)
    content = sheet(f"评价计划 {today.isoformat()}", HEADS, (_cells(line) for line in rows))
    return attachment(content, f"评价计划{today.isoformat()}.xlsx")


@require_safe
@at_desk("office")
def plan(request: DeskRequest, token: UUID) -> HttpResponse:
    """计划页: what it says as it was handed in, its cases, supervision and results."""
    on, found = clock.today(), plan_for(request.post, token)
    if found is None:
        note_refused_reading(f"plan/{token}", by=request.post, at=clock.now())
        raise Http404
    said = as_handed_in(found)
    shown = {
        "plan": found,
        "lines": plan_lines(said),
        "sheets": [venues_of(said), people_of(said)],
        "cases": cases_of(found),
        "due": results_due(found, text_of(found, on), on) if found.state == PlanState.APPROVED else None,
        "reports": _reports(found),
        "sittings": sittings_of(found),
        "incidents": list(incidents_of(found)),
        "evidence": list(evidence_of(found)),
        "watchers": watchers_of(found),
        "officer": request.post.role in OFFICE_ROLES,
        "sends": _may_send(request.post, found),
        "voided": voided(found),
        "voidable": request.post.role in DECIDING and may_be_void(found, on),
        "nav": "plans",
    }
    if found.state in CARRIED_OUT:
        came_to = reported(found)
        void = found.state == PlanState.VOID
        table = score_table(came_to, found.methods, request.GET.get("page", ""), void=void)
        samples = request.post.role in DECIDING and request.post.organisation_id == found.filing.authority_id
        shown |= {"came_to": came_to, "table": table, "samples": samples}
    return render(request, "office/plan.html", shown)


def _may_send(post: Post, plan: Plan) -> bool:
    """Whether a supervisor can be sent to the batch by this post."""
    if plan.state != PlanState.APPROVED or post.role not in DECIDING:
        return False
    return plan_to_watch(post, plan.token) is not None


@at_desk("office", *DECIDING)
def void(request: DeskRequest, token: UUID) -> HttpResponse:
    """提请成绩不予认定: the reason; a case opens in which the findings are stated and the decision is made."""
    on, found = clock.today(), plan_for(request.post, token)
    if found is None or not may_be_void(found, on):
        raise Http404
    form = ReasonForm(request.POST or None, label="提请的理由和依据的材料", needed=True)
    if request.method == "POST" and form.is_valid():
        try:
            case = propose_void(found, form.cleaned_data["reason"], by=request.post, at=clock.now())
        except Refused as refused:
            form.add_error(None, f"{refused.sentence}{refused.remedy}")
        else:
            messages.success(request, "已提请，请在案件中核对情形、听取机构意见，再作决定。")
            return redirect("office:case", token=case.token)
    shown = {"plan": found, "form": form, "text": text_for(found, VOID, on), "matter": VOID, "nav": "plans"}
    return render(request, "office/plan_void.html", shown)


def _reports(found: Plan) -> list[tuple[SupervisionReport, list[tuple[str, str]], list[str]]]:
    """The reports that are in, each with the parts of its form, and what it found."""
    on = clock.today()
    pack = text_of(found, on)
    forms: list[Supervision] = list(pack.practice.supervision) if pack and pack.practice else []
    asked = {each.watch.value: list(each.parts.items()) for each in forms}
    handed_in = found.reports.filter(handed_in_at__isnull=False).select_related("assignment")
    return [(each, asked.get(each.watch, []), found_in(each, on)) for each in handed_in]


def _wanted(request: DeskRequest) -> tuple[SoughtForm, Wanted]:
    """The filters as they stand in the address; what is not offered counts as not asked."""
    places = [(each.code, each.name) for each in divisions_below(request.post.organisation.division_id)]
    form = SoughtForm(request.GET, places=places)
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if value}
    if "occupation" in said:
        said["occupation"] = occupation_code(said["occupation"])
    return form, Wanted(**said)


def _cells(line: Line) -> tuple[str, ...]:
    each = line.plan
    return (
        each.number or "",
        each.filing.institution.organisation.name,
        each.filing.number,
        f"{each.name}（{each.code}）",
        each.work_type,
        label(each.level) if each.level else "",
        each.starts_on.isoformat() if each.starts_on else "",
        each.ends_on.isoformat() if each.ends_on else "",
        str(each.expected or ""),
        str(line.listed),
        each.get_state_display(),
        line.due.day.isoformat() if line.due else "",
        line.due.says if line.due else "",
    )
