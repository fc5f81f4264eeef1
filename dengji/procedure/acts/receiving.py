"""What the office that takes an application does (受理): accepts, returns for correction, does not accept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from dengji.people.models import Post
from dengji.policy.engine.terms import StepKind, Verb
from dengji.procedure.door import Deed, Who, act, move, note
from dengji.procedure.ground import Ground, statable, stated
from dengji.procedure.models import CorrectionItem, Event, Statement, Waiver
from dengji.procedure.panels import by_panel
from dengji.procedure.papers import paper_owed
from dengji.procedure.refusals import NotAllowed, within
from dengji.procedure.telling import tell_colleagues, tell_seconded
from dengji.procedure.terms import Act, Answers

OFFICE_STEPS = frozenset(StepKind) - {StepKind.SUBMISSION}


class Correction(NamedTuple):
    """One thing to put right (补正事项): the part of the application, and what."""

    section: str
    says: str


class Proof(NamedTuple):
    """What a fact was found from (核对依据): a note, and the SHA-256 of the paper that proves it."""

    note: str
    document: str = ""


@act(Act.ACCEPT, at_steps=frozenset({StepKind.TASK}))
def accept(ground: Ground, *, by: Post, at: datetime) -> Event:
    """受理: nothing bars the application; the statutory period starts."""
    return move(ground, Verb.ACCEPT, Deed(Act.ACCEPT, by, at))


@act(Act.CORRECT, at_steps=OFFICE_STEPS)
def return_for_correction(ground: Ground, items: Sequence[Correction], *, by: Post, at: datetime) -> Event:
    """退回补正: an itemised list goes to the applicant, and the clock stops until the correction arrives."""
    wanted = [
        Correction(item.section, within(item.says, 500, please="请写明需要补正的内容"))
        for item in items
        if item.says.strip()
    ]
    if not wanted:
        raise NotAllowed("请至少写明一处需要补正的内容，申请人才知道要改什么。", article=ground.article())
    detail = {"corrections": [item._asdict() for item in wanted]}
    event = move(ground, Verb.CORRECT, Deed(Act.CORRECT, by, at, detail=detail))
    CorrectionItem.objects.bulk_create(
        [
            CorrectionItem(case=ground.case, event=event, section=item.section, says=item.says)
            for item in wanted
        ]
    )
    return event


@act(Act.REJECT, at_steps=frozenset({StepKind.TASK}))
def reject(ground: Ground, reason: str, *, by: Post, at: datetime) -> Event:
    """不予受理: a condition that bars the application does not hold; the refusal names it and what helps."""
    return move(ground, Verb.REJECT, Deed(Act.REJECT, by, at, reason=reason))


@act(Act.STATE, at_steps=OFFICE_STEPS)
def state(ground: Ground, fact: str, value: Any, proof: str | Proof, *, by: Post, at: datetime) -> Event:
    """核对事实: the officer states a fact that the text asks for, with a name and a note on the record.

    And with the paper that proves it, where the text names one that the applicant does not hand in itself.
    """
    text = ground.asking(fact)
    said = stated(text, fact, value)
    if not statable(text, fact, ground.answered(fact)):
        raise NotAllowed(f"“{ground.label(fact)}”由系统从申请材料或登记信息得出，不能手工填写。")
    if by_panel(text, fact):
        raise NotAllowed(f"“{ground.label(fact)}”由专家组认定，不能另行填写。", article=ground.article())
    found = Proof(proof) if isinstance(proof, str) else proof
    why = within(found.note, 300, please="请写明核对的依据，例如查看了哪份材料、向谁核实")
    owed = paper_owed(text, ground.case.matter, fact)
    if owed and not found.document:
        raise NotAllowed(f"请附上《{owed}》，“{ground.label(fact)}”要凭它认定。", article=ground.article())
    Statement.objects.create(
        case=ground.case,
        fact=fact,
        value=said,
        answers=Answers.OFFICER,
        by=by,
        at=at,
        note=why,
        document=found.document,
    )
    detail = {"fact": fact, "value": said} | ({"document": found.document} if found.document else {})
    return note(ground, Deed(Act.STATE, by, at, reason=why, detail=detail))


@act(Act.WAIVE, at_steps=OFFICE_STEPS)
def waive(ground: Ground, condition: str, reason: str, *, by: Post, at: datetime) -> Event:
    """同意例外: a condition that the text makes 'in principle' (原则上) is set aside by name, with a reason.

    Where the text wants two persons, the colleagues of the office are told that one of them must agree.
    """
    asked = ground.condition(condition)
    if asked is None or not asked.waivable:
        raise NotAllowed("这项条件不是“原则上”的要求，文本不允许例外。", article=ground.article())
    if not reason.strip():
        raise NotAllowed("请写明同意例外的理由。", article=ground.article())
    waiver, proposed = Waiver.objects.get_or_create(
        case=ground.case, condition=condition, defaults={"by": by, "at": at, "reason": reason.strip()}
    )
    if not proposed:
        raise NotAllowed(f"“{asked.label}”已经有人提出例外，不用再提。", article=ground.article())
    event = note(ground, Deed(Act.WAIVE, by, at, reason=reason.strip(), cite=ground.cited(asked)))
    if asked.two_persons:
        tell_colleagues(waiver, asked.label, by=by, at=at)
    return event


@act(Act.SECOND, at_steps=OFFICE_STEPS, who=Who.COLLEAGUE)
def second(ground: Ground, condition: str, *, by: Post, at: datetime) -> Event:
    """复核同意例外: a second person of the office agrees to an exception; only then does it stand."""
    waiver = ground.case.waivers.select_related("by").filter(condition=condition, seconded_by=None).first()
    asked = ground.condition(condition)
    if waiver is None or asked is None:
        raise NotAllowed("没有等待复核的例外。", article=ground.article())
    if waiver.by.person_id == by.person_id:
        raise NotAllowed(
            "提出例外的人不能自己复核。", article=ground.article(), remedy="请本机关的另一位办理人员复核。"
        )
    waiver.seconded_by, waiver.seconded_at = by, at
    waiver.save(update_fields=["seconded_by", "seconded_at"])
    tell_seconded(waiver, asked.label, by=by, at=at)
    return note(ground, Deed(Act.SECOND, by, at, reason=waiver.reason, cite=ground.cited(asked)))
