"""A client for measurements over HTTP: one process, many connections kept open, requests made beforehand."""

import json
import socket
from collections.abc import Iterator, Sequence
from random import Random
from time import perf_counter
from urllib.parse import urlencode

from bench._certificates import name_of, number_of

HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nX-Forwarded-For: {whose}\r\n"
    "Content-Length: {length}\r\n\r\n"
)


def requests(path: str, rows: int, many: int) -> list[bytes]:
    """Look-ups of certificates drawn at random, each from a network of its own."""
    draw = Random(7)  # noqa: S311 (rows for a benchmark, no secret)
    return [_request(path, draw.randrange(1, rows + 1), draw.getrandbits(32)) for _ in range(many)]


def _request(path: str, serial: int, whose: int) -> bytes:
    asked = {"number": number_of(serial), "name": name_of(serial)}
    as_json = path.endswith(".json")
    body = (json.dumps(asked) if as_json else urlencode(asked)).encode()
    kind = "application/json" if as_json else "application/x-www-form-urlencoded"
    address = ".".join(str(whose >> shift & 255) for shift in (24, 16, 8, 0))
    return HEAD.format(path=path, kind=kind, whose=address, length=len(body)).encode() + body


def per_second(port: int, asked: Sequence[bytes], connections: int = 8) -> float:
    """Requests answered a second, with so many under way at once. Raises RuntimeError for any other answer than 200."""
    links = [_linked(port) for _ in range(connections)]
    start = perf_counter()
    for first in range(0, len(asked), connections):
        batch = list(zip(links, asked[first : first + connections], strict=False))
        for link, request in batch:
            link.sendall(request)
        for link, _ in batch:
            _answer(link)
    took = perf_counter() - start
    for link in links:
        link.close()
    return len(asked) / took


def latencies(port: int, asked: Sequence[bytes]) -> list[float]:
    """Seconds that each request took, one after the other, sorted."""
    link = _linked(port)
    taken = sorted(_each(link, asked))
    link.close()
    return taken


def _each(link: socket.socket, asked: Sequence[bytes]) -> Iterator[float]:
    for request in asked:
        start = perf_counter()
        link.sendall(request)
        _answer(link)
        yield perf_counter() - start


def _linked(port: int) -> socket.socket:
    link = socket.create_connection(("127.0.0.1", port))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return link


def _answer(link: socket.socket) -> bytes:
    """One whole answer, its content."""
    got = link.recv(65536)
    while b"\r\n\r\n" not in got:
        got += link.recv(65536)
    head, _, content = got.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(got[:300])
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(content) < length:
        content += link.recv(65536)
    return content
