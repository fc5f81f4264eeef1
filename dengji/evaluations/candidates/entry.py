"""申报条件核对: what is known of a candidate on the plan's first day, and what the standard's conditions make of it."""

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.standards import conditions_of
from dengji.occupations.entry import Checked, Conditions, WayJudged, asked_for, check, ways_judged
from dengji.policy.engine.truth import Truth
from dengji.sealing.seals import opened

ADMISSIBLE = {Truth.MET: True, Truth.NOT_MET: False}
NO_DAY = Checked(Truth.UNDETERMINED, "待定：计划还没有填写开始日期", ("计划的开始日期",))
AT_ONCE = 500
Stated = Mapping[str, Any]


class Bar(NamedTuple):
    """What a plan asks of its candidates (申报条件): the standard's conditions, the level, the plan's first day."""

    conditions: Conditions
    level: str
    on: date | None
    seen: dict[tuple[Any, ...], Checked]
    kept: dict[Checked, dict[str, Any]]

    @property
    def basis(self) -> str:
        """What an outcome rests on: another basis, and it has to be looked at again."""
        return f"{self.conditions.title}|{self.level}|{self.on or ''}"

    def checked(self, stated: Stated, born: date | None) -> Checked:
        """What the conditions come to for somebody; equal facts are judged once."""
        if self.on is None:
            return NO_DAY
        facts = known(stated, born, self.on)
        key = tuple(facts.get(name) for name in asked_for(self.conditions, self.level))
        if key not in self.seen:
            self.seen[key] = check(self.conditions, self.level, facts)
        return self.seen[key]

    def outcome(self, stated: Stated, born: date | None) -> tuple[dict[str, Any], bool | None]:
        """The same as a candidate's row keeps it, and whether he is admissible (None: not known)."""
        found = self.checked(stated, born)
        if found not in self.kept:
            said = {"truth": found.truth.value, "says": found.says, "missing": list(found.missing)}
            self.kept[found] = said | {"basis": self.basis}
        return self.kept[found], ADMISSIBLE.get(found.truth)


def bar_of(plan: Plan) -> Bar:
    """What the plan asks, by its standard's edition and level, on its first day."""
    conditions = conditions_of(plan)
    return Bar(conditions, plan.level, plan.starts_on, {}, {})


def known(stated: Stated, born: date | None, on: date) -> dict[str, Any]:
    """申报条件事实: what is known of somebody on a day; None or left out is not known. Dates are stated in ISO form."""
    years, works = stated.get("years_of_work"), stated.get("works")
    return {
        "age": None if born is None else full_years(born, on),
        "education": stated.get("education"),
        "works": True if works is None and years else works,
        "years_of_work": years,
        "schooling": stated.get("schooling"),
        "level": stated.get("level"),
        "years_since_level": _since(stated.get("level_on"), on),
        "title": stated.get("title"),
        "years_since_title": _since(stated.get("title_on"), on),
    }


def full_years(since: date, on: date) -> int:
    """周岁、满年: the years that are full on a day; from 29 February to the 28th where there is none."""
    day = since.day
    if day == 29 and since.month == 2 and not calendar.isleap(on.year):
        day = 28
    return on.year - since.year - ((on.month, on.day) < (since.month, day))


def explained(who: Candidate, plan: Plan) -> list[WayJudged]:
    """逐项说明: every way of the level by itself for a candidate; none before the plan has a first day."""
    bar = bar_of(plan)
    if bar.on is None:
        return []
    return ways_judged(bar.conditions, bar.level, known(who.stated, born_of(who), bar.on))


def rechecked(plan: Plan) -> int:
    """重新核对: candidates whose outcome rests on another standard, level or day; says how many there were."""
    bar = bar_of(plan)
    stale = list(plan.candidates.exclude(entry__basis=bar.basis))
    for who in stale:
        who.entry, who.admissible = bar.outcome(who.stated, born_of(who))
    Candidate.objects.bulk_update(stale, ("entry", "admissible"), batch_size=AT_ONCE)
    return len(stale)


def barred(plan: Plan) -> dict[str, int]:
    """How many on the list do not meet the conditions ("barred"), and of how many something is lacking ("waiting")."""
    there = plan.candidates.filter(withdrawn_at=None)
    lacking = there.filter(admissible=None, entry__missing__0__isnull=False)
    return {"barred": there.filter(admissible=False).count(), "waiting": lacking.count()}


def born_of(who: Candidate) -> date | None:
    """When a candidate was born, from what is sealed."""
    said = opened(who.sealed).get("born")
    return date.fromisoformat(said) if said else None


def _since(said: str | None, on: date) -> int | None:
    return None if not said else full_years(date.fromisoformat(said), on)
