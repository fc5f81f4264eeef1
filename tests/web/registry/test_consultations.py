"""A draft opened to comment by a page, its comments answered one after the other, concluded, and taken away."""

import io
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from dengji.audit.models import Entry
from dengji.notices.acts.commenting import answer_comment, comment_on
from dengji.notices.models import Comment, Consultation
from dengji.notices.terms import Uptake
from dengji.people.terms import Role
from dengji.policy.models import HolidaySchedule
from dengji.workdays.periods import Period
from tests.cast import AT, Cast, given_post
from tests.notices.drafts import SAID as ENTRY
from tests.notices.drafts import TAKEN, Opened, at, given_consultation, given_draft
from tests.notices.test_consulting import NEW_YEARS_EVE, SCHEDULE
from tests.records import sheets
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import ROOT, pressed, text_of

FIRST, LAST = AT.date(), date(2026, 12, 7)
AFTER = LAST + timedelta(days=1)
ASKED = {
    "asks": "请就备案条件提意见。<b>",
    "opened_on": "2026-11-16",
    "n": "15",
    "unit": "working_day",
    "contact_name": "王科长",
    "phone": "0431-00000001",
    "email": "",
    "postal_address": "",
}
ANSWER = {
    "uptake": "partly",
    "answer": "将在细则中明确。",
    "gist": "建议明确期限。",
    "public": "on",
    "version": "0",
}
SAID = {"conclusion": "共收到意见若干条，均已研究。"}


@pytest.fixture
def opened(cast: Cast) -> Opened:
    """A draft opened to comment today."""
    return given_consultation(cast, opened_on=FIRST)


@pytest.fixture
def officer(opened: Opened) -> Client:
    """The browser of a clerk of the draft's authority."""
    return browser_of(opened.clerk)


def given_comment(opened: Opened, **changes: str) -> Comment:
    """What somebody says of it this morning."""
    return comment_on(opened.consultation, replace(ENTRY, **changes), at=at(FIRST, 8))


def page_of(opened: Opened, part: str = "") -> str:
    """Where a consultation is."""
    return f"consultations/{opened.consultation.token}/{part}"


@pytest.mark.row("JL25-C", "CR-1")
def test_a_draft_is_looked_at_with_its_last_day_before_it_is_opened(
    cast: Cast, administrator: Client
) -> None:
    given_draft()
    page = pressed(administrator, "consultations/new/JLJD/", 200, **ASKED)
    assert "2026年12月7日 (周一)" in page
    assert "&lt;b&gt;" in page
    assert "任何人立即可以看到" in page
    assert not Consultation.objects.exists()
    assert "王科长" in pressed(administrator, "consultations/new/JLJD/", 200, **ASKED, edit="1")
    pressed(administrator, "consultations/new/JLJD/", 302, **ASKED, confirm="1")
    pressed(administrator, "consultations/new/JLJD/", 302, **ASKED, confirm="1")
    opened = Consultation.objects.get()
    assert (opened.last_day, opened.authority, opened.phone) == (LAST, cast.province_bureau, "0431-00000001")
    assert Entry.objects.filter(act="consultation.open").count() == 1
    assert "公开中" not in text_of(administrator, "consultations/new/")


@pytest.mark.row("JL25-C")
def test_the_period_that_the_text_gives_stands_in_the_form(administrator: Client) -> None:
    given_draft()
    with_length, without = (text_of(administrator, f"consultations/new/{name}/") for name in ("JL25", "JLJD"))
    assert 'name="n" value="15"' in with_length
    assert 'name="n" value=' not in without
    assert 'value="0000-12333"' in without


@pytest.mark.row("CR-8")
def test_a_last_day_that_is_provisional_says_so_before(administrator: Client) -> None:
    given_draft()
    HolidaySchedule.objects.filter(year=2026).delete()
    assert "暂定" in pressed(administrator, "consultations/new/JLJD/", 200, **ASKED)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"asks": ""}, "请填写“征求哪些意见”"),
        ({"asks": "长" * 5001}, "最多5000个字"),
        ({"n": "0"}, "不能小于1"),
        ({"n": "366"}, "不能大于365"),
        ({"phone": ""}, "请至少写明通信地址、电话、电子邮箱中的一种"),
        ({"phone": "找总机"}, "联系电话写得不对"),
        ({"email": "somebody"}, "电子邮箱写得不对"),
        ({"opened_on": "2026-11-15"}, "首日不能早于今天"),
        ({"opened_on": "9999-12-31"}, "首日不能早于今天，也不能晚于一年以后"),
        ({"unit": "month"}, "请从列出的选项中选择"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    administrator: Client, said: dict[str, str], says: str
) -> None:
    given_draft()
    page = pressed(administrator, "consultations/new/JLJD/", 200, **(ASKED | said))
    assert says in page
    assert "还不能办理" in page
    assert 'value="王科长"' in page
    assert not Consultation.objects.exists()


@pytest.mark.row("JL25-C")
def test_the_drafts_of_the_place_are_offered_with_what_bars_them(opened: Opened, cast: Cast) -> None:
    offered = text_of(browser_of(opened.administrator), "consultations/new/")
    assert "consultations/new/JL25/" in offered
    assert "consultations/new/JLJD/" not in offered
    assert "已有一次征求意见没有办结" in offered
    assert "consultations/new/XZ24/" not in offered
    city = browser_of(given_post(cast.bureau, Role.ADMINISTRATOR))
    barred = text_of(city, "consultations/new/")
    assert "只有本辖区主管机关的管理员可以办理此事" in barred
    assert "还不能办理" in pressed(city, "consultations/new/JL25/", 200, **ASKED, confirm="1")
    text_of(city, "consultations/new/XZ24/", status=404)
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.APPROVER])
def test_only_an_administrator_opens_and_concludes(opened: Opened, role: Role) -> None:
    browser = browser_of(given_post(opened.cast.province_bureau, role))
    text_of(browser, "consultations/new/", status=403)
    pressed(browser, page_of(opened, "conclude/"), 403, **SAID)


@pytest.mark.row("JL25-C")
def test_comments_are_read_with_their_makers_and_filtered_in_the_address(
    opened: Opened, officer: Client
) -> None:
    given_comment(opened, content="<i>斜</i>")
    given_comment(opened, article="", content="总体赞成。", name="某学校")
    page = text_of(officer, page_of(opened))
    assert "共2条" in page.replace(" ", "")
    assert "&lt;i&gt;斜&lt;/i&gt;" in page
    assert ENTRY.name in page
    assert ENTRY.contact not in page
    whole = text_of(officer, page_of(opened, "?article=whole&words=学校"))
    assert "共1条" in whole.replace(" ", "")
    assert "清除筛选" in whole
    assert "没有符合条件的意见" in text_of(officer, page_of(opened, "?uptake=adopted"))


@pytest.mark.row("JL25-C")
def test_comments_are_answered_one_after_the_other(opened: Opened, officer: Client) -> None:
    one, two = given_comment(opened), given_comment(opened, article="", content="总体赞成。")
    page = text_of(officer, f"comments/{one.token}/")
    assert ENTRY.contact in page
    assert "第五条第（四）项" in page
    answer = officer.post(f"{ROOT}comments/{one.token}/", ANSWER)
    assert answer["Location"] == f"{ROOT}comments/{two.token}/"
    answer = officer.post(f"{ROOT}comments/{two.token}/", ANSWER)
    assert answer["Location"] == f"{ROOT}{page_of(opened)}"
    one.refresh_from_db()
    assert (one.uptake, one.gist, one.public, one.answered_by) == (
        "partly",
        "建议明确期限。",
        True,
        opened.clerk,
    )
    again = text_of(officer, f"comments/{one.token}/")
    assert "修改答复" in again
    assert 'name="version" value="1"' in again


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"uptake": ""}, "请选择“采纳情况”"),
        ({"answer": ""}, "请填写“答复”"),
        ({"answer": "长" * 5001}, "最多5000个字"),
        ({"gist": ""}, "要公开的答复请写意见概要"),
        ({"gist": "长" * 301}, "最多300个字"),
    ],
)
def test_an_answer_that_says_too_little_stays_on_the_page(
    opened: Opened, officer: Client, said: dict[str, str], says: str
) -> None:
    comment = given_comment(opened)
    page = pressed(officer, f"comments/{comment.token}/", 200, **(ANSWER | said))
    assert says in page
    comment.refresh_from_db()
    assert comment.answered_at is None


def test_a_page_held_open_while_somebody_answered_changes_nothing(opened: Opened, officer: Client) -> None:
    comment = given_comment(opened)
    answer_comment(comment, replace(TAKEN, uptake=Uptake.ADOPTED), by=opened.administrator, at=at(FIRST, 9))
    page = pressed(officer, f"comments/{comment.token}/", 409, **ANSWER)
    assert "刚刚由他人答复过" in page
    comment.refresh_from_db()
    assert comment.uptake == "adopted"


@pytest.mark.row("JL25-C")
@pytest.mark.parametrize("who", ["city", "auditor"])
def test_a_guessed_address_leads_nowhere(opened: Opened, who: str) -> None:
    comment = given_comment(opened)
    home = opened.cast.bureau if who == "city" else opened.cast.province_bureau
    browser = browser_of(given_post(home, Role.CLERK if who == "city" else Role.AUDITOR))
    pages = [page_of(opened, part) for part in ("", "sheet/", "summary/", "summary.docx")]
    status = 404 if who == "city" else 403
    for page in (*pages, f"comments/{comment.token}/"):
        text_of(browser, page, status=status)
    pressed(browser, f"comments/{comment.token}/", status, **ANSWER)
    if who == "city":
        guessed = Entry.objects.filter(act="file.refused_reading", object_id=f"comment/{comment.token}")
        assert guessed.count() == 2
        text_of(browser, f"comments/{uuid4()}/", status=404)


@pytest.mark.row("JL25-C")
def test_it_is_concluded_on_a_page_of_its_own_once_everything_is_answered(opened: Opened) -> None:
    comment = given_comment(opened)
    assert "二十四时止，次日起才能办结" in text_of(browser_of(opened.administrator), page_of(opened))
    with time_machine.travel(at(AFTER), tick=False):
        browser = browser_of(opened.administrator)
        assert "还有1条意见没有答复" in pressed(browser, page_of(opened, "conclude/"), 200, **SAID)
        answer_comment(comment, TAKEN, by=opened.clerk, at=at(AFTER))
        assert "立即公布" in text_of(browser, page_of(opened, "conclude/"))
        assert "请填写“总体情况和处理意见”" in pressed(
            browser, page_of(opened, "conclude/"), 200, conclusion=" "
        )
        pressed(browser, page_of(opened, "conclude/"), 302, **SAID)
        pressed(browser, page_of(opened, "conclude/"), 302, **SAID)
        page = text_of(browser, page_of(opened))
        frozen = text_of(browser, f"comments/{comment.token}/")
        pressed(browser, f"comments/{comment.token}/", 200, **(ANSWER | {"version": "1"}))
    assert SAID["conclusion"] in page
    assert "答复不能再改" in frozen
    comment.refresh_from_db()
    assert comment.answer == TAKEN.answer
    assert Entry.objects.filter(act="consultation.conclude").count() == 1


@pytest.mark.row("JL25-C")
def test_the_sheet_holds_figures_and_comments_as_text_and_nobodys_name(
    opened: Opened, officer: Client
) -> None:
    given_comment(opened, content='=HYPERLINK("http://x.example")')
    answer_comment(given_comment(opened), TAKEN, by=opened.clerk, at=at(FIRST, 9))
    content = officer.get(f"{ROOT}{page_of(opened, 'sheet/')}").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    figures, comments = (book.get_sheet_by_name(name).to_python() for name in ("汇总", "意见"))
    assert figures[-1] == ["合计", "2", "0", "1", "0", "0", "1"]
    assert [row[3] for row in comments[1:]] == ['=HYPERLINK("http://x.example")', ENTRY.content]
    assert [row[5] for row in comments[1:]] == ["未答复", "部分采纳"]
    assert [word for word in (ENTRY.name, ENTRY.contact) if word in str(figures) + str(comments)] == []


def test_the_summary_is_taken_away_as_pdf(opened: Opened, officer: Client) -> None:
    given_comment(opened)
    pdf = officer.get(f"{ROOT}{page_of(opened, 'summary/')}")
    assert pdf["Content-Type"] == "application/pdf"
    assert "1条，其中1条未答复" in sheets.words(pdf.content)
    word = officer.get(f"{ROOT}{page_of(opened, 'summary.docx')}")
    assert word["Content-Type"].endswith("wordprocessingml.document")


@pytest.mark.row("CR-8")
def test_a_schedule_tells_which_last_days_move_before_and_after_it_is_loaded(
    cast: Cast, administrator: Client
) -> None:
    given_consultation(cast, opened_on=NEW_YEARS_EVE, period=Period(5, "working_day"))
    with time_machine.travel(at(NEW_YEARS_EVE, 15), tick=False):
        administrator.force_login(cast.administrator.person, "django.contrib.auth.backends.ModelBackend")
        file = io.BytesIO(SCHEDULE.encode())
        file.name = "2027.yaml"
        page = administrator.post(f"{ROOT}schedules/file/", {"file": file}).content.decode()
        assert "会改变的征求意见末日" in page
        assert "2027年1月8日 (周五)" in page
        pressed(administrator, "schedules/load/", 302, text=SCHEDULE, name="2027.yaml")
        stored = HolidaySchedule.objects.get(year=2027)
        after = text_of(administrator, f"schedules/{stored.pk}/")
    assert "装载时更新的征求意见末日" in after
    assert "2027年1月6日 (周三)" in after
    assert Consultation.objects.get().last_day == date(2027, 1, 8)


def test_a_clerk_is_told_how_many_wait_and_the_list_is_read_in_a_few_queries(
    opened: Opened, officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        given_comment(opened, content=f"第{number}条")
    assert "?uptake=waiting" in text_of(officer, "consultations/")
    with django_assert_max_num_queries(14):
        text_of(officer, page_of(opened))
    with django_assert_max_num_queries(12):
        text_of(officer, "consultations/")


def test_an_authority_that_asked_nobody_yet_says_what_to_do(cast: Cast, clerk: Client) -> None:
    assert "由本机关的管理员发起" in text_of(clerk, "consultations/")
    administrator = browser_of(given_post(cast.centre, Role.ADMINISTRATOR))
    assert "就一份草案征求意见" in text_of(administrator, "consultations/")
