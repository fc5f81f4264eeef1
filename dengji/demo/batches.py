"""What becomes of a body's plans (批次经过): handed in, reviewed, carried out, reported, as far as its data says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dengji.demo import certificates, chance, examinations
from dengji.demo.authorities import Offices
from dengji.demo.diary import Diary, day_back
from dengji.demo.hand import Moments
from dengji.demo.reading import Batch, Playbook, Progress
from dengji.evaluations.acts import listing, planning, reporting, scoring, staffing, venues
from dengji.evaluations.acts.planning import PlanEntry, open_case_of
from dengji.evaluations.acts.supervising import PartEntry, ReportEntry, report_on
from dengji.evaluations.candidates.persons import CandidateEntry
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.offering import offered, proposed
from dengji.evaluations.scores.roll import signed_only
from dengji.evaluations.sittings.places import places_for
from dengji.evaluations.terms import Task
from dengji.evaluations.texts import PLAN, RESULTS, practice_of
from dengji.filings.models import Filing
from dengji.institutions.models import Institution
from dengji.institutions.terms import ItemSource, MemberRole
from dengji.people.models import Post
from dengji.people.queries import colleagues
from dengji.people.terms import Role
from dengji.policy.engine.practice import Method, Watch
from dengji.policy.engine.terms import Source
from dengji.procedure.acts import receiving
from dengji.procedure.acts.receiving import Correction
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState
from dengji.workdays.calendar import WorkCalendar

PASS, FAIL = (62, 96), (35, 59)
SEASONED: dict[str, Any] = {"years_of_work": 12}
CARRIED_OUT = {Progress.SCORED, Progress.REPORTED, Progress.SENT_BACK, Progress.CHECKED, Progress.VOID}
MOST_EXAMINERS = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """What all plans share: the book, the offices, and the days of the demonstration."""

    book: Playbook
    seed: int
    on: date
    calendar: WorkCalendar
    offices: Offices
    papers: Mapping[str, bytes]

    def day(self, back: int) -> date:
        """The working day so many before today; with a number below 0, after it."""
        return day_back(self.calendar, self.on, back)


@dataclass
class Run:
    """One batch under way: whose it is, what its data says, when things are done."""

    bench: Bench
    told: Batch
    head: Post
    diary: Diary
    plan: Plan

    @property
    def says(self) -> dict[str, Any]:
        """What people say of batches."""
        words: dict[str, Any] = self.bench.book.says["batches"]
        return words


def of_batch(bench: Bench, told: Batch, name: str, place: str, *of: object) -> Moments:
    """A plan is made inside the body's filing, and goes on as far as its data says."""
    diary = Diary(bench.calendar, bench.on, chance.lot(bench.seed, *of, "batch"), told.first_day)
    yield (at := diary.at(told.first_day))
    institution = Institution.objects.select_related("organisation").get(organisation__name=name)
    head = colleagues(institution.organisation, at.date(), Role.MANAGER)[0]
    plan = _made(bench, told, institution.filings.latest("id"), by=head, at=at)
    run = Run(bench, told, head, diary, plan)
    _staffed(run, at)
    if told.stands is Progress.DRAFT:
        return
    yield (at := diary.at(told.handed_in or 1))
    planning.hand_in(plan, by=head, at=at)
    yield from _reviewed(run)
    if told.stands in {Progress.HANDED_IN, Progress.RETURNED, Progress.TURNED_DOWN}:
        return
    yield (at := diary.soon())
    _listed(run, place, at)
    if told.watched:
        centre = examinations.centre_of(plan)
        yield from examinations.sent(plan, diary, bench.offices.post(centre, Role.CLERK))
    yield from _ahead(run)
    if told.stands in CARRIED_OUT:
        yield from _carried_out(run)


def _made(bench: Bench, told: Batch, filing: Filing, *, by: Post, at: datetime) -> Plan:
    offers = offered(filing, at.date())
    fits = [each for each in offers.choices if each.level in ("", told.level)]
    entry = proposed(fits[told.occupation % len(fits)], offers)
    said = {name: getattr(entry, name) for name in PlanEntry.__dataclass_fields__}
    says = bench.book.says["batches"]
    said |= {
        "categories": [each.value for each in told.whom] or entry.categories,
        "standard": entry.standard or says["standard"],
        "standard_edition": entry.standard_edition or says["edition"],
        "item_source": ItemSource.NATIONAL,
        "starts_on": bench.day(told.begins),
        "ends_on": bench.day(told.begins - told.lasts + 1),
        "expected": told.people,
        "fee_fen": 0,
        "note": told.note,
    }
    return planning.begin(filing, PlanEntry(**said), by=by, at=at)


def _staffed(run: Run, at: datetime) -> None:
    """Every filed venue, the first internal supervisor, three examiners: from the register, where the text asks it."""
    plan, body = run.plan, run.plan.filing.institution
    filed = [each.key for each in places_for(plan, at.date()) if each.filed]
    venues.use_venues(plan, filed, by=run.head, at=at)
    people = list(body.members.order_by("pk"))
    supervisors = [each for each in people if MemberRole.SUPERVISOR in each.roles][:1]
    practice = practice_of(plan, at.date())
    registered = practice is not None and practice.group is not None and practice.group.registered
    examiners = [each for each in people if MemberRole.EXAMINER in each.roles and not registered][
        :MOST_EXAMINERS
    ]
    if registered:
        examinations.registered_group(plan, by=run.head, at=at)
    for task, chosen in ((Task.SUPERVISOR, supervisors), (Task.EXAMINER, examiners)):
        for member in chosen:
            staffing.assign(plan, task, staffing.Somebody(member), by=run.head, at=at)


def _reviewed(run: Run) -> Moments:
    """The review, where the text has one: returned, turned down or approved."""
    case = open_case_of(run.plan, PLAN)
    if case is None or run.told.stands is Progress.HANDED_IN:
        return
    yield (at := run.diary.later(2))
    holder = run.bench.offices.post(case.holder, case.holder_role)
    if run.told.stands is Progress.RETURNED:
        said = [Correction("plan", run.told.says)]
        receiving.return_for_correction(case, said, by=holder, at=at)
    elif run.told.stands is Progress.TURNED_DOWN:
        receiving.reject(case, run.told.says, by=holder, at=at)
    else:
        yield from _accepted(run, case)
    run.plan.refresh_from_db()


def _accepted(run: Run, case: Case) -> Moments:
    """Whoever has the case finds out what is asked, and accepts, until it is over."""
    while case.state == CaseState.OPEN:
        at = run.diary.soon()
        holder = run.bench.offices.post(case.holder, case.holder_role)
        ground = Ground(case, at.date())
        for used in ground.judged(ground.step.conditions).unanswered:
            asked = ground.pack.facts.get(used.name)
            if asked is not None and asked.from_ is Source.OFFICER:
                receiving.state(case, used.name, True, run.says["checked"], by=holder, at=at)
        receiving.accept(case, by=holder, at=at)
        yield at


def _listed(run: Run, place: str, at: datetime) -> None:
    draw, names = chance.lot(run.bench.seed, run.plan.number, "people"), run.bench.book.names
    for _ in range(run.told.people):
        entry = CandidateEntry(
            chance.person_name(draw, names),
            chance.identity_number(draw, place),
            run.plan.categories[0],
            stated=SEASONED,
        )
        listing.enlist(run.plan, entry, by=run.head, at=at)


def _ahead(run: Run) -> Moments:
    """What happens to an approved plan before it begins: a change, or its end."""
    if run.told.stands is Progress.CHANGING:
        yield (at := run.diary.later(1))
        planning.change(run.plan, by=run.head, at=at)
    elif run.told.stands is Progress.CANCELLED:
        yield (at := run.diary.later(1))
        planning.cancel(run.plan, run.told.says, by=run.head, at=at)


def _carried_out(run: Run) -> Moments:
    """Scores on the day after the last, the internal supervisor's report, then the results."""
    told, plan = run.told, run.plan
    yield (at := run.diary.at(told.begins - told.lasts))
    yield from _scored(run, at)
    if told.stands is Progress.SCORED:
        return
    yield (at := run.diary.soon())
    _supervised(run, at)
    yield from examinations.watched(plan, told, run.says, run.diary)
    if told.stands is Progress.VOID:
        paper = run.bench.papers.get("findings", run.bench.papers[""])
        yield from examinations.voided(plan, run.says, run.diary, run.bench.offices.post, paper)
        return
    yield (at := run.diary.soon())
    plan.refresh_from_db()
    reporting.report(plan, by=run.head, at=at)
    if told.stands is Progress.REPORTED:
        return
    case = open_case_of(plan, RESULTS)
    if case is not None:
        yield (at := run.diary.later(1))
        if told.stands is Progress.SENT_BACK:
            holder = run.bench.offices.post(case.holder, case.holder_role)
            receiving.return_for_correction(case, [Correction("results", told.says)], by=holder, at=at)
            return
        yield from _accepted(run, case)
    yield from certificates.of_plan(plan, told.certificates, run.diary, run.bench.offices, run.head)


def _scored(run: Run, at: datetime) -> Moments:
    """The last ones were absent, those before them failed one part; signed sheet by sheet where the text wants it."""
    draw = chance.lot(run.bench.seed, run.plan.number, "scores")
    people = list(run.plan.candidates.order_by("ordinal"))
    came = len(people) - run.told.absent
    for number, method in enumerate(run.plan.methods):
        failing = came - run.told.failed if number == 0 else came
        marks = {who: _mark(draw, fails=place >= failing) for place, who in enumerate(people[:came])}
        if signed_only(run.plan, method):
            yield from examinations.signed(run.plan, Method(method), marks, run.diary)
            at, marks = run.diary.soon(), {}
        said = {who.token: marks.get(who) for who in people if who in marks or who in people[came:]}
        scoring.import_scores(run.plan, Method(method), said, by=run.head, at=at)


def _mark(draw: Any, *, fails: bool) -> Decimal:
    return Decimal(draw.randrange(*(FAIL if fails else PASS)))


def _supervised(run: Run, at: datetime) -> None:
    practice = practice_of(run.plan, at.date())
    forms = [each for each in practice.supervision if each.watch is Watch.INTERNAL] if practice else []
    who = run.plan.assignments.filter(task=Task.SUPERVISOR).first()
    if not forms or who is None:
        return
    parts = {key: PartEntry(sound=True) for key in forms[0].parts}
    valid = True if forms[0].proposal else None
    report_on(run.plan, who, ReportEntry(parts, run.says["sound"], valid), by=run.head, at=at)
