"""What offices do with a case (办理): the way of its text, step by step, turning off where the story says so."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from dengji.demo import applications, panels, publicities
from dengji.demo.hand import Hand, Moments
from dengji.exchange.acts import receive
from dengji.exchange.queries import requests_about
from dengji.people.queries import colleagues
from dengji.people.terms import DECIDING
from dengji.policy.engine.pack import Step
from dengji.policy.engine.terms import FAVOURABLE, Source, StepKind, Verb
from dengji.procedure.acts import applying, deciding, publishing, receiving
from dengji.procedure.acts.receiving import Correction
from dengji.procedure.external import about, register_of
from dengji.procedure.papers import paper_owed
from dengji.records.acts import Stated, prove


def carried_on(hand: Hand) -> Moments:
    """The case goes its way until the story leaves it; what is under way at that step is begun."""
    while not hand.arrived():
        step = hand.step()
        yield from WAYS[step.kind](hand, step)
    if hand.case.step == hand.story.stands:
        yield from _left_there(hand, hand.step())


def _left_there(hand: Hand, step: Step) -> Moments:
    if step.kind is StepKind.PANEL and hand.story.sheets is not None:
        yield from panels.convene(hand, step, sheets=hand.story.sheets)
    if step.kind is StepKind.PUBLICITY and hand.story.published:
        yield from publicities.publish(hand)


def _task(hand: Hand, step: Step) -> Moments:
    yield (at := hand.diary.later(hand.story.pace))
    verb = hand.turn(step)
    while waiting := _to_state(hand, step, verb):
        _state(hand, waiting[0], at=at)
        yield (at := hand.diary.soon())
    if verb in FAVOURABLE:
        for condition in [each for each in step.conditions if each in hand.story.waives]:
            yield from _waived(hand, condition, at)
            at = hand.diary.soon()
    decide(hand, verb, at=at)


def _to_state(hand: Hand, step: Step, verb: Verb) -> list[str]:
    """What an officer has still to find out: all that is asked, or for a refusal what the story says of it."""
    waiting = hand.asked(step.conditions, Source.OFFICER)
    return waiting if verb in FAVOURABLE else [fact for fact in waiting if fact in hand.story.facts]


def _waived(hand: Hand, condition: str, at: datetime) -> Moments:
    """同意例外: by whoever holds the case, and by a colleague where the text wants two."""
    holder = hand.holder()
    receiving.waive(hand.case, condition, hand.says["reasons"]["waive"], by=holder, at=at)
    if next(each for each in hand.ground().law.conditions if each.id == condition).two_persons:
        yield (at := hand.diary.soon())
        others = colleagues(hand.case.holder, at.date(), *DECIDING).exclude(person=holder.person_id)
        receiving.second(hand.case, condition, by=others[0], at=at)


def _state(hand: Hand, fact: str, *, at: datetime) -> None:
    """核对事实: with the paper that proves it, where the text wants one."""
    said = Stated(fact, hand.finding(fact), hand.says["checked"])
    owed = paper_owed(hand.ground().pack, hand.case.matter, fact)
    if not owed:
        receiving.state(hand.case, *said, by=hand.holder(), at=at)
        return
    content = BytesIO(hand.papers.get("findings", hand.papers[""]))
    prove(hand.case, said, content=content, name=f"{owed}.pdf", by=hand.holder(), at=at)


def _panel(hand: Hand, step: Step) -> Moments:
    if Verb.WITHDRAW in hand.turns.get(step.id, ()):
        yield from _task(hand, step)
        return
    yield from panels.convene(hand, step)
    yield (at := hand.diary.soon())
    decide(hand, hand.turn(step), at=at)


def _publicity(hand: Hand, step: Step) -> Moments:
    yield from publicities.publish(hand)
    verb = hand.turn(step)
    days = 0 if verb is Verb.UPHOLD else publicities.days_left(hand)
    yield (at := hand.diary.later(max(days, 1)))
    decide(hand, verb, at=at)


def _external(hand: Hand, step: Step) -> Moments:
    """Another department answers by its own people; a register through the exchange."""
    yield (at := hand.diary.later(hand.story.pace))
    register = register_of(step)
    if register is None:
        decide(hand, hand.turn(step), at=at)
        return
    request = requests_about(register, about(hand.ground()))[0]
    answer = {"state": "published", "published_on": at.date().isoformat(), "number": hand.case.number}
    receive(request, answer, at=at)
    deciding.confirm(hand.case, hand.says["reasons"]["confirm"], by=None, at=at)


def _selection(hand: Hand, step: Step) -> Moments:
    """The round's decision is one act over all its cases: this one looks again the day after."""
    yield hand.diary.later(1)
    hand.case.refresh_from_db()


WAYS: dict[StepKind, Callable[[Hand, Step], Moments]] = {
    StepKind.SUBMISSION: applications.submit,
    StepKind.TASK: _task,
    StepKind.PANEL: _panel,
    StepKind.PUBLICITY: _publicity,
    StepKind.EXTERNAL: _external,
    StepKind.SELECTION: _selection,
}


def decide(hand: Hand, verb: Verb, *, at: datetime) -> None:
    """What is done, by whoever it is the turn of, with the reason that the data has for it."""
    case, reason = hand.case, hand.says["reasons"].get(verb.value, "")
    match verb:
        case Verb.WITHDRAW:
            applying.withdraw(case, reason, by=hand.manager, at=at)
        case Verb.CORRECT:
            receiving.return_for_correction(case, _corrections(hand), by=hand.holder(), at=at)
        case Verb.ACCEPT:
            receiving.accept(case, by=hand.holder(), at=at)
        case Verb.CLOSE:
            publishing.close(case, by=hand.holder(), at=at)
        case Verb.ISSUE:
            deciding.issue(case, by=hand.holder(), at=at)
        case _:
            WITH_REASON[verb](case, reason, by=hand.holder(), at=at)


WITH_REASON: dict[Verb, Callable[..., object]] = {
    Verb.REJECT: receiving.reject,
    Verb.QUALIFIED: deciding.find_qualified,
    Verb.UNQUALIFIED: deciding.find_unqualified,
    Verb.APPROVE: deciding.approve,
    Verb.DISAPPROVE: deciding.disapprove,
    Verb.CONFIRM: deciding.confirm,
    Verb.DECLINE: deciding.decline,
    Verb.UPHOLD: publishing.uphold,
}


def _corrections(hand: Hand) -> list[Correction]:
    """What is to be put right: the body's gaps, or a thing that any body may have got wrong."""
    known = hand.says["corrections"]
    wrong = [known[gap] for gap in hand.gaps if gap in known] or [known["other"]]
    return [Correction(**each) for each in wrong]
