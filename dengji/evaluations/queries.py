"""Reads of plans (评价计划查询): always for somebody, never more than that post may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from dengji.evaluations.deadlines import Due, results_due
from dengji.evaluations.dossier import contents
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.terms import PlanState
from dengji.evaluations.texts import ABOUT_PLANS
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.queries import stem
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES, SENT_ROLES
from dengji.policy.queries import calendar_in_force, packs_of
from dengji.procedure.models import Case, CaseParty
from dengji.procedure.paging import ROWS, paged
from dengji.procedure.terms import CaseState

ENDED = "ended"
"""The filter for batches that are over and whose results were not handed in."""
STARTS, NEWEST, ENDS = "", "newest", "ends"
SORTS = {STARTS: "开始日期晚的在前", NEWEST: "新建的在前", ENDS: "结束日期早的在前"}
ORDERS = {
    STARTS: (F("starts_on").desc(nulls_first=True), F("id").desc()),
    NEWEST: (F("id").desc(),),
    ENDS: (F("ends_on").asc(nulls_last=True), F("id").asc()),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among plans (计划检索条件); empty means any. The days are those of its first day."""

    state: str = ""
    place: str = ""
    words: str = ""
    occupation: str = ""
    from_on: date | None = None
    until: date | None = None
    filing: str = ""
    sort: str = STARTS


@dataclass(frozen=True, slots=True)
class Line:
    """A plan in a list (计划列表一行): how many are on its list of candidates, when its results are due."""

    plan: Plan
    listed: int
    due: Due | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list of plans (计划列表): fifty of them, how many there are (1000+), whether more follow."""

    lines: Sequence[Line]
    count: str
    number: int
    more: bool


def plans_within(post: Post) -> QuerySet[Plan]:
    """The plans that a post may see; the one way in, to whatever stands with a plan too.

    A body sees its own; an office those of filings that it supervises, those whose cases it has or had a part in,
    and those to which it may send supervisors, once they were handed in; a quality supervisor those that he was sent
    to. Others see none.
    """
    plans = Plan.objects.select_related("filing__institution__organisation", "filing__authority")
    if post.role in BODY_ROLES:
        return plans.filter(filing__institution=post.organisation_id)
    handed_in = plans.filter(number__isnull=False)
    if post.role in SENT_ROLES:
        return handed_in.filter(Exists(Assignment.objects.filter(plan=OuterRef("pk"), post=post)))
    if post.role not in OFFICE_ROLES:
        return plans.none()
    part = CaseParty.objects.filter(
        organisation=post.organisation_id,
        case__applicant=OuterRef("filing__institution"),
        case__about=OuterRef("number"),
    )
    sends = Plan.senders.through.objects.filter(plan=OuterRef("pk"), organisation=post.organisation_id)
    return handed_in.filter(Q(filing__authority=post.organisation_id) | Exists(part) | Exists(sends))


def plan_for(post: Post, token: UUID) -> Plan | None:
    """One plan by its address, if the post may see it."""
    return plans_within(post).filter(token=token).first()


def plan_about(post: Post, case: Case) -> Plan | None:
    """The plan that a case is about, if the post may see it; None for a case about something else."""
    if case.matter not in ABOUT_PLANS or not case.about:
        return None
    return plans_within(post).filter(number=case.about).first()


def plans(post: Post, wanted: Wanted, on: date, number: int = 1) -> Page:
    """评价计划列表: a page of what is looked for; at most six statements, with any number of candidates."""
    page = paged(_wanted(post, wanted, on), number)
    return Page(_lines(page.rows, on), page.count, page.number, page.more)


def whole_list(post: Post, wanted: Wanted, on: date, most: int) -> Sequence[Line]:
    """计划清单: the rows of every page together, at most so many, to be taken away as a sheet."""
    return _lines(list(_wanted(post, wanted, on)[:most]), on)


def plans_of(filing: Filing, on: date) -> Sequence[Line]:
    """The latest plans of a filing (备案的评价计划), fifty at most."""
    found = filing.plans.select_related("filing__institution__organisation").order_by(*ORDERS[STARTS])
    return _lines(list(found[:ROWS]), on)


def cases_of(plan: Plan) -> Sequence[Case]:
    """Every case about a plan (计划的办件), the latest first."""
    if plan.number is None:
        return []
    cases = Case.objects.filter(applicant=plan.filing.institution_id, about=plan.number)
    return list(cases.filter(matter__in=ABOUT_PLANS).select_related("holder").order_by("-id"))


def as_handed_in(plan: Plan) -> Mapping[str, Any]:
    """What a plan said when it was handed in or approved last (报送、核准的内容): what an office reads of it."""
    case = next((each for each in cases_of(plan) if each.state != CaseState.ENDED), None)
    version = plan.versions.order_by("-ordinal").first()
    if version is not None and (plan.state != PlanState.HANDED_IN or case is None):
        return dict(version.content)
    last = case or next(iter(cases_of(plan)), None)
    handed_in = last.submissions.order_by("-ordinal").first() if last else None
    return dict(handed_in.dossier["plan"]) if handed_in else contents(plan)


def listed(plan: Plan) -> int:
    """How many candidates are on the list (考生人数)."""
    return plan.candidates.filter(withdrawn_at=None).count()


def masked_of(tokens: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Place on the list and masked number of candidates, by the addresses of their rows."""
    rows = Candidate.objects.filter(token__in=list(tokens)).values_list("token", "ordinal", "masked")
    return {str(token): (ordinal, masked) for token, ordinal, masked in rows}


def _wanted(post: Post, wanted: Wanted, on: date) -> QuerySet[Plan]:
    found = plans_within(post)
    given = {
        "filing__number": wanted.filing,
        "starts_on__gte": wanted.from_on,
        "starts_on__lte": wanted.until,
        "filing__place__startswith": stem(wanted.place) if wanted.place else "",
    }
    found = found.filter(**{name: said for name, said in given.items() if said})
    if wanted.state == ENDED:
        found = found.filter(state=PlanState.APPROVED, ends_on__lt=on)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.words:
        named = Q(filing__institution__organisation__name__icontains=wanted.words)
        found = found.filter(named | Q(number__istartswith=wanted.words))
    if wanted.occupation:
        found = found.filter(Q(code=wanted.occupation) | Q(name__icontains=wanted.occupation))
    return found.order_by(*ORDERS.get(wanted.sort, ORDERS[STARTS]))


def _lines(rows: Sequence[Plan], on: date) -> list[Line]:
    counted = Candidate.objects.filter(plan__in=[each.pk for each in rows], withdrawn_at=None)
    counts = dict(counted.order_by().values_list("plan").annotate(Count("pk")))
    owed = [each for each in rows if each.state == PlanState.APPROVED]
    packs = packs_of({each.edition_id for each in owed if each.edition_id is not None})
    calendar = calendar_in_force()
    due = {each.pk: results_due(each, packs.get(each.edition_id or 0), on, calendar) for each in owed}
    return [Line(each, counts.get(each.pk, 0), due.get(each.pk)) for each in rows]
