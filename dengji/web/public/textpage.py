"""What a text's pages show (文本页): its life, articles, numbers, conditions, procedures and readings."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Interpretation, Pack
from dengji.policy.engine.terms import Regime
from dengji.policy.library import Comment, Shelved, comment, shelved
from dengji.policy.models import Adoption, Edition
from dengji.policy.queries import adoptions_of, calendar_in_force, editions_of
from dengji.policy.reading import ConditionRead, StepRead, conditions_read, steps_read

PARTS = {
    "procedures": "办理程序",
    "conditions": "条件",
    "numbers": "数字和期限",
    "readings": "理解口径",
    "articles": "条款摘要",
    "life": "经历和版本",
}


class Procedure(NamedTuple):
    """A procedure of a text (办理程序), step by step."""

    key: str
    title: str
    article: str
    cite: str
    applicants: tuple[str, ...]
    steps: list[StepRead]


@dataclass(frozen=True, slots=True)
class Part:
    """One of a text's pages (文本的一页), with how much stands on it."""

    key: str
    title: str
    address: str
    count: int | None


class Number(NamedTuple):
    """A number of the text (参数) in words; `question` where the text left it open."""

    label: str
    value: str
    article: str
    cite: str
    reading: str | None


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text as its page shows it."""

    shelf: Shelved
    regimes: tuple[str, ...]
    comment: Comment | None
    numbers: list[Number]
    conditions: list[ConditionRead]
    procedures: list[Procedure]
    readings: list[tuple[str, Interpretation, str]]
    editions: list[Edition]
    adoptions: list[Adoption]

    @property
    def pack(self) -> Pack:
        """What the text says."""
        return self.shelf.pack

    @property
    def parts(self) -> list[Part]:
        """The pages on which the text is told, the summary first."""
        there = {
            "procedures": len(self.procedures),
            "conditions": len(self.conditions),
            "numbers": len(self.numbers),
            "readings": len(self.readings),
            "articles": len(self.pack.articles),
            "life": None,
        }
        parts = [
            Part(key, PARTS[key], reverse("public:text_part", args=(self.pack.id, key)), count)
            for key, count in there.items()
        ]
        return [Part("about", "概要", reverse("public:text", args=(self.pack.id,)), None), *parts]

    def procedure(self, matter: str) -> Procedure | None:
        """The procedure of a matter; None for one that the text does not rule."""
        return next((each for each in self.procedures if each.key == matter), None)


def text_page(pack_id: str, on: date) -> TextPage | None:
    """文本页: a text by its number in the library; None where there is none."""
    shelf = shelved(pack_id, on)
    if shelf is None:
        return None
    pack = shelf.pack
    return TextPage(
        shelf=shelf,
        regimes=tuple(Regime(each).label for each in pack.regimes),
        comment=comment(pack, on, calendar_in_force()),
        numbers=numbers_of(pack),
        conditions=conditions_read(pack),
        procedures=[_procedure(pack, matter) for matter in pack.matters],
        readings=[(key, each, pack.articles[each.cite].label) for key, each in pack.interpretations.items()],
        editions=list(editions_of(pack_id).defer("content", "source")),
        adoptions=list(adoptions_of(pack_id)),
    )


def numbers_of(pack: Pack) -> list[Number]:
    """The numbers of a text in words, each with its article."""
    return [
        Number(
            each.label,
            _with_unit(each.value, each.unit),
            pack.articles[each.cite].label,
            each.cite,
            each.reading,
        )
        for each in pack.parameters.values()
    ]


def _with_unit(value: Any, unit: str | None) -> str:
    said = spoken(value)
    return f"{said}{unit}" if unit else said


def _procedure(pack: Pack, matter: str) -> Procedure:
    ruled = pack.matters[matter]
    return Procedure(
        matter,
        ruled.title,
        pack.articles[ruled.cite].label,
        ruled.cite,
        tuple(pack.kinds.get(kind, kind) for kind in ruled.applicants),
        steps_read(pack, matter),
    )
