"""What a plan says (评价计划事实), read from its dossier: venues, people, methods, basis, source of items, days."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dengji.evaluations.models.plans import column_label
from dengji.evaluations.terms import EXAMINING, Task
from dengji.evaluations.texts import last_day
from dengji.institutions.terms import ItemSource, RuleKind
from dengji.policy.engine.practice import Category, Method
from dengji.policy.engine.terms import FactKind, Regime
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject

OWED_IN_PUBLIC = (RuleKind.EXAMINATION, RuleKind.QUALITY, RuleKind.CERTIFICATE, RuleKind.FEES)
"""The rules of its own that a body publishes (考务、质量、证书、收费)."""
NATIONAL, NORM = "national", "norm"
"""The two kinds of standards, as occupations have them."""
Said = Mapping[str, Any]


def planned(subject: Subject) -> Said | None:
    """What the plan says, as it was handed in or stands; None where there is no plan."""
    return subject.dossier.get("plan")


def day_of(said: Said, name: str) -> date | None:
    """A day of the plan, if it was given."""
    return date.fromisoformat(said[name]) if said.get(name) else None


@fact("plan_venues", kind=FactKind.INTEGER, label="计划使用的场所数", unit="处")
def plan_venues(subject: Subject, on: date) -> int | None:
    """How many venues the plan uses."""
    said = planned(subject)
    return None if said is None else len(said["venues"])


@fact("plan_venues_without_video", kind=FactKind.TEXTS, label="没有视频监控的场所")
def plan_venues_without_video(subject: Subject, on: date) -> list[str] | None:
    """The venues of the plan that have no video (视频监控)."""
    said = planned(subject)
    return None if said is None else [row["name"] for row in said["venues"] if not row["video"]]


@fact("plan_methods_not_allowed", kind=FactKind.TEXTS, label="不能采用的评价方式")
def plan_methods_not_allowed(subject: Subject, on: date) -> list[str] | None:
    """The methods of the plan that the text does not let this kind of body choose."""
    said, practice = planned(subject), subject.pack.practice
    kind = (subject.dossier.get("body") or {}).get("kind")
    if said is None or practice is None or kind is None:
        return None
    allowed = practice.allowed(kind)
    return [] if allowed is None else [Method(each).label for each in said["methods"] if each not in allowed]


@fact(
    "plan_methods", kind=FactKind.TEXTS, label="评价方式", choices={each.value: each.label for each in Method}
)
def plan_methods(subject: Subject, on: date) -> list[str] | None:
    """The methods of the plan."""
    said = planned(subject)
    return None if said is None else list(said["methods"])


@fact("plan_population_outside", kind=FactKind.TEXTS, label="不属评价对象的考生来源")
def plan_population_outside(subject: Subject, on: date) -> list[str] | None:
    """The categories of candidates, planned or listed already, whom the body may not evaluate under that audience."""
    said, practice = planned(subject), subject.pack.practice
    if said is None or practice is None:
        return None
    may = practice.categories(said["audience"])
    wanted = dict.fromkeys([*said["categories"], *said["candidates"]])
    return [] if may is None else [Category(each).label for each in wanted if each not in may]


@fact("plan_standard_named", kind=FactKind.BOOLEAN, label="写明评价依据的标准或者规范")
def plan_standard_named(subject: Subject, on: date) -> bool | None:
    """Whether the plan names its standard or norm with the edition."""
    said = planned(subject)
    return None if said is None else bool(said["standard"] and said["standard_edition"])


@fact("plan_norm_instead", kind=FactKind.BOOLEAN, label="有国家标准而以评价规范为依据")
def plan_norm_instead(subject: Subject, on: date) -> bool | None:
    """Whether the plan goes by a filed norm though its occupation has a national standard."""
    said, rows = planned(subject), subject.dossier.get("occupations")
    if said is None or not rows or "standard_kind" not in said:
        return None
    return bool(said["standard_kind"] == NORM and rows[0]["standard"] == NATIONAL)


@fact("plan_item_source", kind=FactKind.TEXT, label="试题来源", choices=dict(ItemSource.choices))
def plan_item_source(subject: Subject, on: date) -> str | None:
    """Where the plan's test items come from."""
    said = planned(subject)
    return None if said is None else said["item_source"] or None


@fact("plan_lacks", kind=FactKind.TEXTS, label="计划没有填写的内容")
def plan_lacks(subject: Subject, on: date) -> list[str] | None:
    """What every plan says and this one does not yet: level, days, methods, whom, number of people, venues.

    What has no levels (专项职业能力) names none.
    """
    said = planned(subject)
    if said is None:
        return None
    level = () if subject.regime == Regime.SPECIAL_ABILITY else ("level",)
    columns = (*level, "starts_on", "ends_on", "methods", "categories", "expected")
    lacking = [column_label(name) for name in columns if not said[name]]
    return lacking + ([] if said["venues"] else ["使用的场所"])


def _assigned(said: Said, tasks: Iterable[Task]) -> list[Said]:
    return [row for row in said["assignments"] if row["task"] in set(tasks)]


@fact("plan_internal_supervisors", kind=FactKind.INTEGER, label="安排的内部质量督导员", unit="人")
def plan_internal_supervisors(subject: Subject, on: date) -> int | None:
    """How many internal quality supervisors the plan has."""
    said = planned(subject)
    return None if said is None else len(_assigned(said, [Task.SUPERVISOR]))


@fact("plan_examiners", kind=FactKind.INTEGER, label="安排的考评员", unit="人")
def plan_examiners(subject: Subject, on: date) -> int | None:
    """How many examiners the plan has, the head among them."""
    said = planned(subject)
    return None if said is None else len(_assigned(said, EXAMINING))


@fact("hand_in_until", kind=FactKind.DATE, label="最迟报送日")
def hand_in_until(subject: Subject, on: date) -> date | None:
    """The last day on which the plan, or its results, may be handed in by the text."""
    said = planned(subject)
    if said is None:
        return None
    reckoned = last_day(subject.pack, subject.matter, day_of(said, "starts_on"), day_of(said, "ends_on"))
    return reckoned.day if reckoned else None


@fact("handed_in_in_time", kind=FactKind.BOOLEAN, label="在期限内报送")
def handed_in_in_time(subject: Subject, on: date) -> bool | None:
    """Whether it was handed in by then; before that, whether it would be today."""
    until = hand_in_until(subject, on)
    received = subject.case.received_on if subject.case is not None else None
    return None if until is None else (received or on) <= until


@fact("rules_unpublished", kind=FactKind.TEXTS, label="没有公布的管理办法")
def rules_unpublished(subject: Subject, on: date) -> list[str] | None:
    """Which of the body's rules for examination, quality, certificates and fees are not published."""
    rules = subject.dossier.get("rules")
    if rules is None:
        return None
    public = {row["kind"] for row in rules if row["published_on"] and row["published_on"] <= on.isoformat()}
    return [str(kind.label) for kind in OWED_IN_PUBLIC if kind.value not in public]
