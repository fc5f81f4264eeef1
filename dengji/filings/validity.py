"""How long a filing is valid (备案有效期): from the day that it is granted, and on from its last day when renewed."""

from dataclasses import dataclass
from datetime import date, timedelta

from dengji.filings.models import Filing
from dengji.policy.engine.form import Length
from dengji.policy.engine.pack import Pack
from dengji.workdays.periods import validity_until

MONTHS = {"month": 1, "year": 12}
"""Months in the units in which a text counts a validity."""


@dataclass(frozen=True, slots=True)
class Validity:
    """A validity (一段有效期): both days included; `until` None where the text sets no end."""

    from_on: date
    until: date | None


def expiry(pack: Pack, start: date) -> date | None:
    """The last day of a filing granted on `start`; None where the text sets no end."""
    if pack.validity is None or not isinstance(pack.validity.length, Length):
        return None
    return validity_until(start, months=pack.validity.length.n * MONTHS[pack.validity.length.unit])


def renewed(filing: Filing, pack: Pack) -> Validity | None:
    """续期后的有效期: from the day after the filing's last, by the text; None for a filing without an end."""
    if filing.valid_until is None:
        return None
    begins = filing.valid_until + timedelta(days=1)
    return Validity(begins, expiry(pack, begins))
