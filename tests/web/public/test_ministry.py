"""The demo's operator answers for the ministry's network; nobody else does, and only in a demo."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from dengji.exchange import clients, fakes
from dengji.people.terms import Role
from tests.cast import Cast, given_cast, given_post

pytestmark = pytest.mark.django_db
PAGE = "/demo/ministry/"


@pytest.fixture
def receipt(settings: Settings) -> Iterator[str]:
    """A report at the fake, in a demo."""
    settings.DENGJI_DEMO = True
    with fakes.served(fakes.application(fakes.World(lambda: date(2026, 11, 16)))) as address:
        settings.DENGJI_EXCHANGE = {"ministry_network": address}
        yield clients.report({"case": "122026000001", "body": "某厂"}, key="k")


@pytest.fixture
def cast() -> Cast:
    """Everybody."""
    return given_cast()


@pytest.fixture
def operator(client: Client, cast: Cast) -> Client:
    """Signed in as the ministry's."""
    client.force_login(given_post(cast.province_centre, Role.MINISTRY, "部中心").person)
    return client


def test_a_report_is_listed_and_published(operator: Client, receipt: str) -> None:
    assert "某厂" in operator.get(PAGE).content.decode()
    answer = operator.post(PAGE, {"receipt": receipt, "publish": "1"}, follow=True)
    assert "已公布" in answer.content.decode()
    assert isinstance(clients.decision(receipt), clients.Published)


def test_declining_needs_a_reason(operator: Client, receipt: str) -> None:
    answer = operator.post(PAGE, {"receipt": receipt, "decline": "1", "reason": " "}, follow=True)
    assert "请写明理由" in answer.content.decode()
    assert isinstance(clients.decision(receipt), clients.Pending)


def test_what_was_decided_is_not_decided_again(operator: Client, receipt: str) -> None:
    operator.post(PAGE, {"receipt": receipt, "publish": "1"})
    answer = operator.post(PAGE, {"receipt": receipt, "decline": "1", "reason": "不符"}, follow=True)
    assert "没有答复成" in answer.content.decode()
    assert isinstance(clients.decision(receipt), clients.Published)


def test_a_batch_is_answered_row_by_row(operator: Client, receipt: str) -> None:
    rows = [{"row": "a", "name": "考生一"}, {"row": "b", "name": "考生二"}]
    batch = clients.report(
        {"operation": "new", "plan": "PJ1", "digest": "d", "rows": rows}, key="b", kind="results"
    )
    listed = operator.get(PAGE).content.decode()
    one = f"{PAGE}{batch}/"
    assert "合格人员 · 新增" in listed
    assert one in listed
    assert "考生二" in operator.get(one).content.decode()
    operator.post(one, {"receipt": batch, "publish": "1", "row-a": " ", "row-b": "证件号码不符"})
    answer = clients.decision(batch, kind="results")
    assert isinstance(answer, clients.Published)
    assert [(each.row, each.reason) for each in answer.declined] == [("b", "证件号码不符")]
    assert "1行未公布" in operator.get(PAGE).content.decode()
    assert operator.get(f"{PAGE}R0/").status_code == 404


def test_a_fake_that_does_not_run_is_said_plainly(operator: Client, settings: Settings) -> None:
    settings.DENGJI_DEMO, settings.DENGJI_EXCHANGE = True, {"ministry_network": None}
    assert "模拟平台现在没有应答" in operator.get(PAGE).content.decode()


def test_outside_a_demo_there_is_no_such_page(operator: Client) -> None:
    assert operator.get(PAGE).status_code == 404


def test_only_the_ministrys_people_open_it(client: Client, cast: Cast, receipt: str) -> None:
    client.force_login(cast.clerk.person)
    assert client.get(PAGE).status_code == 403
