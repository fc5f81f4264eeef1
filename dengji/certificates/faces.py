"""What a certificate of a batch says (证面内容), made from the batch and the candidate, and how it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dengji.certificates.forms import titles
from dengji.certificates.models import Certificate
from dengji.certificates.paper.faces import SALT, Face, base64_of
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import DocumentKind
from dengji.occupations.levels import label
from dengji.sealing.seals import opened


@dataclass(frozen=True, slots=True)
class Batch:
    """What all certificates of a release say alike (同批相同内容)."""

    regime: str
    title: str
    occupation: str
    code: str
    work_type: str
    level: str
    level_label: str
    body: str
    filing: str
    issued_on: date


def batch_of(plan: Plan, issued_on: date) -> Batch:
    """What the certificates of a batch say alike; a regime without levels says none."""
    filing = plan.filing
    return Batch(
        filing.regime,
        titles()[filing.regime],
        plan.name,
        plan.code,
        plan.work_type,
        plan.level,
        _label(plan.level),
        filing.institution.organisation.name,
        filing.number,
        issued_on,
    )


def face_of(batch: Batch, number: str, name: str, document: str, masked: str, salt: str) -> Face:
    """The face of one certificate of the batch."""
    return Face(
        title=batch.title,
        number=number,
        name=name,
        document=DocumentKind(document).label,
        masked=masked,
        occupation=batch.occupation,
        code=batch.code,
        work_type=batch.work_type,
        level=batch.level,
        level_label=batch.level_label,
        body=batch.body,
        filing=batch.filing,
        issued_on=batch.issued_on.isoformat(),
        salt=salt,
    )


def pattern_of(batch: Batch) -> Face:
    """The face of the batch with nobody's words in it (证面样式)."""
    return face_of(batch, "", "", DocumentKind.IDENTITY, "", base64_of(bytes(SALT)))


def face_as_registered(certificate: Certificate, personal: Mapping[str, str] | None = None) -> Face:
    """The face of a certificate as the register has it now; raises NotAFace for one that was entered without a salt.

    `personal` is what its seal holds, where the caller has opened it.
    """
    held = personal if personal is not None else opened(certificate.sealed)
    batch = Batch(
        certificate.regime,
        titles()[certificate.regime],
        certificate.occupation,
        certificate.code,
        certificate.work_type,
        certificate.level,
        _label(certificate.level),
        certificate.body,
        certificate.filing_number,
        certificate.issued_on,
    )
    return face_of(
        batch,
        certificate.number,
        held.get("name", ""),
        held.get("document") or DocumentKind.IDENTITY,
        certificate.masked,
        held.get("salt", ""),
    )


def _label(level: str) -> str:
    """The level's name; nothing where there are no levels."""
    return label(level) if level else ""
