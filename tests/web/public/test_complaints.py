"""Complaints by the public: written without signing in, a receipt and a code once, read by both, nobody's else."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dengji.filings.models import Filing
from dengji.records.models import StoredFile
from dengji.supervision.models import Complaint
from dengji.web.public import limits
from tests.cast import Cast, given_cast
from tests.records.papers import PDF
from tests.supervision.campaigns import given_bodies
from tests.web.public.reading import faults, words

pytestmark = pytest.mark.django_db
WHICH, WRITE, PROGRESS = (reverse(f"public:{name}") for name in ("complain", "write_complaint", "complaint"))
VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00" + b"\x00" * 4096


@pytest.fixture
def cast() -> Cast:
    """Tianjin with a filed body."""
    made = given_cast("120116", "120104")
    given_bodies(made, 1)
    return made


def address() -> str:
    """Where somebody complains of the body."""
    return f"{WRITE}?filing={Filing.objects.get().number}"


def sent(client: Client, **said: Any) -> Any:
    """A complaint of the body, sent."""
    told = {"source": "self", "content": "收了费没有考试。", "website": "", **said}
    return client.post(address(), told)


def code_in(answer: HttpResponse) -> str:
    """The code that the page shows."""
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words(answer))
    return found.group() if found else ""


@pytest.mark.row("TJ21-23", "JLJD-33")
def test_anybody_complains_and_reads_how_far_it_is(cast: Cast, client: Client) -> None:
    filing = Filing.objects.get()
    assert "举报投诉" in words(client.get("/"))
    found = client.get(WHICH, {"words": "第0职业"})
    assert address().replace("&", "&amp;") in found.content.decode()
    assert faults(found) == faults(client.get(address())) == []
    done = sent(client, name="钱小燕", contact="13911112222", papers=[SimpleUploadedFile("证.pdf", PDF)])
    made = Complaint.objects.get()
    assert made.receipt in words(done)
    assert (made.filing, made.named, made.files.count()) == (filing, True, 1)
    assert faults(done) == []
    seen = client.post(PROGRESS, {"receipt": made.receipt, "code": code_in(done)})
    assert "正在决定是否受理" in words(seen)
    assert "钱小燕" not in words(seen)
    assert faults(seen) == faults(client.get(PROGRESS)) == []


def test_a_body_that_is_not_found_is_written_down_by_name(cast: Cast, client: Client) -> None:
    assert "没有找到" in words(client.get(WHICH, {"words": "没有这家"}))
    assert faults(client.get(WRITE)) == []
    told = {"source": "self", "content": "没有备案就发证。", "website": ""}
    assert "请写明是哪家机构" in words(client.post(WRITE, told))
    client.post(WRITE, {**told, "body": "某某培训学校", "place": cast.province.code})
    assert Complaint.objects.get().authority == cast.province_bureau
    assert client.get(f"{WRITE}?filing=Y999").status_code == 404


@pytest.mark.row("JLJD-33")
def test_a_button_pressed_twice_shows_the_same_code_and_a_stranger_none(cast: Cast, client: Client) -> None:
    page = re.search(r'name="page" value="([^"]+)"', client.get(address()).content.decode())
    assert page is not None
    first, again = sent(client, page=page[1]), sent(client, page=page[1])
    assert code_in(first) == code_in(again) != ""
    stranger = sent(Client())
    assert code_in(stranger) == ""
    assert "已经收到过" in words(stranger)
    assert Complaint.objects.get().times == 2


def test_too_many_from_one_network_have_to_wait_and_nothing_typed_is_lost(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST", 1)
    sent(client)
    answer = sent(client, content="另一件事")
    assert "一小时后再试" in words(answer)
    assert "另一件事" in words(answer)
    assert Complaint.objects.count() == 1


def test_a_video_is_refused_from_its_first_bytes_and_the_words_stay(cast: Cast, client: Client) -> None:
    film = SimpleUploadedFile("<b>录像.mp4", VIDEO)
    answer = sent(client, papers=[SimpleUploadedFile("证.pdf", PDF), film])
    assert "视频、音频、压缩包等不收" in words(answer)
    assert "收了费没有考试。" in words(answer)
    assert "<b>录像" not in answer.content.decode()
    assert faults(answer) == []
    assert not Complaint.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_that_is_too_large_is_let_go_where_the_limit_is(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.DENGJI_UPLOAD_LIMIT = 200_000
    big = SimpleUploadedFile("大.pdf", PDF + b" " * 300_000)
    assert "请压缩或者分成几个文件" in words(sent(client, papers=[big]))
    assert not Complaint.objects.exists()


def test_what_is_far_too_long_is_refused_unread(cast: Cast, client: Client) -> None:
    answer = client.post(address(), {"content": "x"}, CONTENT_LENGTH=str(500 * 1024 * 1024))
    assert answer.status_code == 413
    assert "附件合计太大" in words(answer)
    assert faults(answer) == []


def test_a_form_from_a_strange_page_is_refused(cast: Cast) -> None:
    answer = Client(enforce_csrf_checks=True).post(address(), {"source": "self", "content": "x"})
    assert answer.status_code == 403
    assert not Complaint.objects.exists()


def test_markup_is_shown_as_it_was_typed(cast: Cast, client: Client) -> None:
    answer = sent(
        client, content="<script>alert(1)</script>", source="media", reported_at="javascript:alert(1)"
    )
    assert "以 http:// 或者 https:// 开头" in words(answer)
    assert "<script>alert" not in answer.content.decode()


def test_a_wrong_code_says_no_more_than_a_wrong_receipt_and_too_many_wait(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(client)
    made = Complaint.objects.get()
    wrong = client.post(PROGRESS, {"receipt": made.receipt, "code": "AAAA"})
    none = client.post(PROGRESS, {"receipt": "JB2026-999999", "code": "AAAA"})
    assert "没有查到" in words(wrong)
    assert words(wrong).count(made.body) == words(none).count(made.body) == 0
    monkeypatch.setattr(limits, "MOST", 2)
    assert "查询得太多" in words(client.post(PROGRESS, {"receipt": made.receipt, "code": "AAAA"}))


def test_the_trap_catches_machines(cast: Cast, client: Client) -> None:
    assert "“网址”一栏请不要填写" in words(sent(client, website="http://x"))
    assert not Complaint.objects.exists()
