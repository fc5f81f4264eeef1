"""Plans (评价计划): made, filled in, handed in, changed, cancelled; every step saved, nothing lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.acts.in_hand import locked
from dengji.evaluations.candidates.entry import rechecked
from dengji.evaluations.dossier import build
from dengji.evaluations.models.plans import Plan, column_label
from dengji.evaluations.telling import tell_cancelled
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import PLAN, governs, text_for
from dengji.evaluations.upward import report_cancelled
from dengji.evaluations.versions import restored
from dengji.filings.models import Filing
from dengji.filings.terms import Audience
from dengji.institutions.terms import ItemSource
from dengji.occupations.levels import levels_for
from dengji.occupations.queries import names
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES
from dengji.policy.engine.practice import Category, Method
from dengji.procedure.acts.applying import Request, open_case, submit, withdraw
from dengji.procedure.models import Case, Event
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.procedure.serials import next_number
from dengji.procedure.terms import CaseState

MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """What a plan says (计划内容), as it is typed; days and numbers may still be lacking."""

    code: str
    level: str
    audience: str
    work_type: str = ""
    categories: Sequence[str] = ()
    methods: Sequence[str] = ()
    standard: str = ""
    standard_edition: str = ""
    item_source: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    expected: int | None = None
    fee_fen: int | None = None
    note: str = ""


@transaction.atomic
def begin(filing: Filing, entry: PlanEntry, *, token: UUID | None = None, by: Post, at: datetime) -> Plan:
    """新建评价计划: a draft inside a filing of the body; what the text does not allow is for its conditions to say.

    `token` is the address that the form gave it: a form that is sent twice makes one plan.
    """
    ensure_of_body(filing, by)
    said = _checked(filing, entry)
    there = Plan.objects.filter(token=token).first() if token else None
    if there is not None and there.filing_id == filing.pk:
        return there
    address = token if token and there is None else uuid4()
    plan = Plan.objects.create(token=address, filing=filing, created_by=by, created_at=at, **said)
    _record("begin", plan, said, by=by, at=at)
    return plan


@transaction.atomic
def fill_in(plan: Plan, entry: PlanEntry, *, by: Post, at: datetime) -> None:
    """填写评价计划: the plan says this from now on. Raises Moved where somebody saved it since it was shown."""
    fresh = filling(plan, by)
    said = _checked(fresh.filing, entry)
    for name, value in said.items():
        setattr(fresh, name, value)
    saved(fresh, plan)
    rechecked(fresh)
    _record("fill_in", fresh, said, by=by, at=at)


@transaction.atomic
def hand_in(plan: Plan, *, by: Post, at: datetime) -> Event:
    """报送评价计划: what it says is frozen and goes to whoever reviews it; numbered on the first time."""
    fresh, on = filling(plan, by), localdate(at)
    choice, pack = governs(fresh, PLAN, on), text_for(fresh, PLAN, on)
    if fresh.number is None:
        kind = fresh.filing.institution.kind
        if pack.practice is None:
            raise NotAllowed(f"{pack.title}没有规定评价计划。")
        form = pack.numbers[pack.practice.plan_number]
        fresh.number = next_number(form, kind=kind, division=fresh.filing.place, year=on.year)
    case = open_case_of(fresh, PLAN) or open_case(asked_about(fresh, PLAN), choice, by=by, at=at)
    fresh.edition_id, fresh.state = case.edition_id, PlanState.HANDED_IN
    saved(fresh, plan)
    event = submit(case, build(fresh, on=on), by=by, at=at)
    plan.refresh_from_db()
    return event


@transaction.atomic
def take_back(plan: Plan, reason: str, *, matter: str = PLAN, by: Post, at: datetime) -> Event:
    """撤回报送: what was handed in of the plan, or of its results, is the body's again; the record of it stays."""
    fresh = held(plan, by)
    case = open_case_of(fresh, matter)
    if case is None:
        raise Moved("没有正在审查的报送，不用撤回。", remedy="请打开最新页面查看。")
    event = withdraw(case, within(reason, 300, please="请写明撤回的理由"), by=by, at=at)
    plan.refresh_from_db()
    return event


@transaction.atomic
def change(plan: Plan, *, by: Post, at: datetime) -> None:
    """变更评价计划: an approved plan is opened again before it begins; until the change is approved it does not run."""
    fresh = held(plan, by)
    if fresh.state != PlanState.APPROVED:
        raise NotAllowed("只有已经通过审查、还没有实施的计划可以变更。")
    _ensure_not_begun(fresh, localdate(at), "变更")
    fresh.state = PlanState.DRAFT
    saved(fresh, plan)
    _record("change", fresh, {}, by=by, at=at)


@transaction.atomic
def drop_change(plan: Plan, *, by: Post, at: datetime) -> None:
    """放弃变更: the plan is again as it was approved."""
    fresh = filling(plan, by)
    if not fresh.versions.exists():
        raise NotAllowed("这份计划还没有通过审查，没有可以恢复的内容。", remedy="不再需要的，可以取消计划。")
    restored(fresh)
    saved(fresh, plan)
    _record("drop_change", fresh, {}, by=by, at=at)


@transaction.atomic
def cancel(plan: Plan, reason: str, *, by: Post, at: datetime) -> None:
    """取消评价计划: it will not be carried out; its record stays, and whoever reviewed it is told.

    One under review is taken back first.
    """
    fresh = held(plan, by)
    if not fresh.open or fresh.state == PlanState.REPORTED:
        raise NotAllowed(f"这份计划{fresh.get_state_display()}，不能取消。")
    if open_case_of(fresh, PLAN) is not None:
        raise NotAllowed("这份计划正在审查，不能直接取消。", remedy="请先撤回报送，再取消。")
    _ensure_not_begun(fresh, localdate(at), "取消")
    why = within(reason, 300, please="请写明取消的理由")
    fresh.state, fresh.cancelled_because = PlanState.CANCELLED, why
    saved(fresh, plan)
    _record("cancel", fresh, {"because": why}, by=by, at=at)
    report_cancelled(fresh, at=at)
    tell_cancelled(fresh, by=by, at=at)


def asked_about(plan: Plan, matter: str) -> Request:
    """A matter about a plan, as the procedure is asked for it: by its body, at its filing's place."""
    filing, body = plan.filing, plan.filing.institution
    return Request(
        body.organisation, matter, filing.regime, body.kind, about=plan.number or "", place=filing.place
    )


def open_case_of(plan: Plan, matter: str) -> Case | None:
    """The case of a matter about the plan that is not ended, if there is one."""
    if plan.number is None:
        return None
    cases = Case.objects.filter(applicant=plan.filing.institution_id, matter=matter, about=plan.number)
    return cases.exclude(state=CaseState.ENDED).first()


def ensure_of_body(filing: Filing, by: Post) -> None:
    """Raises NotYours for anybody but the body's own people."""
    if by.organisation_id != filing.institution_id or by.role not in BODY_ROLES:
        raise NotYours("只有本机构的人员可以办理本机构的评价计划。")


def held(plan: Plan, by: Post) -> Plan:
    """The plan, locked, as its caller saw it; raises NotYours, Moved."""
    fresh = locked(plan.pk)
    ensure_of_body(fresh.filing, by)
    if fresh.version != plan.version:
        raise Moved("这份计划已由其他人修改，本页内容不是最新的。", remedy="请打开最新页面，核对后再办理。")
    return fresh


def filling(plan: Plan, by: Post) -> Plan:
    """The plan, locked, if it may be filled in now: a draft, or one returned for correction."""
    fresh = held(plan, by)
    if fresh.state == PlanState.DRAFT:
        return fresh
    case = open_case_of(fresh, PLAN)
    if fresh.state == PlanState.HANDED_IN and case is not None and case.state == CaseState.CORRECTING:
        return fresh
    raise Moved(
        f"这份计划{fresh.get_state_display()}，现在不能再改。", remedy="需要修改的，请撤回报送或者申请变更。"
    )


def saved(fresh: Plan, seen: Plan) -> None:
    """Save the plan under its next version, which its caller sees too."""
    fresh.version += 1
    fresh.save()
    seen.__dict__.update(fresh.__dict__)


def _ensure_not_begun(plan: Plan, on: date, what: str) -> None:
    if plan.began(on):
        raise NotAllowed(
            f"计划的开始日期是{plan.starts_on:%Y年%-m月%-d日}，已经开始实施，不能再{what}。",
            remedy="没有实施的，请在结果中如实登记缺考，并在说明里写明。",
        )


def _checked(filing: Filing, entry: PlanEntry) -> dict[str, Any]:
    """The plan's columns from what was typed; raises NotAllowed for what no list has, and days that cannot be."""
    named = names([entry.code]).get(entry.code)
    if named is None:
        raise NotAllowed(f"职业目录里没有“{entry.code}”。", remedy="请从备案的职业中选择。")
    _ensure_listed(entry, {level.code for level in levels_for(filing.regime)} | {""})
    if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
        raise NotAllowed("结束日期早于开始日期。", remedy="请核对两个日期。")
    if entry.expected is not None and not 0 < entry.expected <= MOST_PEOPLE:
        raise NotAllowed(f"计划人数应在1到{MOST_PEOPLE}之间。")
    said = asdict(entry)
    texts = {"work_type": 120, "standard": 160, "standard_edition": 40, "note": 2000}
    for name, longest in texts.items():
        said[name] = said[name].strip()
        if len(said[name]) > longest:
            raise NotAllowed(f"“{column_label(name)}”不超过{longest}字。")
    return said | {"name": named, "categories": list(entry.categories), "methods": list(entry.methods)}


def _ensure_listed(entry: PlanEntry, levels: Iterable[str]) -> None:
    wanted: Mapping[str, tuple[Iterable[str], Iterable[str]]] = {
        "等级": ([entry.level], levels),
        "评价对象": ([entry.audience], Audience.values),
        "考生来源": (entry.categories, [each.value for each in Category]),
        "评价方式": (entry.methods, [each.value for each in Method]),
        "试题来源": ([entry.item_source], [*ItemSource.values, ""]),
    }
    for label, (said, known) in wanted.items():
        if strange := [each for each in said if each not in known]:
            raise NotAllowed(f"“{label}”没有“{strange[0]}”这一选项。", remedy="请从列出的选项中选择。")


def _record(act: str, plan: Plan, said: Mapping[str, Any], *, by: Post, at: datetime) -> None:
    after = {key: value.isoformat() if isinstance(value, date) else value for key, value in said.items()} | {
        "number": plan.number,
        "state": plan.state,
    }
    record(act=f"plan.{act}", by=by, at=at, about=("evaluations.Plan", plan.pk), after=after)
