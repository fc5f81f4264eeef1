"""Rectifications at both desks: demanded, reported with a file, accepted; by nobody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.supervision.models import Rectification
from dengji.supervision.queries import inspections_of
from dengji.supervision.terms import RectificationState
from tests.cast import Cast, given_cast, given_post
from tests.records.papers import PDF
from tests.supervision.campaigns import MORNING, clerk_of, given_bodies, given_drawn, given_supervisors
from tests.supervision.test_rectifying import LATER, given_demand, manager_of
from tests.web.office.desk import browser_of, opened, sent, well_built

LIST = reverse("supervision:rectifications")


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Tianjin with filed bodies, on a morning."""
    with time_machine.travel(MORNING, tick=False):
        made = given_cast("120116", "120104")
        given_bodies(made, 2)
        yield made


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """The first of them."""
    return Filing.objects.order_by("number")[0]


def page(made: Rectification, *verb: str) -> str:
    """Its page, or that of a step."""
    return reverse("supervision:rectify" if verb else "supervision:rectification", args=[made.token, *verb])


def asking(filing: Filing) -> str:
    """Where something is demanded of a body."""
    return f"{reverse('supervision:demand')}?filing={filing.number}"


@pytest.mark.row("TJ21-24")
def test_a_demand_is_reported_with_a_file_and_accepted_page_by_page(cast: Cast, filing: Filing) -> None:
    clerk, manager = clerk_of(cast), manager_of(filing)
    sent(clerk, asking(filing), basis="管理办法第二十四条", demands="<i>补齐录像</i>", due_on="2026-12-20")
    made = Rectification.objects.get()
    assert "&lt;i&gt;补齐录像" in opened(manager, LIST)
    assert "报告整改情况" in opened(manager, page(made))
    proof = SimpleUploadedFile("证明.pdf", PDF)
    sent(manager, page(made, "report"), version=1, says="补齐了。", file=proof)
    shown = opened(clerk, page(made))
    event = made.events.get(step="hand_in")
    file = reverse("supervision:rectification_file", args=[made.token, event.pk])
    assert file in shown
    assert browser_of(clerk).get(file).content == PDF
    sent(clerk, page(made, "accept"), version=2, says="看过录像。")
    made.refresh_from_db()
    assert made.state == RectificationState.ACCEPTED
    assert "没有正在进行的整改" in opened(clerk, LIST)


def test_every_page_is_well_built(cast: Cast, filing: Filing) -> None:
    made, clerk, manager = given_demand(filing, cast), clerk_of(cast), manager_of(filing)
    for post, address in (
        (clerk, LIST), (manager, LIST), (clerk, asking(filing)), (clerk, page(made)), (manager, page(made)),
        (manager, page(made, "report")), (clerk, page(made, "extend")), (clerk, page(made, "withdraw")),
    ):  # fmt: skip
        well_built(opened(post, address))


def test_strangers_find_nothing_and_a_body_cannot_accept(cast: Cast, filing: Filing) -> None:
    made = given_demand(filing, cast)
    other = manager_of(Filing.objects.order_by("number")[1])
    assert browser_of(other).get(page(made)).status_code == 404
    assert browser_of(other).post(page(made, "report"), {"says": "好"}).status_code == 404
    assert browser_of(given_post(cast.province_bureau, Role.CLERK, "外人")).get(page(made)).status_code == 404
    assert browser_of(other).get(asking(filing)).status_code == 403
    answer = browser_of(manager_of(filing)).post(
        page(made, "withdraw"), {"because": "不想改", "version": "1"}
    )
    assert "由要求整改的机关的经办人员办理" in answer.content.decode()
    made.refresh_from_db()
    assert made.state == RectificationState.DEMANDED


def test_a_stale_page_and_a_second_press_are_told(cast: Cast, filing: Filing) -> None:
    made, manager = given_demand(filing, cast), manager_of(filing)
    sent(manager, page(made, "report"), version=1, says="补齐了。")
    again = browser_of(manager).post(page(made, "report"), {"version": "1", "says": "补齐了。"})
    assert again.status_code == 409
    assert made.events.filter(step="hand_in").count() == 1


def test_an_overdue_one_is_shown_as_such_and_found_by_the_filter(cast: Cast, filing: Filing) -> None:
    made = given_demand(filing, cast, due_on=LATER.date())
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        assert made.number in opened(clerk_of(cast), f"{LIST}?show=overdue")
        assert "整改还没有完成" in opened(manager_of(filing), page(made))
    assert "没有逾期的整改" in opened(clerk_of(cast), f"{LIST}?show=overdue")


def test_a_check_that_found_problems_leads_to_a_demand(cast: Cast) -> None:
    given_supervisors(cast)
    check = inspections_of(given_drawn(cast))[0]
    address = f"{asking(check.filing)}&check={check.token}"
    sent(clerk_of(cast), address, basis="第十九条", demands="补齐录像。", due_on="2026-12-20")
    assert Rectification.objects.get().inspection == check
    assert browser_of(clerk_of(cast)).get(f"{asking(check.filing)}&check=xyz").status_code == 404


def test_the_list_makes_as_many_statements_for_many(
    cast: Cast, filing: Filing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        given_demand(filing, cast)
    browser = browser_of(clerk_of(cast))
    with django_assert_max_num_queries(9):
        assert browser.get(LIST).status_code == 200
