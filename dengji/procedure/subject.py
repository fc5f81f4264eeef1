"""What a fact is asked about (事实所属的申请): an applicant with what it handed in, under one text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from dengji.people.models import Organisation
from dengji.policy.engine.pack import Pack
from dengji.prepared import columns, made, rows
from dengji.procedure.models import Case, Statement


@dataclass(frozen=True)
class Subject:
    """The applicant, its dossier (申请材料) and, once there is one, its case.

    `dossier` is the frozen submission of a case under way, or the live state of an application being filled.
    Its shape is `institutions.dossier` and `filings.dossier`; facts read it and never the registers.
    """

    applicant: Organisation
    pack: Pack
    matter: str
    regime: str
    dossier: Mapping[str, Any]
    case: Case | None = None
    about: str = ""
    """The number of the filing that the matter is about; empty for one that is about none."""
    authorities: dict[tuple[str, str], Organisation] = field(default_factory=dict, compare=False)
    """The authorities that were found for it, by office and level, so that each is looked for once."""

    kept: dict[str, Any] = field(default_factory=dict, compare=False)
    """What rooms looked up for it, each once."""

    @cached_property
    def statements(self) -> list[dict[str, Any]]:
        """What was stated of its facts (事实陈述), the latest last; read once."""
        if self.case is None or not self.case.pk:
            return []
        said = [made(Statement, row) for row in rows(_statements(), [self.case.pk])]
        return [
            {"fact": each.fact, "value": each.value, "answers": each.answers, "at": each.at} for each in said
        ]


@cache
def _statements() -> str:
    return (
        f"SELECT {columns(Statement, 's')} FROM {Statement._meta.db_table} s "  # noqa: S608 - our own names
        "WHERE s.case_id = %s ORDER BY s.id"
    )
