"""A fake register that tests talk to over a real connection, and what can go wrong on the way."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dengji.exchange.acts import Reporting
from dengji.exchange.fakes import World, application
from dengji.exchange.terms import Report

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

FILING = Reporting(Report.FILINGS, sender=1, place="120116")
"""What a report is that does not matter otherwise."""
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
USCC = "91110000000000000X"
COMPANY = {"name": "甲公司", "legal_representative": "王强", "address": "和平路1号", "status": "存续"}
RECORDS = [{"kind": "行政处罚", "recorded_on": "2025-05-01", "summary": "警告"}]


def given_world() -> World:
    """A world with one body and its records."""
    return World(lambda: date(2026, 3, 2), companies={USCC: COMPANY}, credit={USCC: RECORDS})


@dataclass
class Line:
    """The line to a fake register: how often it was called, and what goes wrong with the next calls."""

    world: World
    address: str = ""
    faults: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def operator(self, path: str = "", said: object = None) -> tuple[int, Any]:
        """What the operator's request comes to."""
        return call(self.address, "GET" if said is None else "POST", f"/operator{path}", said)


def call(address: str, method: str, path: str, said: object = None, **headers: str) -> tuple[int, Any]:
    """One plain call: status and JSON."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=5)
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body if method == "POST" else None, named)
    response = connection.getresponse()
    content = json.loads(response.read())
    connection.close()
    return response.status, content


def over(line: Line) -> "WSGIApplication":
    """The fake behind a line that disturbs it."""
    fake = application(line.world)

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        line.calls.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        disturbed = environ["PATH_INFO"].startswith("/operator") or not line.faults
        return fake(environ, start_response) if disturbed else wrong(line, fake, environ, start_response)

    return app


def wrong(
    line: Line, fake: "WSGIApplication", environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """The next fault: a status, a text in place of JSON, no answer, or an answer that is lost on its way."""
    fault = line.faults.pop(0)
    if fault in {"hang", "lost"}:
        if fault == "lost":
            list(fake(environ, said_nowhere))
        line.over.wait(5)
        start_response("200 OK", [])
        return []
    status, _, body = fault.partition(" ")
    start_response(f"{status} Said", [("Content-Length", str(len(body.encode()) + (status == "299")))])
    return [body.encode()]


def said_nowhere(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
    """An answer that nobody hears."""
    return len
