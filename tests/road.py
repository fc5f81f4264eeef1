"""The road of a case, gone by acts only: the law, a round, an application, and a case brought to a step.

`given_law` loads the project's own texts; `given_application` fills one in; `brought_to` takes it, always the
favourable way, to a step of the text. `whoever_holds` gives the post whose turn it is.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from dengji.exchange.acts import receive
from dengji.exchange.queries import requests_about
from dengji.filings.acts import applying as filling
from dengji.institutions.models import Institution
from dengji.institutions.terms import BodyKind
from dengji.people.models import Expert, Organisation, Post
from dengji.people.terms import Role
from dengji.policy import acts as policy
from dengji.policy.engine.loader import LoadedPack, load_folder
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.path import step_of
from dengji.policy.engine.rules import facts_in, leaves_in
from dengji.policy.engine.terms import FactKind, Source, StepKind, Verb
from dengji.policy.engine.vocabulary import term_of
from dengji.policy.facts import room_of
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from dengji.policy.terms import Kind, Stage
from dengji.procedure import external
from dengji.procedure.acts import answering, assessing, deciding, publishing, receiving, selecting
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, Panel, Round
from dengji.procedure.panels import questions
from dengji.procedure.papers import paper_owed
from dengji.procedure.queries import standing
from dengji.records.acts import Stated, attach, prove, store
from dengji.records.terms import Retention
from tests.cast import AT, CHINA, ELECTRICIAN, FIRE_OPERATOR, LONG_AGO, Cast, given_post, given_verified
from tests.records.papers import PDF
from tests.texts import given_shipped_texts

PACKS = Path(__file__).resolve().parents[1] / "packs"
HOLIDAYS = PACKS / "national/holidays"
AUDIENCES = {
    BodyKind.EMPLOYER: "own_staff",
    BodyKind.SCHOOL: "own_students",
    BodyKind.SOCIAL_ORGANISATION: "public",
    BodyKind.EXAMINATION_BODY: "public",
}
NOTICE = publishing.Notice("关于拟备案评价机构的公示", "该机构拟备案，现予公示。")
PUBLISHED = {"state": "published", "published_on": "2026-12-01", "number": "2026000001"}


def on_day(day: date, hour: int = 9) -> datetime:
    """A moment of a day in China."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


def given_law(*adopted: str, folder: Path = PACKS, at: datetime = AT) -> None:
    """Every text of a folder and every holiday schedule loaded; the named texts applied by decision since long ago."""
    if folder == PACKS:
        given_shipped_texts()
    else:
        given_texts(folder, at=at)
        for file in sorted(HOLIDAYS.glob("*.yaml")):
            policy.load_schedule(file.read_text(encoding="utf-8"), name=file.name, by=None, at=at)
    for pack_id in adopted:
        given_adoption(pack_id, at=at)


def given_texts(folder: Path, at: datetime = AT) -> list[Edition]:
    """The texts of a folder, loaded; the project's own files are read once for all tests."""
    with patch.object(policy, "load_folder", read_once):
        return policy.load_packs(folder, by=None, at=at)


@cache
def read_once(folder: Path) -> tuple[LoadedPack, ...]:
    """The packs of a folder."""
    return tuple(load_folder(folder))


def given_adoption(pack_id: str, *, from_on: date = LONG_AGO, at: datetime = AT) -> None:
    """A draft put into trial operation, or an expired text that goes on applying, at its own place."""
    edition = Edition.objects.current().get(pack_id=pack_id)
    kind = Kind.TRIAL if edition.stage == Stage.CONSULTATION else Kind.CONTINUED
    entry = policy.AdoptionEntry(pack_id, edition.jurisdiction, kind, from_on, None, "试运行安排")
    policy.adopt(entry, by=None, at=at)


def given_round(
    authority: Organisation, pack_id: str, *, places: int | None = None, at: datetime = AT
) -> Round:
    """An application round of an authority that is open for ten days from today."""
    today = at.date()
    call = selecting.Call(
        pack_id, "initial", "2026年第一批", "装备制造", today, today + timedelta(days=9), places
    )
    return selecting.open_round(authority, call, by=given_post(authority, Role.APPROVER), at=at)


def given_application(institution: Institution, pack_id: str, *, at: datetime = AT) -> Case:
    """An application under a text with everything in it, ready to be signed and handed in."""
    pack = pack_of(Edition.objects.current().get(pack_id=pack_id).pk)
    by = manager_of(institution)
    given_verified(institution, at=at)
    case = filling.begin(institution, "initial", pack.regimes[0].value, by=by, at=at)
    code = FIRE_OPERATOR if institution.kind == BodyKind.EXAMINATION_BODY else ELECTRICIAN
    wanted = filling.Wanted(code, "", ["5", "4", "3"], AUDIENCES[BodyKind(institution.kind)])
    filling.apply_for(case, wanted, by=by, at=at)
    asked = [name for name, each in pack.facts.items() if each.from_ is Source.APPLICANT]
    filling.declare(case, {name: good_answer(pack, name) for name in asked}, by=by, at=at)
    given_documents(case, pack, by=by, at=at)
    return case


def given_documents(case: Case, pack: Pack, *, by: Post, at: datetime = AT) -> None:
    """One file under every heading of the text."""
    file = store(
        content=BytesIO(PDF),
        name="材料.pdf",
        owner=case.applicant,
        by=by,
        at=at,
        retention=Retention.FILING_MATERIAL,
    )
    for material in pack.documents:
        attach(case, material=material, file=file, by=by, at=at)


def good_answer(pack: Pack, name: str) -> Any:
    """An answer to a question of a text that speaks for the applicant: what its conditions want, else yes."""
    asked, wanted = term_of(pack, name), _wanted_of(pack, name)
    if asked.kind is FactKind.BOOLEAN:
        return "is_false" not in wanted and not _applies_where(pack, name)
    if asked.kind is FactKind.INTEGER:
        return 0 if "at_most" in wanted else 99
    return next(iter(asked.choices)) if asked.choices else "按规定"


def _wanted_of(pack: Pack, name: str) -> set[str]:
    """How the conditions of a text test a fact in what must hold."""
    tests = (test for each in pack.conditions for test, _ in leaves_in(each.holds, ()))
    return {test.is_ for test in tests if test.fact == name}


def _applies_where(pack: Pack, name: str) -> bool:
    """Whether a fact only makes a condition apply, so that nobody is the worse for its being false."""
    rules = [each.applies for each in pack.conditions if each.applies is not None]
    return not _wanted_of(pack, name) and any(name in facts_in(rule) for rule in rules)


def manager_of(institution: Institution) -> Post:
    """The head of a body; one is found where there is none."""
    return post_in(institution.organisation, Role.MANAGER)


def whoever_holds(case: Case) -> Post:
    """A post that may act now: of the organisation that has the case, in the role whose turn it is."""
    role = Role.MANAGER if case.holder_role == "applicant" else Role(case.holder_role)
    return post_in(case.holder, role)


def post_in(organisation: Organisation, role: Role) -> Post:
    """A post of an organisation in a role; the first, or a new one."""
    return Post.objects.filter(organisation=organisation, role=role).first() or given_post(organisation, role)


def brought_to(case: Case, step_id: str, cast: Cast, *, at: datetime = AT) -> datetime:
    """Take a case, each step decided in its favour, until it stands at a step; gives the moment of arrival."""
    for _ in range(20):
        if case.step == step_id:
            return at
        at = onward(case, cast, at=at)
    raise AssertionError(f"the case did not come to {step_id}: it stands at {case.step}")


def brought_to_its_end(case: Case, cast: Cast, *, at: datetime = AT) -> datetime:
    """Take a case to a favourable end; gives the moment."""
    while case.ended_at is None:
        at = onward(case, cast, at=at)
    return at


def onward(case: Case, cast: Cast, *, at: datetime = AT) -> datetime:
    """One step, decided in the applicant's favour; gives the moment at which that was possible."""
    return _ONWARD[Ground(case, at.date()).step.kind](case, cast, at)


def stated_well(case: Case, *, at: datetime = AT) -> None:
    """Every fact that the step's conditions wait for and the text asks somebody for, stated by whoever has the case."""
    pack = Ground(case, at.date()).pack
    judgement = standing(case, at.date()).judgement
    for used in judgement.unanswered if judgement else ():
        if _asked_of_officers(pack, used.name):
            stated(case, used.name, good_answer(pack, used.name), at=at)


def _asked_of_officers(pack: Pack, name: str) -> bool:
    """Whether a fact is stated by an officer: the text asks him, or it happened before the system kept plans."""
    asked = pack.facts.get(name)
    return (
        asked.from_ is Source.OFFICER
        if asked
        else room_of(name) in {"evaluations", "certificates", "supervision"}
    )


def stated(case: Case, fact: str, value: Any, *, at: datetime = AT) -> None:
    """A fact stated by whoever has the case, with a paper where the text wants one."""
    by, note = whoever_holds(case), "已核对材料"
    if paper_owed(pack_of(case.edition_id), case.matter, fact):
        prove(case, Stated(fact, value, note), content=BytesIO(PDF), name="核实材料.pdf", by=by, at=at)
    else:
        receiving.state(case, fact, value, note, by=by, at=at)


def given_panel(case: Case, experts: Iterable[Expert], *, at: datetime = AT) -> Panel:
    """A panel for the step at which the case stands; the first expert heads it."""
    seated = list(experts)
    assessing.convene(case, seated, seated[0], by=whoever_holds(case), at=at)
    return Panel.objects.get(case=case, step=case.step)


def given_opinion(case: Case, cast: Cast, *, good: bool = True, at: datetime = AT) -> Panel:
    """A panel whose every sheet is in, full marks or none, and whose opinion is drawn up."""
    panel = given_panel(case, cast.experts, at=at)
    pack = pack_of(case.edition_id)
    scores = {item.id: item.max if good else 0 for item in pack.criteria[panel.criteria].items}
    for seat in panel.seats.select_related("expert__post"):
        assessing.hand_in(case, seat, scores, "符合要求", by=seat.expert.post, at=at)
    findings = dict.fromkeys(questions(pack, step_of(pack, case.matter, case.step).conditions), good)
    assessing.draw_up(case, "综合意见", findings, by=whoever_holds(case), at=at)
    panel.refresh_from_db()
    return panel


def handed_in(case: Case, *, at: datetime = AT) -> None:
    """An application, or a correction, signed by the head of the body and handed in."""
    by = post_in(case.applicant, Role.MANAGER)
    filling.sign(case, "周启明", as_legal_representative=True, by=by, at=at)
    filling.hand_in(case, by=by, at=at)


def _submitted(case: Case, cast: Cast, at: datetime) -> datetime:
    handed_in(case, at=at)
    return at


def _decided(case: Case, cast: Cast, at: datetime) -> datetime:
    stated_well(case, at=at)
    offered, by = Ground(case, at.date()).step.outcomes, whoever_holds(case)
    if Verb.ACCEPT in offered:
        receiving.accept(case, by=by, at=at)
    elif Verb.ISSUE in offered:
        deciding.issue(case, by=by, at=at)
    elif Verb.APPROVE in offered:
        deciding.approve(case, "同意", by=by, at=at)
    else:
        deciding.find_qualified(case, "同意", by=by, at=at)
    return at


def _assessed(case: Case, cast: Cast, at: datetime) -> datetime:
    if not case.panels.filter(step=case.step, drawn_up_at__isnull=False).exists():
        given_opinion(case, cast, at=at)
    deciding.find_qualified(case, "合格", by=whoever_holds(case), at=at)
    return at


def _published(case: Case, cast: Cast, at: datetime) -> datetime:
    publishing.publish(case, NOTICE, by=whoever_holds(case), at=at)
    assert case.due_on is not None
    over = on_day(case.due_on + timedelta(days=1))
    publishing.close(case, by=whoever_holds(case), at=over)
    return over


def _answered(case: Case, cast: Cast, at: datetime) -> datetime:
    ground = Ground(case, at.date())
    register = external.register_of(ground.step)
    if register is None:
        deciding.confirm(case, "同意", by=whoever_holds(case), at=at)
        return at
    receive(requests_about(register, external.about(ground))[0], PUBLISHED, at=at)
    answering.take_answers(at=at)
    case.refresh_from_db()
    return at


def _selected(case: Case, cast: Cast, at: datetime) -> datetime:
    assert case.round is not None
    over = max(at, on_day(case.round.closes_until + timedelta(days=1)))
    selecting.decide_selection(case.round, [case], {case.pk: "符合产业需求"}, by=whoever_holds(case), at=over)
    return over


_ONWARD: dict[StepKind, Callable[[Case, Cast, datetime], datetime]] = {
    StepKind.SUBMISSION: _submitted,
    StepKind.TASK: _decided,
    StepKind.PANEL: _assessed,
    StepKind.PUBLICITY: _published,
    StepKind.EXTERNAL: _answered,
    StepKind.SELECTION: _selected,
}
