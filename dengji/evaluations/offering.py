"""What a plan may say (计划可选内容): what the filing's scope offers, and what standard and text propose for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dengji.evaluations.acts.planning import PlanEntry
from dengji.evaluations.texts import PLAN
from dengji.filings.models import Filing
from dengji.filings.terms import Audience
from dengji.institutions.models import FeeItem
from dengji.occupations.levels import label
from dengji.occupations.models import Standard
from dengji.occupations.standards import exam_rules
from dengji.people.queries import place_chain
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.practice import Category, Method
from dengji.policy.queries import governing

PARTED = "|"
FIRST = {
    Audience.OWN_STAFF: Category.EMPLOYEE,
    Audience.OWN_STUDENTS: Category.STUDENT,
    Audience.PUBLIC: Category.PUBLIC,
}
"""Whom an audience means first of all."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a filing lets its body evaluate (可选职业等级): occupation, work type, level, audience."""

    code: str
    name: str
    work_type: str
    level: str
    audience: str

    @property
    def key(self) -> str:
        """The choice in an address or a form."""
        return PARTED.join((self.code, self.work_type, self.level, self.audience))

    @property
    def occupation(self) -> str:
        """电工（装配电工） 6-31-01-03."""
        work_type = f"（{self.work_type}）" if self.work_type else ""
        return f"{self.name}{work_type} {self.code}"

    @property
    def says(self) -> str:
        """四级/中级工，本单位职工."""
        level = f"{label(self.level)}，" if self.level else ""
        return f"{level}{Audience(self.audience).label}"


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form of a plan offers (可选内容): by filing and text."""

    choices: Sequence[Choice]
    categories: Sequence[Category]
    methods: Sequence[Method]
    standards: Sequence[Standard]
    fees: Sequence[FeeItem]
    pack: Pack | None
    why_not: str
    place: str = ""

    def chosen(self, key: str) -> Choice | None:
        """The choice of a key; None for one that is not offered."""
        return next((each for each in self.choices if each.key == key), None)


def offered(filing: Filing, on: date) -> Offered:
    """What a body may put into a plan inside its filing on a day."""
    rows = list(filing.scope.in_force(on))
    choices = [
        Choice(row.code, row.name, row.work_type, level, row.audience)
        for row in rows
        for level in row.levels or [""]
    ]
    choice = governing(place_chain(filing.place), filing.regime, PLAN, on)
    pack = choice.governing.pack if choice.governing else None
    practice = pack.practice if pack else None
    kind = filing.institution.kind
    may = {row.audience: practice.categories(row.audience) if practice else None for row in rows}
    everybody = not may or None in may.values()
    allowed = practice.allowed(kind) if practice else None
    return Offered(
        choices=choices,
        categories=[
            each for each in Category if everybody or any(each in (who or ()) for who in may.values())
        ],
        methods=[each for each in Method if allowed is None or each in allowed],
        standards=list(Standard.objects.filter(occupation__in={row.code for row in rows}).order_by("title")),
        fees=list(filing.institution.fees.all()),
        pack=pack,
        why_not=_why_not(choice.sentence() if choice.governing is None else "", pack, kind),
        place=filing.place,
    )


def _why_not(no_text: str, pack: Pack | None, kind: str) -> str:
    """Why no plan can be made here; empty where one can."""
    if pack is None:
        return no_text
    matter = pack.matters[PLAN]
    if kind not in matter.applicants:
        return f"依据{pack.articles[matter.cite].label}，“{matter.title}”不面向这类机构。"
    return ""


def proposed(choice: Choice, offered_here: Offered) -> PlanEntry:
    """The plan as it would begin (预填): the standard of the catalogue, its parts, whom the audience holds."""
    known = [each for each in offered_here.standards if each.occupation_id == choice.code]
    fits = [each for each in known if not choice.level or choice.level in each.levels] or known
    standard, edition = (fits[-1].title, fits[-1].edition) if fits else ("", "")
    parts = exam_rules(standard, edition, offered_here.place).parts_for(choice.level)
    practice = offered_here.pack.practice if offered_here.pack else None
    whom = practice.categories(choice.audience) if practice else None
    return PlanEntry(
        choice.code,
        choice.level,
        choice.audience,
        work_type=choice.work_type,
        categories=[FIRST[Audience(choice.audience)]]
        if whom is None or FIRST[Audience(choice.audience)] in whom
        else [],
        methods=[each for each in offered_here.methods if each in parts],
        standard=standard,
        standard_edition=edition,
    )
