"""How a case ended (办结结果), in the words of its own matter (不予续期); the usual word where it has none."""

from dengji.policy.engine.pack import Pack
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from dengji.procedure.terms import Ending


def ending_of(case: Case) -> str:
    """办结结果: what the ending of a case is called; empty while it is under way."""
    return ending_called(pack_of(case.edition_id), case.matter, case.ending) if case.ending else ""


def ending_called(pack: Pack, matter: str, ending: str) -> str:
    """What an ending of a matter is called by a text."""
    own = next((word for end, word in pack.matters[matter].endings.items() if end == ending), "")
    return own or str(Ending(ending).label)
