"""The protocol over a real connection: what is believed, and what is not."""

import socket
from datetime import date

import pytest
from pytest_django import Settings

from dengji.exchange import clients
from dengji.exchange.clients import Declined, NotReached, NotUnderstood, Pending, Published, Refused
from tests.exchange.registers import COMPANY, USCC, Line


@pytest.mark.row("TJ21-10.5")
def test_a_report_is_taken_with_a_receipt_and_waits_for_its_decision(line: Line) -> None:
    receipt = clients.report({"number": "Y000000000001"}, key="k1")
    assert clients.decision(receipt) == Pending(state="pending")


@pytest.mark.row("TJ21-10.5")
def test_the_same_key_is_the_same_report(line: Line) -> None:
    assert clients.report({"n": 1}, key="k1") == clients.report({"n": 1}, key="k1")
    assert clients.report({"n": 1}, key="k1") != clients.report({"n": 1}, key="k2")


@pytest.mark.row("TJ21-10.5")
def test_what_the_operator_decides_is_what_became_of_the_report(line: Line) -> None:
    first, second = (clients.report({"n": n}, key=f"k{n}") for n in (1, 2))
    line.operator(f"/{first}", {"decision": "publish"})
    line.operator(f"/{second}", {"decision": "decline", "reason": "名称不符"})
    assert clients.decision(first) == Published(
        state="published", published_on=date(2026, 3, 2), number="2026000001"
    )
    assert clients.decision(second) == Declined(state="declined", reason="名称不符")


def test_a_receipt_that_the_register_does_not_know_has_no_decision(line: Line) -> None:
    assert clients.decision("R/0") is None


@pytest.mark.row("XZ24-12")
def test_a_body_is_looked_up_in_both_registers(line: Line) -> None:
    company, credit = clients.company(USCC), clients.credit(USCC)
    assert company is not None
    assert company.model_dump() == COMPANY
    assert credit is not None
    assert [record.recorded_on for record in credit.records] == [date(2025, 5, 1)]


@pytest.mark.row("XZ24-12")
def test_a_body_that_is_not_registered_is_not_found(line: Line) -> None:
    assert clients.company("0" * 18) is None
    assert clients.credit("0" * 18) is None


@pytest.mark.parametrize(
    "fault",
    [
        "500 oops",
        "503 ",
        "302 ",
        "401 {}",
        "429 {}",
        "200 garbage",
        "200 []",
        "200 {}",
        "200 null",
        '200 {"name": 1, "legal_representative": "", "address": "", "status": ""}',
        "404 <html>no such page</html>",
        '404 {"found": true}',
        "299 {",
        "200 " + "x" * (clients.LARGEST + 1),
    ],
)
def test_an_answer_that_says_nothing_is_not_believed(line: Line, fault: str) -> None:
    line.faults.append(fault)
    with pytest.raises(NotUnderstood, match="对方"):
        clients.company(USCC)


@pytest.mark.parametrize(
    "fault",
    ['200 {"state": "maybe"}', '200 {"state": "published"}', '200 {"state": "declined", "reason": ""}'],
)
def test_a_decision_is_whole_or_none(line: Line, fault: str) -> None:
    line.faults.append(fault)
    with pytest.raises(NotUnderstood):
        clients.decision("R1")


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_register_that_will_not_take_it_is_believed(line: Line, status: int) -> None:
    line.faults.append(f"{status} 缺少名称")
    with pytest.raises(Refused, match=f"{status}.*缺少名称"):
        clients.report({"n": 1}, key="k1")


def test_a_wrong_address_does_not_take_reports(line: Line) -> None:
    line.faults.append('404 {"found": false}')
    with pytest.raises(NotUnderstood):
        clients.report({"n": 1}, key="k1")


def test_a_register_that_hangs_is_not_waited_for(line: Line) -> None:
    line.faults.append("hang")
    with pytest.raises(NotReached, match="TimeoutError"):
        clients.company(USCC)


def test_nobody_listening_is_not_reached(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.DENGJI_EXCHANGE = {"company_register": f"http://127.0.0.1:{taken.getsockname()[1]}"}
        with pytest.raises(NotReached, match="ConnectionRefusedError"):
            clients.company(USCC)


def test_a_register_that_wants_tls_is_called_by_tls(line: Line, settings: Settings) -> None:
    settings.DENGJI_EXCHANGE = {"company_register": line.address.replace("http:", "https:")}
    with pytest.raises(NotReached, match=r"SSL|Connection|Timeout"):
        clients.company(USCC)
    assert line.calls == []


def test_a_register_that_we_are_not_connected_to_is_not_reached(settings: Settings) -> None:
    settings.DENGJI_EXCHANGE = {"company_register": None}
    assert clients.address_of("company_register") is None
    with pytest.raises(NotReached, match="尚未接入"):
        clients.company(USCC)


def test_a_register_may_lie_below_a_path(line: Line, settings: Settings) -> None:
    settings.DENGJI_EXCHANGE = {"company_register": f"{line.address}/v2/"}
    assert clients.company(USCC) is None
    assert line.calls == [f"GET /v2/companies/{USCC}"]
