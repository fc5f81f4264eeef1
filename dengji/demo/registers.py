"""What the registers to try with know (演示登记信息): every body of the demo, as it is registered."""

import json
from pathlib import Path

from dengji.institutions.models import Institution

STATUS = "存续"


def write(file: Path) -> None:
    """Write the bodies as the fake registers read them: all in business, none with a credit record."""
    bodies = Institution.objects.select_related("organisation").exclude(organisation__uscc=None)
    companies = {
        each.organisation.uscc: {
            "name": each.organisation.name,
            "legal_representative": each.legal_representative,
            "address": each.registered_address,
            "status": STATUS,
        }
        for each in bodies
    }
    known = {"companies": companies, "credit": {code: [] for code in companies}}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
