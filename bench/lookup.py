"""The public's look-up over 5,000,000 certificates (SQLite: 500,000), beside a bare program on the same server.

Limits named for it: JSON at least 0.6 of the bare program's requests a second, the page at least 0.33; p95 at one
connection at most 3 times its p95; from 50,000 rows to all of them the cost grows by at most a fifth. BENCH_ROWS asks
for fewer. One client process with eight connections; what it takes itself is in both figures.
"""

import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from bench._asking import latencies, per_second, requests
from bench._certificates import given_certificates
from bench._world import Database, _server, database
from dengji.sealing.seals import _ring

FEW, ROUNDS, MANY, WARM, ONE_BY_ONE = 50_000, 6, 4_000, 500, 1_500
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (a folder of our own in it)
PROGRAMS, PAGE = "/certificates/lookup.json", "/certificates/number/"
OURS, RAW = "dengji.config.wsgi:application", "bench._raw_lookup:application"


@contextmanager
def served(application: str, told: dict[str, str]) -> Iterator[int]:
    """A server of its own for an application; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "bench._serve", application, str(port)]
    child = subprocess.Popen(words, env={**os.environ, **told}, cwd=settings.BASE_DIR)  # noqa: S603 (our own)
    try:
        _wait_for(port)
        yield port
    finally:
        child.terminate()
        child.wait(60)


def _wait_for(port: int) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server does not come up.")


def environment(whole: Database, folder: str) -> dict[str, str]:
    """What both servers are told: the same database, the same key, a proxy before them."""
    key = _ring().digests.hex()
    common = {"DENGJI_BEHIND_PROXY": "1", "DENGJI_TALLY": folder, "RAW_KEY": key, "DENGJI_DEMO": "0"}
    if connection.vendor == "sqlite":
        return common | {"DENGJI_SQLITE": whole.name, "RAW_DATABASE": whole.name}
    server = _server(whole.name)
    address = f"postgresql://{server.get('user', '')}@/{whole.name}?host={server.get('host', '')}"
    given = " ".join(f"{key}={value}" for key, value in server.items())
    return common | {"DENGJI_DATABASE_URL": address, "RAW_DATABASE": given}


def main() -> None:
    """Few rows first, then all; at the end ours and the bare program in turn."""
    sqlite = connection.vendor == "sqlite"
    rows = int(os.environ.get("BENCH_ROWS", "500000" if sqlite else "5000000"))
    with database() as whole, TemporaryDirectory(dir=MEMORY) as folder, ExitStack() as running:
        given_certificates(1, FEW)
        told = environment(whole, folder)
        ours, raw = (running.enter_context(served(each, told)) for each in (OURS, RAW))
        small, bare = _cost(ours, FEW), _cost(raw, FEW)
        if rows > FEW:
            given_certificates(FEW + 1, rows)
        print(f"  on {connection.vendor}, {rows:,} certificates")
        in_turn(ours, raw, rows)
        _grown("our JSON", small, _cost(ours, rows), rows)
        _grown("raw JSON", bare, _cost(raw, rows), rows)


def _cost(port: int, rows: int) -> float:
    """Seconds that a look-up takes one after the other: the best median of several turns, the first to warm up."""
    asked = requests(PROGRAMS, rows, MANY)
    return min(median(latencies(port, asked)) for _ in range(ROUNDS))


def _grown(name: str, small: float, large: float, rows: int) -> None:
    said = f"{small * 1e6:.0f} to {large * 1e6:.0f} µs = {large / small:.2f}"
    print(f"  {name}, from {FEW:,} to {rows:,} rows: {said} (at most 1.20)", flush=True)


def in_turn(ours: int, raw: int, rows: int) -> None:
    """Requests a second and p95 of each, in turn inside every round."""
    asked = {PROGRAMS: requests(PROGRAMS, rows, MANY), PAGE: requests(PAGE, rows, MANY)}
    ways = {"raw JSON": (raw, PROGRAMS), "our JSON": (ours, PROGRAMS), "our page": (ours, PAGE)}
    for port, path in ways.values():
        per_second(port, asked[path])
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    slow: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(ROUNDS):
        order = deque(ways.items())
        order.rotate(turn)  # so that nobody always comes after the same
        for name, (port, path) in order:
            per_second(port, asked[path][:WARM])  # after the other's turn its own processes are cold
            speeds[name].append(per_second(port, asked[path]))
            taken = latencies(port, asked[path][:ONE_BY_ONE])
            slow[name].append(taken[len(taken) * 95 // 100] * 1e6)
    for name, least in (("our JSON", 0.6), ("our page", 0.33)):
        _compared(f"{name}, requests a second", speeds[name], speeds["raw JSON"], f"at least {least}")
        _compared(f"{name}, µs of the p95 at one connection", slow[name], slow["raw JSON"], "at most 3")
    print(f"  load {os.getloadavg()[0]:.1f}", flush=True)


def _compared(what: str, ours: list[float], raw: list[float], wanted: str) -> None:
    ratio = median(a / b for a, b in zip(ours, raw, strict=True))
    print(f"  {what}: {median(ours):,.0f}, raw {median(raw):,.0f}: {ratio:.2f} ({wanted})")
