"""What tests of plan pages at the body's desk share: Tianjin, an employer with a filing, its browser."""

from typing import Any

from django.test import Client
from django.urls import reverse

from dengji.evaluations.models.plans import Plan

SCOPE = "6-31-01-03||4|own_staff"
TYPED = {
    "scope": SCOPE,
    "starts_on": "2026-12-07",
    "ends_on": "2026-12-08",
    "expected": "12",
    "categories": ["employee"],
    "methods": ["theory", "practical"],
    "standard": "电工国家职业技能标准",
    "standard_edition": "2018年版",
    "item_source": "national",
    "fee": "0",
    "note": "",
}


def at(name: str, plan: Plan, **given: Any) -> str:
    """The address of a page of a plan."""
    return reverse(f"body:{name}", kwargs={"token": plan.token, **given})


def sent(client: Client, name: str, plan: Plan, said: dict[str, Any] | None = None, **given: Any) -> Any:
    """A form sent, at the version that the plan has now unless another is given."""
    plan.refresh_from_db()
    whole = {"version": str(plan.version), **(said or {})}
    return client.post(at(name, plan, **given), whole)
