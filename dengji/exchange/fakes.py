"""A register to try with (模拟登记系统): speaks the whole protocol over real connections, from memory.

Nothing is published by itself: an operator sees what waits at `GET /operator` and decides by
`POST /operator/RECEIPT` with {"decision": "publish" | "decline", "on", "reason"}; `on` is the day (YYYY-MM-DD),
today if it is not told; for the rows of a batch, "declined" names those that are not published. A receipt is made
from the key, so a fake that was started anew gives the same again.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Content = dict[str, Any]
Reply = tuple[int, Any]
NOT_FOUND: Reply = (404, {"found": False})
WORDS = {200: "OK", 202: "Accepted", 400: "Bad Request", 404: "Not Found", 409: "Conflict"}


@dataclass
class World:
    """What the fake registers know: bodies and credit records by USCC, and the reports handed in."""

    today: Callable[[], date]
    companies: dict[str, Content] = field(default_factory=dict)
    credit: dict[str, list[Content]] = field(default_factory=dict)
    filings: dict[str, Content] = field(default_factory=dict)
    decisions: dict[str, Content] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


class Threading(ThreadingMixIn, WSGIServer):
    """One thread a connection; nobody waits for those that hang."""

    daemon_threads = True
    block_on_close = False


class Quiet(WSGIRequestHandler):
    """Writes no line a request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def world_from(file: Path | None, *, today: Callable[[], date]) -> World:
    """The world that a JSON file describes: {"companies": {USCC: {…}}, "credit": {USCC: [{…}]}}.

    Raises OSError or ValueError if it cannot be read.
    """
    known = json.loads(file.read_text(encoding="utf-8")) if file else {}
    if not isinstance(known, dict):
        raise ValueError("The file holds no JSON object.")
    return World(today, companies=known.get("companies", {}), credit=known.get("credit", {}))


def run_fake(port: int, world: World, *, ready: Callable[[str], None]) -> None:
    """Serves until it is stopped; `ready` is told the address."""
    with make_server("127.0.0.1", port, application(world), Threading, Quiet) as server:
        ready(f"http://127.0.0.1:{server.server_port}")
        server.serve_forever()


@contextmanager
def served(app: "WSGIApplication") -> Iterator[str]:
    """Serves beside the caller, on a free port, for as long as the block lasts; gives the address."""
    with make_server("127.0.0.1", 0, app, Threading, Quiet) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def application(world: World) -> "WSGIApplication":
    """The fake as a WSGI application."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = tuple(environ["PATH_INFO"].strip("/").split("/"))
        with world.lock:
            status, said = answer(
                world, environ["REQUEST_METHOD"], path, body, environ.get("HTTP_IDEMPOTENCY_KEY", "")
            )
        start_response(f"{status} {WORDS[status]}", [("Content-Type", "application/json")])
        return [json.dumps(said, ensure_ascii=False).encode()]

    return app


def answer(world: World, method: str, path: tuple[str, ...], body: bytes, key: str) -> Reply:
    """What the fake says to one request: status and JSON."""
    match method, path:
        case "POST", ("filings" | "results" | "certificates",):
            return _file(world, _object(body), key)
        case "GET", ("filings" | "results" | "certificates", receipt):
            return (200, _state(world, receipt)) if receipt in world.filings else NOT_FOUND
        case "GET", ("companies", uscc):
            return (200, world.companies[uscc]) if uscc in world.companies else NOT_FOUND
        case "GET", ("credit", uscc):
            return (200, {"records": world.credit[uscc]}) if uscc in world.credit else NOT_FOUND
        case _:
            return operate(world, method, path, body)


def operate(world: World, method: str, path: tuple[str, ...], body: bytes) -> Reply:
    """What the operator's own requests come to: the reports with where they stand, or a decision."""
    match method, path:
        case "GET", ("operator",):
            return 200, {
                receipt: {**filed, **_state(world, receipt)} for receipt, filed in world.filings.items()
            }
        case "POST", ("operator", receipt) if receipt in world.filings:
            return _decide(world, receipt, _object(body))
        case _:
            return NOT_FOUND


def _file(world: World, payload: Content | None, key: str) -> Reply:
    """Takes a report; the same key is the same report, and other content under it is a conflict."""
    if payload is None or not key:
        return 400, {"reason": "报送内容不是JSON对象，或没有Idempotency-Key"}
    receipt = "R" + hashlib.sha256(key.encode()).hexdigest()[:16].upper()
    if world.filings.setdefault(receipt, {"payload": payload})["payload"] != payload:
        return 409, {"reason": "同一Idempotency-Key的报送内容不同"}
    return 202, {"receipt": receipt}


def _decide(world: World, receipt: str, said: Content | None) -> Reply:
    """Decides a report, once."""
    if receipt in world.decisions:
        return 409, {"reason": "该报送已有结论"}
    match said:
        case {"decision": "publish", **more}:
            day = str(more.get("on") or world.today())
            number = f"{day[:4]}{len(world.decisions) + 1:06d}"
            decision: Content = {"state": "published", "published_on": day, "number": number}
            if digest := world.filings[receipt]["payload"].get("digest"):
                decision |= {"digest": digest, "declined": more.get("declined", [])}
        case {"decision": "decline", "reason": str(reason)} if reason:
            decision = {"state": "declined", "reason": reason}
        case _:
            return 400, {"reason": "请写明decision为publish，或为decline并写明reason"}
    world.decisions[receipt] = decision
    return 200, decision


def _state(world: World, receipt: str) -> Content:
    return world.decisions.get(receipt, {"state": "pending"})


def _object(body: bytes) -> Content | None:
    """The JSON object that was sent; None if it is none."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
