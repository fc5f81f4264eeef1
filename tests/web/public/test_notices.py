"""Publicity and objections: seen by everybody for its days, objected to with nothing lost, answered in private."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dengji.notices.acts.announcing import announce
from dengji.notices.acts.objecting import answer
from dengji.notices.models import Objection, ObjectionFile, Publicity
from dengji.people.terms import Role
from tests.cast import AT, Cast, given_cast, given_post
from tests.records import papers
from tests.web.public.builder import given_case, given_publicity, given_texts, moment
from tests.web.public.reading import faults, words

pytestmark = pytest.mark.django_db
SAID = {"name": "张三", "contact": "13800001111", "content": "该单位没有实训车间，请核实。", "website": ""}


@pytest.fixture
def cast() -> Cast:
    """The cast with the texts."""
    given_texts()
    return given_cast()


@pytest.fixture
def publicity(cast: Cast) -> Publicity:
    """A publicity open from the 16th to the 23rd."""
    return given_publicity(given_case(cast))


def address(publicity: Publicity) -> str:
    """Where a publicity is."""
    return f"/publicity/{publicity.token}/"


@pytest.mark.row("JL25-7.5a", "CR-9")
def test_a_publicity_says_what_why_and_until_when(publicity: Publicity, client: Client) -> None:
    said = words(client.get(address(publicity)))
    assert "拟对该单位准予备案，现予公示。" in said
    assert "松江机械制造有限公司（用人单位）" in said
    assert "第七条第（五）项前段" in said
    assert "2026年11月23日 (周一)（含当日）" in said
    assert "自公示发布的次日起不少于5个工作日" in said
    assert "车工（数控车工）" in said
    assert "本单位职工" in said
    assert "暂定" not in said


@pytest.mark.row("CR-8")
def test_a_last_day_that_may_still_move_says_so(cast: Cast, client: Client) -> None:
    publicity = given_publicity(given_case(cast), provisional=True)
    assert "放假安排还没有公布" in words(client.get(address(publicity)))


@pytest.mark.row("CR-7")
def test_a_publicity_shows_the_decision_that_its_text_rests_on(cast: Cast, client: Client) -> None:
    publicity = given_publicity(given_case(cast, basis="征求意见稿，试运行"))
    assert "适用情形 征求意见稿，试运行" in words(client.get(address(publicity)))


@pytest.mark.row("JL25-7.5a")
@pytest.mark.parametrize(
    ("now", "taken"),
    [
        ("2026-11-15 23:59+08:00", False),
        ("2026-11-16 00:00+08:00", True),
        ("2026-11-23 23:59+08:00", True),
        ("2026-11-24 00:00+08:00", False),
    ],
)
def test_an_objection_is_taken_to_the_end_of_the_last_day(
    publicity: Publicity, client: Client, now: str, taken: bool
) -> None:
    with time_machine.travel(now, tick=False):
        sent = client.post(address(publicity), SAID)
    assert (sent.status_code == 302, Objection.objects.count()) == (taken, int(taken))


def test_an_objection_leads_to_its_receipt_at_an_address_of_its_own(
    publicity: Publicity, client: Client
) -> None:
    sent = client.post(address(publicity), SAID, follow=True)
    made = Objection.objects.get()
    assert sent.redirect_chain == [(f"/objection/{made.token}/", 302)]
    said = words(sent)
    assert "回执号 YY2026-000001" in said
    assert SAID["content"] in said
    assert SAID["contact"] not in said
    assert "no-store" in sent["Cache-Control"]


def test_an_objection_that_is_too_long_is_told_so_and_kept_whole(
    publicity: Publicity, client: Client
) -> None:
    answer = client.post(address(publicity), SAID | {"content": "长" * 5001})
    assert "异议内容最多5000字，现有5001字。" in words(answer)
    assert "长" * 5001 in answer.content.decode()


def test_publicities_whose_time_is_over_are_counted_but_not_listed_one_by_one(
    publicity: Publicity, client: Client
) -> None:
    with time_machine.travel("2027-03-01 12:00+08:00", tick=False):
        said = words(client.get("/publicity/"))
    assert "更早的1件公示期满已久" in said
    assert publicity.title not in said
    with time_machine.travel("2026-12-01 12:00+08:00", tick=False):
        said = words(client.get("/publicity/"))
    assert publicity.title in said
    assert "更早的" not in said


def test_the_button_pressed_twice_makes_one_objection(publicity: Publicity, client: Client) -> None:
    first, second = (client.post(address(publicity), SAID)["Location"] for _ in range(2))
    assert first == second
    assert Objection.objects.count() == 1


def test_files_come_with_an_objection(publicity: Publicity, client: Client) -> None:
    files = [SimpleUploadedFile(name, papers.PDF) for name in ("一.pdf", "二.pdf")]
    client.post(address(publicity), SAID | {"papers": files})
    assert sorted(each.file.name for each in ObjectionFile.objects.select_related("file")) == [
        "一.pdf",
        "二.pdf",
    ]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "请写明您的姓名或单位名称。"),
        ("contact", "", "请留下能联系到您的电话"),
        ("contact", "找我", "请留下能联系到您的电话"),
        ("content", " ", "请写明异议的内容和依据。"),
        ("content", "长" * 5001, "5000"),
        ("website", "http://spam.example", "请不要填写"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    publicity: Publicity, client: Client, field: str, value: str, sentence: str
) -> None:
    sent = client.post(address(publicity), SAID | {field: value})
    html = sent.content.decode()
    assert f'<a href="#id_{field}">' in html
    assert sentence in html
    kept = [text for name, text in SAID.items() if name != field and text]
    assert [text for text in kept if text not in html] == []
    assert faults(sent) == []
    assert Objection.objects.count() == 0


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([("空.pdf", b"")], "空"),
        ([("假.pdf", b"MZ" + b"\x00" * 100)], "不"),
        ([(f"{n}.pdf", papers.PDF) for n in range(6)], "一次最多附5个文件"),
    ],
)
def test_files_that_cannot_be_taken_are_named_and_the_words_stay(
    publicity: Publicity, client: Client, files: list[tuple[str, bytes]], sentence: str
) -> None:
    sent = client.post(
        address(publicity), SAID | {"papers": [SimpleUploadedFile(name, content) for name, content in files]}
    )
    html = sent.content.decode()
    assert sentence in html
    assert 'class="error-summary"' in html
    assert SAID["content"] in html
    assert "请重新选择" in html
    assert Objection.objects.count() == 0


def test_too_many_objections_from_one_address_are_asked_to_wait(publicity: Publicity, client: Client) -> None:
    for number in range(20):
        client.post(address(publicity), SAID | {"content": f"第{number}条"})
    sent = client.post(address(publicity), SAID)
    assert "请一小时后再试" in words(sent)
    assert SAID["content"] in sent.content.decode()
    assert Objection.objects.count() == 20
    elsewhere = client.post(address(publicity), SAID, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_markup_in_an_objection_stays_text(publicity: Publicity, client: Client) -> None:
    sent = client.post(address(publicity), SAID | {"content": "<script>alert(1)</script>"}, follow=True)
    assert "<script" not in sent.content.decode()


def test_once_it_is_over_it_names_nobody_and_takes_nothing(publicity: Publicity, client: Client) -> None:
    with time_machine.travel("2026-11-24 09:00+08:00", tick=False):
        just_over = words(client.get(address(publicity)))
    assert "公示期已满，这里不再收异议" in just_over
    assert "松江机械制造有限公司" in just_over
    with time_machine.travel("2027-01-15 09:00+08:00", tick=False):
        long_over = words(client.get(address(publicity)))
    assert "松江机械制造有限公司" not in long_over
    assert "电工" not in long_over


def test_an_answer_stands_on_the_private_page(cast: Cast, publicity: Publicity, client: Client) -> None:
    client.post(address(publicity), SAID)
    made = Objection.objects.get()
    reviewer = given_post(cast.bureau, Role.REVIEWER)
    answer(made, upheld=False, answer="经现场查看，车间属实。", by=reviewer, at=moment("2026-11-18T15:00"))
    said = words(client.get(f"/objection/{made.token}/"))
    assert "经核实，异议不成立" in said
    assert "经现场查看，车间属实。" in said


@pytest.mark.parametrize(
    ("receipt", "contact", "found"),
    [
        ("YY2026-000001", "13800001111", True),
        (" yy2026-000001 ", " 13800001111 ", True),
        ("YY2026-000001", "13800002222", False),
        ("YY2026-000002", "13800001111", False),
        ("", "13800001111", False),
    ],
)
def test_an_objection_is_found_by_receipt_and_contact_only(
    publicity: Publicity, client: Client, receipt: str, contact: str, found: bool
) -> None:
    client.post(address(publicity), SAID)
    sent = client.post("/objection/", {"receipt": receipt, "contact": contact})
    assert (sent.status_code == 302) is found
    if not found:
        assert "还查不到" in words(sent)
        assert contact.strip() in sent.content.decode()


def test_receipts_cannot_be_guessed_by_the_hundred(publicity: Publicity, client: Client) -> None:
    client.post(address(publicity), SAID)
    for _ in range(20):
        client.post("/objection/", {"receipt": "YY2026-000001", "contact": "13800002222"})
    sent = client.post("/objection/", {"receipt": "YY2026-000001", "contact": "13800001111"})
    assert "请一小时后再试" in words(sent)


@pytest.mark.row("TJ21-3.1")
def test_the_list_shows_what_is_open_what_is_over_and_what_was_announced(cast: Cast, client: Client) -> None:
    given_publicity(given_case(cast))
    over = given_case(cast, applicant=cast.school.organisation)
    given_publicity(over, title="技师学院公示", opened_on=date(2026, 11, 2), last_day=date(2026, 11, 9))
    announce(cast.centre, title="第二批申报公告", text="请提前准备。", by=cast.clerk, at=AT)
    said = words(client.get("/publicity/"))
    assert "共1件，最先截止的在前" in said
    assert "共1件，最近结束的在前" in said
    for part in ("松江机械制造有限公司首次评估备案公示", "技师学院公示", "第二批申报公告", "请提前准备。"):
        assert part in said
