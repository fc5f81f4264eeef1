"""What a decision does to one certificate (证书变动): its row, its history, the public log, and the network are told.

The caller holds the row locked, inside his transaction, and puts the act on the trail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from dengji.evaluations.terms import DocumentKind
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


FACE = ("code", "occupation", "work_type")


def corrected(fresh: Certificate, wanted: Mapping[str, str], happening: Happening) -> CertificateEvent:
    """更正: name, document, birth, sex, occupation or work type are others from now on; a new face."""
    said, on = opened(fresh.sealed), localdate(happening.at)
    before = sealed(said | {key: getattr(fresh, key) for key in FACE})
    for key in FACE:
        setattr(fresh, key, wanted.get(key, getattr(fresh, key)))
    now = said | {key: value for key, value in wanted.items() if key not in FACE} | {"salt": new_salt()}
    fresh.sealed, fresh.corrected_on = sealed(now), on
    if wanted.keys() - set(FACE):
        _known_again(fresh, now)
    face = face_as_registered(fresh, now)
    _sign(fresh, face, on)
    return _noted(fresh, happening, face, before=before)


def _known_again(fresh: Certificate, now: Mapping[str, str]) -> None:
    """What a certificate is found by, and what is counted of its holder, as its seal says now."""
    fresh.masked = masked(now["number"])[:30]
    document = now.get("document") or DocumentKind.IDENTITY
    fresh.identity = bytes.fromhex(identity_of(document, now["number"]))
    fresh.named = bytes.fromhex(name_digest(now["name"]))
    fresh.sex, fresh.born = now.get("sex", ""), _year(now.get("born", ""))


def exchanged(old: Certificate, number: str, level: str, happening: Happening) -> Certificate:
    """换发: withdrawn, and given out anew with another level under a number of its own; each names the other.

    The place on the roll goes over to the new one: what befalls the batch later befalls what is worth something.
    """
    line, on = old.line, localdate(happening.at)
    new = Certificate.objects.get(pk=old.pk)
    new.number, old.line = number, None
    says = f"等级有误，换发为编号{number}的证书"
    turned(old, replace(happening, kind=EventKind.WITHDRAW, says=says))
    new.pk, new.line, new.level, new.issued_on = None, line, level, on
    new.version, new.corrected_on = 1, None
    held_now = opened(new.sealed) | {"salt": new_salt()}
    new.sealed, face = sealed(held_now), face_as_registered(new, held_now)
    _sign(new, face, on)
    new.entry = logged(Event.ISSUE, [face], at=happening.at).start
    new.save(force_insert=True)
    _event(new, replace(happening, says=f"因等级有误换发，代替编号{old.number}的证书"), new.entry, b"")
    report_amended(new, at=happening.at)
    return new


def _sign(fresh: Certificate, face: Face, on: date) -> None:
    """Raises signing.queries.NoKey."""
    key = signer(Purpose.CREDENTIAL, on=on, owner=fresh.line.release.issuer_id if fresh.line else None)
    fresh.commitment, fresh.key = bytes.fromhex(face.commitment), key.name
    fresh.signature = key.sign(message(face, key.name))


def _noted(fresh: Certificate, happening: Happening, face: Face | None, *, before: bytes) -> CertificateEvent:
    """The next event of the certificate; the log and the network are told too."""
    place = logged(IN_LOG[happening.kind], [face], at=happening.at).start if face else None
    event = _event(fresh, happening, place, before)
    fresh.entry, fresh.version = (fresh.entry if place is None else place), fresh.version + 1
    fresh.save()
    if happening.kind is not EventKind.REPLACE:
        report_amended(fresh, at=happening.at)
    return event


def _event(fresh: Certificate, happening: Happening, place: int | None, before: bytes) -> CertificateEvent:
    return CertificateEvent.objects.create(
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


def _year(born: str) -> int | None:
    return int(born[:4]) if born[:4].isdecimal() else None
