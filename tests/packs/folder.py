"""The packs of this project, loaded once, and the examples that stand beside them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from dengji.config import env
from dengji.filings.windows import Span, span
from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.facts import Facts, read_facts
from dengji.policy.engine.loader import LoadedPack, load_folder
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.path import step_of
from dengji.policy.engine.truth import Truth
from dengji.policy.engine.vocabulary import terms_of
from dengji.policy.facts import vocabulary
from dengji.workdays.calendar import WorkCalendar

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "packs"


class Example(NamedTuple):
    """One example of a cases.yaml with the pack that it speaks of."""

    pack: Pack
    said: dict[str, Any]

    @property
    def name(self) -> str:
        """What a failing test is called by."""
        about = self.said.get("condition") or f"{self.said['matter']} {'-'.join(self.said['path'])}"
        return f"{self.pack.id} {about} {self.said['says']}"

    @property
    def facts(self) -> Facts:
        """The example's facts, each of the type that its room or its pack declares."""
        return read_facts(self.said["facts"], terms_of(self.pack, vocabulary()), source="示例")


@cache
def packs() -> tuple[LoadedPack, ...]:
    """Every pack of the project."""
    return tuple(load_folder(PACKS))


@cache
def examples() -> tuple[Example, ...]:
    """Every example beside a pack."""
    return tuple(Example(loaded.pack, said) for loaded in packs() for said in _said(Path(loaded.file)))


def pack_of_text(pack_id: str) -> Pack:
    """The pack of a text."""
    return next(loaded.pack for loaded in packs() if loaded.pack.id == pack_id)


def outcome(pack_id: str, condition: str, **said: Any) -> Truth:
    """What a condition of a text comes to on facts."""
    pack = pack_of_text(pack_id)
    facts = read_facts(said, terms_of(pack, vocabulary()), source="示例")
    (result,) = judge(pack, [condition], facts).results
    return result.truth


def conditions_at(pack_id: str, matter: str, step: str) -> tuple[str, ...]:
    """The conditions of a step of a text."""
    return tuple(step_of(pack_of_text(pack_id), matter, step).conditions)


def days_of(pack_id: str, matter: str, expiry: date) -> Span:
    """The window of a matter of a text for a filing that ends on a day, weekends taken as days off."""
    window = pack_of_text(pack_id).matters[matter].window
    assert window is not None
    return span(window, expiry=expiry, calendar=WorkCalendar([]))


def _said(file: Path) -> list[dict[str, Any]]:
    """What the cases.yaml beside a pack says; a pack without conditions may have none."""
    cases = file.with_name("cases.yaml")
    return YAML(typ="safe", pure=True).load(cases.read_text(encoding="utf-8")) or [] if cases.exists() else []


def official_texts() -> Path | None:
    """The folder of the official texts: DENGJI_TEXTS, or `texts` beside the project; None where there is none."""
    folder = Path(env.text("TEXTS", str(ROOT.parent / "texts")))
    return folder if folder.is_dir() else None
