"""The table of conditions (条件核对表): each with its article, the facts used, what is missing and what would help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django import forms

from dengji.policy.engine.facts import FactValue, spoken
from dengji.policy.engine.judgement import Judgement, Result
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.trace import Used
from dengji.policy.engine.truth import Truth
from dengji.policy.engine.vocabulary import term_of
from dengji.procedure.models import Case, Waiver
from dengji.procedure.panels import by_panel
from dengji.procedure.papers import heading_of
from dengji.procedure.terms import Answers
from dengji.web.office.forms import fact_form
from dengji.web.office.papers import Said, Sayings, first_papers, said_in

ORDER = (Truth.NOT_MET, Truth.UNDETERMINED, Truth.MET, Truth.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact that a condition rests on (所依据的事实); `name` only where an officer may state it anew."""

    label: str
    value: str
    source: str
    at: datetime | None
    name: str
    said: Said | None


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that lacks (待核对的事实), with the form that states it.

    None where it takes a paper that is not in the case: that is uploaded on a page of its own.
    """

    name: str
    label: str
    form: forms.Form | None


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """An exception as the table shows it (例外): who proposed it, who agreed; `waits` until a second person has."""

    waiver: Waiver
    condition: str
    label: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What else a case's table of conditions shows (案件记载): what was stated, and the exceptions made.

    `papers` are the first files handed in, by heading, as SHA-256.
    """

    said: Sayings = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    exceptions: Mapping[str, ExceptionLine] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition as the table shows it (条件)."""

    id: str
    truth: str
    label: str
    article: str
    summary: str
    says: str
    facts: Sequence[FactLine]
    missing: Sequence[Ask]
    remedy: str
    waivable: bool
    waived: bool
    exception: "ExceptionLine | None"

    @property
    def open(self) -> bool:
        """True for a condition that stands in the way."""
        return self.truth in (Truth.NOT_MET, Truth.UNDETERMINED)


NOTHING_KNOWN = Known()


def known_of(case: Case, pack: Pack) -> Known:
    """What is on record of a case beside its facts; five statements."""
    made = {each.condition: each for each in exceptions(case, pack)}
    return Known(said_in(case), first_papers(case), made)


def exceptions(case: Case, pack: Pack) -> list[ExceptionLine]:
    """例外: those proposed in a case, in order."""
    asked = {each.id: each for each in pack.conditions}
    made = case.waivers.select_related("by__person", "by__organisation", "seconded_by__person").order_by("id")
    return [
        ExceptionLine(
            each,
            each.condition,
            asked[each.condition].label,
            asked[each.condition].two_persons and each.seconded_by is None,
        )
        for each in made
        if each.condition in asked
    ]


def lines(judgement: Judgement, pack: Pack, known: Known = NOTHING_KNOWN) -> list[ConditionLine]:
    """The conditions, those that stand in the way first; a fact is asked for in one place only."""
    waivable = {condition.id for condition in pack.conditions if condition.waivable}
    asked: set[str] = set()
    told = []
    for result in sorted(judgement.results, key=lambda each: ORDER.index(each.standing)):
        missing = [
            used for used in result.missing if used.name not in asked and not by_panel(pack, used.name)
        ]
        asked |= {used.name for used in missing}
        told.append(
            ConditionLine(
                id=result.id,
                truth=result.standing.value,
                label=result.label,
                article=result.condition.article,
                summary=summary(pack, result.condition.cite),
                says=_says(result),
                facts=[_fact(used, pack, known.said) for used in result.used if used.fact],
                missing=[_ask(used, pack, known.papers) for used in missing],
                remedy=result.remedy if result.standing in ORDER[:2] else "",
                waivable=_waivable(result, waivable, known),
                waived=result.waived,
                exception=known.exceptions.get(result.id),
            )
        )
    return told


def to_check(judgement: Judgement | None, pack: Pack) -> list[Used]:
    """待核对的事实: what lacks and an officer may state."""
    return [used for used in judgement.unanswered if not by_panel(pack, used.name)] if judgement else []


def stands(judgement: Judgement | None, name: str, pack: Pack, said: Sayings) -> FactLine | None:
    """What is on record of a fact so far; None where nothing is."""
    used = (each for result in (judgement.results if judgement else ()) for each in result.used)
    return next((_fact(each, pack, said) for each in used if each.name == name and each.fact), None)


def summary(pack: Pack, cite: str) -> str:
    """What an article says, in our words; empty for one that the text does not have."""
    return pack.articles[cite].says if cite in pack.articles else ""


def label(pack: Pack, cite: str) -> str:
    """An article's label in the text."""
    return pack.articles[cite].label if cite in pack.articles else cite


def reasons(judgement: Judgement | None) -> str:
    """理由: what stands in the way, one numbered line each with its article, as a refusal begins."""
    if judgement is None:
        return ""
    found = [f"{result.says}（{result.condition.article}）" for result in judgement.unmet]
    if len(found) > 1:
        found = [f"{number}．{line}" for number, line in enumerate(found, 1)]
    return "；\n".join(found) + "。" * bool(found)


def _says(result: Result) -> str:
    return "" if result.truth in (Truth.MET, Truth.NOT_APPLICABLE) else result.says


def _waivable(result: Result, waivable: set[str], known: Known) -> bool:
    """Whether an exception may be proposed: the text allows it, it is needed, and nobody has yet."""
    return result.id in waivable and result.standing is Truth.NOT_MET and result.id not in known.exceptions


def _fact(used: Used, pack: Pack, said: Sayings) -> FactLine:
    value, source, at = used.fact or FactValue(None)
    term = term_of(pack, used.name)
    words = spoken(value, term.choices)
    unit = term.unit if words.isdecimal() else ""
    open_to_officers = used.name in pack.facts or source == Answers.OFFICER.label
    stated = used.name if open_to_officers and not by_panel(pack, used.name) else ""
    found = said.get((used.name, at)) if at else None
    return FactLine(used.label, f"{words}{unit}", source, at, stated, found)


def _ask(used: Used, pack: Pack, papers: Mapping[str, str]) -> Ask:
    heading = heading_of(pack, used.name)
    if heading and heading not in papers:
        return Ask(used.name, used.label, None)
    form = fact_form(term_of(pack, used.name), pack.facts.get(used.name))
    if heading:
        form.fields["there"] = forms.CharField(widget=forms.HiddenInput, initial=papers[heading])
    return Ask(used.name, used.label, form)
