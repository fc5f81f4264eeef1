"""The look of certificates chosen (选定证书版式): design, seal and signature, by whoever issues."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from dengji.audit.acts import record
from dengji.certificates.designs import chosen
from dengji.certificates.models import CertificateDesign
from dengji.certificates.paper.pictures import Frame, taken
from dengji.certificates.paper.printing import Design
from dengji.people.models import Post
from dengji.people.terms import BODY_ROLES, DECIDING
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.sealing.seals import sealed_bytes

STALE = "版式刚刚由本单位的其他人员改过。"


@dataclass(frozen=True, slots=True)
class DesignEntry:
    """What is chosen (版式内容): pictures as uploaded, None where the one that is there stays, empty for none."""

    design: str
    signer: str = ""
    seal: bytes | None = None
    signature: bytes | None = None


@transaction.atomic
def choose_design(
    regime: str, entry: DesignEntry, *, version: int, by: Post, at: datetime
) -> CertificateDesign:
    """选定版式: from now on certificates of that kind are printed so. `version` is the one that was shown, 0 for none.

    Raises NotYours, NotAllowed, NotTaken for a picture that cannot be printed, and Moved.
    """
    if by.role not in BODY_ROLES | DECIDING:
        raise NotYours("由发证单位的人员选定证书的版式。")
    there = chosen(by, regime)
    if there is None or entry.design not in there.offered:
        raise NotAllowed("这一类证书不能用这种版式。", remedy="请从列出的版式中选择。")
    fresh = _held(by, regime, version)
    fresh.design, fresh.signer = Design(entry.design).value, entry.signer.strip()
    fresh.by, fresh.at = by, at
    for name, frame, picture in (
        ("seal", Frame.SEAL, entry.seal),
        ("signature", Frame.SIGNATURE, entry.signature),
    ):
        if picture is not None:
            setattr(fresh, name, sealed_bytes(taken(picture, frame)) if picture else b"")
    _save(fresh)
    told = {"regime": regime, "design": fresh.design, "signer": fresh.signer}
    digests = {name: _digest(getattr(fresh, name)) for name in ("seal", "signature")}
    about = ("certificates.CertificateDesign", fresh.pk)
    record(act="design.choose", by=by, at=at, about=about, after=told | digests)
    return fresh


def _held(by: Post, regime: str, version: int) -> CertificateDesign:
    """What is there, locked, or a new one; raises Moved where it is not what was shown."""
    own = CertificateDesign.objects.select_for_update()
    there = own.filter(organisation=by.organisation_id, regime=regime).first()
    if (there.version if there else 0) != version:
        raise Moved(STALE, remedy="请打开最新页面，核对后再保存。")
    if there is not None:
        there.version += 1
    return there or CertificateDesign(organisation=by.organisation, regime=regime)


def _save(fresh: CertificateDesign) -> None:
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError as twice:
        raise Moved(STALE, remedy="请打开最新页面，核对后再保存。") from twice


def _digest(picture: bytes) -> str:
    """By what a picture is known on the trail."""
    return hashlib.sha256(bytes(picture)).hexdigest() if picture else ""
