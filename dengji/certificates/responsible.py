"""Who answers for a certificate after its issue (发证后的责任): who issued it, its body, its filing's authority.

A body answers for what it issued after its filing has ended too; where it is no more and the authority has taken over
what is owed (接管), the authority alone.
"""

from django.db.models import Exists, OuterRef, Q

from dengji.certificates.models import Certificate
from dengji.certificates.terms import AmendmentKind, CertificateState
from dengji.filings.models import Duty, Filing
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.procedure.refusals import NotAllowed, NotYours

FROM_STATE = {
    AmendmentKind.CORRECT: frozenset({CertificateState.VALID}),
    AmendmentKind.EXCHANGE: frozenset({CertificateState.VALID}),
    AmendmentKind.WITHDRAW: frozenset({CertificateState.VALID}),
    AmendmentKind.RESTORE: frozenset({CertificateState.WITHDRAWN}),
}


def ensure_answers_for(certificate: Certificate, by: Post) -> None:
    """Raises NotYours for anybody but the people of whoever issued it, and its filing's authority."""
    line, filing = certificate.line, certificate.filing
    answers = {certificate.institution_id, line.release.issuer_id if line else None}
    office = by.role in DECIDING and filing is not None and by.organisation_id == filing.authority_id
    own = by.role in BODY_ROLES | DECIDING and by.organisation_id in answers
    if not (own or office):
        raise NotYours("只有发证单位和它的备案机关可以办理这本证书的变动。")


def ensure_state(certificate: Certificate, kind: AmendmentKind) -> None:
    """Raises NotAllowed for a certificate that is no longer, or not yet, such that this can be asked."""
    if certificate.state not in FROM_STATE[kind]:
        raise NotAllowed(f"这本证书{certificate.get_state_display()}，不能{kind.label}。")
    exchanged = certificate.amendments.filter(became__isnull=False).select_related("became").first()
    if exchanged is not None and exchanged.became is not None:
        raise NotAllowed(f"这本证书已经换发，现在有效的是{exchanged.became.number}，不能{kind.label}。")
    if kind is AmendmentKind.EXCHANGE and (certificate.line is None or not certificate.level):
        raise NotAllowed(
            "这本证书不是由本系统编号核发的，或者不分等级，不能在这里换发。",
            remedy="等级有误的以前的证书，请按原来的办法换发以后补录，再申请撤销这一本。",
        )


def taken_over(filing: Filing | None) -> bool:
    """Whether the body is no more and the filing's authority answers in its place (备案机关已经接管)."""
    return filing is not None and filing.duties.filter(taken_over_on__isnull=False).exists()


def answered_by(post: Post, certificate: str = "") -> Q:
    """Which rows about certificates wait for the post's organisation: its own, and those that it took over.

    `certificate` is the way to the certificate from such a row, with "__" at its end.
    """
    own = post.organisation_id
    over = Exists(Duty.objects.filter(filing=OuterRef(f"{certificate}filing"), taken_over_on__isnull=False))
    if post.role in BODY_ROLES:
        return Q(**{f"{certificate}institution": own}) & ~Q(over)
    issued = Q(**{f"{certificate}line__release__issuer": own})
    return issued | (Q(**{f"{certificate}filing__authority": own}) & Q(over))
