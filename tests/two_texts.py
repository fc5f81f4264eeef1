"""A case whose conditions are another text's than its steps, as a transition clause makes it."""

from pathlib import Path

from dengji.procedure.acts.following import follow_text
from dengji.procedure.models import Case
from tests.cast import AT, given_cast
from tests.road import PACKS, brought_to, given_application, given_law, given_round, given_texts, stated_well

XINZHOU = PACKS / "xinzhou/xz24/pack.yaml"
NEW_FACT = """facts:
  grounds_neat:
    kind: "boolean"
    label: "场地整洁"
    asks: "场地是否整洁？"
    from: "officer"
    cite: "14"
"""
NEW_CONDITION = """conditions:
  - id: "neat"
    label: "场地整洁"
    cite: "14"
    holds: {fact: "grounds_neat", is: "is_true"}
    on_fail: "refuse"
    waivable: true
    two_persons: true
    unmet: "场地不整洁"
    remedy: "把场地整理干净"
"""
CLAUSE = 'transition: {substance: "new", procedure: "old", cite: "14"}\ntimers:\n'


def case_of_two_texts(folder: Path) -> Case:
    """A case at the decision, its steps by the old text, its conditions by a new one that adds a condition."""
    given_law()
    cast = given_cast("140902", "140213")
    given_round(cast.bureau, "XZ24")
    case = given_application(cast.employer, "XZ24")
    brought_to(case, "decision", cast)
    said = XINZHOU.read_text(encoding="utf-8")
    for old, new in (
        ("\nfacts:\n", f"\n{NEW_FACT}"),
        ("\nconditions:\n", f"\n{NEW_CONDITION}"),
        ('"quality", "credit"]', '"quality", "credit", "neat"]'),
        ("\ntimers:\n", f"\n{CLAUSE}"),
    ):
        assert old in said
        said = said.replace(old, new, 1)
    (folder / "xz24").mkdir()
    (folder / "xz24" / "pack.yaml").write_text(said, encoding="utf-8")
    given_texts(folder, at=AT)
    follow_text(case, at=AT)
    case.refresh_from_db()
    stated_well(case)
    return case
