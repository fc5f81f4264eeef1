"""A portion of certificates made in one go (一段证书): from the rows of a roll to those of the register."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dengji.certificates.faces import Batch, pattern_of
from dengji.certificates.models import Release
from dengji.certificates.paper.alike import Printed, Words, printed
from dengji.certificates.paper.faces import new_salts
from dengji.certificates.paper.qr import messages
from dengji.certificates.terms import CertificateState
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import DocumentKind
from dengji.sealing.seals import opened_all, sealed_all
from dengji.signing.queries import Signer

OWN = (
    "line_id",
    "number",
    "sealed",
    "identity",
    "named",
    "masked",
    "sex",
    "born",
    "commitment",
    "signature",
    "entry",
)
"""The columns of a certificate that are its own, in the order of `lines`."""
KEPT = ("name", "number", "sex", "born", "document", "salt")
"""What lies sealed in a certificate."""


class Row(NamedTuple):
    """Somebody on the roll (名册一行), as a portion reads it."""

    line: int
    ordinal: int
    seal: bytes
    identity: str
    named: str
    masked: str
    document: str


READ = (
    "pk",
    "ordinal",
    *(f"candidate__{each}" for each in ("sealed", "identity", "named", "masked", "document")),
)
"""Where a row's values stand."""


class Made(NamedTuple):
    """A certificate before it has its place in the log (证书内容): whose, its number, its face, sealed and signed."""

    row: Row
    number: str
    personal: Mapping[str, str]
    face: Printed
    seal: bytes
    signature: bytes


def rows_after(release: Release, most: int) -> list[Row]:
    """The next on the roll (名册): at most so many behind those who have theirs, without those who get none."""
    wanted = release.lines.filter(ordinal__gt=release.reached, declined_because="").order_by("ordinal")
    return [Row(*row) for row in wanted.values_list(*READ)[:most]]


def made(batch: Batch, rows: Sequence[Row], numbers: Sequence[str], key: Signer) -> list[Made]:
    """证书内容: for each row its number and its face, with a new salt. Raises NotAFace where a name cannot stand."""
    personal = opened_all(row.seal for row in rows)
    labels = {each: DocumentKind(each).label for each in {row.document for row in rows}}
    said = zip(rows, numbers, personal, new_salts(len(rows)), strict=True)
    words = [
        Words(number, held["name"], labels[row.document], row.masked, salt)
        for row, number, held, salt in said
    ]
    faces = printed(pattern_of(batch), words)
    seals = sealed_all(KEPT, [*map(_kept, rows, personal, faces)])
    signed = map(key.sign, messages([face.compact for face in faces], key.name))
    return [*map(Made, rows, numbers, personal, faces, seals, signed)]


def lines(portion: Sequence[Made], entries: Sequence[int]) -> list[tuple[Any, ...]]:
    """What is written of each (登记内容), with its place in the log; see `OWN`."""
    return [
        (
            row.line,
            number,
            seal,
            bytes.fromhex(row.identity),
            bytes.fromhex(row.named),
            row.masked,
            personal.get("sex", ""),
            _year(personal.get("born", "")),
            face.commitment,
            signature,
            entry,
        )
        for (row, number, personal, face, seal, signature), entry in zip(portion, entries, strict=True)
    ]


def alike(release: Release, batch: Batch, key: Signer) -> dict[str, Any]:
    """The columns that all certificates of a portion have alike (同批相同内容)."""
    plan: Plan = release.plan
    return {
        "regime": batch.regime,
        "state": CertificateState.VALID,
        "filing_id": plan.filing_id,
        "institution_id": plan.filing.institution_id,
        "filing_number": batch.filing,
        "body": batch.body,
        "issuer": release.issuer.name,
        "place": plan.filing.place,
        "code": batch.code,
        "occupation": batch.occupation,
        "work_type": batch.work_type,
        "level": batch.level,
        "issued_on": batch.issued_on,
        "key": key.name,
    }


def _kept(row: Row, personal: Mapping[str, str], face: Printed) -> tuple[str, ...]:
    """What is sealed of one, as `KEPT` names it."""
    return (*(personal.get(each, "") for each in KEPT[:4]), row.document, face.salt)


def _year(born: str) -> int | None:
    return int(born[:4]) if born[:4].isdecimal() else None
