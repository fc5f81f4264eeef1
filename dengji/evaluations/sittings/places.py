"""Where a plan may be carried out (可选场所): what is filed first, then what the body has besides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengji.evaluations.models.plans import Plan, PlanVenue
from dengji.institutions.terms import VenueKind


@dataclass(frozen=True, slots=True)
class Place:
    """A venue that a plan may name (可选场所); `filed` is the row of the filing, None for one that is not filed."""

    name: str
    kind: str
    address: str
    seats: int
    video: bool
    filed: int | None
    chosen: bool

    @property
    def key(self) -> str:
        """The venue in a form."""
        return f"{self.name}|{self.address}"

    @property
    def says(self) -> str:
        """一号考场（理论知识考场，40个工位，有视频监控）."""
        seats = f"，{self.seats}个工位" if self.seats else ""
        kind = VenueKind(self.kind).label if self.kind in VenueKind.values else self.kind
        return f"{kind}{seats}，{'有' if self.video else '没有登记'}视频监控"


def places_for(plan: Plan, on: date) -> Sequence[Place]:
    """The venues that stand in the filing on the plan's first day, then those of the body that do not."""
    filing = plan.filing
    chosen = {(each.name, each.address) for each in plan.venues.all()}
    own = {(each.name, each.address): each for each in filing.institution.venues.all()}
    standing = {(each.name, each.address): each for each in filing.venues.in_force(plan.starts_on or on)}
    found = []
    for there, filed in standing.items():
        known = own.get(there)
        seats, video = (known.seats, known.video) if known else (0, False)
        found.append(Place(*there[:1], filed.kind, there[1], seats, video, filed.pk, there in chosen))
    for there, venue in own.items():
        if there not in standing:
            found.append(
                Place(there[0], venue.kind, there[1], venue.seats, venue.video, None, there in chosen)
            )
    return found


def as_used(plan: Plan, place: Place) -> PlanVenue:
    """The plan's own row for a venue, not saved."""
    return PlanVenue(
        plan=plan,
        filed_id=place.filed,
        name=place.name,
        kind=place.kind,
        address=place.address,
        seats=place.seats,
        video=place.video,
    )
