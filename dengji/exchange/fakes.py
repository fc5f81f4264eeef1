"""A register to try with (模拟登记系统): speaks the whole protocol over real connections, from memory.

Nothing is published by itself: an operator sees what waits at `GET /operator`, one whole at `GET /operator/RECEIPT`,
and decides by `POST /operator/RECEIPT` with {"decision": "publish" | "decline", "on", "reason"}; `on` is the day
(YYYY-MM-DD), today if it is not told; for the rows of a batch, "declined" names those that are not published.
A receipt is made from the key, so a fake that was started anew gives the same again.
What goes wrong is switched by `POST /operator/faults` with {"fault", "value", "times"} or {"fault", "off": true}.
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
from time import sleep
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from dengji.exchange.faults import Fault, Faults, NoSuchFault
from dengji.exchange.terms import Report

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Content = dict[str, Any]
Reply = tuple[int, Any]
NOT_FOUND: Reply = (404, {"found": False})


@dataclass
class World:
    """What the fake registers know: bodies and credit records by USCC, and the reports handed in, by receipt."""

    today: Callable[[], date]
    companies: dict[str, Content] = field(default_factory=dict)
    credit: dict[str, list[Content]] = field(default_factory=dict)
    filings: dict[str, Content] = field(default_factory=dict)
    decisions: dict[str, Content] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    asked: int = 0
    lock: Lock = field(default_factory=Lock)


class Threading(ThreadingMixIn, WSGIServer):
    """One thread a connection; nobody waits for those that hang."""

    daemon_threads = True
    block_on_close = False


class Quiet(WSGIRequestHandler):
    """Writes no line a request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def world_from(file: Path | None, *, today: Callable[[], date], faults: Faults | None = None) -> World:
    """The world that a JSON file describes: {"companies": {USCC: {…}}, "credit": {USCC: [{…}]}}.

    Raises OSError or ValueError if it cannot be read.
    """
    known = json.loads(file.read_text(encoding="utf-8")) if file else {}
    if not isinstance(known, dict):
        raise ValueError("The file holds no JSON object.")
    companies, credit = known.get("companies", {}), known.get("credit", {})
    return World(today, companies=companies, credit=credit, faults=faults or Faults())


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
    """The fake as a WSGI application; one that breaks off ends the connection without a word."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = tuple(environ["PATH_INFO"].strip("/").split("/"))
        method, key = environ["REQUEST_METHOD"], environ.get("HTTP_IDEMPOTENCY_KEY", "")
        with world.lock:
            faults = {} if path[0] == "operator" else world.faults.take()
        if Fault.SLOW in faults:
            sleep(faults[Fault.SLOW])
        if Fault.DROP_BEFORE in faults:
            raise ConnectionAbortedError
        with world.lock:
            status, said = answer(world, method, path, body, key, faults=faults)
        if Fault.DROP_AFTER in faults:
            raise ConnectionAbortedError
        content = b"<html>502" if Fault.GARBAGE in faults else json.dumps(said, ensure_ascii=False).encode()
        start_response(f"{status} Said", [("Content-Type", "application/json")])
        return [content]

    return app


def answer(
    world: World, method: str, path: tuple[str, ...], body: bytes, key: str, *, faults: dict[Fault, int]
) -> Reply:
    """What the fake says to one request: status and JSON."""
    if Fault.REFUSE in faults:
        return faults[Fault.REFUSE], {"reason": "模拟故障"}
    if Fault.LOSE in faults:
        world.filings.clear()
        world.decisions.clear()
    match method, path:
        case "POST", (kind,) if kind in Report.values:
            return _file(world, kind, _object(body), key)
        case "GET", (kind, receipt) if kind in Report.values:
            found = world.filings.get(receipt, {}).get("kind") == kind
            return (200, _disturbed(world, _state(world, receipt), faults)) if found else NOT_FOUND
        case "GET", ("companies", uscc):
            return (200, world.companies[uscc]) if uscc in world.companies else NOT_FOUND
        case "GET", ("credit", uscc):
            return (200, {"records": world.credit[uscc]}) if uscc in world.credit else NOT_FOUND
        case _:
            return operate(world, method, path, body)


def operate(world: World, method: str, path: tuple[str, ...], body: bytes) -> Reply:
    """What the operator's own requests come to: the reports with where they stand, a decision, a fault switched."""
    match method, path:
        case "GET", ("operator",):
            return 200, {receipt: _listed(world, receipt) for receipt in world.filings}
        case "GET", ("operator", "faults"):
            return 200, world.faults.told()
        case "GET", ("operator", receipt) if receipt in world.filings:
            return 200, {**world.filings[receipt], **_state(world, receipt)}
        case "POST", ("operator", "faults"):
            return _switch(world, _object(body))
        case "POST", ("operator", receipt) if receipt in world.filings:
            return _decide(world, receipt, _object(body))
        case _:
            return NOT_FOUND


def _listed(world: World, receipt: str) -> Content:
    """A report in few words: how many rows it has in place of them."""
    filed = world.filings[receipt]
    payload = {key: value for key, value in filed["payload"].items() if key != "rows"}
    rows = len(filed["payload"].get("rows", ()))
    return {"kind": filed["kind"], "payload": payload, "rows": rows, **_state(world, receipt)}


def _file(world: World, kind: str, payload: Content | None, key: str) -> Reply:
    """Takes a report; the same key is the same report, and other content under it is a conflict."""
    if payload is None or not key:
        return 400, {"reason": "报送内容不是JSON对象，或没有Idempotency-Key"}
    receipt = "R" + hashlib.sha256(key.encode()).hexdigest()[:16].upper()
    filed = {"kind": kind, "payload": payload}
    if world.filings.setdefault(receipt, filed) != filed:
        return 409, {"reason": "同一Idempotency-Key的报送内容不同", "receipt": receipt}
    return 202, {"receipt": receipt}


def _decide(world: World, receipt: str, said: Content | None) -> Reply:
    """Decides a report, once."""
    if receipt in world.decisions:
        return 409, {"reason": "该报送已有结论"}
    payload = world.filings[receipt]["payload"]
    match said:
        case {"decision": "publish", **more}:
            day = str(more.get("on") or world.today())
            number = f"{day[:4]}{len(world.decisions) + 1:06d}"
            decision: Content = {"state": "published", "published_on": day, "number": number}
            if "rows" in payload or more.get("declined"):
                decision["declined"] = more.get("declined", [])
        case {"decision": "decline", "reason": str(reason)} if reason:
            decision = {"state": "declined", "reason": reason}
        case _:
            return 400, {"reason": "请写明decision为publish，或为decline并写明reason"}
    if digest := payload.get("digest"):
        decision["digest"] = digest
    world.decisions[receipt] = decision
    return 200, decision


def _switch(world: World, said: Content | None) -> Reply:
    """Switches a fault on or off."""
    wanted = said or {}
    try:
        world.faults.switch(
            str(wanted.get("fault", "")),
            value=wanted.get("value"),
            times=wanted.get("times"),
            off=bool(wanted.get("off")),
        )
    except NoSuchFault as unknown:
        return 400, {"reason": str(unknown)}
    return 200, world.faults.told()


def _state(world: World, receipt: str) -> Content:
    return world.decisions.get(receipt, {"state": "pending"})


def _disturbed(world: World, state: Content, faults: dict[Fault, int]) -> Content:
    """A decision as it is told: another number each time, or that of another batch, where that goes wrong."""
    if state["state"] == "pending":
        return state
    if Fault.TWICE in faults and "number" in state:
        world.asked += 1
        state = {**state, "number": f"{state['number']}-{world.asked}"}
    return {**state, "digest": "0" * 64} if Fault.OTHER in faults else state


def _object(body: bytes) -> Content | None:
    """The JSON object that was sent; None if it is none."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
