"""A plan around its pages (评价计划页框架): whose it is, what it lacks, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from dengji import clock
from dengji.evaluations.acts.planning import open_case_of
from dengji.evaluations.checks import eligibility_of
from dengji.evaluations.deadlines import Due, earliest_start, lead, plan_due
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.offering import Offered
from dengji.evaluations.queries import listed, plan_for
from dengji.evaluations.terms import PlanState, Task
from dengji.evaluations.texts import PLAN
from dengji.filings.checks import Check, Checked, checked
from dengji.people.models import Post
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Pack
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState
from dengji.records.acts import note_refused_reading
from dengji.workdays.words import in_words

WHOLE = ("starts_on", "ends_on", "methods", "categories", "expected")
MENDED = (
    ("plan_venues", "plan_venues", "使用的场所"),
    ("plan_internal_supervisors", "plan_people", "人员安排"),
    ("plan_examiners", "plan_people", "人员安排"),
    ("group_", "plan_people", "人员安排"),
    ("examiners_", "plan_people", "人员安排"),
    ("rules_unpublished", "section", "规章制度和收费"),
    ("elements_differing", "filing", "备案"),
    ("filing_", "filing", "备案"),
    ("", "plan_edit", "计划内容"),
)
"""Where a condition is mended: by how the names of its facts begin, the page, and what it is called."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan (计划的组成部分): done or not, in words, and its page; no page where there is none yet."""

    title: str
    says: str
    done: bool
    address: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """A condition that is not met or not known (待改条件), and the page on which it is mended."""

    check: Check
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as its pages show it to its body."""

    plan: Plan
    case: Case | None
    pack: Pack | None
    checked: Checked | None
    due: Due | None
    today: date

    @property
    def correcting(self) -> bool:
        """Whether it was returned."""
        return self.case is not None and self.case.state == CaseState.CORRECTING

    @property
    def filling(self) -> bool:
        """Whether it may be filled in now."""
        return self.plan.state == PlanState.DRAFT or self.correcting

    @property
    def changing(self) -> bool:
        """Whether an approved plan is being changed."""
        return self.plan.state == PlanState.DRAFT and self.plan.versions.exists()

    @property
    def people(self) -> int:
        """How many are on its list of candidates."""
        return listed(self.plan)

    @property
    def corrections(self) -> Sequence[str]:
        """What is to be put right."""
        if self.case is None or not self.correcting:
            return []
        return list(self.case.corrections.filter(resolved_at=None).values_list("says", flat=True))

    @property
    def lacking(self) -> Sequence[Lacking]:
        """What stands in the way, each with its page."""
        found = self.checked.to_mend if self.checked else ()
        return [Lacking(each, *self._mended_at(each)) for each in found]

    @property
    def parts(self) -> Sequence[Part]:
        """The parts of the plan, in the order in which they are filled in."""
        plan, people = self.plan, list(self.plan.assignments.values_list("task", flat=True))
        blank = [name for name in WHOLE if not getattr(plan, name)]
        venues, candidates = plan.venues.count(), listed(plan)
        watched = Task.SUPERVISOR in people
        whom = f"已安排{len(people)}人" if people else "还没有安排"
        parts = [
            Part("计划内容", f"还有{len(blank)}项没有填写" if blank else "已填写", not blank, "plan_edit"),
            Part("使用的场所", f"已选{venues}处" if venues else "还没有选择", bool(venues), "plan_venues"),
            Part("人员安排", whom if watched else f"{whom}，还没有内部质量督导员", watched, "plan_people"),
            Part(
                "考生名单",
                f"已登记{candidates}人" if candidates else "可以报送以后再登记",
                bool(candidates),
                "candidates",
            ),
        ]
        return [Part(each.title, each.says, each.done, address_of(each.address, plan)) for each in parts]

    def _mended_at(self, check: Check) -> tuple[str, str]:
        names = [used.name for used in (*check.result.missing, *check.result.used)]
        for begins, page, title in MENDED:
            if any(name.startswith(begins) for name in names):
                return title, address_of(page, self.plan)
        return "", ""


def address_of(page: str, plan: Plan) -> str:
    """The address of a page of a plan, of its filing, or of the body's rules; empty where there is no such page."""
    given: dict[str, Any] = {"token": plan.token}
    if page == "filing":
        given = {"number": plan.filing.number}
    if page == "section":
        given = {"part": "rules"}
    try:
        return reverse(f"body:{page}", kwargs=given)
    except NoReverseMatch:
        return ""


def plan_page(plan: Plan, on: date) -> PlanPage:
    """Read what the pages of a plan show of how it stands; the check only while it is filled in."""
    case = open_case_of(plan, PLAN)
    fillable = plan.state == PlanState.DRAFT or (case is not None and case.state == CaseState.CORRECTING)
    judged = eligibility_of(plan, on) if fillable else None
    pack: Pack | None = judged[0] if judged else None
    judgement: Judgement | None = judged[1] if judged else None
    found = checked(judgement, pack) if judgement is not None and pack is not None else None
    return PlanPage(plan, case, pack, found, plan_due(plan, pack, on), on)


def own_plan(request: HttpRequest, post: Post, token: UUID) -> Plan:
    """One of the body's own plans, at the version that the page showed. Raises Http404, and keeps that it was asked."""
    plan = plan_for(post, token)
    if plan is None:
        note_refused_reading(f"plan/{token}", by=post, at=clock.now())
        raise Http404
    posted = request.POST.get("version", "")
    plan.version = int(posted) if posted.isdecimal() and len(posted) < 9 else plan.version
    return plan


def helps(offered: Offered, plan: Plan | None, on: date) -> dict[str, str]:
    """What stands beside the fields of a plan: the last day for handing in, the standards known, the body's fees."""
    found = {"starts_on": _starts_help(offered.pack, plan, on)}
    if offered.standards:
        named = "；".join(dict.fromkeys(f"《{each.title}》{each.edition}" for each in offered.standards))
        found["standard"] = f"职业目录里有：{named}。"
    else:
        found["standard"] = "写标准或者评价规范的全称。"
    if offered.fees:
        fees = "；".join(f"{each.name}{each.amount_fen // 100}元" for each in offered.fees)
        found["fee"] = f"不收费的填0。本机构登记的收费：{fees}。"
    else:
        found["fee"] = "不收费的填0。"
    return found


def _starts_help(pack: Pack | None, plan: Plan | None, on: date) -> str:
    before = lead(pack)
    if pack is None or not before:
        return ""
    first = earliest_start(pack, on)
    soonest = f"今天报送的，最早可以定在{in_words(first)}开始。" if first else ""
    due = plan_due(plan, pack, on) if plan else None
    if due is None:
        return f"开始前{before}报送。{soonest}"
    provisional = "（暂定）" if due.provisional else ""
    now = f"现在这个开始日期，最迟{in_words(due.day)}{provisional}报送，{due.says}。"
    return f"{now}{soonest}" if due.late else now
