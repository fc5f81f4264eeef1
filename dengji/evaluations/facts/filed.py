"""What the filing says to a plan (计划与备案是否一致): scope, audience, venues, days, the body's elements."""

from datetime import date

from dengji.evaluations.facts.planned import Said, day_of, planned
from dengji.filings.changes import PROPOSED, filed
from dengji.filings.facts.held import filing_about
from dengji.filings.models import Filing
from dengji.filings.terms import Audience
from dengji.occupations.levels import label
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject


@fact("plan_outside_scope", kind=FactKind.TEXTS, label="计划中超出备案范围的内容")
def plan_outside_scope(subject: Subject, on: date) -> list[str] | None:
    """Occupation, work type, level and audience of the plan that the filing does not have on the plan's first day."""
    said, filing = planned(subject), filing_about(subject)
    if said is None or filing is None:
        return None
    rows = filing.scope.in_force(day_of(said, "starts_on") or on).filter(code=said["code"])
    fits = [
        row for row in rows if row.work_type in ("", said["work_type"]) and row.audience == said["audience"]
    ]
    if not fits:
        named = f"{said['name']}·{said['work_type']}" if said["work_type"] else said["name"]
        return [named]
    levels = {level for row in fits for level in row.levels}
    return [] if not said["level"] or said["level"] in levels else [f"{said['name']}{label(said['level'])}"]


@fact("plan_venues_not_filed", kind=FactKind.TEXTS, label="没有备案的场所")
def plan_venues_not_filed(subject: Subject, on: date) -> list[str] | None:
    """The venues of the plan that do not stand in the filing on the plan's first day."""
    said, filing = planned(subject), filing_about(subject)
    if said is None or filing is None:
        return None
    stand = {(row.name, row.address) for row in filing.venues.in_force(day_of(said, "starts_on") or on)}
    return [row["name"] for row in said["venues"] if (row["name"], row["address"]) not in stand]


@fact("plan_within_validity", kind=FactKind.BOOLEAN, label="实施日期在备案有效期内")
def plan_within_validity(subject: Subject, on: date) -> bool | None:
    """Whether the filing is valid on the plan's first day and on its last."""
    said, filing = planned(subject), filing_about(subject)
    if said is None or filing is None:
        return None
    days = [day_of(said, name) for name in ("starts_on", "ends_on")]
    return None if None in days else all(filing.operates_on(day) for day in days if day)


@fact("plan_audience", kind=FactKind.TEXT, label="评价对象", choices=dict(Audience.choices))
def plan_audience(subject: Subject, on: date) -> str | None:
    """Whom the plan evaluates."""
    said = planned(subject)
    return None if said is None else said["audience"]


@fact("plan_audience_filed", kind=FactKind.BOOLEAN, label="备案时已认定该评价对象")
def plan_audience_filed(subject: Subject, on: date) -> bool | None:
    """Whether the filing has the plan's occupation for that audience on the plan's first day."""
    said, filing = planned(subject), filing_about(subject)
    if said is None or filing is None:
        return None
    rows = filing.scope.in_force(day_of(said, "starts_on") or on)
    return rows.filter(code=said["code"], audience=said["audience"]).exists()


@fact("elements_differing", kind=FactKind.TEXTS, label="与备案不一致的要素")
def elements_differing(subject: Subject, on: date) -> list[str] | None:
    """The elements of the filing that the body's register now says otherwise: name, address, legal representative."""
    body, filing = subject.dossier.get("body"), filing_about(subject)
    if body is None or filing is None or planned(subject) is None:
        return None
    return [element.label for element in PROPOSED if _differs(filing, body, element.value, on)]


def _differs(filing: Filing, body: Said, element: str, on: date) -> bool:
    keys = {"name": "name", "address": "registered_address", "legal_representative": "legal_representative"}
    stands = next(filed(filing, each, on) for each in PROPOSED if each.value == element)
    return bool(stands) and stands != body.get(keys[element])
