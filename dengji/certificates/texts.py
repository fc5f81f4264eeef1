"""Which text the certificates of a batch go by (证书适用文本), and what it says of them."""

from datetime import date

from dengji.certificates.models import Release
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.texts import CERTIFICATES, governs_end
from dengji.policy.engine.certified import Certified
from dengji.policy.engine.choose import Choice
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Regime
from dengji.policy.queries import pack_of
from dengji.procedure.refusals import NotAllowed


def text_for_certificates(plan: Plan, on: date) -> Choice:
    """证书适用文本: what governs today; where nothing does any more, the text under which the batch ran."""
    return governs_end(plan, CERTIFICATES, on)


def text_of_release(release: Release) -> Pack:
    """The text that a release's case is pinned to; raises NotAllowed for one that has no case."""
    if release.case is None:
        raise NotAllowed("这一批证书没有办件，不能核发。")
    return pack_of(release.case.edition_id)


def certified_in(pack: Pack, regime: str) -> Certified:
    """What a text says of certificates of a regime; raises NotAllowed where it says nothing."""
    found = pack.certificates.get(Regime(regime))
    if found is None:
        raise NotAllowed(f"{pack.title}没有规定{Regime(regime).label}的证书。")
    return found
