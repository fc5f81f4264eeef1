"""The certificate in a form that machines verify (电子凭证): a W3C Verifiable Credential 2.0, an Open Badge 3.0.

The file is the credential's canonical JSON, to the byte; its proof is a Data Integrity proof after the suite
eddsa-jcs-2022, over all of it, the evidence of the public log with it. All numbers in it are whole, so that the
canonical form here is the one of RFC 8785. Where the house has a key for SM2, its signature stands in `dengji.beside`,
over the canonical form of all but itself and the proof; there, since a proof of a suite that a verifier does not know
would make it refuse the whole.
"""

from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from dengji.audit import canonical
from dengji.audit.canonical import Json
from dengji.certificates.paper.faces import Face
from dengji.signing.queries import Signer
from dengji.transparency.queries import Proof

CONTEXT: list[Json] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
KEYS = "/.well-known/dengji-keys.json"
FILE = "credential.json"
MIDNIGHT = "T00:00:00+08:00"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def credential(
    face: Face, logged: Proof, *, signer: Signer, address: str, at: datetime, beside: Signer | None = None
) -> str:
    """电子凭证: the file's text, signed at that moment. Raises ValueError for a key that is not Ed25519."""
    if signer.algorithm != "ed25519":
        raise ValueError(f"A credential is signed by Ed25519, not by {signer.algorithm}.")
    home = address.rstrip("/")
    document = _credential(face, home)
    own: dict[str, Json] = {"face": {**face.said()}, "log": logged.said()}
    document["dengji"] = own
    if beside is not None:
        signature = beside.sign(canonical.text(document).encode())
        own["beside"] = {"key": beside.name, "signature": b64encode(signature).decode()}
    proof: dict[str, Json] = {
        "@context": CONTEXT,
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": canonical.moment(at),
        "verificationMethod": f"{home}{KEYS}#{signer.name}",
        "proofPurpose": "assertionMethod",
    }
    proof["proofValue"] = "z" + base58(signer.sign(proven(document, proof)))
    return canonical.text({**document, "proof": proof})


def proven(document: dict[str, Json], proof: dict[str, Json]) -> bytes:
    """What a proof's signature is over: the hash of its own options, then the hash of the document without it."""
    return b"".join(sha256(canonical.text(each).encode()).digest() for each in (proof, document))


def _credential(face: Face, home: str) -> dict[str, Json]:
    """The credential without its proof and without what is ours alone."""
    told = " ".join(filter(None, (face.occupation, face.work_type, face.level_label)))
    body: dict[str, Json] = {
        "id": f"{home}/filing/{face.filing}",
        "type": ["Profile"],
        "name": face.body,
    }
    subject: dict[str, Json] = {
        "type": ["AchievementSubject"],
        "identifier": [_known_by("name", face.name), _known_by("nationalIdentityNumber", face.masked)],
        "licenseNumber": face.number,
        "achievement": {
            "id": f"{home}/occupation/{face.code}/{face.level}",
            "type": ["Achievement"],
            "achievementType": "Certification",
            "name": told,
            "description": f"{face.title}：{told}",
            "criteria": {"narrative": f"经{face.body}考核评价合格"},
            "humanCode": face.code,
            "fieldOfStudy": face.occupation,
            "specialization": face.work_type,
            "inLanguage": "zh-CN",
            "creator": body,
        },
    }
    return {
        "@context": CONTEXT,
        "id": uuid5(NAMESPACE_URL, face.commitment).urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": face.title,
        "issuer": body,
        "validFrom": f"{face.issued_on}{MIDNIGHT}",
        "credentialSubject": subject,
    }


def _known_by(kind: str, text: str) -> dict[str, Json]:
    """By what the person is known, as Open Badge has it."""
    return {"type": "IdentityObject", "identityType": kind, "identityHash": text, "hashed": False}


def base58(raw: bytes) -> str:
    """Bytes in the alphabet of multibase "z" (base58btc): no 0, O, I or l."""
    number, signs = int.from_bytes(raw), ""
    while number:
        number, rest = divmod(number, 58)
        signs = BASE58[rest] + signs
    return BASE58[0] * (len(raw) - len(raw.lstrip(b"\0"))) + signs
