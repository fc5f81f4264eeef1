"""Who may send quality supervisors to a batch (委派单位): as its text says, else the authority of its filing."""

from collections.abc import Iterator
from datetime import date

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.texts import text_of
from dengji.people.models import Organisation
from dengji.people.refusals import Refused
from dengji.policy.engine.practice import Senders
from dengji.procedure.ground import Ground
from dengji.procedure.routing import turn_of


def senders_of(plan: Plan, ground: Ground) -> list[Organisation]:
    """委派单位: those whom the text of the plan's case names, each once; an office that is not there sends nobody."""
    practice = ground.pack.practice
    said = [each.senders for each in practice.supervision if each.senders] if practice else []
    if not said:
        return [plan.filing.authority]
    return list({each.pk: each for senders in said for each in _offices(senders, ground)}.values())


def article_of(plan: Plan, on: date) -> str | None:
    """The article that says who sends; None where the text does not."""
    pack = text_of(plan, on)
    practice = pack.practice if pack else None
    cited = [each.senders.cite for each in practice.supervision if each.senders] if practice else []
    return pack.articles[cited[0]].label if pack and cited else None


def _offices(senders: Senders, ground: Ground) -> Iterator[Organisation]:
    for actor in senders.actors:
        try:
            yield turn_of(ground.subject, actor, ground.on).organisation
        except Refused:  # no such office, or nobody knows which
            continue
