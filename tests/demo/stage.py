"""A database that is ready for the demonstration: divisions, occupations, texts and holidays, as they are shipped."""

import io
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db.models import QuerySet

from dengji.demo.reading import Playbook, read
from dengji.filings.models import Filing
from dengji.occupations.acts import load_catalogue
from dengji.people.acts.divisions import load_divisions
from dengji.policy.acts import load_packs, load_schedule
from dengji.procedure.models import Case, Event, Letter
from tests.cast import AT

TODAY = "2026-11-22"
TOUR = 24
"""How many bodies show every step."""


def given_what_is_shipped() -> None:
    """What `dengji law load`, `divisions load` and `occupations load` bring."""
    load_divisions(settings.BASE_DIR / "data/divisions.csv", by=None, at=AT)
    load_catalogue(settings.BASE_DIR / "data", by=None, at=AT)
    load_packs(settings.DENGJI_PACKS, by=None, at=AT)
    for path in sorted(settings.DENGJI_PACKS.glob("*/holidays/*.yaml")):
        load_schedule(path.read_text(encoding="utf-8"), name=path.name, by=None, at=AT)


def loaded(*words: str) -> dict[str, int] | None:
    """What the command says that it made, on TODAY."""
    out = io.StringIO()
    call_command(
        "demo", "load", "--json", "--on", TODAY, *words, stdout=out, stderr=io.StringIO(), skip_checks=True
    )
    made: dict[str, int] | None = json.loads(out.getvalue())["loaded"]
    return made


def numbers() -> list[list[Any]]:
    """Every number given out, and who did what when."""
    columns: list[tuple[QuerySet[Any], tuple[str, ...]]] = [
        (Case.objects.all(), ("number", "applicant__name", "step", "due_on")),
        (Filing.objects.all(), ("number", "institution__organisation__uscc", "valid_until")),
        (Letter.objects.all(), ("number", "title", "issued_on")),
        (Event.objects.all(), ("at", "label", "by__person__full_name")),
    ]
    return [list(rows.order_by("id").values_list(*names)) for rows, names in columns]


def shipped() -> Playbook:
    """The demonstration as it is shipped."""
    return read(settings.BASE_DIR / "demo")


def files() -> list[Path]:
    """The files of the demonstration as it is shipped."""
    return sorted((settings.BASE_DIR / "demo").glob("*.yaml"))
