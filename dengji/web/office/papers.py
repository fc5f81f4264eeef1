"""Who stated what, and by which paper (核对依据): beside each fact of a case the name, the note and the document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dengji.procedure.models import Case
from dengji.records.models import StoredFile
from dengji.records.queries import files_of, papers_of


@dataclass(frozen=True, slots=True)
class Said:
    """How a fact came on record (事实来源): by whom, what it was found from, and the paper that proves it."""

    who: str
    note: str
    paper: StoredFile | None


Sayings = Mapping[tuple[str, datetime], Said]
"""By fact and moment, so that what is judged today and what was judged then each find their own."""


def said_in(case: Case) -> Sayings:
    """Everything that was stated in a case; three statements."""
    papers = papers_of(case)
    stated = case.statements.select_related("by__person", "by__organisation")
    return {
        (each.fact, each.at): Said(
            f"{each.by.organisation} {each.by.person.full_name}", each.note, papers.get(each.document)
        )
        for each in stated
    }


def papers_offered(case: Case, heading: str) -> list[tuple[str, str]]:
    """The papers already in a case by which a fact may be stated, by SHA-256; those of the heading come first."""
    files = sorted(files_of(case), key=lambda each: each.material != heading)
    handed_in = {each.file.sha256: f"申请材料：{each.file.name}" for each in files}
    found = {digest: f"核实材料：{file.name}" for digest, file in papers_of(case).items()}
    return [
        *handed_in.items(),
        *((digest, name) for digest, name in found.items() if digest not in handed_in),
    ]


def first_papers(case: Case) -> dict[str, str]:
    """The SHA-256 of the first file that was handed in under each heading."""
    first: dict[str, str] = {}
    for each in files_of(case):
        first.setdefault(each.material, each.file.sha256)
    return first
