"""What a decision does to one certificate (证书变动): its row, its history, the public log, and the network are told.

The caller holds the row locked, inside his transaction, and puts the act on the trail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from dengji.certificates.faces import face_as_registered
from dengji.certificates.ledger import logged
from dengji.certificates.models import Certificate, CertificateEvent
from dengji.certificates.paper.faces import Face, new_salt
from dengji.certificates.paper.qr import message
from dengji.certificates.terms import CertificateState, EventKind
from dengji.certificates.upward import report_amended
from dengji.evaluations.candidates.persons import identity_of, name_digest
from dengji.institutions.codes import masked
from dengji.people.models import Post
from dengji.sealing.seals import opened, sealed
from dengji.signing.queries import signer
from dengji.signing.terms import Purpose
from dengji.transparency.terms import Event

IN_LOG = {
    EventKind.CORRECT: Event.CORRECT,
    EventKind.WITHDRAW: Event.WITHDRAW,
    EventKind.UNRECOGNISE: Event.WITHDRAW,
    EventKind.RESTORE: Event.RESTORE,
    EventKind.REPLACE: Event.REPLACE,
}
BECOMES = {
    EventKind.WITHDRAW: CertificateState.WITHDRAWN,
    EventKind.UNRECOGNISE: CertificateState.UNRECOGNISED,
    EventKind.RESTORE: CertificateState.VALID,
}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens to a certificate: what, what the public reads of it, by which article, by whom, when."""

    kind: EventKind
    says: str
    article: str
    by: Post | None
    at: datetime


def held(certificate: int) -> Certificate:
    """The certificate as it stands now, locked until the transaction ends."""
    found = Certificate.objects.select_for_update(of=("self",))
    return found.select_related("filing__authority", "institution__organisation").get(pk=certificate)


def turned(fresh: Certificate, happening: Happening) -> CertificateEvent:
    """What a certificate is worth, or that it was given out again: its face stays as it is."""
    fresh.state = BECOMES.get(happening.kind, fresh.state)
    face = face_as_registered(fresh) if fresh.entry is not None else None
    return _noted(fresh, happening, face, before=b"")


def corrected(fresh: Certificate, personal: Mapping[str, str], happening: Happening) -> CertificateEvent:
    """更正: name, document, birth and sex are others from now on; a new face, signed and in the log."""
    before, on = bytes(fresh.sealed), localdate(happening.at)
    now = opened(before) | dict(personal) | {"salt": new_salt()}
    fresh.sealed, fresh.masked = sealed(now), masked(now["number"])[:30]
    fresh.identity = bytes.fromhex(identity_of(now["document"], now["number"]))
    fresh.named = bytes.fromhex(name_digest(now["name"]))
    fresh.sex, fresh.born = now.get("sex", ""), _year(now.get("born", ""))
    fresh.corrected_on = on
    face = face_as_registered(fresh, now)
    _sign(fresh, face, on)
    return _noted(fresh, happening, face, before=before)


def _sign(fresh: Certificate, face: Face, on: date) -> None:
    """Raises signing.queries.NoKey."""
    key = signer(Purpose.CREDENTIAL, on=on, owner=fresh.line.release.issuer_id if fresh.line else None)
    fresh.commitment, fresh.key = bytes.fromhex(face.commitment), key.name
    fresh.signature = key.sign(message(face, key.name))


def _noted(fresh: Certificate, happening: Happening, face: Face | None, *, before: bytes) -> CertificateEvent:
    """The next event of the certificate; the log and the network are told too."""
    place = logged(IN_LOG[happening.kind], [face], at=happening.at).start if face else None
    event = CertificateEvent.objects.create(
        certificate=fresh,
        ordinal=fresh.events.count() + 1,
        kind=happening.kind,
        says=happening.says[:300],
        article=happening.article[:120],
        before=before,
        by=happening.by,
        at=happening.at,
        on=localdate(happening.at),
        entry=place,
    )
    fresh.entry, fresh.version = (fresh.entry if place is None else place), fresh.version + 1
    fresh.save()
    if happening.kind is not EventKind.REPLACE:
        report_amended(fresh, at=happening.at)
    return event


def _year(born: str) -> int | None:
    return int(born[:4]) if born[:4].isdecimal() else None
