"""A publicity that runs from Monday 2026-11-16 to Friday 2026-11-20, and people who object to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dengji.notices.acts.objecting import object_to
from dengji.notices.effects import open_publicity
from dengji.notices.models import Objection, Publicity
from dengji.people.models import Post
from dengji.procedure.models import Case
from tests.records.cast import NOON, given_authority, given_body, given_case, given_clerk

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 20)
DETAIL: dict[str, Any] = {
    "title": "关于拟备案评价机构的公示",
    "text": "某市机械制造有限公司拟备案为职业技能等级认定机构。",
    "opened_on": FIRST.isoformat(),
    "last_day": LAST.isoformat(),
    "provisional": False,
}


@dataclass(frozen=True)
class Shown:
    """A case in publicity, its notice, and the clerk of the authority that has it."""

    case: Case
    publicity: Publicity
    clerk: Post


def given_publicity(**detail: Any) -> Shown:
    """A case in publicity."""
    centre = given_authority()
    case = given_case(given_body(), centre, due_on=LAST)
    clerk = given_clerk(centre)
    open_publicity(case, by=clerk, at=NOON, detail=DETAIL | detail)
    return Shown(case, case.publicities.get(), clerk)


def given_objection(shown: Shown, content: str = "该单位没有实训场地。", at: datetime = NOON) -> Objection:
    """An objection of a neighbour."""
    return object_to(shown.publicity, name="孙亮", contact="13900001111", content=content, at=at)


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)
