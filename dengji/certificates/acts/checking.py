"""Certificates checked in bulk (批量核对证书), on the record: who asked about how many, never whose."""

import hashlib
from datetime import datetime

from django.db import transaction

from dengji.audit.acts import record
from dengji.certificates.bulk import Checked, checked
from dengji.people.models import Post


@transaction.atomic
def check_sheet(name: str, content: bytes, *, by: Post, at: datetime) -> Checked:
    """批量核对: a sheet of numbers and names, answered. Raises NotAllowed where it is no such sheet."""
    result = checked(name, content)
    said = {
        "rows": len(result.rows),
        "matched": result.matched,
        "digest": hashlib.sha256(content).hexdigest(),
    }
    record(
        act="certificate.check", by=by, at=at, about=("people.Organisation", by.organisation_id), after=said
    )
    return result
