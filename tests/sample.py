"""A certificate with all that proves it (核对样本), made without a database: keys, a log, a credential, a code."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dengji.audit import canonical
from dengji.certificates.paper.credential import base58, credential, proven
from dengji.certificates.paper.faces import Face
from dengji.signing.algorithms import SCHEMES
from dengji.signing.queries import Signer
from dengji.signing.terms import Algorithm
from dengji.transparency import tree
from dengji.transparency.acts import Happened, content
from dengji.transparency.notes import Checkpoint, note
from dengji.transparency.queries import Proof
from dengji.transparency.terms import Event
from tests.certificates.papers import ADDRESS, AT, a_document_signer, a_face
from tests.transparency.log import happened, naive, nodes

WRITTEN = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
ORIGIN = "dengji.example.test/log"
INDEX, SIZE = 3, 5


@cache
def key(name: str, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
    """The key of that name; the same one whenever it is asked for."""
    private, public = SCHEMES[algorithm].new()
    return Signer(name, algorithm, public, SCHEMES[algorithm].signing_with(private))


def published(**changes: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """The keys as the platform publishes them; changes by the purpose of a key."""
    document = a_document_signer()
    public = document.certificate.public_key()
    held = [
        (key(ORIGIN), "log"),
        (key("c1"), "credential"),
        (key(f"{ORIGIN}/2", Algorithm.SM2), "log"),
        (key("c2", Algorithm.SM2), "credential"),
        (Signer("d1", "p256", bytes(public.public_bytes(*WRITTEN)), lambda content: b""), "document"),
    ]
    return [
        {
            "name": each.name,
            "purpose": purpose,
            "algorithm": each.algorithm,
            "public": base64.b64encode(each.public).decode(),
            "from": "2026-01-01",
            "until": None,
            "withdrawn": None,
            "owner": None,
            **changes.get(purpose, {}),
        }
        for each, purpose in held
    ]


@dataclass(frozen=True)
class Log:
    """A log in memory: its entries, and who signs its heads."""

    entries: tuple[str, ...]
    signers: tuple[Signer, ...] = ()

    @property
    def leaves(self) -> list[bytes]:
        """The hashes of the entries."""
        return [tree.leaf_hash(entry.encode()) for entry in self.entries]

    def head(self, size: int = 0) -> str:
        """The signed head of the first so many entries, or of all."""
        leaves = self.leaves[: size or None]
        keys = self.signers or (key(ORIGIN), key(f"{ORIGIN}/2", Algorithm.SM2))
        return note(Checkpoint(ORIGIN, len(leaves), naive(leaves)), keys)

    def proof(self, old: int, new: int) -> str:
        """That the head of the new size continues that of the old, as the platform gives it."""
        path = tree.consistency(old, new, nodes(self.leaves))
        return json.dumps({"proof": [base64.b64encode(each).decode() for each in path]})

    def logged(self, index: int = INDEX) -> Proof:
        """That an entry is in the log, under the head of the usual size."""
        path = tree.inclusion(index, SIZE, nodes(self.leaves))
        said = [base64.b64encode(each).decode() for each in path]
        return Proof(ORIGIN, index, self.entries[index], SIZE, said, self.head(SIZE))


def entry_of(face: Face, event: Event = Event.ISSUE) -> str:
    """What the log says of a certificate."""
    return content(Happened(event, face.filing, face.commitment), AT)


def a_log(face: Face | None = None, event: Event = Event.ISSUE, size: int = SIZE) -> Log:
    """A log in which a certificate stands among others."""
    entries = [content(happened(number), AT) for number in range(size)]
    entries[INDEX] = entry_of(face or a_face(), event)
    return Log(tuple(entries))


def a_credential(
    face: Face | None = None, log: Log | None = None, beside: Signer | None = None, **logged: Any
) -> bytes:
    """The electronic certificate, as its holder has it; what is said of the log may be changed, before it is signed."""
    face = face or a_face()
    held = replace((log or a_log(face)).logged(), **logged)
    return credential(face, held, signer=key("c1"), address=ADDRESS, at=AT, beside=beside).encode()


def signed_anew(raw: bytes, path: Sequence[str | int], value: object) -> bytes:
    """The credential with something else at a place, signed by whoever has the key for credentials."""
    said = json.loads(raw)
    at = said
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    proof = said.pop("proof")
    del proof["proofValue"]
    proof["proofValue"] = "z" + base58(key("c1").sign(proven(said, proof)))
    return canonical.text({**said, "proof": proof}).encode()


def written(folder: Path, name: str, content: bytes | str) -> str:
    """A file in the folder; gives its path."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(file)
