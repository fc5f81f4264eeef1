"""An external supervisor's report: his own batches, the text's own parts, once; then it is read only."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from dengji.evaluations.acts.sending import send
from dengji.evaluations.models.plans import Assignment
from dengji.people.terms import Role
from tests.cast import AT, Cast, given_post
from tests.evaluations.examined import DAY, NEXT, centre, given_examining, given_taken, practice
from tests.evaluations.people import given_supervisor
from tests.evaluations.places import given_at
from tests.road import on_day
from tests.web.office.desk import well_built
from tests.web.registry.conftest import browser_of

REPORT = "/office/registry/duties/{}/report/"
DUTIES = "/office/registry/duties/"


@pytest.fixture
def jilin(db: None) -> Cast:
    """Everybody in Jilin, the draft in trial operation."""
    return given_at("JLJD")


@pytest.fixture
def row(jilin: Cast) -> Assignment:
    """A supervisor sent to a batch by the centre."""
    plan = given_taken(given_examining(jilin), jilin)
    return send(plan, given_supervisor(jilin), by=centre(jilin), at=AT)


@pytest.fixture
def supervisor(row: Assignment) -> Client:
    """Signed in."""
    assert row.post is not None
    return browser_of(row.post)


@pytest.fixture(autouse=True)
def the_day_after() -> Iterator[time_machine.Traveller]:
    """Every page is opened on the day after the batch."""
    with time_machine.travel(NEXT, tick=False) as clock:
        yield clock


def parts() -> list[str]:
    """The parts of the text's form."""
    return next(list(each.parts) for each in practice().supervision if each.watch == "external")


def filled_in(**said: str) -> dict[str, str]:
    """Everything in order, but for what is said."""
    return {f"sound-{key}": "yes" for key in parts()} | {"says": "组织规范", "valid": "yes"} | said


@pytest.mark.row("JLJD-18")
def test_a_supervisor_finds_his_report_among_his_tasks_and_hands_it_in_once(
    row: Assignment, supervisor: Client, jilin: Cast
) -> None:
    tasks = supervisor.get(DUTIES).content.decode()
    assert "填写报告" in tasks
    assert "最迟2026年12月10日" in tasks
    address = REPORT.format(row.plan.token)
    page = supervisor.get(address).content.decode()
    well_built(page)
    assert str(jilin.province_centre) in page
    against = filled_in(valid="no", findings="papers", **{"sound-eligibility": "no"})
    refused = supervisor.post(address, against).content.decode()
    assert "请写明发现的问题：考生资格" in refused
    answer = supervisor.post(address, against | {"says-eligibility": "没有核对证件"})
    assert answer.status_code == 302
    shown = supervisor.get(address).content.decode()
    well_built(shown)
    for said in ("建议无效", "没有核对证件", "第三十一条第（四）项"):
        assert said in shown
    assert "提交报告" not in shown
    assert "已经提交，不能再改" in supervisor.post(address, filled_in()).content.decode()
    assert "已提交" in supervisor.get(DUTIES).content.decode()


def test_what_is_lacking_is_named(row: Assignment, supervisor: Client) -> None:
    page = supervisor.post(REPORT.format(row.plan.token), {"says": "组织规范"}).content.decode()
    assert "请选择“本批次”" in page
    assert "请选择“考务组织”" in page


@pytest.mark.parametrize(("days", "open_now"), [(-1, False), (0, True), (1, True)])
def test_a_report_is_written_from_the_first_day_on(
    row: Assignment, supervisor: Client, the_day_after: time_machine.Traveller, days: int, open_now: bool
) -> None:
    the_day_after.move_to(on_day(DAY.replace(day=DAY.day + days)))
    page = supervisor.get(REPORT.format(row.plan.token)).content.decode()
    assert ("提交报告" in page) is open_now
    assert ("评价还没有开始" in page) is not open_now


def test_nobody_else_opens_it(row: Assignment, jilin: Cast) -> None:
    address = REPORT.format(row.plan.token)
    other = given_supervisor(jilin, 810).post
    assert other is not None
    assert browser_of(other).get(address).status_code == 404
    assert browser_of(centre(jilin)).get(address).status_code == 403


@pytest.mark.row("JLJD-18")
def test_the_office_reads_what_he_found_and_who_sent_him(
    row: Assignment, supervisor: Client, jilin: Cast
) -> None:
    against = filled_in(valid="no", findings="papers")
    supervisor.post(REPORT.format(row.plan.token), against)
    page = browser_of(centre(jilin)).get(f"/office/plans/{row.plan.token}/").content.decode()
    for said in ("外派质量督导员", f"{jilin.province_centre}委派", "建议无效", "第三十一条第（四）项"):
        assert said in page
    assert "委派督导员" in page
    bureau = browser_of(given_post(jilin.province_bureau, Role.CLERK))
    assert "委派督导员</a>" not in bureau.get(f"/office/plans/{row.plan.token}/").content.decode()
