"""Drafts open to comment: read by everybody, commented on with nothing lost, looked up in private, without names."""

import contextlib
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji.notices.acts.commenting import answer_comment, comment_on
from dengji.notices.acts.consulting import conclude
from dengji.notices.models import Comment, CommentFile, Consultation
from dengji.notices.terms import Uptake
from tests.notices.drafts import SAID as ENTRY
from tests.notices.drafts import TAKEN, Opened, at, given_consultation
from tests.records import papers, sheets
from tests.web.public.builder import text
from tests.web.public.reading import faults, words

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 16), date(2026, 12, 7)  # fifteen working days
AFTER = LAST + timedelta(days=1)
SAID = {
    "article": "11",
    "content": "留存期限请写明起算日。",
    "name": "张三",
    "contact": "13800001111",
    "website": "",
}


@pytest.fixture
def opened() -> Opened:
    """A draft open to comment from Monday the 16th, the third day of it being today."""
    return given_consultation(opened_on=FIRST)


def address(consultation: Consultation) -> str:
    """Where a consultation is."""
    return f"/consultations/{consultation.token}/"


def writing(opened: Opened) -> str:
    """Where comments are written."""
    return f"{address(opened.consultation)}comment/"


def given_conclusion(opened: Opened) -> None:
    """Two comments answered, one of them in private, and all concluded the day after the last."""
    for entry, taken in (
        (ENTRY, replace(TAKEN, gist="建议写明<b>期限</b>。")),
        (
            replace(ENTRY, article="", content="查我的证书"),
            replace(TAKEN, uptake=Uptake.NOTED, answer="已转办。", gist="", public=False),
        ),
    ):
        comment = comment_on(opened.consultation, entry, at=at(FIRST))
        answer_comment(comment, taken, by=opened.clerk, at=at(AFTER))
    conclude(opened.consultation, conclusion="草案将作修改。", by=opened.administrator, at=at(AFTER))


@pytest.mark.row("JL25-C", "CR-9")
def test_a_draft_says_until_when_whom_to_ask_and_what_each_article_is_about(
    opened: Opened, client: Client
) -> None:
    answer = client.get(address(opened.consultation))
    said = words(answer)
    for part in (
        "2026年12月7日 (周一)截止，当日仍可提意见； 还剩13个工作日",
        "15个工作日，自首日的次日起算",
        "就备案条件和办理程序提出修改意见。",
        "联系人 王科长",
        "0431-00000001",
        "opinion@example.test",
        "演示路1号",
        "已收到 0条",
    ):
        assert part in said
    draft = text("JLJD")
    assert draft.summary in said
    assert [each.label for each in draft.articles.values() if each.says not in said] == []
    assert "暂定" not in said
    assert faults(answer) == []


@pytest.mark.row("JL25-C")
@pytest.mark.parametrize(
    ("now", "says", "may_write"),
    [
        ("2026-11-15 23:59+08:00", "即将开始", False),
        ("2026-11-16 00:00+08:00", "正在征求意见", True),
        ("2026-12-06 12:00+08:00", "还剩1个工作日", True),
        ("2026-12-07 23:59+08:00", "今天是最后一天", True),
        ("2026-12-08 00:00+08:00", "已截止，正在整理答复", False),
    ],
)
def test_comments_are_invited_from_the_first_day_to_the_last(
    opened: Opened, client: Client, now: str, says: str, may_write: bool
) -> None:
    with time_machine.travel(now, tick=False):
        page = client.get(address(opened.consultation))
        sent = client.post(writing(opened), SAID)
    assert says in words(page)
    assert (f'href="{writing(opened)}"' in page.content.decode()) is may_write
    assert (sent.status_code == 302, Comment.objects.count()) == (may_write, int(may_write))


@pytest.mark.row("JL25-C")
def test_a_comment_after_the_last_day_is_refused_in_words_and_what_was_written_is_given_back(
    opened: Opened, client: Client
) -> None:
    with time_machine.travel("2026-12-08 09:00+08:00", tick=False):
        sent = client.post(writing(opened), SAID)
    said = words(sent)
    assert "到2026年12月7日 (周一)二十四时止，现在不再收意见" in said
    assert "电话 0431-00000001" in said
    assert SAID["content"] in said
    assert faults(sent) == []


@pytest.mark.row("CR-8")
def test_a_last_day_that_may_still_move_says_so(opened: Opened, client: Client) -> None:
    Consultation.objects.update(provisional=True)
    assert "放假安排还没有公布" in words(client.get(address(opened.consultation)))


@pytest.mark.row("JL25-C", "CR-1")
def test_the_list_has_those_open_those_over_and_the_periods_that_texts_tell_of(
    opened: Opened, client: Client
) -> None:
    now = client.get("/consultations/")
    said = words(now)
    assert "正在征求意见 共1份" in said
    assert "还没有截止的征求意见" in said
    assert "2025年4月11日 (周五) 至 2025年5月6日 (周二)，共15个工作日" in said
    assert faults(now) == []
    with time_machine.travel("2026-12-08 09:00+08:00", tick=False):
        later = words(client.get("/consultations/"))
    assert "今天没有正在征求意见的草案" in later
    assert "已截止的征求意见 共1次" in later


def test_the_policy_library_and_the_texts_own_page_lead_to_it(opened: Opened, client: Client) -> None:
    link = f'href="{address(opened.consultation)}"'
    assert link in client.get("/law/").content.decode()
    assert link in client.get("/law/JLJD/").content.decode()
    assert link not in client.get("/law/JL25/").content.decode()
    assert 'href="/consultations/"' in client.get("/publicity/").content.decode()


def test_the_article_that_was_chosen_is_chosen_in_the_form(opened: Opened, client: Client) -> None:
    link = f"{writing(opened)}?article=11"
    assert link in client.get(address(opened.consultation)).content.decode()
    page = client.get(link)
    assert '<option value="11" selected>' in page.content.decode()
    assert text("JLJD").articles["11"].says in words(page)
    assert "selected" not in client.get(f"{writing(opened)}?article=99").content.decode()
    assert faults(page) == []


@pytest.mark.row("JL25-C")
def test_a_comment_leads_to_its_receipt_at_an_address_of_its_own(opened: Opened, client: Client) -> None:
    sent = client.post(writing(opened), SAID, follow=True)
    made = Comment.objects.get()
    assert sent.redirect_chain == [(f"/comment/{made.token}/", 302)]
    said = words(sent)
    assert "回执号 YJ2026-000001" in said
    assert "第十一条" in said
    assert SAID["content"] in said
    assert SAID["contact"] not in said
    assert "no-store" in sent["Cache-Control"]
    assert faults(sent) == []


def test_the_button_pressed_twice_makes_one_comment(opened: Opened, client: Client) -> None:
    first, second = (client.post(writing(opened), SAID)["Location"] for _ in range(2))
    assert (first == second, Comment.objects.count()) == (True, 1)


def test_files_come_with_a_comment_and_nobody_from_the_public_reads_them(
    opened: Opened, client: Client
) -> None:
    client.post(writing(opened), SAID | {"papers": [SimpleUploadedFile("一.pdf", papers.PDF)]})
    kept = CommentFile.objects.select_related("file").get().file
    assert kept.name == "一.pdf"
    assert client.get(f"/files/{kept.token}/").status_code == 302
    client.force_login(opened.cast.manager.person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/files/{kept.token}/").status_code == 404
    client.force_login(opened.clerk.person, backend="django.contrib.auth.backends.ModelBackend")
    with contextlib.closing(client.get(f"/files/{kept.token}/")) as file:
        assert file.status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("article", "99", "请从列出的条款中选择"),
        ("content", " ", "请写明您的意见和理由。"),
        ("content", "长" * 5001, "5000"),
        ("name", "", "请写明您的姓名或单位名称。"),
        ("contact", "找我", "请留下能联系到您的电话"),
        ("website", "http://spam.example", "请不要填写"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    opened: Opened, client: Client, field: str, value: str, sentence: str
) -> None:
    sent = client.post(writing(opened), SAID | {field: value})
    html = sent.content.decode()
    assert f'<a href="#id_{field}">' in html
    assert sentence in html
    kept = [typed for name, typed in SAID.items() if name not in {field, "article"} and typed]
    assert [typed for typed in kept if typed not in html] == []
    assert faults(sent) == []
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([("假.pdf", b"MZ" + b"\x00" * 100)], "不"),
        ([(f"{n}.pdf", papers.PDF) for n in range(6)], "一次最多附5个文件"),
    ],
)
def test_files_that_cannot_be_taken_are_named_and_the_words_stay(
    opened: Opened, client: Client, files: list[tuple[str, bytes]], sentence: str
) -> None:
    sent = client.post(
        writing(opened), SAID | {"papers": [SimpleUploadedFile(name, content) for name, content in files]}
    )
    html = sent.content.decode()
    assert sentence in html
    assert SAID["content"] in html
    assert "请重新选择" in html
    assert not Comment.objects.exists()


def test_too_many_comments_from_one_address_are_asked_to_wait(opened: Opened, client: Client) -> None:
    for number in range(20):
        client.post(writing(opened), SAID | {"content": f"第{number}条"})
    sent = client.post(writing(opened), SAID)
    assert "请一小时后再试" in words(sent)
    assert SAID["content"] in sent.content.decode()
    assert Comment.objects.count() == 20
    assert client.post(writing(opened), SAID, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_markup_in_a_comment_stays_text(opened: Opened, client: Client) -> None:
    sent = client.post(writing(opened), SAID | {"content": "<script>alert(1)</script>"}, follow=True)
    assert "<script" not in sent.content.decode()
    assert "&lt;script&gt;" in sent.content.decode()


@pytest.mark.parametrize(
    ("receipt", "contact", "found"),
    [
        ("YJ2026-000001", "13800001111", True),
        (" yj2026-000001 ", " 13800001111 ", True),
        ("YJ2026-000001", "13800002222", False),
        ("YJ2026-000002", "13800001111", False),
        ("", "13800001111", False),
    ],
)
def test_a_comment_is_found_by_receipt_and_contact_only(
    opened: Opened, client: Client, receipt: str, contact: str, found: bool
) -> None:
    client.post(writing(opened), SAID)
    sent = client.post("/comment/", {"receipt": receipt, "contact": contact})
    assert (sent.status_code == 302) is found
    assert found or faults(sent) == []


def test_receipts_are_not_tried_out_for_long(opened: Opened, client: Client) -> None:
    for _ in range(20):
        client.post("/comment/", {"receipt": "YJ2026-000009", "contact": "13800001111"})
    client.post(writing(opened), SAID)
    sent = client.post("/comment/", {"receipt": "YJ2026-000001", "contact": SAID["contact"]})
    assert "请一小时后再试" in words(sent)


@pytest.mark.row("JL25-C")
def test_an_answer_is_read_at_once_by_whoever_commented_and_by_nobody_else(
    opened: Opened, client: Client
) -> None:
    client.post(writing(opened), SAID)
    made = Comment.objects.get()
    answer_comment(made, TAKEN, by=opened.clerk, at=at(date(2026, 11, 18), 15))
    mine = words(client.get(f"/comment/{made.token}/"))
    assert "部分采纳" in mine
    assert TAKEN.answer in mine
    everybodys = words(client.get(address(opened.consultation)))
    assert "已收到 1条" in everybodys
    assert [said for said in (TAKEN.answer, TAKEN.gist, SAID["content"]) if said in everybodys] == []


@pytest.mark.row("JL25-C")
def test_once_concluded_everybody_reads_what_it_came_to_without_names(opened: Opened, client: Client) -> None:
    given_conclusion(opened)
    with time_machine.travel("2026-12-09 09:00+08:00", tick=False):
        answer = client.get(address(opened.consultation))
    said, html = words(answer), answer.content.decode()
    for part in (
        "已办结",
        "草案将作修改。",
        "共收到2条意见",
        "共1条公开的答复",
        "第五条第（四）项",
        TAKEN.answer,
    ):
        assert part in said
    assert "建议写明&lt;b&gt;期限&lt;/b&gt;。" in html
    private = (ENTRY.name, ENTRY.contact, ENTRY.content, "查我的证书", "已转办。")
    assert [word for word in private if word in html] == []
    assert faults(answer) == []


@pytest.mark.row("JL25-C")
def test_the_summary_is_for_everybody_once_it_is_concluded_and_not_before(
    opened: Opened, client: Client
) -> None:
    link = f"{address(opened.consultation)}summary/"
    assert client.get(link).status_code == 404
    given_conclusion(opened)
    pdf = client.get(link)
    assert pdf["Content-Type"] == "application/pdf"
    assert "草案将作修改。" in sheets.words(pdf.content)
    assert client.get(link).content == pdf.content


@pytest.mark.row("JL25-C")
def test_the_summary_as_word_is_for_everybody_once_it_is_concluded_and_not_before(
    opened: Opened, client: Client
) -> None:
    link = f"{address(opened.consultation)}summary.docx"
    assert client.get(link).status_code == 404
    given_conclusion(opened)
    file = client.get(link)
    assert file["Content-Type"].endswith("wordprocessingml.document")
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert type(file["Content-Type"]) is str  # a server may take nothing else
    assert file.content.startswith(b"PK")
    assert f'href="{link}"' in client.get(address(opened.consultation)).content.decode()


@pytest.mark.parametrize("page", ["consultations/{}/", "consultations/{}/comment/", "comment/{}/"])
def test_a_guessed_address_leads_nowhere(opened: Opened, client: Client, page: str) -> None:
    answer = client.get(f"/{page.format(uuid4())}")
    assert answer.status_code == 404
    assert "没有找到这个页面" in words(answer)


def test_the_pages_ask_the_tables_a_few_times_however_much_there_is(
    opened: Opened, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        comment = comment_on(opened.consultation, replace(ENTRY, content=f"第{number}条"), at=at(FIRST))
        answer_comment(comment, TAKEN, by=opened.clerk, at=at(AFTER))
    conclude(opened.consultation, conclusion="已研究。", by=opened.administrator, at=at(AFTER))
    pages = {"/consultations/": 9, address(opened.consultation): 6, "/comment/": 1}
    for page, most in pages.items():
        client.get(page)
        with django_assert_max_num_queries(most):
            client.get(page)
