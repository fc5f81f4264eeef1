"""The environment, read with types: every setting that an operator may change is a DENGJI_ variable."""

import base64
import hashlib
import os
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "DENGJI_"
KEY_BYTES = 32
SHARED = Path("/dev/shm")  # noqa: S108 - files there are memory; ours are in a folder that only we may open


def text(name: str, default: str = "") -> str:
    """The variable as text; an empty one counts as not set."""
    return os.environ.get(PREFIX + name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """The variable as yes or no (1, true, yes, on; 0, false, no, off)."""
    said = text(name, "1" if default else "0").lower()
    if said in {"1", "true", "yes", "on"}:
        return True
    if said in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{PREFIX}{name} is '{said}'; write 1 or 0.")


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    said = text(name, str(default))
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{PREFIX}{name} is '{said}'; write a whole number.")
    return int(said)


def listed(name: str, default: str = "") -> list[str]:
    """The variable as a list, parted by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def keys(name: str, *, instead: str) -> list[bytes]:
    """Keys of 32 bytes, each in base64, the newest first; without any, one made from another secret."""
    try:
        given = [base64.b64decode(part, validate=True) for part in listed(name)]
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{PREFIX}{name}: a key is not written in base64.") from wrong
    if any(len(key) != KEY_BYTES for key in given):
        raise ImproperlyConfigured(f"{PREFIX}{name}: each key must be {KEY_BYTES} bytes in base64.")
    return given or [hashlib.sha256(f"seal:{instead}".encode()).digest()]


def in_memory(name: str, *, of: Path) -> str:
    """A folder of this house in the machine's shared memory, else the one of that name in `of`; not made yet."""
    if not SHARED.is_dir():
        return str(of / name)
    mark = hashlib.sha256(str(of.absolute()).encode()).hexdigest()[:16]
    return str(SHARED / f"dengji-{os.getuid()}-{mark}" / name)


def postgres(url: str) -> dict[str, Any]:
    """The connection that `postgresql://user:password@host:port/name?host=/socket/folder` names, for Django.

    A Unix socket's folder stands in `?host=`, as in libpq. Anything wrong raises ImproperlyConfigured. The busiest
    statements are planned once for each connection; DENGJI_DATABASE_PLANS=0 is for poolers that cannot have that.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DENGJI_DATABASE_URL must begin with postgresql://.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "dengji",
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": number("DATABASE_POOL", 8)},
            "prepare_threshold": 0 if flag("DATABASE_PLANS", default=True) else None,
            **options,
        },
    }


class MailServer(NamedTuple):
    """Where e-mail goes out, in the order of Django's settings; STARTTLS or TLS from the start, or neither."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server(url: str) -> MailServer:
    """The server that `smtp://user:password@host:port` names; smtp+tls:// for STARTTLS, smtps:// for TLS.

    Anything wrong raises ImproperlyConfigured.
    """
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            "DENGJI_EMAIL_URL must be smtp://host, smtp+tls://user:password@host or smtps://user:password@host."
        )
    return MailServer(
        parts.hostname,
        parts.port or MAIL_PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme == "smtp+tls",
        parts.scheme == "smtps",
    )
