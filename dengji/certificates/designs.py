"""How certificates look (证书版式): what each issuer chose; the usual design where he chose none."""

from collections.abc import Sequence
from typing import NamedTuple

from dengji.certificates.forms import titles
from dengji.certificates.models import CertificateDesign
from dengji.certificates.paper.pictures import Frame, framed
from dengji.certificates.paper.printing import DESIGNS, Design, Style
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES
from dengji.policy.engine.terms import Regime
from dengji.sealing.seals import opened_bytes


class Chosen(NamedTuple):
    """What an issuer has for a kind of certificates (版式设置): what he chose, if anything, and what he may choose."""

    regime: Regime
    held: CertificateDesign | None
    offered: Sequence[Design]

    @property
    def title(self) -> str:
        """What such a certificate is called."""
        return titles()[self.regime]

    @property
    def design(self) -> Design:
        """The design that is printed now."""
        return Design(self.held.design) if self.held else self.offered[0]


def designs_of(post: Post) -> list[Chosen]:
    """版式设置: for each kind of certificates that the post's organisation issues, or may come to issue."""
    held = {each.regime: each for each in CertificateDesign.objects.filter(organisation=post.organisation_id)}
    return [Chosen(each, held.get(each), DESIGNS[each]) for each in _regimes(post)]


def chosen(post: Post, regime: str) -> Chosen | None:
    """One of them."""
    return next((each for each in designs_of(post) if each.regime == regime), None)


def style_of(organisation: int | None, regime: str) -> Style:
    """发证样式: the design, seal and signature that an issuer's certificates of a kind are printed with."""
    found = CertificateDesign.objects.filter(organisation=organisation, regime=regime).first()
    if found is None:
        return Style(DESIGNS[regime][0])
    pictures = {Frame.SEAL: found.seal, Frame.SIGNATURE: found.signature}
    seal, signature = (
        framed(opened_bytes(bytes(picture)), *frame.value) if picture else ""
        for frame, picture in pictures.items()
    )
    return Style(Design(found.design), seal, signature, found.signer)


def _regimes(post: Post) -> list[Regime]:
    """The kinds of certificates that the organisation deals with, in the order of the national table."""
    if post.role in BODY_ROLES:
        filings = Filing.objects.filter(institution=post.organisation_id)
    else:
        filings = Filing.objects.filter(plans__releases__issuer=post.organisation_id)
    known = set(filings.order_by().values_list("regime", flat=True).distinct())
    return [each for each in Regime if each in known and each in DESIGNS]
