"""Complaints at the office: listed, taken, answered page by page; who wrote is shown to whoever handles it only."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dengji.audit.models import Entry
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.supervision.models import Complaint, Rectification
from dengji.supervision.terms import ComplaintState, Source
from tests.cast import Cast, given_cast, given_post
from tests.records.papers import PDF
from tests.supervision.campaigns import MORNING, clerk_of, given_bodies
from tests.supervision.complaints import CODE, NAME, PHONE, given_complaint, given_taken, handler_of, written
from tests.supervision.test_complaining import paper
from tests.supervision.test_rectifying import manager_of
from tests.web.office.desk import browser_of, opened, sent, well_built

LIST, ENTER, EXPORT = (
    reverse(f"supervision:{name}") for name in ("complaints", "enter_complaint", "complaints_export")
)
VERBS = ("take", "refuse", "transfer")
LATER = ("answer", "note", "extend", "hand-over")


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """Tianjin with filed bodies, on a morning."""
    with time_machine.travel(MORNING, tick=False):
        made = given_cast("120116", "120104")
        given_bodies(made, 2)
        yield made


def page(made: Complaint, *verb: str) -> str:
    """Its page, or that of a step."""
    return reverse(
        "supervision:complaint_deed" if verb else "supervision:complaint", args=[made.token, *verb]
    )


def looking(made: Complaint) -> str:
    """Where who wrote is opened."""
    return reverse("supervision:complaint_reporter", args=[made.token])


@pytest.mark.row("TJ21-23", "XZ24-29")
def test_a_complaint_is_taken_answered_and_leads_to_a_rectification_page_by_page(cast: Cast) -> None:
    made, clerk, mine = given_complaint(files=[paper()]), clerk_of(cast), handler_of(cast)
    assert made.receipt in opened(clerk, LIST)
    assert "系统按60天预填" in opened(clerk, page(made, "take"))
    sent(clerk, page(made, "take"), version=0, handler=mine.pk, due_on="2026-12-20")
    sent(mine, page(made, "note"), version=1, says="问过三名考生。")
    assert "核实缴费时间" not in opened(mine, page(made))
    shown = browser_of(mine).post(looking(made), {"because": "核实缴费时间"}).content.decode()
    assert NAME in shown
    assert PHONE in shown
    file = reverse("supervision:complaint_file", args=[made.token, 1])
    assert file in opened(mine, page(made))
    assert browser_of(mine).get(file).content == PDF
    sent(mine, page(made, "answer"), version=2, outcome="true", says="属实，要求退费。")
    made.refresh_from_db()
    assert made.state == ComplaintState.ANSWERED
    demand = f"{reverse('supervision:demand')}?filing={made.filing.number}&complaint={made.token}"  # type: ignore[union-attr]
    assert demand.replace("&", "&amp;") in opened(mine, page(made))
    sent(mine, demand, basis="第二十三条", demands="退还考试费。", due_on="2026-12-20")
    asked = Rectification.objects.get()
    theirs = reverse("supervision:rectification", args=[asked.token])
    assert made.receipt in opened(mine, theirs)
    assert made.receipt not in opened(manager_of(asked.filing), theirs)


def test_every_page_is_well_built(cast: Cast) -> None:
    clerk, mine = clerk_of(cast), handler_of(cast)
    for address in (LIST, ENTER, page(given_complaint())):
        well_built(opened(clerk, address))
    new, made = given_complaint(says="第一件"), given_taken(cast, says="第二件", files=[paper()])
    for address in [page(new, verb) for verb in VERBS]:
        well_built(opened(clerk, address))
    for address in [page(made), looking(made), *(page(made, verb) for verb in LATER)]:
        well_built(opened(mine, address))


@pytest.mark.row("JLJD-33")
@pytest.mark.parametrize("who", ["clerk", "body", "administrator", "other"])
def test_a_curious_one_is_refused_and_that_stands_on_the_trail(cast: Cast, who: str) -> None:
    made = given_taken(cast, files=[paper()])
    posts: dict[str, Post] = {
        "clerk": clerk_of(cast),
        "body": manager_of(made.filing),  # type: ignore[arg-type]
        "administrator": given_post(cast.province_centre, Role.ADMINISTRATOR, "管"),
        "other": cast.approver,
    }
    browser = browser_of(posts[who])
    said = browser.post(looking(made), {"because": "想知道是谁"}).content.decode()
    assert NAME not in said
    assert PHONE not in said
    assert browser.get(reverse("supervision:complaint_file", args=[made.token, 1])).status_code in {403, 404}
    assert NAME not in browser.get(page(made)).content.decode()
    refused = ("complaint.refused_reporter", "complaint.refused_file", "file.refused_reading")
    assert Entry.objects.filter(act__in=refused, person_name=posts[who].person.full_name).count() >= 2


def test_strangers_cannot_list_export_or_act(cast: Cast) -> None:
    made = given_complaint()
    manager = browser_of(manager_of(made.filing))  # type: ignore[arg-type]
    for address in (LIST, ENTER, EXPORT):
        assert manager.get(address).status_code == 403
    assert manager.post(page(made, "refuse"), {"because": "没有的事", "version": "0"}).status_code == 404
    assert "没有等着办理的举报投诉" in opened(cast.approver, LIST)
    assert browser_of(clerk_of(cast)).get(page(made, "nothing")).status_code == 404


@pytest.mark.row("JLJD-33")
def test_a_script_in_a_complaint_is_shown_as_it_was_typed_and_reckons_nothing_in_a_sheet(cast: Cast) -> None:
    made = given_taken(cast, says="<script>alert(1)</script>", where="=1+1")
    clerk = clerk_of(cast)
    for address in (LIST, page(made)):
        assert "<script>alert" not in opened(clerk, address)
    written(says="=HYPERLINK(1)")
    with ZipFile(BytesIO(browser_of(clerk).get(EXPORT).content)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        shared = book.read("xl/sharedStrings.xml").decode()
    assert "=HYPERLINK(1)" in shared
    assert NAME not in shared


def test_a_stale_page_and_a_second_press_are_told(cast: Cast) -> None:
    made, clerk = given_complaint(), clerk_of(cast)
    sent(clerk, page(made, "refuse"), version=0, because="属于劳动争议。")
    assert (
        browser_of(clerk).post(page(made, "refuse"), {"version": "0", "because": "再来"}).status_code == 409
    )


def test_the_list_is_filtered_by_how_far_and_by_source(cast: Cast) -> None:
    made = given_taken(cast, source=Source.GROUP, people=12)
    assert "群体反映12人" in opened(clerk_of(cast), LIST, source="group")
    assert "没有等着" in opened(clerk_of(cast), LIST, source="media")
    assert made.receipt in opened(handler_of(cast), LIST, show="mine")
    assert made.receipt not in opened(clerk_of(cast), LIST, show="mine")
    with time_machine.travel("2026-12-21 09:00+08:00", tick=False):
        assert "已逾期" in opened(clerk_of(cast), LIST, show="overdue")
        assert "还没有答复" in opened(clerk_of(cast), page(made))


def test_what_came_from_above_is_entered_with_its_code_shown_once(cast: Cast) -> None:
    clerk = clerk_of(cast)
    told = {"source": "above", "body": "某校", "place": cast.province.code, "says": "转办的问题"}
    assert "没有这个备案号" in browser_of(clerk).post(ENTER, {**told, "number": "Y404"}).content.decode()
    browser = browser_of(clerk)
    answer = browser.post(ENTER, told, follow=True).content.decode()
    made = Complaint.objects.get()
    assert f"回执号{made.receipt}、查询码" in answer
    assert CODE not in answer
    assert "查询码" not in browser.get(page(made)).content.decode()
    assert "就是这一件" in browser.post(ENTER, told, follow=True).content.decode()


def test_the_list_makes_as_many_statements_for_many(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        given_taken(cast, says=f"第{number}件")
    browser = browser_of(clerk_of(cast))
    with django_assert_max_num_queries(9):
        assert browser.get(LIST).status_code == 200
