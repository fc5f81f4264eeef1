"""What an application changes of a filing (变更内容): only the elements that differ, each with before and after."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dengji.filings.acts.standing import people_in
from dengji.filings.levels import in_levels
from dengji.filings.models import Application, Filing
from dengji.filings.occupations import applied
from dengji.policy.engine.terms import Element
from dengji.policy.queries import pack_of

PROPOSED = (Element.NAME, Element.ADDRESS, Element.LEGAL_REPRESENTATIVE)
"""The elements for which the applicant says what they shall be; the others follow its registers."""
FOLLOWING = (Element.VENUES, Element.PEOPLE)


def changes(
    application: Application, filing: Filing, whole: Mapping[str, Any], on: date
) -> list[dict[str, Any]]:
    """The elements that the application changes, in the text's order: `element`, `label`, `before`, `after`, `says`."""
    pack = pack_of(application.case.edition_id)
    found = [
        _change(element, *_sides(element, application, filing, whole, on))
        for element in pack.matters[application.case.matter].elements
        if element is Element.OCCUPATIONS or element.value in application.proposed
    ]
    return [each for each in found if each["before"] != each["after"]]


def filed(filing: Filing, element: Element, on: date) -> Any:
    """What a filing says of an element on a day: text, or a list of texts."""
    if element is Element.VENUES:
        rows = filing.venues.in_force(on)
        return sorted(f"{row.name}（{row.address}）" for row in rows)
    if element is Element.OCCUPATIONS:
        return sorted(_in_words(row.name, row.levels) for row in filing.scope.in_force(on))
    stands = filing.elements.in_force(on).filter(element=element.value).first()
    return stands.value if stands else ("" if element in PROPOSED else [])


def _sides(
    element: Element, application: Application, filing: Filing, whole: Mapping[str, Any], on: date
) -> tuple[Any, Any]:
    before = filed(filing, element, on)
    after: Mapping[Element, Callable[[], Any]] = {
        Element.VENUES: lambda: sorted(f"{row['name']}（{row['address']}）" for row in whole["venues"]),
        Element.PEOPLE: lambda: people_in(whole),
        Element.OCCUPATIONS: lambda: _scope_after(application, filing, on),
    }
    return before, after[element]() if element in after else application.proposed[element.value]


def _scope_after(application: Application, filing: Filing, on: date) -> list[str]:
    """The scope as it would be: without what is given up, with what is applied for."""
    stand = {
        (row.code, row.work_type, row.audience): (row.name, set(row.levels))
        for row in filing.scope.in_force(on)
        if row.code not in application.given_up
    }
    for row in applied(application):
        key = (row["code"], row["work_type"], row["audience"])
        name, levels = stand.get(key, (row["name"], set()))
        stand[key] = (name, levels | set(row["levels"]))
    return sorted(_in_words(name, sorted(levels, reverse=True)) for name, levels in stand.values())


def _in_words(name: str, levels: list[str]) -> str:
    return f"{name}{in_levels(levels)}"


def _change(element: Element, before: Any, after: Any) -> dict[str, Any]:
    said = f"由“{_said(before)}”变更为“{_said(after)}”"
    return {"element": element.value, "label": element.label, "before": before, "after": after, "says": said}


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value) or "无"
    return str(value) or "未填写"
