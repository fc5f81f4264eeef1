"""人员身份证号: sealed where it lies, known again by its digest, shown masked; nobody reads it by the way."""

from typing import Any

from dengji.institutions.codes import LENGTH, masked, plain_code
from dengji.institutions.models import Member
from dengji.sealing.seals import digest_of, opened, sealed


def identity_of(number: str) -> str:
    """身份摘要: the digest by which one person is known in two places."""
    return digest_of(f"identity:{plain_code(number)}")


def columns_of(number: str) -> dict[str, Any]:
    """The columns of a member with that number; none where none was typed, so that one that stands there stays."""
    code = plain_code(number)
    if not code:
        return {}
    return {
        "identity": identity_of(code),
        "sealed": sealed({"number": code}),
        "masked": masked(code)[:LENGTH],
    }


def number_of(member: Member) -> str:
    """The number as it was typed, for checks; whoever wants to see it opens it on the trail (acts.opening)."""
    return opened(bytes(member.sealed))["number"] if member.sealed else ""
