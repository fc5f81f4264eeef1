"""The operator of the registers to try with (模拟操作员): what was reported there, and deciding it.

Only the fake has an operator; the ministry's network answers by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter
from pydantic import ValidationError as Invalid

from dengji.exchange.clients import NotUnderstood, call
from dengji.exchange.terms import Operation, Register
from dengji.exchange.terms import Report as Kind

_Told = TypeAdapter(dict[str, Any])
_Listed = TypeAdapter(dict[str, dict[str, Any]])
Read = TypeVar("Read")
ABOUT = ("case", "plan", "certificate", "filing")
"""What of a report says best what it is about: the first that it has."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a report (一行数据): its key, and what it says in a few words."""

    key: str
    says: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it lies at the fake (报送): its receipt, what it is about, what it does, where it stands.

    `rows` are there when it is looked at by itself; how many there are, always.
    """

    receipt: str
    kind: str
    operation: str
    body: str
    case: str
    count: int
    declined: int
    state: str
    rows: tuple[Row, ...] = ()


def reports() -> list[Report]:
    """Everything that was reported, what waits first. Raises NotReached or NotUnderstood."""
    listed = _read(_Listed, "/operator")
    found = [_report(receipt, told) for receipt, told in listed.items()]
    return sorted(found, key=lambda report: (report.state != "pending", report.case))


def report_at(receipt: str) -> Report | None:
    """One report with its rows; None where there is none. Raises NotReached or NotUnderstood."""
    told = _read(_Told, f"/operator/{quote(receipt, safe='')}")
    return _report(receipt, told) if "payload" in told else None


def decide(receipt: str, *, on: date, reason: str = "", declined: Mapping[str, str] | None = None) -> None:
    """Publish a report on a day, but for the rows declined; or decline it for a reason.

    Raises NotReached, NotUnderstood or Refused.
    """
    rows = [{"row": row, "reason": why} for row, why in (declined or {}).items()]
    publish = {"decision": "publish", "on": on.isoformat(), "declined": rows}
    said = {"decision": "decline", "reason": reason} if reason else publish
    call(Register.MINISTRY_NETWORK, f"/operator/{receipt}", said, "operator")


def _read(kind: TypeAdapter[Read], path: str) -> Read:
    try:
        return kind.validate_json(call(Register.MINISTRY_NETWORK, path).content)
    except Invalid as wrong:
        raise NotUnderstood("对方的答复无法识别") from wrong


def _report(receipt: str, told: dict[str, Any]) -> Report:
    payload = told.get("payload", {})
    rows = payload.get("rows", ())
    return Report(
        receipt=receipt,
        kind=_label(Kind, told.get("kind")),
        operation=_label(Operation, payload.get("operation")),
        body=str(payload.get("body", "")),
        case=next((str(payload[key]) for key in ABOUT if payload.get(key)), ""),
        count=told.get("rows", len(rows)),
        declined=len(told.get("declined", ())),
        state=str(told.get("state", "")),
        rows=tuple(Row(str(each["row"]), _said(each)) for each in rows),
    )


def _label(words: type[Kind] | type[Operation], value: object) -> str:
    return str(words(value).label) if value in words.values else ""


def _said(row: Mapping[str, Any]) -> str:
    number = str(row.get("number") or "")
    hidden = f"{number[:4]}…{number[-4:]}" if number else ""
    return " ".join(str(each) for each in (row.get("certificate"), row.get("name"), hidden) if each)
