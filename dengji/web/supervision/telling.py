"""What the pages say of a campaign (抽查页面内容)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengji.supervision.drawing import Group, without_enough
from dengji.supervision.listing import listed
from dengji.supervision.models import Campaign


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would be drawn from today (名单预览): groups, how many inspectors and bars, bodies with too few."""

    groups: Sequence[Group]
    bodies: int
    takes: int
    people: int
    bars: int
    short: Sequence[str]


def forecast_of(campaign: Campaign, on: date) -> Forecast:
    """名单预览: as the list would be if it were published today."""
    urn = listed(campaign, on).urn
    bodies = sum(len(each.bodies) for each in urn.groups)
    takes = sum(each.take for each in urn.groups)
    return Forecast(urn.groups, bodies, takes, len(urn.inspectors), len(urn.bars), without_enough(urn))
