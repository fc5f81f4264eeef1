"""Certificates on public pages: one question, one clear answer, the same silence for every wrong one; limits."""

import json
import re
from base64 import urlsafe_b64decode
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from dengji import clock
from dengji.certificates.models import Certificate
from dengji.certificates.terms import CertificateState, EventKind
from dengji.sealing.seals import opened
from dengji.web.public.asking import FREE, MOST, network_of
from dengji.web.tally import tallies
from tests.cast import identity_number
from tests.certified import DOCUMENT, NAME, NUMBER, given_certificate, given_event

pytestmark = pytest.mark.django_db
NOT_THERE = "没有查到编号或证件号码与姓名都相符的证书"
STRANGER = "Y000012000900264000009"


@pytest.fixture
def certificate() -> Certificate:
    """One on the register."""
    return given_certificate()


def asked(number: str = NUMBER, name: str = NAME, client: Client | None = None, **more: Any) -> Any:
    """What the page answers to a number."""
    return (client or Client()).post("/certificates/number/", {"number": number, "name": name, **more})


def asked_json(**fields: str) -> Any:
    """What a program is answered."""
    return Client().post("/certificates/lookup.json", json.dumps(fields), content_type="application/json")


def failed(times: int, number: str = STRANGER) -> None:
    """So many look-ups that find nothing."""
    for _ in range(times):
        Client().post("/certificates/number/", {"number": number, "name": NAME})


def read_picture(said: str) -> dict[str, Any]:
    """What somebody sends who has read the picture right."""
    token = re.search('name="token" value="([^"]+)"', said)
    assert token is not None
    return {"token": token[1], "answer": opened(urlsafe_b64decode(token[1]))["answer"].lower()}


@pytest.mark.row("TJ21-8c")
@pytest.mark.row("JLJD-25")
def test_anybody_finds_a_certificate_by_number_and_name(certificate: Certificate) -> None:
    answer = asked(" y0000-12-000900 264000001 ")
    said = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    for each in ("查到1本证书", NUMBER, "王**", "四级/中级工", "海河机械厂", "2026年11月20日 (周五)", "有效"):
        assert each in said
    assert NAME not in said
    assert DOCUMENT not in said


@pytest.mark.row("JLJD-25")
def test_the_document_s_number_finds_them_all(certificate: Certificate) -> None:
    given_certificate("Y000012000900263000001", level="3")
    said = Client().post("/certificates/document/", {"document": DOCUMENT, "name": NAME}).content.decode()
    assert "查到2本证书" in said
    assert NUMBER in said
    assert DOCUMENT not in said


@pytest.mark.row("JL25-12")
def test_what_happened_to_it_is_said(certificate: Certificate) -> None:
    given_event(certificate, EventKind.WITHDRAW, "<b>代考</b>")
    Certificate.objects.update(state=CertificateState.WITHDRAWN)
    said = asked().content.decode()
    assert "已撤销" in said
    assert "这本证书不再有效" in said
    assert "&lt;b&gt;代考&lt;/b&gt;" in said


@pytest.mark.row("JL25-12")
def test_a_corrected_certificate_says_so(certificate: Certificate) -> None:
    Certificate.objects.update(corrected_on=date(2026, 11, 21))
    assert "有效，已更正" in asked().content.decode()


@pytest.mark.row("TJ21-8c")
def test_a_wrong_name_is_answered_as_a_number_that_is_not_there(certificate: Certificate) -> None:
    other = identity_number(777)

    def plain(answer: Any) -> str:
        said = answer.content.decode()
        assert answer.status_code == 200
        assert NOT_THERE in said
        return re.sub("|".join((NUMBER, STRANGER, DOCUMENT, other)), "", said)

    assert plain(asked(NUMBER, "李四")) == plain(asked(STRANGER, "李四"))
    first, second = (
        plain(Client().post("/certificates/document/", {"document": each, "name": "李四"}))
        for each in (DOCUMENT, other)
    )
    assert first == second


def test_what_may_be_wrong_is_said_and_what_to_do(certificate: Certificate) -> None:
    said = asked(NUMBER[:-1]).content.decode()
    assert "比22位少了1位" in said
    assert 'href="/certificates/wrong/"' in said
    assert f'value="{NUMBER[:-1]}"' in said
    assert "找谁" in Client().get("/certificates/wrong/").content.decode()


def test_what_is_left_empty_is_asked_for(certificate: Certificate) -> None:
    said = asked("", " ").content.decode()
    assert "请填写证书编号" in said
    assert "请填写姓名" in said
    assert "证书编号太长" in asked("1" * 61).content.decode()
    assert "姓名最多60个字" in asked(name="王" * 61).content.decode()


@pytest.mark.parametrize("where", ["/certificates/", "/certificates/number/", "/certificates/document/", "/"])
def test_every_page_opens_and_leads_to_the_look_up(where: str) -> None:
    answer = Client().get(where)
    assert answer.status_code == 200
    assert 'href="/certificates/' in answer.content.decode()
    assert not answer.cookies


@pytest.mark.row("TJ21-8c")
def test_a_program_is_answered_the_same(certificate: Certificate) -> None:
    given_event(certificate, EventKind.CORRECT, "更正姓名")
    said = asked_json(number=NUMBER, name=NAME).json()
    (one,) = said["certificates"]
    assert (said["found"], one["number"], one["name"], one["state"]) == (True, NUMBER, "王**", "valid")
    assert one["history"] == [
        {"kind": "correct", "label": "更正", "says": "更正姓名", "on": one["history"][0]["on"]}
    ]
    nothing = asked_json(document=DOCUMENT, name="李四").json()
    assert (nothing["found"], nothing["challenge"]) == (False, None)
    assert nothing["advice"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "application/json"),
        ("[1]", "application/json"),
        ('{"number": 1, "name": "x"}', "application/json"),
        ('{"number": "1"}', "application/json"),
        ('{"number": "1", "document": "2", "name": "x"}', "application/json"),
        ('{"number": "1\\u0000", "name": "x"}', "application/json"),
        ("[" * 3000, "application/json"),
        ("x" * 5000, "application/json"),
        ("number=1", "application/x-www-form-urlencoded"),
        ("number=1&name=%FF", "application/x-www-form-urlencoded"),
        ("number=1&name=x", "text/plain"),
    ],
)
def test_a_program_that_asks_nothing_is_told_so(body: str, kind: str) -> None:
    answer = Client().post("/certificates/lookup.json", body, content_type=kind)
    assert answer.status_code in {200, 400}
    assert answer.json()["found"] is not True
    assert Client().get("/certificates/lookup.json").status_code == 405


@pytest.mark.row("TJ21-8c")
def test_after_five_failures_a_picture_is_asked_of_the_network(certificate: Certificate) -> None:
    failed(FREE - 1)
    assert asked().status_code == 200
    failed(1)
    picture = asked()
    assert picture.status_code == 429
    said = picture.content.decode()
    assert "请先填写图片里的字符" in said
    assert 'src="data:image/png;base64,' in said
    assert NUMBER in asked(**read_picture(said)).content.decode().split("<h1>")[1]
    elsewhere = asked(client=Client(REMOTE_ADDR="198.51.100.7"))
    assert elsewhere.status_code == 200


@pytest.mark.row("TJ21-8c")
def test_after_five_wrong_names_a_picture_is_asked_for_that_number_everywhere() -> None:
    given_certificate()
    for number in (NUMBER, STRANGER):
        for place in range(FREE):
            asked(number, "李四", Client(REMOTE_ADDR=f"203.0.113.{place}"))
        elsewhere = asked(number, client=Client(REMOTE_ADDR="198.51.100.7"))
        assert elsewhere.status_code == 429
        assert "图片里的字符" in elsewhere.content.decode()


def test_a_picture_counts_once_and_only_when_read_right(certificate: Certificate) -> None:
    failed(FREE)
    right = read_picture(asked().content.decode())
    wrong = asked(**right | {"answer": "没看清"})
    assert "图片里的字符不对" in wrong.content.decode()
    assert asked(**right).status_code == 429
    assert asked(token="made-up", answer="AAAAA").status_code == 429
    fresh = read_picture(asked().content.decode())
    assert asked(**fresh).status_code == 200
    assert asked(**fresh).status_code == 429


def test_a_picture_is_good_for_ten_minutes(certificate: Certificate) -> None:
    failed(FREE)
    right = read_picture(asked().content.decode())
    with time_machine.travel("2026-11-18 10:10:00+08:00", tick=False):
        assert asked(**right).status_code == 429


def test_after_sixty_failures_the_network_waits_for_the_next_hour(certificate: Certificate) -> None:
    tallies().hours.count(tallies().aim(network_of("127.0.0.1")), int(clock.now().timestamp()), MOST)
    answer = asked()
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "查询得太多" in answer.content.decode()
    with time_machine.travel("2026-11-18 11:00+08:00", tick=False):
        assert asked().status_code == 200


def test_a_network_asks_so_often_a_minute(certificate: Certificate, settings: Settings) -> None:
    settings.DENGJI_LOOKUPS_A_MINUTE = 3
    assert [asked().status_code for _ in range(4)] == [200, 200, 200, 429]
    assert asked_json(number=NUMBER, name=NAME).status_code == 429
    with time_machine.travel("2026-11-18 10:01+08:00", tick=False):
        assert asked().status_code == 200
