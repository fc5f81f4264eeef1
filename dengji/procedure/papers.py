"""Papers that prove facts (依据材料): which heading of the text a fact stands under, and who brings the paper."""

from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import StepKind


def heading_of(pack: Pack, fact: str) -> str:
    """The key of the text's heading under which the paper stands that proves a fact; empty where it names none."""
    asked = pack.facts.get(fact)
    return asked.document or "" if asked else ""


def paper_owed(pack: Pack, matter: str, fact: str) -> str:
    """The paper that an officer must bring to state a fact, by its label; empty where he needs none.

    He needs none where the applicant hands it in itself, as a file or as a form: that nothing came is an answer too.
    """
    heading = heading_of(pack, fact)
    steps = pack.matters[matter].steps
    brought = {key for step in steps if step.kind is StepKind.SUBMISSION for key in step.documents}
    if not heading or heading in brought or heading in pack.forms:
        return ""
    return pack.documents[heading].label
