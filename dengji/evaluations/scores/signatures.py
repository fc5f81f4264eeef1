"""What is signed (签字内容): the one form of a score sheet over which its digest is made."""

import hashlib
from typing import Any

from dengji.audit.canonical import plain, text
from dengji.evaluations.models.scores import ScoreSheet


def content_of(sheet: ScoreSheet) -> dict[str, Any]:
    """What somebody signed: whose sheet, for whom, the marks, the total, as whom and when."""
    return {
        "plan": sheet.candidate.plan.number,
        "candidate": str(sheet.candidate.token),
        "method": sheet.method,
        "examiner": {"assignment": sheet.assignment_id, "name": sheet.assignment.name},
        "items": {key: str(value) for key, value in sheet.items.items()},
        "total": str(sheet.total),
        "signed_by": sheet.signed_by_id,
        "signed_at": sheet.signed_at,
    }


def digest(content: dict[str, Any]) -> str:
    """The SHA-256 of that, over the canonical form of the trail; 64 hexadecimal signs."""
    return hashlib.sha256(text(plain(content)).encode()).hexdigest()


def intact(sheet: ScoreSheet) -> bool:
    """Whether a signed sheet still says what was signed (签字内容未变)."""
    return bool(sheet.digest) and digest(content_of(sheet)) == sheet.digest
