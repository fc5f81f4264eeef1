"""Reads of applications and filings (申请与备案查询): what a body may apply for, has filled in, has filed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from dengji.filings import dossier
from dengji.filings.facts.applied import applies_to, asked_of
from dengji.filings.forms import forms_of
from dengji.filings.models import Application, Draft, Filing, ScopeRow
from dengji.filings.terms import CalledState, FilingState, TaskState
from dengji.institutions.models import Institution
from dengji.people.models import Post
from dengji.people.queries import stem
from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Material, Matter, Pack
from dengji.policy.engine.rules import facts_in
from dengji.policy.engine.terms import FactKind, Section, Source
from dengji.policy.engine.truth import Truth
from dengji.procedure.ground import Ground, judged_for
from dengji.procedure.models import Case
from dengji.procedure.subject import Subject
from dengji.procedure.terms import CaseState


@dataclass(frozen=True, slots=True)
class Task:
    """A part of the application (申请任务) with its state and what it still lacks."""

    section: Section
    state: TaskState
    corrections: Sequence[str]


@dataclass(frozen=True, slots=True)
class AskedMaterial:
    """A material of the text (应提交材料): asked of this applicant or not, and why not.

    `depends`: whether it is asked is not known yet, and the applicant may hand it in of its own accord.
    """

    key: str
    label: str
    help: str
    article: str
    asked: bool
    verified: bool
    depends: bool = False


def eligibility_of(case: Case, on: date) -> Judgement:
    """条件自查: every condition of the matter on the application as it stands."""
    ground = Ground(case, on)
    return judged_for(live_subject(case, on), conditions_of(ground.matter), on)


def conditions_of(matter: Matter) -> tuple[str, ...]:
    """The conditions of a matter that an applicant can look to: those of every step, each once."""
    return tuple(dict.fromkeys(condition for step in matter.steps for condition in step.conditions))


def live_subject(case: Case, on: date) -> Subject:
    """The applicant with its application as it stands, not as it was last handed in."""
    return Ground(case, on).subject_with(dossier.build(case, on=on))


def materials(case: Case, on: date) -> list[AskedMaterial]:
    """The materials of the text, each with whether it is asked of this applicant and why."""
    subject = live_subject(case, on)
    keys = dict.fromkeys(key for step in subject.pack.matters[case.matter].steps for key in step.documents)
    online = {annex.document for annex in forms_of(subject.pack, case.matter).values()}
    listed = [(key, subject.pack.documents[key]) for key in keys if key not in online]
    return [
        AskedMaterial(
            key,
            material.label,
            material.help,
            subject.pack.articles[material.cite].label,
            asked := asked_of(subject, material, on),
            not asked and material.satisfied_by is not None,
            _rests_on_findings(subject.pack, material)
            and applies_to(subject, material, on) is Truth.UNDETERMINED,
        )
        for key, material in listed
    ]


def _rests_on_findings(pack: Pack, material: Material) -> bool:
    """Whether an officer may still have to find out if a material is for this applicant.

    What the system reckons and does not know is for an officer to find out too.
    """
    asked = (pack.facts.get(name) for name in facts_in(material.applies))
    return any(each is None or each.from_ is Source.OFFICER for each in asked)


def tasks(case: Case, *, without: Collection[Section] = ()) -> list[Task]:
    """The parts of the application with their states, in the text's order, but for those that ask nothing."""
    application = Application.objects.select_related("case").get(pk=case.pk)
    start = Ground(case, case.entered_on).step
    open_items = list(case.corrections.filter(resolved_at=None)) if case.state == CaseState.CORRECTING else []
    return [
        Task(
            section,
            _state(application, section, [item.section for item in open_items]),
            [item.says for item in open_items if item.section == section.value],
        )
        for section in start.sections or list(Section)
        if section not in without
    ]


def _state(application: Application, section: Section, to_correct: list[str]) -> TaskState:
    if section.value in application.sections_done:
        return TaskState.DONE
    if section.value in to_correct:
        return TaskState.TO_CORRECT
    if application.case.state == CaseState.CORRECTING and section is not Section.COMMITMENT:
        return TaskState.DONE  # handed in, and not sent back
    started: dict[Section, Callable[[], bool]] = {
        Section.OCCUPATIONS: application.occupations.exists,
        Section.DECLARATIONS: lambda: bool(application.declarations),
        Section.DOCUMENTS: lambda: application.case.attachments.filter(removed_at=None).exists(),
        Section.FORMS: lambda: bool(application.forms),
        Section.COMMITMENT: lambda: application.signed_at is not None,
    }
    return TaskState.UNDER_WAY if section in started and started[section]() else TaskState.NOT_STARTED


@dataclass(frozen=True, slots=True)
class Question:
    """What the text asks the applicant to declare (申报事项)."""

    name: str
    asks: str
    kind: FactKind
    choices: dict[str, str]
    article: str
    document: str | None


def questions(pack: Pack) -> list[Question]:
    """The facts that the applicant itself states, as questions of the form."""
    return [
        Question(
            name, fact.asks, fact.kind, fact.choices or {}, pack.articles[fact.cite].label, fact.document
        )
        for name, fact in pack.facts.items()
        if fact.from_ is Source.APPLICANT
    ]


def questions_of(case: Case, judgement: Judgement) -> list[Question]:
    """The questions that this application has to answer: those on which one of its conditions rests."""
    pack = Ground(case, case.entered_on).pack
    applying = {result.id for result in judgement.results if result.truth is not Truth.NOT_APPLICABLE}
    rested_on = {
        name
        for each in pack.conditions
        if each.id in applying
        for name in (*facts_in(each.applies), *facts_in(each.holds))
    }
    return [question for question in questions(pack) if question.name in rested_on]


def draft_of(page: str, by: Post) -> Draft | None:
    """What somebody typed on a page and has not saved (未保存的填写内容)."""
    return Draft.objects.filter(person=by.person_id, page=page).first()


def applied_for(case: Case) -> Application:
    """The application that belongs to a case (备案申请)."""
    return Application.objects.select_related("case").get(pk=case.pk)


@dataclass(frozen=True, slots=True)
class HeldFiling:
    """A filing as its body sees it (本机构备案): with its state on the day and its scope."""

    filing: Filing
    state: CalledState
    scope: Sequence[ScopeRow]


def scope_on(on: date) -> Prefetch[str, QuerySet[ScopeRow], str]:
    """The scope of filings as it stands on a day; of one that is over, as it last stood."""
    return Prefetch("scope", ScopeRow.objects.in_force(on))


def filings_of(institution: Institution, on: date) -> list[HeldFiling]:
    """The filings of a body (本机构备案), the newest first."""
    held = institution.filings.select_related("authority").prefetch_related(scope_on(on))
    return [HeldFiling(filing, state_on(filing, on), list(filing.scope.all())) for filing in held]


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for in the directory (目录检索条件); empty means any."""

    words: str = ""
    place: str = ""
    occupation: str = ""
    level: str = ""
    kind: str = ""
    audience: str = ""
    state: str = ""


def directory(sought: Sought, on: date) -> QuerySet[Filing]:
    """The public directory (机构目录): filings by place, occupation, level, kind, audience and state."""
    filings = Filing.objects.select_related("institution__organisation", "authority").prefetch_related(
        scope_on(on)
    )
    if sought.place:
        filings = filings.filter(place__startswith=stem(sought.place))
    if sought.kind:
        filings = filings.filter(institution__kind=sought.kind)
    if sought.words:
        filings = filings.filter(
            Q(institution__organisation__name__icontains=sought.words)
            | Q(number__iexact=sought.words)
            | Q(institution__sort_key__icontains=sought.words)
        )
    return _in_state(_in_scope(filings, sought), sought.state, on).order_by("institution__sort_key", "id")


def _in_scope(filings: QuerySet[Filing], sought: Sought) -> QuerySet[Filing]:
    wanted = Q()
    if sought.occupation:
        wanted &= Q(scope__code=sought.occupation) | Q(scope__name__icontains=sought.occupation)
    if sought.level:
        wanted &= Q(scope__levels__icontains=f'"{sought.level}"')
    if sought.audience:
        wanted &= Q(scope__audience=sought.audience)
    return filings.filter(wanted).distinct() if wanted else filings


def _in_state(filings: QuerySet[Filing], state: str, on: date) -> QuerySet[Filing]:
    """Expiry counts by the day, whether or not it was written down already."""
    run_out = Q(valid_until__lt=on, state=FilingState.IN_FORCE)
    if state == FilingState.IN_FORCE:
        return filings.filter(state=state).exclude(run_out)
    if state == FilingState.EXPIRED:
        return filings.filter(Q(state=state) | run_out)
    return filings.filter(state=state) if state else filings


def filing_by_number(number: str, on: date) -> Filing | None:
    """One filing by its number (备案号), with its scope on a day."""
    return directory(Sought(), on).filter(number=number).first()


def filing_of(post: Post, number: str, on: date) -> Filing | None:
    """One filing of the post's own body (本机构备案), with its scope on a day."""
    return directory(Sought(), on).filter(number=number, institution=post.organisation_id).first()


def state_on(filing: Filing, on: date) -> CalledState:
    """The state of a filing on a day, in the words of its place: one whose last day has passed has expired."""
    if filing.state == FilingState.IN_FORCE and filing.valid_until is not None and filing.valid_until < on:
        return CalledState(FilingState.EXPIRED)
    return filing.called
