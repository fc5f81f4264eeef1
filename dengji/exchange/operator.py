"""The operator of the registers to try with (模拟操作员): what was reported there, and deciding it.

Only the fake has an operator; the ministry's network answers by itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter
from pydantic import ValidationError as Invalid

from dengji.exchange.clients import NotUnderstood, call
from dengji.exchange.terms import Register

_Listed = TypeAdapter(dict[str, dict[str, Any]])


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it lies at the fake (报送): its receipt, what it is about, where it stands."""

    receipt: str
    body: str
    case: str
    state: str


def reports() -> list[Report]:
    """Everything that was reported, what waits first. Raises NotReached or NotUnderstood."""
    reply = call(Register.MINISTRY_NETWORK, "/operator")
    try:
        listed = _Listed.validate_json(reply.content)
    except Invalid as wrong:
        raise NotUnderstood("对方的答复无法识别") from wrong
    found = [_report(receipt, told) for receipt, told in listed.items()]
    return sorted(found, key=lambda report: (report.state != "pending", report.case))


def decide(receipt: str, *, on: date, reason: str = "") -> None:
    """Publish a report on a day, or decline it for a reason. Raises NotReached, NotUnderstood or Refused."""
    publish = {"decision": "publish", "on": on.isoformat()}
    said = {"decision": "decline", "reason": reason} if reason else publish
    call(Register.MINISTRY_NETWORK, f"/operator/{receipt}", said, "operator")


def _report(receipt: str, told: dict[str, Any]) -> Report:
    payload = told.get("payload", {})
    return Report(
        receipt, str(payload.get("body", "")), str(payload.get("case", "")), str(told.get("state", ""))
    )
