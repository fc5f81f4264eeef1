"""The page of the monitors' runs: what they did of themselves, what failed, and that they have stopped."""

from datetime import timedelta

from django.test import Client

from dengji.monitors.acts import DUTIES, run
from dengji.monitors.models import Run
from dengji.monitors.terms import Duty
from tests.cast import AT
from tests.web.office.desk import well_built
from tests.web.registry.pages import text_of

PAGE = "runs/"


def given_run(hours: int = 0, *, failed: list[str] | None = None, broken: bool = False, **done: int) -> Run:
    """A run so many hours ago."""
    at = AT - timedelta(hours=hours)
    ended = None if broken else at
    return Run.objects.create(on=at.date(), started_at=at, ended_at=ended, done=done, failed=failed or [])


def test_every_duty_of_the_monitors_has_words() -> None:
    assert set(DUTIES) == set(Duty.values)


def test_before_the_first_run_the_page_says_when_it_comes(administrator: Client) -> None:
    page = text_of(administrator, PAGE)
    assert "还没有自动处理过" in page
    well_built(page)


def test_a_run_is_told_in_words_and_what_found_nothing_is_left_out(administrator: Client) -> None:
    given_run(timers=12, soon=0, dates=3)
    page = text_of(administrator, PAGE)
    assert "重新推算到期日3件、备案期限届至12件" in page
    assert "临期提醒" not in page
    assert "都已办成" in page
    well_built(page)


def test_what_failed_stands_out_and_can_be_looked_for(administrator: Client) -> None:
    given_run(2, timers=1)
    given_run(1, broken=True)
    given_run(0, failed=["texts", "older_duty"], overdue=2)
    page = text_of(administrator, PAGE)
    assert "文本失效预告、older_duty" in page
    assert "中途停止" in page
    assert "最近一次（2026年11月16日 09:00）有没办成的事项" in page
    only = text_of(administrator, f"{PAGE}?show=failed")
    assert "有事项没办成的共2次" in only
    assert "备案期限届至" not in only


def test_that_the_monitors_stopped_is_said_after_three_hours_and_not_before(administrator: Client) -> None:
    given_run(3, timers=1)
    assert "已经很久没有自动处理" not in text_of(administrator, PAGE)
    Run.objects.update(started_at=AT - timedelta(hours=3, minutes=1))
    assert "已经很久没有自动处理" in text_of(administrator, PAGE)


def test_nothing_failed_is_an_empty_list_with_a_way_back(administrator: Client) -> None:
    run(at=AT)
    page = text_of(administrator, f"{PAGE}?show=failed")
    assert "没有没办成的事项" in page
    assert 'href="/office/registry/runs/"' in page


def test_the_runs_are_for_administrators(clerk: Client, auditor: Client) -> None:
    for other in (clerk, auditor):
        assert "属于其他岗位" in text_of(other, PAGE, status=403)
