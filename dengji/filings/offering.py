"""What a body may apply for (可申请事项), and why not the rest: at its place, and about each of its filings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dengji.filings import dossier
from dengji.filings.facts.held import window_about
from dengji.filings.models import Filing
from dengji.filings.queries import conditions_of
from dengji.filings.terms import FilingState
from dengji.filings.windows import Span
from dengji.institutions.models import Institution
from dengji.institutions.terms import BodyKind
from dengji.people.models import Organisation
from dengji.people.queries import place_chain
from dengji.policy.engine.choose import Choice
from dengji.policy.engine.judgement import Judgement, Result
from dengji.policy.engine.pack import Condition, Matter, Pack
from dengji.policy.engine.rules import facts_in
from dengji.policy.engine.terms import OnFail, Regime
from dengji.policy.queries import governing
from dengji.procedure.ground import judged_for
from dengji.procedure.models import Case
from dengji.procedure.subject import Subject
from dengji.procedure.terms import CaseState

FIRST = "initial"
NOTHING: Mapping[str, Any] = {}
ABOUT = {
    "added_occupations": "新增职业、等级",
    "change": "备案变更",
    "renewal": "备案续期",
    "termination": "自愿终止",
}
"""The matters about a filing that its body applies for, and what they are called where no text says so."""
AT_THE_DOOR = frozenset(
    {
        "round_open",
        "filings_in_force",
        "filing_held",
        "filing_valid",
        "days_to_expiry",
        "days_past_expiry",
        "window_standing",
        "applied_on",
    }
)
"""The facts that bar or let in before anything is filled in."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a body may or may not apply for (可申请事项), and why; `note` is what it should know before."""

    applicant: Organisation
    matter: str
    regime: str
    title: str
    open_case: Case | None
    available: bool = False
    why: str = ""
    pack: Pack | None = None
    basis: str = ""
    checkable: bool = False
    filing: Filing | None = None
    window: Span | None = None
    note: str = ""


def offers(institution: Institution, on: date) -> list[Offer]:
    """Everything that a body could apply for at its place on a day, each with its reason."""
    chain = place_chain(institution.organisation.division_id)
    open_cases = {
        case.regime: case
        for case in institution.organisation.cases.exclude(state=CaseState.ENDED).filter(matter=FIRST)
    }
    found = []
    for regime in Regime:
        choice = governing(chain, regime.value, FIRST, on)
        asked = Offer(institution.organisation, FIRST, regime.value, "首次备案", open_cases.get(regime.value))
        found.append(_offer(asked, institution.kind, choice, on))
    return found


def offers_about(filing: Filing, on: date) -> list[Offer]:
    """Everything that a body could apply for about one of its filings on a day, each with its reason."""
    institution, chain = filing.institution, place_chain(filing.place)
    open_cases = {
        case.matter: case
        for case in institution.organisation.cases.exclude(state=CaseState.ENDED).filter(about=filing.number)
    }
    found = []
    for matter, title in ABOUT.items():
        choice = governing(chain, filing.regime, matter, on)
        open_case = open_cases.get(matter)
        asked = Offer(institution.organisation, matter, filing.regime, title, open_case, filing=filing)
        found.append(_offer(asked, institution.kind, choice, on))
    return found


def eligibility(offer: Offer, institution: Institution, pack: Pack, on: date) -> Judgement:
    """条件自查: every condition of the matter on what the registers say, before anything is filled in."""
    subject = _subject(offer, pack, dossier.before_application(institution, on=on))
    return judged_for(subject, conditions_of(pack.matters[offer.matter]), on)


def _offer(asked: Offer, kind: str, choice: Choice, on: date) -> Offer:
    """An offer, once it is known which text governs."""
    if asked.filing is not None and asked.filing.state != FilingState.IN_FORCE:
        return replace(asked, why=f"这项备案{asked.filing.called.label}。")
    if choice.governing is None:
        return replace(asked, why=choice.sentence())
    pack, basis = choice.governing.pack, choice.sentence() if choice.adoption else ""
    matter = pack.matters[asked.matter]
    asked = replace(asked, title=matter.title, pack=pack)
    if kind not in matter.applicants:
        article = pack.articles[matter.cite].label
        return replace(asked, why=f"依据{article}，“{matter.title}”不面向{BodyKind(kind).label}。")
    subject = _subject(asked, pack)
    barred, noted = _door(matter, subject, on)
    why = "已有一件在办申请。" if asked.open_case else barred
    return replace(
        asked,
        available=not why,
        why=why,
        basis=basis,
        checkable=asked.open_case is None,
        window=window_about(subject),
        note=noted,
    )


def _subject(asked: Offer, pack: Pack, built: Mapping[str, Any] = NOTHING) -> Subject:
    about = asked.filing.number if asked.filing else ""
    return Subject(asked.applicant, pack, asked.matter, asked.regime, built, about=about)


def _door(matter: Matter, subject: Subject, on: date) -> tuple[str, str]:
    """What bars an application at the door today, such as a round that is not open; and what may be set aside."""
    asked = {name for step in matter.steps for name in step.conditions}
    doors = [each.id for each in subject.pack.conditions if each.id in asked and _knows_no_dossier(each)]
    unmet = judged_for(subject, doors, on).unmet
    waivable = {each.id for each in subject.pack.conditions if each.waivable}
    barring = [each for each in unmet if each.id not in waivable]
    return _said(barring), _said(each for each in unmet if each.id in waivable)


def _said(unmet: Iterable[Result]) -> str:
    return "；".join(f"依据{each.condition.article}，{each.says}" for each in unmet)


def _knows_no_dossier(condition: Condition) -> bool:
    """Whether a condition bars the way, and can be judged without anything handed in."""
    known = [*facts_in(condition.holds), *facts_in(condition.applies)]
    return condition.on_fail is OnFail.NOT_ACCEPT and set(known) <= AT_THE_DOOR
