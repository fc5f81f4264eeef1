"""The road of a batch, gone by acts only: a plan inside a filing, handed in, approved, people, scores, results."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from dengji.evaluations.acts import listing, planning, reporting, scoring, signing, staffing
from dengji.evaluations.acts.planning import PlanEntry, open_case_of
from dengji.evaluations.acts.supervising import PartEntry, ReportEntry, report_on
from dengji.evaluations.candidates.persons import CandidateEntry
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.reports import SupervisionReport
from dengji.evaluations.scores.roll import signed_only
from dengji.evaluations.terms import EXAMINING, Task
from dengji.evaluations.texts import PLAN, RESULTS, practice_of
from dengji.filings.models import FiledVenue, Filing
from dengji.institutions.terms import MemberRole
from dengji.people.terms import Role
from dengji.policy.engine.practice import Category, Method, Watch
from dengji.procedure.acts import receiving
from dengji.procedure.models import Case
from tests.cast import AT, ELECTRICIAN, given_post, identity_number
from tests.road import manager_of, on_day, stated_well, whoever_holds

SKILLED = {"works": True, "years_of_work": 12}
"""Enough for the levels up to the third (申报条件)."""
STARTS, ENDS = date(2026, 12, 7), date(2026, 12, 8)
WHOLE = PlanEntry(
    ELECTRICIAN,
    "4",
    "own_staff",
    categories=[Category.EMPLOYEE],
    methods=[Method.THEORY, Method.PRACTICAL],
    standard="电工国家职业技能标准",
    standard_edition="2018年版",
    item_source="national",
    starts_on=STARTS,
    ends_on=ENDS,
    expected=2,
)


def given_filed_venues(filing: Filing) -> None:
    """The body's venues as they stand, filed since the filing began."""
    FiledVenue.objects.bulk_create(
        FiledVenue(
            filing=filing, name=each.name, kind=each.kind, address=each.address, from_on=filing.valid_from
        )
        for each in filing.institution.venues.all()
    )


def given_plan(filing: Filing, entry: PlanEntry = WHOLE, *, at: datetime = AT) -> Plan:
    """A plan with everything in it, not handed in: every venue of the body, an internal supervisor, three examiners."""
    by, body = manager_of(filing.institution), filing.institution
    plan = planning.begin(filing, entry, by=by, at=at)
    for venue in body.venues.all():
        staffing.use_venue(plan, venue, by=by, at=at)
    for member in body.members.all():
        if MemberRole.SUPERVISOR in member.roles:
            staffing.assign(plan, Task.SUPERVISOR, staffing.Somebody(member), by=by, at=at)
        if MemberRole.EXAMINER in member.roles:
            staffing.assign(plan, Task.EXAMINER, staffing.Somebody(member), by=by, at=at)
    return plan


def given_approved(filing: Filing, entry: PlanEntry = WHOLE, *, at: datetime = AT) -> Plan:
    """A plan that was handed in and approved."""
    plan = given_plan(filing, entry, at=at)
    planning.hand_in(plan, by=manager_of(filing.institution), at=at)
    decided(plan, PLAN, at=at)
    return plan


def decided(plan: Plan, matter: str, *, at: datetime = AT) -> Case:
    """The case of a matter about the plan, accepted by whoever has it; one that ended of itself stays as it is."""
    case = open_case_of(plan, matter)
    if case is not None:
        stated_well(case, at=at)
        receiving.accept(case, by=whoever_holds(case), at=at)
    plan.refresh_from_db()
    return Case.objects.filter(about=plan.number or "", matter=matter).latest("pk")


def in_figures(number: int) -> str:
    """A number as it may stand in a name: 一二 for twelve."""
    return "".join("零一二三四五六七八九"[int(figure)] for figure in str(number))


def given_candidates(plan: Plan, how_many: int = 2, *, at: datetime = AT) -> list[Candidate]:
    """Candidates on the list, each with an identity number of his own."""
    by = manager_of(plan.filing.institution)
    return [
        listing.enlist(
            plan,
            CandidateEntry(
                f"考生{in_figures(number)}", identity_number(500 + number), plan.categories[0], stated=SKILLED
            ),
            by=by,
            at=at,
        )
        for number in range(1, how_many + 1)
    ]


def given_scores(plan: Plan, values: Iterable[int | None], *, at: datetime | None = None) -> None:
    """The same values, in the order of the list, for every method of the plan."""
    by, people = manager_of(plan.filing.institution), plan.candidates.order_by("ordinal")
    said = {
        who.token: None if value is None else Decimal(value)
        for who, value in zip(people, values, strict=True)
    }
    moment = at or after(plan)
    for method in map(Method, plan.methods):
        by_import = said
        if signed_only(plan, method):
            given_signed(plan, method, said, at=moment)
            by_import = {token: None for token, value in said.items() if value is None}
        scoring.import_scores(plan, method, by_import, by=by, at=moment)


def given_signed(plan: Plan, method: Method, said: Mapping[UUID, Decimal | None], *, at: datetime) -> None:
    """The same total on the signed sheet of every examiner; each has an account."""
    people = {who.token: who for who in plan.candidates.all()}
    for examiner in plan.assignments.filter(task__in=EXAMINING):
        if examiner.post is None:
            examiner.post = given_post(plan.filing.authority, Role.EXAMINER, examiner.name)
            examiner.save()
        for token, value in said.items():
            if value is not None:
                by, marks = examiner.post, {signing.TOTAL: value}
                sheet = signing.save_sheet(people[token], method, examiner, marks, by=by, at=at)
                signing.sign(sheet, by=by, at=at)


def given_supervised(plan: Plan, *, at: datetime | None = None) -> SupervisionReport | None:
    """The report of the first internal supervisor: everything in order. None where the text has no such report."""
    moment = at or after(plan)
    practice = practice_of(plan, moment.date())
    forms = [each for each in practice.supervision if each.watch is Watch.INTERNAL] if practice else []
    if not forms:
        return None
    who, form = plan.assignments.filter(task=Task.SUPERVISOR).earliest("pk"), forms[0]
    entry = ReportEntry(
        {key: PartEntry(sound=True) for key in form.parts}, "组织规范，结果有效。", valid=True
    )
    return report_on(plan, who, entry, by=manager_of(plan.filing.institution), at=moment)


def given_reported(plan: Plan, *, at: datetime | None = None) -> None:
    """Supervised, and the results handed in, on the day after the last."""
    given_supervised(plan, at=at)
    reporting.report(plan, by=manager_of(plan.filing.institution), at=at or after(plan))


def given_checked(plan: Plan, *, at: datetime | None = None) -> Case:
    """The results handed in and checked."""
    given_reported(plan, at=at)
    return decided(plan, RESULTS, at=at or after(plan))


def after(plan: Plan, days: int = 1) -> datetime:
    """A morning so many days after the plan's last."""
    assert plan.ends_on is not None
    return on_day(plan.ends_on + timedelta(days=days))
