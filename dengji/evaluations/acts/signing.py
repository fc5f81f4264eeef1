"""Examiners' own score sheets (考评员评分表): saved, signed by each himself; when all have signed, the score stands."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from dengji.audit.acts import record
from dengji.evaluations.acts.in_hand import locked
from dengji.evaluations.acts.planning import ensure_of_body
from dengji.evaluations.acts.scoring import ensure_scores_open
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.models.scores import Score, ScoreEntry, ScoreForm, ScoreSheet
from dengji.evaluations.results import attended
from dengji.evaluations.scores.roll import BY_GROUP
from dengji.evaluations.scores.rules import FULL, TENTH, Combine, combined
from dengji.evaluations.scores.signatures import content_of, digest
from dengji.evaluations.standards import rules_of
from dengji.evaluations.terms import EXAMINING, Attendance, EntryKind
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES
from dengji.policy.engine.practice import Method
from dengji.procedure.refusals import Moved, NotAllowed, NotYours

MOST_ITEMS = 30
TOTAL = "total"
"""The one item of a sheet without a form (总分)."""


@transaction.atomic
def lay_down_form(
    plan: Plan, method: Method, items: Iterable[tuple[str, Decimal]], *, by: Post, at: datetime
) -> ScoreForm:
    """设定评分项: what examiners score, with the most marks of each, 100 together; before anybody has begun a sheet."""
    fresh = locked(plan.pk)
    ensure_of_body(fresh.filing, by)
    ensure_scored_by_group(fresh, method)
    if ScoreSheet.objects.filter(candidate__plan=fresh, method=method).exists():
        raise NotAllowed("已经有考评员开始评分，评分项不能再改。")
    said = [(label.strip(), most) for label, most in items]
    if not 0 < len(said) <= MOST_ITEMS or len({label for label, _ in said}) != len(said):
        raise NotAllowed(f"评分项应有1到{MOST_ITEMS}项，名称不能相同。")
    if any(most <= 0 or most != most.quantize(TENTH) for _, most in said) or sum(m for _, m in said) != FULL:
        raise NotAllowed("各项分值应大于0，合计100分。", remedy="请核对每一项的分值。")
    if any(not 0 < len(label) <= 60 for label, _ in said):
        raise NotAllowed("每项都要写名称，不超过60字。")
    rows = [{"id": f"i{n}", "label": label, "most": str(most)} for n, (label, most) in enumerate(said, 1)]
    form, _ = ScoreForm.objects.update_or_create(
        plan=fresh, method=method, defaults={"items": rows, "by": by, "at": at}
    )
    about = ("evaluations.Plan", fresh.pk)
    record(act="plan.score_form", by=by, at=at, about=about, after={"method": method, "items": rows})
    return form


@transaction.atomic
def sign_in_as(assignment: Assignment, post: Post, *, by: Post, at: datetime) -> None:
    """指定考评员账号: an examiner of the body's own signs with this account of the body; one examiner, one account."""
    plan = locked(assignment.plan_id)
    ensure_of_body(plan.filing, by)
    fresh = plan.assignments.select_for_update().filter(pk=assignment.pk, task__in=EXAMINING).first()
    if fresh is None or fresh.registered_id is not None:
        raise NotAllowed("只有本机构的考评员由机构指定账号；登记在册的考评员用自己的账号。")
    if post.organisation_id != by.organisation_id or post.role not in BODY_ROLES:
        raise NotAllowed("请从本机构的账号中选择。")
    if fresh.name != post.person.full_name:
        raise NotAllowed(f"账号是{post.person.full_name}的，考评员是{fresh.name}，评分表要由本人签。")
    if fresh.score_sheets.filter(signed_at__isnull=False).exclude(signed_by__person=post.person_id).exists():
        raise NotAllowed("这名考评员已经用另一个账号签过评分表，不能再换。")
    fresh.post = post
    fresh.save(update_fields=["post"])
    about, after = ("evaluations.Plan", plan.pk), {"examiner": fresh.name, "post": post.pk}
    record(act="plan.examiner_account", by=by, at=at, about=about, after=after)


@transaction.atomic
def save_sheet(
    candidate: Candidate,
    method: Method,
    assignment: Assignment,
    marks: Mapping[str, Decimal],
    *,
    by: Post,
    at: datetime,
) -> ScoreSheet:
    """保存评分表: an examiner's own draft for a candidate; seen by nobody else. Raises Moved once it is signed."""
    who = _scored(candidate, method, assignment, by=by, at=at)
    sheet, _ = ScoreSheet.objects.select_for_update().get_or_create(
        candidate=who, method=method, assignment=assignment
    )
    _ensure_unsigned(sheet)
    said = _checked(items_of(who.plan, method), marks)
    sheet.items = {key: str(value) for key, value in said.items()}
    sheet.total = sum(said.values(), Decimal(0)) if said else None
    sheet.saved_at = at
    sheet.save()
    about = ("evaluations.ScoreSheet", sheet.pk)
    record(act="score_sheet.saved", by=by, at=at, about=about, after=sheet.items)
    return sheet


@transaction.atomic
def sign(sheet: ScoreSheet, *, by: Post, at: datetime) -> ScoreSheet:
    """签评分表: the examiner stands by his sheet; it never changes again. The last signature makes the score stand."""
    assignment, method = sheet.assignment, Method(sheet.method)
    who = _scored(sheet.candidate, method, assignment, by=by, at=at)
    fresh = ScoreSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    _ensure_unsigned(fresh)
    lacking = [each["label"] for each in items_of(who.plan, method) if each["id"] not in fresh.items]
    if lacking or fresh.total is None:
        raise NotAllowed(f"还没有打分：{'、'.join(lacking)}。", remedy="请打完分、保存以后再签。")
    fresh.signed_by, fresh.signed_at = by, at
    fresh.candidate, fresh.assignment = who, assignment
    fresh.digest = digest(content_of(fresh))
    fresh.save()
    about, after = ("evaluations.ScoreSheet", fresh.pk), {"total": fresh.total, "digest": fresh.digest}
    record(act="score_sheet.signed", by=by, at=at, about=about, after=after)
    _stand_if_whole(who, method, by=by, at=at)
    return fresh


@transaction.atomic
def sign_all(assignment: Assignment, method: Method, *, by: Post, at: datetime) -> int:
    """签署全部填好的评分表: every draft of his that is whole, one after the other; says how many."""
    plan = assignment.plan
    needed = {each["id"] for each in items_of(plan, method)}
    drafts = assignment.score_sheets.filter(method=method, signed_at=None, total__isnull=False)
    whole = [each for each in drafts.select_related("candidate__plan") if needed <= set(each.items)]
    for sheet in whole:
        sheet.assignment = assignment
        sign(sheet, by=by, at=at)
    return len(whole)


def items_of(plan: Plan, method: str) -> list[dict[str, Any]]:
    """What is scored (评分项): the items of the plan's form, or the total alone."""
    form = plan.score_forms.filter(method=method).first()
    return form.items if form else [{"id": TOTAL, "label": "总分", "most": str(FULL)}]


def is_his(assignment: Assignment, by: Post) -> bool:
    """Whether the post is the examiner's own: named for him here, or his in the register."""
    registered = assignment.registered
    own = registered is not None and registered.post_id == by.pk
    return assignment.task in EXAMINING and (own or assignment.post_id == by.pk)


def ensure_scored_by_group(plan: Plan, method: Method) -> None:
    """Raises NotAllowed for what no group of examiners scores in this plan."""
    if method not in plan.methods or method not in BY_GROUP:
        raise NotAllowed(f"{Method(method).label}不用考评员评分表。")


def _scored(
    candidate: Candidate, method: Method, assignment: Assignment, *, by: Post, at: datetime
) -> Candidate:
    """The candidate, locked, if this examiner may score him now; raises NotYours, NotAllowed."""
    if not is_his(assignment, by):
        raise NotYours("评分表由考评员本人填写、签字。")
    found = Candidate.objects.select_for_update(of=("self",)).select_related("plan__filing")
    who = found.get(pk=candidate.pk)
    if assignment.plan_id != who.plan_id:
        raise NotYours("这名考生不在您评分的批次中。")
    ensure_scored_by_group(who.plan, method)
    ensure_scores_open(who.plan, at)
    how = attended(who.plan).get(who.pk, {}).get(method)
    if who.withdrawn_at is not None or who.admissible is False or how is not None:
        label = Attendance(how).label if how else "已退出或者不符合申报条件"
        raise NotAllowed(f"{who.masked}{label}，不用评分。")
    if Score.objects.filter(candidate=who, method=method).exists():
        raise Moved(f"{who.masked}的成绩已经登记，不能再评。", remedy="要改的，由机构提出更正。")
    return who


def _ensure_unsigned(sheet: ScoreSheet) -> None:
    if sheet.signed_at is not None:
        raise Moved("这张评分表已经签字，不能再改。", remedy="有错的，由机构在成绩得出后提出更正。")


def _checked(items: list[dict[str, Any]], marks: Mapping[str, Decimal]) -> dict[str, Decimal]:
    known = {each["id"]: each for each in items}
    for key, value in marks.items():
        if key not in known:
            raise NotAllowed("评分项已经变化，请重新打开页面。")
        label, most = known[key]["label"], Decimal(known[key]["most"])
        if not 0 <= value <= most or value != value.quantize(TENTH):
            raise NotAllowed(f"“{label}”应在0到{most.normalize():f}分之间，最多一位小数。")
    return {key: value.quantize(TENTH) for key, value in marks.items()}


def _stand_if_whole(who: Candidate, method: Method, *, by: Post, at: datetime) -> None:
    """考评组成绩: once every examiner of the batch has signed, by the standard's rule."""
    group = set(who.plan.assignments.filter(task__in=EXAMINING).values_list("pk", flat=True))
    signed = dict(
        who.score_sheets.filter(method=method, signed_at__isnull=False).values_list("assignment", "total")
    )
    if group - set(signed):
        return
    rules = rules_of(who.plan)
    totals = [total for key, total in signed.items() if key in group and total is not None]
    value = combined(totals, Combine(rules.combine))
    said = {"candidate": who, "method": method, "value": value}
    ScoreEntry.objects.create(kind=EntryKind.SHEET, by=by, at=at, **said)
    Score.objects.create(passed=value >= rules.pass_mark, **said)
