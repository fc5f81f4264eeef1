"""Where and with what a body examines (场所与设备)."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from dengji.institutions.acts import rows
from dengji.institutions.entries import EquipmentEntry, VenueEntry
from dengji.institutions.models import Equipment, Institution, Venue
from dengji.people.models import Post


@transaction.atomic
def add_venue(institution: Institution, entry: VenueEntry, *, by: Post | None, at: datetime) -> Venue:
    """登记场所: a place where the body examines; a name stands once in a body."""
    venue = Venue(institution=institution, **_values(entry))
    return rows.add(venue, act="institutions.add_venue", by=by, at=at)


@transaction.atomic
def change_venue(venue: Venue, entry: VenueEntry, *, by: Post | None, at: datetime) -> Venue:
    """变更场所信息: what is told of the place now."""
    return rows.change(venue, _values(entry), act="institutions.change_venue", by=by, at=at)


@transaction.atomic
def remove_venue(venue: Venue, *, by: Post | None, at: datetime) -> None:
    """移除场所: the body no longer examines there."""
    rows.remove(venue, act="institutions.remove_venue", by=by, at=at)


@transaction.atomic
def add_equipment(
    institution: Institution, entry: EquipmentEntry, *, by: Post | None, at: datetime
) -> Equipment:
    """登记设备: equipment or tools for an occupation."""
    equipment = Equipment(institution=institution, **asdict(entry))
    return rows.add(equipment, act="institutions.add_equipment", by=by, at=at)


@transaction.atomic
def change_equipment(
    equipment: Equipment, entry: EquipmentEntry, *, by: Post | None, at: datetime
) -> Equipment:
    """变更设备信息: what is told of the equipment now."""
    return rows.change(equipment, asdict(entry), act="institutions.change_equipment", by=by, at=at)


@transaction.atomic
def remove_equipment(equipment: Equipment, *, by: Post | None, at: datetime) -> None:
    """移除设备: the body no longer has it."""
    rows.remove(equipment, act="institutions.remove_equipment", by=by, at=at)


def _values(entry: VenueEntry) -> dict[str, object]:
    return {**asdict(entry), "occupations": list(dict.fromkeys(entry.occupations))}
