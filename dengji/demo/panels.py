"""What experts do (专家评估): a panel without conflicts, a sheet from each, the opinion."""

from itertools import islice

from dengji.demo.hand import Hand, Moments
from dengji.people.conflicts import conflicts
from dengji.people.models import Expert
from dengji.people.queries import experts_available
from dengji.policy.engine.pack import Criteria, Step
from dengji.policy.engine.terms import Source, Verb
from dengji.procedure.acts.assessing import convene as appoint
from dengji.procedure.acts.assessing import draw_up, hand_in
from dengji.procedure.models import PanelSeat

MARKS = {"good": (82, 96), "fair": (74, 82), "poor": (38, 52)}
"""Of a hundred, from and to: what each item is scored at."""


def convene(hand: Hand, step: Step, sheets: int | None = None) -> Moments:
    """组建专家组: sheets come in one by one; with `sheets` only so many, else all, and then the opinion."""
    yield (at := hand.diary.later(hand.story.pace))
    experts = _fit(hand)
    appoint(hand.case, experts, experts[-1], by=hand.holder(), at=at)
    ground = hand.ground()
    criteria = ground.pack.criteria[ground.panel_rule().criteria]
    seats = list(
        PanelSeat.objects.filter(panel__case=hand.case, panel__step=step.id).select_related("expert")
    )
    for seat in _in_turn(seats)[:sheets]:
        yield (at := hand.diary.soon())
        opinion = hand.draw.choice(hand.says["sheet_opinion"])
        hand_in(hand.case, seat, _scores(hand, step, criteria), opinion, by=seat.expert.post, at=at)
    if sheets is None:
        yield from _opinion(hand, step, experts[-1])


def _opinion(hand: Hand, step: Step, head: Expert) -> Moments:
    yield (at := hand.diary.soon())
    findings = {fact: hand.finding(fact) for fact in hand.asked(step.conditions, Source.PANEL)}
    opinion = hand.says["panel_opinion"]["poor" if _marks(hand, step) == "poor" else "good"]
    draw_up(hand.case, opinion, findings, by=head.post, at=at)


def _marks(hand: Hand, step: Step) -> str:
    """The story's marks; poor ones where the story has the panel find against the body."""
    return "poor" if Verb.UNQUALIFIED in hand.turns.get(step.id, ()) else hand.story.marks


def _fit(hand: Hand) -> list[Expert]:
    """Experts enough, who know the trade and have no tie to the body; the one who can sign in among them."""
    day = hand.ground().on
    known = experts_available(hand.case.holder, hand.profile.codes, day)
    roster = list(known or experts_available(hand.case.holder, (), day))
    hand.draw.shuffle(roster)
    roster.sort(key=lambda expert: not expert.post.person.email)
    free = (expert for expert in roster if not conflicts(expert, hand.case.applicant))
    return list(islice(free, hand.ground().panel_rule().min_seats))


def _in_turn(seats: list[PanelSeat]) -> list[PanelSeat]:
    """Whoever can sign in to the demonstration hands in last, so that a sheet is left for them."""
    return sorted(seats, key=lambda seat: bool(seat.expert.post.person.email))


def _scores(hand: Hand, step: Step, criteria: Criteria) -> dict[str, int]:
    lowest, highest = MARKS[_marks(hand, step)]
    return {item.id: item.max * hand.draw.randint(lowest, highest) // 100 for item in criteria.items}
