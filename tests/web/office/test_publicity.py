"""Publicity and objections at the office's desk: the last day is seen first, every objection is answered once."""

from datetime import timedelta

import pytest
import time_machine

from dengji.notices.acts.objecting import object_to
from dengji.notices.models import Objection, Publicity
from dengji.procedure.models import Case
from dengji.procedure.terms import Ending
from tests.cast import AT, Cast
from tests.road import brought_to, given_application, whoever_holds
from tests.web.office.desk import at, browser_of, opened, sent, well_built

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(xinzhou: Cast) -> Case:
    """A social organisation's application that is to be made public."""
    case = given_application(xinzhou.social_organisation, "XZ24")
    brought_to(case, "publicity", xinzhou)
    return case


@pytest.fixture
def publicity(ready: Case) -> Publicity:
    """Its publicity, opened from the desk."""
    sent(whoever_holds(ready), at("publish", ready), ready.version, title="公示", text="拟备案，现予公示。")
    ready.refresh_from_db()
    return Publicity.objects.get(case=ready)


def objection(publicity: Publicity) -> Objection:
    """Somebody objects."""
    return object_to(publicity, name="刘先生", contact="13912345678", content="场所<b>已出租</b>", at=AT)


@pytest.mark.row("XZ24-13")
def test_the_notice_is_begun_and_its_last_day_told_before_it_is_published(xinzhou: Cast, ready: Case) -> None:
    page = opened(whoever_holds(ready), at("publish", ready))
    assert f"关于{ready.applicant.name}首次备案的公示" in page
    assert "公示到2026年11月23日 (周一)二十四时止" in page
    assert "电工（五级/初级工、四级/中级工、三级/高级工）" in page
    well_built(page)
    empty = sent(whoever_holds(ready), at("publish", ready), ready.version, title="", text="")
    assert "请填写公示标题" in empty.content.decode()


def test_a_published_notice_stands_with_its_days(xinzhou: Cast, ready: Case, publicity: Publicity) -> None:
    assert publicity.last_day.isoformat() == "2026-11-23"
    page = opened(xinzhou.clerk, at("part", ready, "publicity"))
    assert "2026年11月16日 (周一)至2026年11月23日 (周一)" in page
    assert "没有收到异议" in page
    assert "公示已经发布。" in opened(whoever_holds(ready), at("publish", ready))


@pytest.mark.parametrize(("days", "closed"), [(6, False), (7, False), (8, True)])
def test_a_publicity_closes_only_after_its_last_day(
    xinzhou: Cast, ready: Case, publicity: Publicity, days: int, closed: bool
) -> None:
    with time_machine.travel(AT + timedelta(days=days), tick=False):
        page = opened(whoever_holds(ready), at("case", ready))
        assert ("此前不能结束" in page) is not closed
        answer = sent(whoever_holds(ready), at("deed", ready, "close"), ready.version)
        assert (answer.status_code == 302) is closed


def test_an_objection_is_listed_read_and_answered_once(
    xinzhou: Cast, ready: Case, publicity: Publicity
) -> None:
    made = objection(publicity)
    listed = opened(xinzhou.clerk, "/office/objections/")
    assert made.receipt in listed
    assert "有1件异议等待答复" in opened(xinzhou.clerk, "/office/")
    well_built(listed)
    address = f"/office/objections/{made.token}/"
    page = opened(xinzhou.clerk, address)
    assert "场所&lt;b&gt;已出租" in page
    well_built(page)
    assert "请选择核实结论" in sent(xinzhou.clerk, address, answer="查了").content.decode()
    assert sent(xinzhou.clerk, address, upheld="no", answer="现场核实仍在使用").status_code == 302
    assert "现场核实仍在使用" in opened(xinzhou.clerk, address)
    again = sent(xinzhou.clerk, address, upheld="yes", answer="又查")
    assert "这件异议已经答复" in again.content.decode() or again.status_code == 200
    made.refresh_from_db()
    assert (made.upheld, made.answer) == (False, "现场核实仍在使用")


@pytest.mark.parametrize(("days", "says"), [(6, "还剩1个工作日"), (7, "今天是公示末日"), (8, "公示期已满")])
def test_a_publicity_that_is_over_is_never_called_late(
    xinzhou: Cast, ready: Case, publicity: Publicity, days: int, says: str
) -> None:
    with time_machine.travel(AT + timedelta(days=days), tick=False):
        page = opened(whoever_holds(ready), at("case", ready))
    assert says in page
    assert "公示末日 2026年11月23日 (周一)" in page
    assert "已逾期" not in page


def test_the_next_step_leads_to_the_objection_that_waits(
    xinzhou: Cast, ready: Case, publicity: Publicity
) -> None:
    made = objection(publicity)
    page = opened(whoever_holds(ready), at("case", ready))
    assert f'href="/office/objections/{made.token}/">答复异议{made.receipt}</a>' in page
    assert f"收到异议{made.receipt}" in opened(xinzhou.clerk, at("part", ready, "timeline"))


def test_an_objection_that_proves_right_ends_the_case(
    xinzhou: Cast, ready: Case, publicity: Publicity
) -> None:
    made = objection(publicity)
    assert "还有1件异议没有答复" in opened(whoever_holds(ready), at("case", ready))
    sent(xinzhou.clerk, f"/office/objections/{made.token}/", upheld="yes", answer="情况属实")
    assert f'href="{at("deed", ready, "uphold")}"' in opened(whoever_holds(ready), at("case", ready))
    answer = sent(whoever_holds(ready), at("deed", ready, "uphold"), ready.version, reason="场所已出租")
    assert answer.status_code == 302
    ready.refresh_from_db()
    assert ready.ending == Ending.REFUSED


def test_another_office_cannot_read_an_objection(xinzhou: Cast, publicity: Publicity) -> None:
    made = objection(publicity)
    assert browser_of(xinzhou.wrong_clerk).get(f"/office/objections/{made.token}/").status_code == 404
    assert "没有等待答复的异议" in opened(xinzhou.wrong_clerk, "/office/objections/")


def test_there_is_nothing_to_publish_at_another_step(xinzhou: Cast, case: Case) -> None:
    assert browser_of(xinzhou.clerk).get(at("publish", case)).status_code == 404
