"""The fast lane answers as the views do, to the byte and the header; what is not plain it hands on."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from dengji.certificates.models import Certificate
from dengji.certificates.terms import CertificateState, EventKind
from dengji.web.public.fastlane import lane
from dengji.web.public.fastlane.lane import Lane
from dengji.web.public.questions import MOST_FIELDS, Unreadable, fields_of
from tests.certified import DOCUMENT, NAME, NUMBER, given_certificate, given_event

pytestmark = pytest.mark.django_db
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PAGE, PROGRAMS = "/certificates/number/", "/certificates/lookup.json"
ASKED = {"number": NUMBER, "name": NAME}
Told = tuple[str, dict[str, str], bytes]


@pytest.fixture(autouse=True)
def house(settings: Settings) -> Iterator[None]:
    """The house's name; and a request that ends leaves the test's connection alone, as with Django's own client."""
    settings.ALLOWED_HOSTS = ["testserver"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class House:
    """Django's application, and how often it was asked."""

    def __init__(self) -> None:
        self.django, self.times = WSGIHandler(), 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Counts, and answers."""
        self.times += 1
        return self.django(environ, start)


def sent(path: str = PAGE, fields: Mapping[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    """A request as a server hands it on: a form to a page, JSON to the programs' address."""
    said = ASKED if fields is None else fields
    body = (json.dumps(said) if path == PROGRAMS else urlencode(said)).encode()
    plain = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "HTTP_HOST": "testserver",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "203.0.113.9",
        "CONTENT_TYPE": JSON if path == PROGRAMS else FORM,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    return plain | changes


def told(application: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> Told:
    """Status, headers and content of an answer."""
    head: list[Any] = []
    answer = application(environ, lambda status, headers: head.extend((status, dict(headers))))
    content = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return head[0], head[1], content


def both(path: str = PAGE, fields: Mapping[str, str] | None = None, **changes: Any) -> tuple[Told, Told, int]:
    """The lane's answer, Django's own, and how often the lane had to ask Django."""
    house = House()
    mine = told(Lane(house), sent(path, fields, **changes))
    return mine, told(WSGIHandler(), sent(path, fields, **changes)), house.times


@pytest.fixture
def certificates() -> None:
    """One of each shape: plain; corrected, with a work type, another issuer and a history; withdrawn; without level."""
    given_certificate()
    corrected = given_certificate(
        "Y000012000900264000002", work_type="<维修>&", issuer="某局", corrected_on=date(2026, 11, 19)
    )
    given_event(corrected, EventKind.CORRECT, '把"甲"改为<乙>')
    given_event(corrected, EventKind.REPLACE, "")
    given_certificate("Y000012000900264000003", state=CertificateState.WITHDRAWN)
    given_certificate("ZX-2026-0001", regime="special_ability", level="", filing_number="", code="")


NUMBERS = [f"Y00001200090026400000{serial}" for serial in (1, 2, 3)] + ["ZX-2026-0001"]


@pytest.mark.row("TJ21-8c")
@pytest.mark.parametrize("cookie", ["", "elder=1", "csrftoken=" + "a" * 32 + "; elder="])
@pytest.mark.parametrize("path", [PAGE, PROGRAMS])
def test_the_lane_answers_as_django_does(certificates: None, path: str, cookie: str) -> None:
    for number in NUMBERS:
        mine, django, times = both(path, {"number": number, "name": NAME}, HTTP_COOKIE=cookie)
        assert mine == django
        assert (mine[0], times) == ("200 OK", 0)


def test_the_lane_answers_by_document_too(certificates: None) -> None:
    mine, django, times = both("/certificates/document/", {"document": DOCUMENT, "name": NAME})
    assert mine == django
    assert times == 0
    assert "查到4本证书" in mine[2].decode()


@pytest.mark.parametrize("proxied", [False, True])
def test_over_tls_the_lane_says_what_django_says(
    certificates: None, settings: Settings, *, proxied: bool
) -> None:
    settings.SECURE_HSTS_SECONDS = 3600
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None
    over: dict[str, Any] = {"HTTP_X_FORWARDED_PROTO": "https"} if proxied else {"wsgi.url_scheme": "https"}
    mine, django, times = both(**over)
    assert mine == django
    assert times == 0
    assert mine[1]["Strict-Transport-Security"] == "max-age=3600"
    plain, redirected, times = both()
    assert (plain, times) == (redirected, 1)
    assert plain[0].startswith("301")


@pytest.mark.parametrize("path", [PAGE, PROGRAMS])
def test_too_many_are_turned_away_at_the_door(certificates: None, path: str, settings: Settings) -> None:
    settings.DENGJI_LOOKUPS_A_MINUTE = 2
    house = House()
    statuses = [told(Lane(house), sent(path))[0] for _ in range(50)]
    assert statuses == ["200 OK"] * 2 + ["429 Too Many Requests"] * 48
    assert house.times == 0
    mine, django, _ = both(path)
    assert mine == django
    assert mine[1]["Retry-After"] == "60"


def test_django_and_the_lane_count_together(certificates: None, settings: Settings) -> None:
    settings.DENGJI_LOOKUPS_A_MINUTE = 3
    client = Client(REMOTE_ADDR="203.0.113.9")
    assert client.post(PAGE, ASKED).status_code == 200
    assert [told(Lane(House()), sent())[0][:3] for _ in range(3)] == ["200", "200", "429"]
    assert client.post(PAGE, ASKED).status_code == 429


@pytest.mark.parametrize(
    "changes",
    [
        {"REQUEST_METHOD": "GET"},
        {"QUERY_STRING": "x=1"},
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": ""},
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "9999999"},
        {"CONTENT_TYPE": f"{FORM}; charset=gbk"},
        {"CONTENT_TYPE": "multipart/form-data; boundary=x"},
        {"PATH_INFO": "/certificates/"},
    ],
)
def test_what_is_not_plain_goes_to_django(certificates: None, changes: dict[str, Any]) -> None:
    house = House()
    told(Lane(house), sent(**changes))
    assert house.times == 1


@pytest.mark.parametrize(
    "fields", [{}, {"number": NUMBER}, {"number": NUMBER, "name": "李四"}, {"document": "1", "name": "x"}]
)
def test_what_is_not_found_is_said_by_django(certificates: None, fields: dict[str, str]) -> None:
    mine, django, times = both(fields=fields)
    assert (mine, times) == (django, 1)
    assert "证书编号" in mine[2].decode()


def test_in_a_demonstration_there_is_no_lane(certificates: None, settings: Settings) -> None:
    settings.DENGJI_DEMO = True
    house = House()
    assert told(Lane(house), sent())[0] == "200 OK"
    assert house.times == 1


def test_when_the_database_has_gone_away_django_tries_anew(
    certificates: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise psycopg.OperationalError("the connection is lost")

    closed: list[bool] = []
    monkeypatch.setattr(lane, "looked_up", gone)
    monkeypatch.setattr(connection, "close", lambda: closed.append(True))
    house = House()
    assert told(Lane(house), sent())[0] == "200 OK"
    assert house.times == 1
    assert closed


def test_signs_of_markup_stay_text(certificates: None) -> None:
    said = told(Lane(House()), sent(fields={"number": NUMBERS[1], "name": NAME}))[2].decode()
    assert "&lt;维修&gt;&amp;" in said
    assert "把&quot;甲&quot;改为&lt;乙&gt;" in said


def test_a_certificate_changed_just_now_is_answered_as_it_is_now(certificates: None) -> None:
    def page() -> str:
        return told(Lane(House()), sent())[2].decode()

    assert "已撤销" not in page()
    Certificate.objects.filter(number=NUMBER).update(state=CertificateState.WITHDRAWN)
    assert "已撤销" in page()


@pytest.mark.parametrize(
    "body", [b'{"number":"1","name":"\\ud800"}', b'{"number":"1","name":NaN}', b"[" * 4000]
)
def test_what_is_no_sound_json_is_told_so(body: bytes) -> None:
    changes: dict[str, Any] = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    status, _, said = told(Lane(WSGIHandler()), sent(PROGRAMS, **changes))
    assert status[:3] == "400"
    assert json.loads(said)["found"] is None


@given(st.text(st.sampled_from("ab=&+%E4;0 王\0"), max_size=40))
def test_a_form_is_read_as_the_standard_library_reads_it(said: str) -> None:
    wanted = dict(parse_qsl(said, keep_blank_values=True))
    if said.count("&") < MOST_FIELDS:
        assert fields_of(FORM, said.encode()) == wanted
    else:
        with pytest.raises(Unreadable):
            fields_of(FORM, said.encode())
