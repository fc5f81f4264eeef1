"""What an application would make of a filing (申请对备案的改动): elements changed, occupations new, held, given up."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from dengji.filings.facts.held import scope_about
from dengji.filings.models import ScopeRow
from dengji.policy.engine.terms import ELEMENT_LABELS, FactKind
from dengji.policy.facts import fact
from dengji.procedure.subject import Subject


def _applied(subject: Subject) -> list[Mapping[str, Any]] | None:
    return subject.dossier.get("occupations")


def new_codes(subject: Subject, on: date) -> set[str] | None:
    """The codes applied for that do not stand in the filing: a further level of one that does is none."""
    rows, held = _applied(subject), scope_about(subject, on)
    if rows is None or held is None:
        return None
    return {row["code"] for row in rows} - {row.code for row in held}


def given_up(subject: Subject) -> set[str] | None:
    """The codes of the occupations that the application gives up."""
    codes = subject.dossier.get("given_up")
    return None if codes is None else set(codes)


@fact("elements_changed", kind=FactKind.TEXTS, label="变更的要素", choices=ELEMENT_LABELS)
def elements_changed(subject: Subject, on: date) -> list[str] | None:
    """The elements of the filing that the application changes, as codes."""
    changes = subject.dossier.get("changes")
    return None if changes is None else sorted(change["element"] for change in changes)


@fact("occupations_new", kind=FactKind.INTEGER, label="新增职业数", unit="个")
def occupations_new(subject: Subject, on: date) -> int | None:
    """How many occupations would be new in the filing."""
    codes = new_codes(subject, on)
    return None if codes is None else len(codes)


@fact("occupations_held_already", kind=FactKind.TEXTS, label="已经备案的申报项")
def occupations_held_already(subject: Subject, on: date) -> list[str] | None:
    """What is applied for and stands in the filing with the same work type, levels and audience."""
    rows, held = _applied(subject), scope_about(subject, on)
    if rows is None or held is None:
        return None
    return list(dict.fromkeys(row["name"] for row in rows if _held(row, held)))


def _held(row: Mapping[str, Any], held: Collection[ScopeRow]) -> bool:
    alike = [
        set(each.levels)
        for each in held
        if (each.code, each.work_type, each.audience) == (row["code"], row["work_type"], row["audience"])
    ]
    return any(set(row["levels"]) <= levels for levels in alike)


@fact("occupations_given_up", kind=FactKind.INTEGER, label="退出的职业数", unit="个")
def occupations_given_up(subject: Subject, on: date) -> int | None:
    """How many occupations of the filing the application gives up (以旧换新)."""
    codes, held = given_up(subject), scope_about(subject, on)
    if codes is None or held is None:
        return None
    return len(codes & {row.code for row in held})


@fact("occupations_after", kind=FactKind.INTEGER, label="办结后的职业数", unit="个")
def occupations_after(subject: Subject, on: date) -> int | None:
    """How many occupations would stand in the filing after it."""
    new, gone, held = new_codes(subject, on), given_up(subject), scope_about(subject, on)
    if new is None or gone is None or held is None:
        return None
    return len({row.code for row in held} - gone | new)
