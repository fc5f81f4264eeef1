"""The limit for the look-up of certificates: a bare WSGI program that answers the same question by the driver alone.

It reads the same JSON, makes the same digest of the name, asks by one prepared statement on a connection of its own
thread, and writes the same answer in JSON; it counts nothing, limits nothing and checks nothing.
"""

import hmac
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

KEY = bytes.fromhex(os.environ.get("RAW_KEY", "00"))
WHERE = os.environ.get("RAW_DATABASE", "")
KEYS = (
    *("number", "state", "occupation", "code", "work_type", "level", "body", "issuer", "filing", "issued_on"),
    *("corrected_on", "masked"),
)
FOUND = (
    "SELECT c.number, c.state, c.occupation, c.code, c.work_type, c.level, c.body, c.issuer, c.filing_number, "
    'c.issued_on, c.corrected_on, c.masked, e.kind, e.says, e."on" FROM certificates_certificate c '
    "LEFT JOIN certificates_certificateevent e ON e.certificate_id = c.id "
    "WHERE c.number = %s AND c.named = %s ORDER BY e.ordinal"
)
HERE = threading.local()


def rows(values: tuple[str, bytes]) -> list[tuple[Any, ...]]:
    """What the statement finds, on this thread's connection."""
    if WHERE.endswith(".sqlite3"):
        link = getattr(HERE, "link", None)
        if link is None:
            link = HERE.link = sqlite3.connect(WHERE, isolation_level=None)
        return list(link.execute(FOUND.replace("%s", "?"), values))
    link = getattr(HERE, "link", None)
    if link is None:
        link = HERE.link = psycopg.connect(WHERE, autocommit=True, prepare_threshold=0)
    with link.cursor() as cursor:
        return list(cursor.execute(FOUND, values))


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answers one question."""
    said = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    named = hmac.digest(KEY, f"name:{said['name']}".encode(), "sha256")
    found = rows((said["number"], named))
    one = dict(zip(KEYS, found[0], strict=False))
    one["name"] = said["name"][:1] + "*" * (len(said["name"]) - 1)
    one["history"] = [each[12:] for each in found if each[12] is not None]
    content = json.dumps({"found": True, "certificates": [one]}, ensure_ascii=False, default=str).encode()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
    return [content]
