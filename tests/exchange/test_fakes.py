"""The fake register: says what the protocol says, and leaves decisions to its operator."""

import json
from datetime import date
from pathlib import Path

import pytest

from dengji.exchange.fakes import application, served, world_from
from tests.exchange.registers import COMPANY, USCC, Line, call


def today() -> date:
    """A day."""
    return date(2026, 3, 2)


def test_the_operator_sees_what_was_reported_and_where_it_stands(line: Line) -> None:
    _, said = call(line.address, "POST", "/filings", {"number": "Y1"}, Idempotency_Key="k1")
    told = {"kind": "filings", "payload": {"number": "Y1"}, "state": "pending"}
    assert line.operator() == (200, {said["receipt"]: {**told, "rows": 0}})
    assert line.operator(f"/{said['receipt']}") == (200, told)


def test_a_report_is_decided_once(line: Line) -> None:
    _, said = call(line.address, "POST", "/filings", {"number": "Y1"}, Idempotency_Key="k1")
    decision = {"state": "published", "published_on": "2026-03-02", "number": "2026000001"}
    assert line.operator(f"/{said['receipt']}", {"decision": "publish"}) == (200, decision)
    assert line.operator(f"/{said['receipt']}", {"decision": "publish"})[0] == 409


@pytest.mark.parametrize("decision", [{}, {"decision": "maybe"}, {"decision": "decline"}, [], b"garbage"])
def test_a_decision_is_to_publish_or_to_decline_with_a_reason(line: Line, decision: object) -> None:
    _, said = call(line.address, "POST", "/filings", {"number": "Y1"}, Idempotency_Key="k1")
    assert line.operator(f"/{said['receipt']}", decision)[0] == 400


def test_other_content_under_the_same_key_is_a_conflict(line: Line) -> None:
    assert call(line.address, "POST", "/filings", {"n": 1}, Idempotency_Key="k1")[0] == 202
    assert call(line.address, "POST", "/filings", {"n": 2}, Idempotency_Key="k1")[0] == 409


def test_a_report_needs_a_key_and_an_object(line: Line) -> None:
    assert call(line.address, "POST", "/filings", {"n": 1})[0] == 400
    assert call(line.address, "POST", "/filings", [1], Idempotency_Key="k1")[0] == 400


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/operator/R1", "/filings/R1", "/companies/1", "/credit/1"]
)
def test_what_is_not_there_is_not_found(line: Line, path: str) -> None:
    method = "POST" if path.startswith("/operator") else "GET"
    assert call(line.address, method, path, {"decision": "publish"}) == (404, {"found": False})


def test_a_fake_started_anew_gives_the_same_receipt_for_the_same_key() -> None:
    receipts = []
    for _ in range(2):
        with served(application(world_from(None, today=today))) as address:
            receipts.append(call(address, "POST", "/filings", {"n": 1}, Idempotency_Key="k1")[1]["receipt"])
    assert receipts[0] == receipts[1]


def test_its_world_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    file.write_text(json.dumps({"companies": {USCC: COMPANY}}), encoding="utf-8")
    world = world_from(file, today=today)
    assert (world.companies[USCC]["name"], world.credit) == ("甲公司", {})


@pytest.mark.parametrize("content", ["garbage", "[]"])
def test_a_file_that_holds_no_world_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "world.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"JSON|Expecting"):
        world_from(file, today=today)
