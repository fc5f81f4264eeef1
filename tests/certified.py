"""Certificates on the register without the road to them: for what is asked about them, not how they come about."""

from datetime import date, datetime
from typing import Any

from dengji.certificates.models import Certificate, CertificateEvent
from dengji.certificates.terms import EventKind
from dengji.evaluations.candidates.persons import identity_of, name_digest
from dengji.institutions.codes import masked
from dengji.sealing.seals import sealed
from tests.cast import AT, ELECTRICIAN, identity_number

NUMBER, NAME, DOCUMENT = "Y000012000900264000001", "王小明", identity_number(501)


def given_certificate(
    number: str = NUMBER, name: str = NAME, document: str = DOCUMENT, **changes: Any
) -> Certificate:
    """A certificate of level 4 as an electrician, entered without a batch."""
    said: dict[str, Any] = {
        "regime": "skill_level",
        "filing_number": number[:13],
        "body": "海河机械厂",
        "issuer": "海河机械厂",
        "place": "120116",
        "code": ELECTRICIAN,
        "occupation": "电工",
        "level": "4",
        "issued_on": date(2026, 11, 20),
    }
    return Certificate.objects.create(
        number=number,
        sealed=sealed({"name": name, "number": document}),
        identity=bytes.fromhex(identity_of("identity", document)),
        named=bytes.fromhex(name_digest(name)),
        masked=masked(document),
        **said | changes,
    )


def given_event(
    certificate: Certificate, kind: EventKind, says: str, *, at: datetime = AT
) -> CertificateEvent:
    """Something that happened to it."""
    ordinal = certificate.events.count() + 1
    return certificate.events.create(ordinal=ordinal, kind=kind, says=says, at=at, on=at.date())
