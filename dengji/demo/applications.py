"""What a body does with its application (申请): begun, filled in, handed in, put right, handed in again."""

from datetime import datetime
from io import BytesIO

from dengji.demo.bodies import furnish
from dengji.demo.hand import Hand, Moments
from dengji.demo.reading import Story
from dengji.filings.acts.altering import fill_in as fill_in_form
from dengji.filings.acts.altering import leave_out, propose
from dengji.filings.acts.applying import apply_for, declare, finish_section, hand_in, hand_over, sign
from dengji.filings.forms import filled, forms_of
from dengji.filings.queries import live_subject, materials
from dengji.policy.engine.pack import Step
from dengji.policy.engine.rules import asked_by
from dengji.policy.engine.terms import Section, Source
from dengji.procedure.terms import CaseState

FILLED = (Section.BODY, Section.PEOPLE, Section.VENUES, Section.OCCUPATIONS)
"""The parts that a draft has finished."""


def fill_in(hand: Hand, *, at: datetime) -> None:
    """填报: what the application wants, its forms and declarations, then every material; a draft is left half-way."""
    sections = hand.step().sections
    _say_what_is_wanted(hand, at)
    if Section.DECLARATIONS in sections:
        _declare(hand, at)
    if hand.story.handed_in is None:
        for section in [each for each in FILLED if each in sections]:
            finish_section(hand.case, section, done=True, by=hand.manager, at=at)
        return
    _fill_in_forms(hand, at)
    for material in materials(hand.case, at.date()):
        if material.asked or material.key in hand.story.hands_over:
            content = BytesIO(hand.papers.get(material.key, hand.papers[""]))
            hand_over(hand.case, material.key, content, f"{material.label}.pdf", by=hand.manager, at=at)


def submit(hand: Hand, step: Step) -> Moments:
    """提交: the first time on the story's day; after a correction what was missing is put right before."""
    if hand.case.state == CaseState.CORRECTING:
        yield (at := hand.diary.later(hand.story.pace))
        furnish(hand.institution, hand.profile, hand.papers[""], by=hand.manager, at=at)
        if Section.DECLARATIONS in step.sections:
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


def _say_what_is_wanted(hand: Hand, at: datetime) -> None:
    """Occupations that come, occupations that leave, elements that change."""
    if Section.OCCUPATIONS in hand.step().sections:
        for wanted in hand.profile.wanted(hand.story.wants):
            apply_for(hand.case, wanted, by=hand.manager, at=at)
    if hand.story.gives_up:
        leave_out(hand.case, hand.story.gives_up, by=hand.manager, at=at)
    if hand.story.changes:
        propose(hand.case, hand.story.changes, by=hand.manager, at=at)


def _fill_in_forms(hand: Hand, at: datetime) -> None:
    """Every form of the text: what the system knows, what the story says, and what any body could say."""
    own = {"head": hand.profile.people()[0].entry.name, "plans": _plans(hand)}
    subject, says = live_subject(hand.case, at.date()), hand.says["forms"] | own
    for name, annex in forms_of(subject.pack, hand.case.matter).items():
        known = filled(subject, annex, at.date(), fixed=False)
        told = {part.id: says[part.id] for part in annex.parts() if part.id in says and part.typed}
        values = told | {part: text for part, text in known.items() if text}
        fill_in_form(hand.case, name, values | hand.story.forms.get(name, {}), by=hand.manager, at=at)


def _plans(hand: Hand) -> list[dict[str, str]]:
    """The plans that a body lists in its form: of the first of its occupations."""
    occupation = hand.profile.called[hand.profile.first_codes[0]]
    return [plan | {"occupation": occupation} for plan in hand.says["forms"]["plans"]]


def _sign(hand: Hand, step: Step, at: datetime) -> None:
    if Section.COMMITMENT in step.sections:
        name = hand.profile.representative
        sign(hand.case, name, as_legal_representative=True, by=hand.manager, at=at)
