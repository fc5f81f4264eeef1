"""What a panel sees of itself (专家组页面): the sheet, who has handed in, what the text asks it to answer."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.timezone import localdate

from dengji.policy.engine.judgement import Judgement
from dengji.policy.engine.pack import Criteria, Pack
from dengji.policy.engine.path import step_of
from dengji.policy.engine.rules import facts_in
from dengji.policy.engine.terms import Source
from dengji.policy.engine.truth import Truth
from dengji.procedure.ground import Ground
from dengji.procedure.models import PanelSeat

RESULTS = frozenset({"panel_passed", "panel_seats", "panel_below_minimum"})
"""The computed facts that only a panel's score sheets answer."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The state of a panel as one of its experts may see it; `others` only once the own sheet is in."""

    criteria: Criteria
    article: str
    step: str
    handed_in: int
    seats: int
    others: list[PanelSeat]
    questions: dict[str, str]
    draft: str
    under_way: bool

    @property
    def ready(self) -> bool:
        """Whether every sheet is in."""
        return self.handed_in == self.seats


def sheets(seat: PanelSeat) -> Sheets:
    """The panel of a seat: its score sheet, who has handed in, and what it has to answer."""
    ground = Ground(seat.panel.case, localdate(seat.panel.convened_at))
    criteria = ground.pack.criteria[seat.panel.criteria]
    seats = list(seat.panel.seats.select_related("expert__post__person"))
    handed_in = [each for each in seats if each.handed_in_at is not None]
    step = step_of(ground.pack, ground.case.matter, seat.panel.step)
    judged = ground.judged(step.conditions)
    return Sheets(
        criteria=criteria,
        article=ground.pack.articles[criteria.cite].label,
        step=step.title,
        handed_in=len(handed_in),
        seats=len(seats),
        others=[each for each in handed_in if each.pk != seat.pk] if seat.handed_in_at else [],
        questions=questions(ground.law, [result.id for result in judged.results], without=idle(judged)),
        draft="\n".join(f"{each.expert}：{each.opinion}" for each in handed_in if each.opinion),
        under_way=ground.case.step == step.id and seat.panel.drawn_up_at is None,
    )


def idle(judgement: Judgement | None) -> frozenset[str]:
    """不适用的条件: the conditions that do not apply to the case."""
    results = judgement.results if judgement else ()
    return frozenset(result.id for result in results if result.standing is Truth.NOT_APPLICABLE)


def by_panel(pack: Pack, name: str) -> bool:
    """由专家组认定: only a panel can answer, what the text asks of it and what its score sheets come to."""
    asked = pack.facts.get(name)
    return asked.from_ is Source.PANEL if asked else name in RESULTS


def questions(pack: Pack, conditions: Collection[str], *, without: Collection[str] = ()) -> dict[str, str]:
    """What the text asks the panel of a step: the yes-or-no facts of these conditions that a panel answers.

    `without` names the conditions that do not apply to the case, of which nothing is asked.
    """
    asked_of = set(conditions) - set(without)
    rules = [condition.holds for condition in pack.conditions if condition.id in asked_of]
    names = dict.fromkeys(name for rule in rules for name in facts_in(rule))
    asked = {name: pack.facts[name] for name in names if name in pack.facts}
    return {name: fact.asks for name, fact in asked.items() if fact.from_ is Source.PANEL}
