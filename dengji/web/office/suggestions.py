"""What a correction list begins with (补正建议): what conditions and materials lack, under the parts concerned."""

from dengji.policy.engine.judgement import Result
from dengji.policy.engine.pack import AskedFact
from dengji.policy.engine.terms import Section, Source
from dengji.web.casework import CasePage

PARTS = (
    (Section.DOCUMENTS, ("document",)),
    (Section.COMMITMENT, ("commitment", "signed_by")),
    (Section.OCCUPATIONS, ("occupation", "levels", "audiences", "items_")),
    (Section.PEOPLE, ("staff", "experts", "examiners", "supervisors", "people")),
    (Section.VENUES, ("venue", "equipment")),
    (Section.RULES, ("rule", "fee")),
)
"""The part of an application that a fact is about, by the beginning of a word in the fact's name."""


OF_PLANS = (Section.PLAN, Section.RESULTS)


def sections_of(shown: CasePage) -> list[Section]:
    """The parts of what was handed in that a correction may name: those of the text, or of every application."""
    steps = shown.pack.matters[shown.case.matter].steps
    asked = [section for step in steps for section in step.sections]
    return list(dict.fromkeys(asked)) or [section for section in Section if section not in OF_PLANS]


def suggested(shown: CasePage) -> list[dict[str, str]]:
    """The lines, one for each condition that stands in the way and that the applicant can do something about."""
    judgement = shown.now.judgement
    if judgement is None:
        return []
    asked = shown.pack.facts
    lacking = [result for result in judgement.undetermined if _applicants(result, asked)]
    return [_line(result, asked) for result in (*judgement.unmet, *lacking)]


def _applicants(result: Result, asked: dict[str, AskedFact]) -> bool:
    """Whether the applicant could say what lacks: an officer's or a panel's own question is none of its business."""
    sources = {asked[used.name].from_ for used in result.missing if used.name in asked}
    return not sources or Source.APPLICANT in sources


def _line(result: Result, asked: dict[str, AskedFact]) -> dict[str, str]:
    lacks = f"“{result.label}”还不能判断" if result.missing else result.says
    said = f"{lacks}。{result.remedy}" if result.remedy else lacks
    return {"section": section_of(result, asked).value, "says": f"{said}（{result.condition.article}）"}


def section_of(result: Result, asked: dict[str, AskedFact]) -> Section:
    """The part of the application in which a condition can be put right."""
    names = [used.name for used in result.missing or result.used]
    if any(name in asked for name in names):
        return Section.DECLARATIONS
    for part, words in PARTS:
        if any(word in name for name in names for word in words):
            return part
    return Section.BODY
