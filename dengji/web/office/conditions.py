"""The table of conditions (条件核对表): each with its article, the facts used, what is missing and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms

from dengji.policy.engine.facts import FactValue, spoken
from dengji.policy.engine.judgement import Judgement, Result
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.trace import Used
from dengji.policy.engine.truth import Truth
from dengji.policy.engine.vocabulary import term_of
from dengji.web.office.forms import fact_form

ORDER = (Truth.NOT_MET, Truth.UNDETERMINED, Truth.MET, Truth.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact that a condition rests on (所依据的事实); `name` only where an officer may state it anew."""

    label: str
    value: str
    source: str
    at: datetime | None
    name: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that lacks, with the form that states it (待核对的事实)."""

    name: str
    label: str
    form: forms.Form


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

    @property
    def open(self) -> bool:
        """True for a condition that stands in the way."""
        return self.truth in (Truth.NOT_MET, Truth.UNDETERMINED)


def lines(judgement: Judgement, pack: Pack) -> list[ConditionLine]:
    """The conditions, those that stand in the way first; a fact is asked for in one place only."""
    waivable = {condition.id for condition in pack.conditions if condition.waivable}
    asked: set[str] = set()
    told = []
    for result in sorted(judgement.results, key=lambda each: ORDER.index(each.standing)):
        missing = [used for used in result.missing if used.name not in asked]
        asked |= {used.name for used in missing}
        told.append(
            ConditionLine(
                id=result.id,
                truth=result.standing.value,
                label=result.label,
                article=result.condition.article,
                summary=summary(pack, result.condition.cite),
                says=_says(result),
                facts=[_fact(used, pack) for used in result.used if used.fact],
                missing=[_ask(used, pack) for used in missing],
                remedy=result.remedy if result.standing in ORDER[:2] else "",
                waivable=result.id in waivable and result.standing is Truth.NOT_MET,
                waived=result.waived,
            )
        )
    return told


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


def _fact(used: Used, pack: Pack) -> FactLine:
    value, source, at = used.fact or FactValue(None)
    term = term_of(pack, used.name)
    said = spoken(value, term.choices)
    unit = term.unit if said.isdecimal() else ""
    stated = used.name if used.name in pack.facts else ""
    return FactLine(used.label, f"{said}{unit}", source, at, stated)


def _ask(used: Used, pack: Pack) -> Ask:
    term = term_of(pack, used.name)
    return Ask(used.name, used.label, fact_form(term, pack.facts.get(used.name)))
