"""The text that a filing lives by (备案适用文本): the one that governs its place, else the one it was granted under."""

from datetime import date

from dengji.filings.models import Filing
from dengji.people.queries import place_chain
from dengji.policy.engine.pack import Pack
from dengji.policy.queries import governing, pack_of

RENEWAL = "renewal"


def text_of(filing: Filing, on: date, matter: str | None = None) -> Pack | None:
    """The text that governs a filing on a day, or one matter of it.

    Where none governs, a filing stays served by the text under which it was granted; none where it was entered.
    """
    choice = governing(place_chain(filing.place), filing.regime, matter, on)
    if choice.governing is not None:
        return choice.governing.pack
    if filing.edition_id is None:
        return None
    pack = pack_of(filing.edition_id)
    return pack if matter is None or matter in pack.matters else None
