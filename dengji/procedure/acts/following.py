"""When the text changes while a case is under way (新旧文本衔接): what is not accepted follows, what is stays."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from dengji.people.models import Post
from dengji.people.queries import place_chain
from dengji.people.terms import Role
from dengji.policy.engine.choose import Choice
from dengji.policy.engine.pack import Pack, Step
from dengji.policy.engine.path import next_step
from dengji.policy.engine.terms import Governs, Verb
from dengji.policy.models import Edition
from dengji.policy.queries import edition_of, governing, pack_of
from dengji.procedure import clocks
from dengji.procedure.door import Deed, enter, locked, note
from dengji.procedure.ground import Ground, branch_facts
from dengji.procedure.models import Case, Event
from dengji.procedure.refusals import NotAllowed, NotYours, within
from dengji.procedure.telling import tell_of_text
from dengji.procedure.terms import Act, CaseState


class Move(NamedTuple):
    """How a case comes to another text (转用): why, on what basis, at which step there, by whom."""

    reason: str
    basis: str
    step: str = ""
    by: Post | None = None


def governing_now(case: Case, on: date) -> Choice:
    """Which text would govern the case if it began on that day."""
    return governing(place_chain(case.place), case.regime, case.matter, on)


def left_behind(on: date) -> Iterator[Case]:
    """The cases under way whose pinned edition no longer governs their place, matter and kind of evaluation."""
    chosen: dict[tuple[str, str, str], int | None] = {}
    for case in Case.objects.exclude(state=CaseState.ENDED).order_by("id").iterator(chunk_size=500):
        key = (case.place, case.regime, case.matter)
        if key not in chosen:
            found = governing_now(case, on).governing
            chosen[key] = found.key if found else None
        if chosen[key] not in (None, case.edition_id):
            yield case


@transaction.atomic
def follow_text(case: Case, *, at: datetime) -> Event | None:
    """改用新文本: a case not yet accepted goes on under the text that governs now, its applicant is told.

    One that was accepted stays on its text, but for what the new one's transition clause takes over. None where
    nothing changes, or where a person must say which step is which.
    """
    fresh = locked(case, any_version=True)
    choice = governing_now(fresh, localdate(at))
    if fresh.state == CaseState.ENDED or choice.governing is None or choice.governing.key == fresh.edition_id:
        return None
    new, edition = choice.governing.pack, edition_of(choice.governing)
    basis = choice.sentence() if choice.governing.adoption else ""
    if fresh.accepted_on is None:
        return _moved(fresh, edition, Move(choice.sentence(), basis), at=at)
    return _by_clause(fresh, edition, new, at=at)


@transaction.atomic
def move_over(case: Case, edition: Edition, step: str, reason: str, *, by: Post, at: datetime) -> Event:
    """转用文本: an administrator takes a case to another text, says which step it stands at there, and why."""
    if by.role != Role.ADMINISTRATOR or by.organisation.division_id not in place_chain(case.place):
        raise NotYours("转用文本由案件所在地的管理员办理。")
    why = within(reason, 1000, please="请写明转用的理由")
    fresh = locked(case, any_version=False)
    pack = pack_of(edition.pk)
    if fresh.state == CaseState.ENDED:
        raise NotAllowed("这件申请已办结，始终按原文本显示。")
    if fresh.matter not in pack.matters or step not in {each.id for each in pack.matters[fresh.matter].steps}:
        raise NotAllowed(f"{edition}没有这一步骤，请从列出的步骤中选择。")
    event = _moved(fresh, edition, Move(why, fresh.basis, step, by), at=at)
    case.__dict__.update(fresh.__dict__)
    return event


def _by_clause(case: Case, edition: Edition, new: Pack, *, at: datetime) -> Event | None:
    """What the new text's transition clause takes over of an accepted case (过渡办法)."""
    clause = new.transition
    if clause is None:
        return None
    same = case.step in {step.id for step in new.matters[case.matter].steps}
    if clause.procedure is Governs.NEW and same:
        why = new.articles[clause.cite].says
        if clause.substance is Governs.OLD:
            case.substance_id = case.substance_id or case.edition_id
        return _moved(case, edition, Move(why, case.basis, case.step), at=at)
    if clause.substance is Governs.NEW and case.substance_id != edition.pk:
        case.substance = edition
        ground = Ground(case, localdate(at))
        event = note(ground, Deed(Act.FOLLOW, None, at, reason=new.articles[clause.cite].says))
        tell_of_text(event, at=at)
        return event
    return None


def _step_in(ground: Ground) -> str:
    """Where a case not yet accepted stands in its new text: at the start, the same step, or right after the start."""
    case, matter = ground.case, ground.matter
    if case.state in (CaseState.DRAFT, CaseState.CORRECTING):
        return matter.start
    if case.step in {step.id for step in matter.steps}:
        return case.step
    onward = next_step(ground.pack, case.matter, matter.start, Verb.SUBMIT, branch_facts(ground))
    return onward.id if isinstance(onward, Step) else matter.start


def _moved(case: Case, edition: Edition, move: Move, *, at: datetime) -> Event:
    """Pin the case to another edition at a step of it; its period is reckoned by that text from the same trigger."""
    before = case.edition_id
    clocks.close(case, on=localdate(at))
    case.edition, case.basis = edition, move.basis
    case.__dict__["edition_digest"] = edition.sha256
    ground = Ground(case, localdate(at))
    enter(ground, move.step or _step_in(ground))
    if case.state == CaseState.OPEN:
        clocks.start(case, ground.step, on=ground.on)
    said = {"before": before, "after": edition.pk}
    event = note(ground, Deed(Act.FOLLOW, move.by, at, reason=move.reason, detail=said))
    tell_of_text(event, at=at)
    return event
