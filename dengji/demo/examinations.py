"""Batches of examination bodies (考核批次): a group of the register that signs its sheets, a supervisor sent."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from dengji.demo.diary import Diary
from dengji.demo.hand import Moments
from dengji.demo.reading import Batch, Progress
from dengji.evaluations.acts import sending, signing, staffing
from dengji.evaluations.acts.supervising import PartEntry, ReportEntry, form_for, report_on
from dengji.evaluations.acts.voiding import propose_void
from dengji.evaluations.examiners.rosters import over
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import EXAMINING, Registered, Task
from dengji.evaluations.texts import PLAN
from dengji.people.models import Organisation, Post
from dengji.policy.engine.practice import Method, Watch
from dengji.policy.engine.terms import Source
from dengji.procedure.acts import deciding, receiving
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case
from dengji.procedure.papers import paper_owed
from dengji.procedure.terms import CaseState
from dengji.records.acts import Stated, prove

Says = dict[str, Any]
Office = Callable[[Organisation, str], Post]
GROUP = 3


def registered_group(plan: Plan, *, by: Post, at: datetime) -> None:
    """考评组: the first of the register who may examine the occupation, one of them the head."""
    able = over(plan, Registered.EXAMINER).filter(qualifications__occupation=plan.code).order_by("number")
    for place, person in enumerate(able.distinct()[:GROUP]):
        task = Task.EXAMINER if place else Task.HEAD_EXAMINER
        staffing.assign(plan, task, staffing.Somebody(registered=person), by=by, at=at)


def sent(plan: Plan, diary: Diary, clerk: Post) -> Moments:
    """委派督导员: whoever can go, from the centre that took the plan."""
    yield (at := diary.soon())
    free = [person for person, why_not in sending.free_for(plan) if not why_not]
    sending.send(plan, min(free, key=lambda each: each.number), by=clerk, at=at)


def signed(plan: Plan, method: Method, marks: Mapping[Candidate, Decimal], diary: Diary) -> Moments:
    """签评分表: each examiner his own, of everybody who came."""
    for examiner in plan.assignments.filter(task__in=EXAMINING).select_related("post__person"):
        yield (at := diary.soon())
        if examiner.post is None:
            continue
        for who, total in marks.items():
            signing.save_sheet(who, method, examiner, {signing.TOTAL: total}, by=examiner.post, at=at)
        signing.sign_all(examiner, method, by=examiner.post, at=at)


def watched(plan: Plan, told: Batch, says: Says, diary: Diary) -> Moments:
    """督导报告: of everybody who was sent; against the batch where it comes to nothing."""
    valid = told.stands is not Progress.VOID
    for row in plan.assignments.filter(task=Task.WATCHER).select_related("post"):
        yield (at := diary.soon())
        form = form_for(plan, Watch.EXTERNAL, at.date())
        if form is not None and row.post is not None:
            report_on(plan, row, _report(list(form.parts), valid=valid, says=says), by=row.post, at=at)


def _report(parts: list[str], *, valid: bool, says: Says) -> ReportEntry:
    if valid:
        return ReportEntry({key: PartEntry(sound=True) for key in parts}, says["sound"], valid=True)
    seen = {key: PartEntry(sound=True) for key in parts}
    seen |= {says["void"]["part"]: PartEntry(sound=False, says=says["void"]["seen"])}
    return ReportEntry(seen, says["void"]["says"], valid=False, findings=[says["void"]["ground"]])


def voided(plan: Plan, says: Says, diary: Diary, office: Office, paper: bytes) -> Moments:
    """成绩不予认定: proposed by whoever took the plan, found true, decided."""
    centre = centre_of(plan)
    yield (at := diary.later(1))
    case = propose_void(plan, says["void"]["why"], by=office(centre, "clerk"), at=at)
    while case.state == CaseState.OPEN:
        yield (at := diary.later(1))
        holder = office(case.holder, case.holder_role)
        ground = Ground(case, at.date())
        for used in ground.judged(ground.step.conditions).unanswered:
            asked = ground.pack.facts.get(used.name)
            if asked is not None and asked.from_ is Source.OFFICER:
                _stated(case, used.name, says, by=holder, at=(at := diary.soon()), paper=paper)
        deciding.approve(case, says["void"]["decided"], by=holder, at=diary.soon())
    plan.refresh_from_db()


def centre_of(plan: Plan) -> Organisation:
    """The office that took the plan."""
    return Case.objects.filter(about=plan.number, matter=PLAN).latest("id").holder


def _stated(case: Case, fact: str, says: Says, *, by: Post, at: datetime, paper: bytes) -> None:
    value = says["void"]["facts"].get(fact, True)
    owed = paper_owed(Ground(case, at.date()).pack, case.matter, fact)
    if not owed:
        receiving.state(case, fact, value, says["checked"], by=by, at=at)
        return
    prove(
        case, Stated(fact, value, says["checked"]), content=BytesIO(paper), name=f"{owed}.pdf", by=by, at=at
    )
