"""Reports at the office's desk: the list, its sheet, a report's page in every state, and sending again."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries, Settings
from python_calamine import CalamineWorkbook

from dengji.audit.models import Entry
from dengji.exchange.acts import Reporting, ask, receive
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Register, Report, State
from dengji.people.terms import Role
from dengji.procedure import external
from dengji.procedure.ground import Ground
from tests.cast import AT, Cast, given_post
from tests.road import brought_to, given_application
from tests.web.office.desk import browser_of, opened, sent, well_built

pytestmark = [pytest.mark.django_db, pytest.mark.row("TJ21-10.5")]
LIST = "/office/reports/"
MOST = 13
"""Statements for the list, the frame of the page among them."""


@pytest.fixture(autouse=True)
def connected(settings: Settings) -> None:
    """The network is reached by itself."""
    settings.DENGJI_EXCHANGE = {Register.MINISTRY_NETWORK: "http://127.0.0.1:9"}


@pytest.fixture
def cast(tianjin: Cast) -> Cast:
    """Everybody in Tianjin; the city's centre reports."""
    return tianjin


def given_report(cast: Cast, number: int = 1, *, due_on: date | None = None, **said: Any) -> Request:
    """The end of a filing that waits to be reported."""
    payload = {
        "filing": f"Y{number:012}",
        "body": f"松江第{number}厂",
        "state": "已终止",
        "ended_on": "2026-11-10",
    }
    sender = said.pop("sender", cast.province_centre.pk)
    reporting = Reporting(Report.ENDINGS, Operation.WITHDRAW, sender=sender, place="120116", due_on=due_on)
    return ask(
        Register.MINISTRY_NETWORK,
        about=f"filing:{number}",
        payload=payload | said,
        at=AT,
        reporting=reporting,
    )


def now(request: Request, **said: Any) -> str:
    """The report with something else in its row; its address."""
    Request.objects.filter(pk=request.pk).update(**said)
    return f"{LIST}{request.pk}/"


def test_the_list_says_how_many_stand_where_and_filters_by_what_is_asked(cast: Cast) -> None:
    late = given_report(cast, 1, due_on=AT.date() - timedelta(days=1))
    failed = given_report(cast, 2)
    now(failed, state=State.FAILED, fault="对方不予办理（422）", next_try_at=None)
    page = opened(cast.province_clerk, LIST)
    well_built(page)
    assert "本单位的报送共2件，新提出的在前" in page
    assert "已逾期1个工作日" in page
    for asked, found in (
        ({"standing": "failed"}, [2]),
        ({"late": "on"}, [1]),
        ({"kind": "endings"}, [1, 2]),
        ({"kind": "plans"}, []),
        ({"operation": "new"}, []),
        ({"place": "120116"}, [1, 2]),
        ({"place": "120104"}, []),
        ({"words": "第2厂"}, [2]),
    ):
        listed = opened(cast.province_clerk, LIST, **asked)
        assert [each for each in (1, 2) if f"松江第{each}厂" in listed] == found, asked
    assert "没有符合这些条件的报送" in opened(cast.province_clerk, LIST, words="没有这样的")
    assert late.place == "120116"


def test_an_authority_sees_its_own_reports_only(cast: Cast) -> None:
    own, other = given_report(cast, 1), given_report(cast, 2, sender=cast.bureau.pk)
    assert "松江第2厂" not in opened(cast.province_clerk, LIST)
    browser = browser_of(cast.province_clerk)
    assert browser.get(f"{LIST}{own.pk}/").status_code == 200
    assert browser.get(f"{LIST}{other.pk}/").status_code == 404
    assert browser.post(f"{LIST}{other.pk}/again/").status_code == 404
    assert Entry.objects.filter(act="file.refused_reading", object_id=f"report/{other.pk}").count() == 2
    body = given_post(cast.employer.organisation, Role.MANAGER)
    assert browser_of(body).get(LIST).status_code == 403
    auditor = given_post(cast.province_centre, Role.AUDITOR)
    assert "现在就再试" not in opened(auditor, now(own, attempts=2))
    assert browser_of(auditor).post(f"{LIST}{own.pk}/again/").status_code == 403


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "系统会自动报送"),
        ({"attempts": 2, "fault": "对方系统没有回应。"}, "上次没有报成：对方系统没有回应。"),
        ({"state": State.SENT, "receipt": "R1", "sent_at": AT}, "系统会自动取回答复"),
        ({"state": State.FAILED, "fault": "信用代码不符。"}, "对方没有收下：信用代码不符。"),
    ],
)
def test_every_state_says_what_comes_next(cast: Cast, said: dict[str, Any], words: str) -> None:
    page = opened(cast.province_clerk, now(given_report(cast), **said))
    assert words in page
    assert "备案终止（撤销）：松江第1厂" in page
    well_built(page)


def test_what_waits_where_nothing_is_connected_says_so(cast: Cast, settings: Settings) -> None:
    settings.DENGJI_EXCHANGE = {}
    address = now(given_report(cast))
    assert "还没有接入国家平台" in opened(cast.province_clerk, LIST)
    assert "还没有接入国家平台" in opened(cast.province_clerk, address)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"state": "published", "published_on": "2026-11-12", "number": "G7"}, ["对方已确认", "G7"]),
        (
            {
                "state": "published",
                "published_on": "2026-11-12",
                "number": "G7",
                "declined": [{"row": "=1+1<b>"}],
            },
            ["部分未确认", "=1+1&lt;b&gt;", "没有说明原因"],
        ),
        ({"state": "declined", "reason": "<i>信用代码不符"}, ["对方不予公布：&lt;i&gt;信用代码不符"]),
    ],
)
def test_an_answer_is_read_row_by_row(cast: Cast, answer: dict[str, Any], words: list[str]) -> None:
    request = receive(given_report(cast), answer, at=AT)
    page = opened(cast.province_clerk, f"{LIST}{request.pk}/")
    assert [each for each in words if each not in page] == []


def test_a_report_leads_to_the_case_that_it_belongs_to(cast: Cast) -> None:
    case = given_application(cast.employer, "TJ21")
    brought_to(case, "report", cast)
    request = Request.objects.get(about=external.about(Ground(case, AT.date())))
    page = opened(given_post(case.holder, Role.CLERK), f"{LIST}{request.pk}/")
    assert f"/office/cases/{case.token}/" in page
    assert f"办件 {case.number}" in page


def test_what_the_network_would_not_take_is_sent_again_once(cast: Cast) -> None:
    request = given_report(cast)
    address = now(request, state=State.FAILED, fault="信用代码不符", next_try_at=None)
    assert sent(cast.province_clerk, f"{address}again/").status_code == 302
    request.refresh_from_db()
    assert (request.state, request.attempts) == (State.WAITING, 0)
    entry = Entry.objects.get(act="report.send_again")
    assert entry.before == {"state": "failed", "fault": "信用代码不符"}
    now(request, state=State.SENT, receipt="R1", sent_at=AT)
    browser = browser_of(cast.province_clerk)
    assert "不需要再次报送" in browser.post(f"{address}again/", follow=True).content.decode()
    assert Entry.objects.filter(act="report.send_again").count() == 1


def test_the_sheet_holds_the_rows_of_the_list_and_no_live_formula(cast: Cast) -> None:
    given_report(cast, body='=HYPERLINK("http://x","1")')
    given_report(cast, 2)
    answer = browser_of(cast.province_clerk).get(f"{LIST}export/", {"words": "HYPERLINK"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows[1:]] == [["备案终止", "撤销", '=HYPERLINK("http://x","1")']]


def test_a_long_list_takes_as_many_statements_as_a_short_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        given_report(cast, number, due_on=AT.date())
    browser = browser_of(cast.province_clerk)
    with django_assert_max_num_queries(MOST):
        page = browser.get(LIST).content.decode()
    assert "共60件" in page
    assert "后50件" in page
    assert "松江第0厂" in browser.get(LIST, {"page": "2"}).content.decode()


@pytest.fixture
def next_day() -> Iterator[None]:
    """The day after."""
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        yield


@pytest.mark.usefixtures("next_day")
def test_the_first_page_says_what_is_late_and_what_was_refused(cast: Cast) -> None:
    assert "报送国家平台：" not in opened(cast.province_clerk, "/office/")
    given_report(cast, 1, due_on=AT.date())
    now(given_report(cast, 2), state=State.FAILED, fault="不符", next_try_at=None)
    page = opened(cast.province_clerk, "/office/")
    assert "1件逾期未报" in page
    assert "1件对方不予办理" in page
