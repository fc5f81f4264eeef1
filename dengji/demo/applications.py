"""What a body does with its application (申请): begun, filled in, handed in, put right, handed in again."""

from datetime import datetime
from io import BytesIO

from dengji.demo.bodies import furnish
from dengji.demo.hand import Hand, Moments
from dengji.demo.reading import Story
from dengji.filings.acts.applying import apply_for, declare, finish_section, hand_in, hand_over, sign
from dengji.filings.queries import materials
from dengji.policy.engine.pack import Step
from dengji.policy.engine.rules import asked_by
from dengji.policy.engine.terms import Section, Source
from dengji.procedure.terms import CaseState

FILLED = (Section.BODY, Section.PEOPLE, Section.VENUES, Section.OCCUPATIONS)
"""The parts that a draft has finished."""


def fill_in(hand: Hand, *, at: datetime) -> None:
    """填报: occupations and declarations, then every material asked for; a draft is left half-way."""
    for wanted in hand.profile.wanted():
        apply_for(hand.case, wanted, by=hand.manager, at=at)
    _declare(hand, at)
    if hand.story.handed_in is None:
        for section in FILLED:
            finish_section(hand.case, section, done=True, by=hand.manager, at=at)
        return
    for material in materials(hand.case, at.date()):
        if material.asked:
            content = BytesIO(hand.papers.get(material.key, hand.papers[""]))
            hand_over(hand.case, material.key, content, f"{material.label}.pdf", by=hand.manager, at=at)


def submit(hand: Hand, step: Step) -> Moments:
    """提交: the first time on the story's day; after a correction what was missing is put right before."""
    if hand.case.state == CaseState.CORRECTING:
        yield (at := hand.diary.later(hand.story.pace))
        furnish(hand.institution, hand.profile, hand.papers[""], by=hand.manager, at=at)
        _declare(hand, at)
        yield (at := hand.diary.soon())
    else:
        yield (at := hand.diary.at(hand.story.first_day - Story.AHEAD))
    _sign(hand, step, at)
    hand_in(hand.case, by=hand.manager, at=at)


def _declare(hand: Hand, at: datetime) -> None:
    """What the text asks the applicant itself."""
    ground = hand.ground()
    conditions = [each for step in ground.matter.steps for each in step.conditions]
    asked = [name for name in asked_by(ground.pack, conditions) if name in ground.pack.facts]
    own = [name for name in asked if ground.pack.facts[name].from_ is Source.APPLICANT]
    answers = {name: hand.finding(name) for name in own}
    declare(hand.case, answers, by=hand.manager, at=at)


def _sign(hand: Hand, step: Step, at: datetime) -> None:
    if Section.COMMITMENT in step.sections:
        name = hand.profile.representative
        sign(hand.case, name, as_legal_representative=True, by=hand.manager, at=at)
