"""Spot checks of results (抽查): whoever checks them draws some candidates by lot; the draw stands on the trail."""

from datetime import datetime
from secrets import token_hex

from django.db import transaction

from dengji.evaluations.acts.in_hand import locked, on_trail
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.scores.samples import MOST, sampled
from dengji.evaluations.terms import CARRIED_OUT
from dengji.people.models import Post
from dengji.people.terms import DECIDING
from dengji.procedure.refusals import NotAllowed, NotYours


@transaction.atomic
def sample(plan: Plan, wanted: int, *, by: Post, at: datetime) -> str:
    """随机抽查: so many candidates of a batch whose results are in, by a seed nobody could know, which it gives."""
    fresh = locked(plan.pk)
    if by.organisation_id != fresh.filing.authority_id or by.role not in DECIDING:
        raise NotYours("抽查由核对结果的机关的经办人员办理。")
    if fresh.state not in CARRIED_OUT:
        raise NotAllowed(f"这份计划{fresh.get_state_display()}，结果报送以后才能抽查。")
    if not 0 < wanted <= MOST:
        raise NotAllowed(f"抽查人数应在1到{MOST}之间。")
    seed = token_hex(8)
    people = [each.who.ordinal for each in sampled(fresh, seed, wanted)]
    on_trail("sampled", fresh, {"seed": seed, "wanted": wanted, "people": people}, by=by, at=at)
    return seed
