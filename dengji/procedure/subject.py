"""What a fact is asked about (事实所属的申请): an applicant with what it handed in, under one text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dengji.people.models import Organisation
from dengji.policy.engine.pack import Pack
from dengji.procedure.models import Case


@dataclass(frozen=True, slots=True)
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
