"""What the code on a certificate says (扫码核验): whether it is genuine, and what the certificate is worth today."""

from typing import NamedTuple

from dengji.certificates.history import Happening, Standing, standing
from dengji.certificates.models import Certificate
from dengji.certificates.paper.faces import Face
from dengji.certificates.paper.qr import PLACE, NotGenuine, read, verified
from dengji.signing.algorithms import SCHEMES
from dengji.signing.queries import key_named
from dengji.signing.terms import Purpose

UNKNOWN = "登记里没有这个编号的证书，请向发证机构核实，不要仅凭这张证书办事。"


class Scan(NamedTuple):
    """What became of a scanned code (核验结果): the face it vouches for, or the fault; the state today.

    `changed`: the register says something else now than this paper; `withdrawn`: the key that signed no longer
    counts, so that only the register vouches for it.
    """

    face: Face | None = None
    fault: str = ""
    standing: Standing | None = None
    history: tuple[Happening, ...] = ()
    changed: bool = False
    withdrawn: bool = False


def scanned(said: str) -> Scan:
    """扫码核验: what the address of a code says after its `/c/`; a fault is a sentence."""
    text = f"{PLACE}{said}"
    try:
        face = verified(text, _signed)
        return _registered(face, withdrawn=not _counts(read(text).key, face.issued_on))
    except NotGenuine as wrong:
        return Scan(fault=str(wrong))


def _registered(face: Face, *, withdrawn: bool) -> Scan:
    """The face beside what the register says now."""
    held = Certificate.objects.filter(number=face.number).first()
    if held is None:
        return Scan(face, UNKNOWN, withdrawn=withdrawn)
    events = held.events.order_by("ordinal").values_list("kind", "says", "on")
    history = tuple(Happening(*each) for each in events)
    changed = bytes(held.commitment).hex() != face.commitment
    worth = standing(held.state, held.corrected_on, history)
    return Scan(face, "", worth, history, changed=changed, withdrawn=withdrawn)


def _signed(name: str, message: bytes, signature: bytes) -> bool:
    """Whether the key of that name, one for certificates, has made the signature."""
    key = key_named(name)
    if key is None or key.purpose != Purpose.CREDENTIAL:
        return False
    return SCHEMES[key.algorithm].verifies(bytes(key.public), signature, message)


def _counts(name: str, issued_on: str) -> bool:
    """Whether a signature of that key counts by itself: of a day until which it signed, and never withdrawn."""
    key = key_named(name)
    in_time = key is not None and (key.until is None or issued_on <= key.until.isoformat())
    return in_time and key is not None and key.withdrawn_at is None
