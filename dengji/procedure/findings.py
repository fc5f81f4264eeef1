"""What was found against a body (查明的情形): the items that officers named in its case, each with its article."""

from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Condition, Pack
from dengji.policy.engine.rules import asked_by, facts_in
from dengji.policy.engine.terms import Source
from dengji.policy.engine.truth import Truth
from dengji.procedure.ground import Ground


def findings_in(ground: Ground) -> str:
    """查明的情形: every item that was chosen from those that the text lists, by its label and its article.

    The article is that of the condition which applies because of the item; where none does, that of the question.
    """
    law = ground.law
    ids = {name for step in law.matters[ground.case.matter].steps for name in step.conditions}
    facts = ground.facts(asked_by(law, ids))
    judged = judge(law, tuple(ids), facts)
    applying = {result.id for result in judged.results if result.truth is not Truth.NOT_APPLICABLE}
    conditions = [each for each in law.conditions if each.id in applying and each.applies is not None]
    said = []
    for name in sorted(_listed(law) & facts.keys()):
        known = facts[name]
        items = (
            known.value if known is not None and isinstance(known.value, tuple) else [known and known.value]
        )
        article = _article(law, name, conditions)
        said += [f"{spoken(item, law.facts[name].choices or {})}（{article}）" for item in items if item]
    return "；".join(said)


def _listed(law: Pack) -> set[str]:
    """The facts for which the text lists items, from which an officer chooses."""
    return {name for name, fact in law.facts.items() if fact.choices and fact.from_ is Source.OFFICER}


def _article(law: Pack, fact: str, applying: list[Condition]) -> str:
    cites = [each.cite for each in applying if fact in facts_in(each.applies)] or [law.facts[fact].cite]
    return "、".join(dict.fromkeys(law.articles[cite].label for cite in cites))
