"""Badges (胸卡): worn on duty; the code on each leads to a page that says whether it is valid today."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.telling import called
from dengji.evaluations.terms import PlanState
from dengji.occupations.levels import label
from dengji.records.documents import day_in_words, qr_code
from dengji.records.queries import opened
from dengji.records.typesetting import typeset
from dengji.sealing.seals import digest_of

WORN = frozenset({PlanState.APPROVED, PlanState.REPORTED})
"""The states of a plan whose people are on duty."""
KEY = 20  # signs of a badge's own part of its address


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge as everybody may check it (胸卡核对): whose, for what, until when, and why not, if it is not valid."""

    name: str
    task: str
    number: str
    body: str
    what: str
    starts_on: date
    ends_on: date
    why_not: str

    @property
    def valid(self) -> bool:
        """Whether it is valid on the day that it was asked for."""
        return not self.why_not


def badges_pdf(plan: Plan, *, on: date) -> bytes:
    """胸卡: one for each of the plan's people, eight to a sheet of A4, to be cut out; raises what `typeset` raises."""
    return typeset("badges.typ", badges_content(plan), on=on)


def badges_content(plan: Plan) -> dict[str, Any]:
    """What stands on the badges of a plan's people."""
    body = plan.filing.institution.organisation.name
    level = f" {label(plan.level)}" if plan.level else ""
    people = plan.assignments.select_related("registered__photo").order_by("id")
    return {
        "title": f"{body}{called(plan)}胸卡",
        "author": [body],
        "body": body,
        "what": f"{plan.name}{level}",
        "days": _days(plan),
        "badges": [
            {
                "name": each.name,
                "task": str(each.get_task_display()),
                "number": number_of(plan, each, place),
                "qr": qr_code(address_of(plan, each)),
                "photo": photo_of(each.registered),
            }
            for place, each in enumerate(people, 1)
        ],
    }


def photo_of(person: RegisteredPerson | None) -> str:
    """照片: the picture of somebody in the register, in a drawing that holds it whole; empty where there is none."""
    if person is None or person.photo is None:
        return ""
    with opened(person.photo) as file:
        picture = b64encode(file.read()).decode()
    inside = f'href="data:{person.photo.media_type};base64,{picture}" width="22" height="30"'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 30">'
        f'<image {inside} preserveAspectRatio="xMidYMid slice"/></svg>'
    )


def number_of(plan: Plan, each: Assignment, place: int) -> str:
    """编号: the card number of somebody in the register; else the plan's number and the place among its people."""
    return each.registered.number if each.registered else f"{plan.number or '未编号'}-{place:02d}"


def address_of(plan: Plan, each: Assignment) -> str:
    """Where everybody can check a badge; it stays the same however often the plan is changed and put back."""
    return f"{settings.DENGJI_ADDRESS.rstrip('/')}/badge/{plan.token}/{key_of(plan, each)}/"


def key_of(plan: Plan, each: Assignment) -> str:
    """A badge's own part of its address: for one person in one task of one plan, and not to be guessed."""
    return digest_of(f"badge:{plan.token}:{each.task}:{each.identity or each.name}")[:KEY]


def badge_at(token: UUID, key: str, on: date) -> Badge | None:
    """胸卡核对: the badge at an address as it stands on a day; None where there is none."""
    plan = Plan.objects.filter(token=token).select_related("filing__institution__organisation").first()
    if plan is None or plan.starts_on is None or plan.ends_on is None:
        return None
    people = plan.assignments.select_related("registered").order_by("id")
    for place, each in enumerate(people, 1):
        if key_of(plan, each) == key:
            return Badge(
                each.name,
                str(each.get_task_display()),
                number_of(plan, each, place),
                plan.filing.institution.organisation.name,
                called(plan),
                plan.starts_on,
                plan.ends_on,
                _why_not(plan, each, on),
            )
    return None


def _why_not(plan: Plan, each: Assignment, on: date) -> str:
    """Why a badge is not valid on a day; empty where it is."""
    if plan.state not in WORN:
        return f"这个批次{plan.get_state_display()}，不在实施"
    if plan.starts_on is not None and on < plan.starts_on:
        return f"考核还没有开始，{day_in_words(plan.starts_on)}起有效"
    if plan.ends_on is not None and on > plan.ends_on:
        return f"考核已经结束，有效期至{day_in_words(plan.ends_on)}"
    person = each.registered
    if person is not None and person.removed_on is not None and person.removed_on <= on:
        return "本人已经移出登记"
    if person is not None and not person.valid_from <= on <= person.valid_until:
        return "本人的登记不在有效期内"
    return ""


def _days(plan: Plan) -> str:
    if plan.starts_on is None or plan.ends_on is None:
        return "计划没有填写日期"
    first, last = day_in_words(plan.starts_on), day_in_words(plan.ends_on)
    return first if first == last else f"{first}至{last}"
