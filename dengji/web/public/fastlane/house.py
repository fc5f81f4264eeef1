"""What the lane has to know of the house (设置): the names it answers to, and what is said beside every answer."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from dengji.web.public.certificates import WAIT
from dengji.web.tally import Tallies, tallies

Headers = tuple[tuple[str, str], ...]


class House(NamedTuple):
    """The settings as they were when the process began to serve; `closed` where there is no lane."""

    closed: bool
    names: tuple[str, ...]
    redirects: bool
    proxy: tuple[str, str] | None
    beside: Headers
    over_tls: Headers
    counted: Tallies

    def is_named(self, host: str) -> bool:
        """Whether that is one of our names."""
        return _known(host, self.names)

    def secure(self, environ: Mapping[str, Any]) -> bool:
        """Whether a request came over TLS, as our own proxy says where there is one."""
        if self.proxy and self.proxy[0] in environ:
            return bool(environ[self.proxy[0]].split(",", 1)[0].strip() == self.proxy[1])
        return bool(environ["wsgi.url_scheme"] == "https")

    def headers(self, *, secure: bool, later: bool) -> Headers:
        """What Django's middleware would say beside such an answer."""
        said = self.over_tls if secure else self.beside
        return (*said, ("Retry-After", WAIT)) if later else said


def read_house() -> House:
    """The settings as they are."""
    beside = (
        ("Cache-Control", "no-store"),
        ("Vary", "Cookie"),
        ("Content-Security-Policy", settings.CONTENT_POLICY),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY or ""),
        ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY or ""),
    )
    strict = ("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
    return House(
        closed=settings.DENGJI_DEMO,
        names=tuple(settings.ALLOWED_HOSTS),
        redirects=settings.SECURE_SSL_REDIRECT,
        proxy=settings.SECURE_PROXY_SSL_HEADER,
        beside=beside,
        over_tls=(*beside, strict) if settings.SECURE_HSTS_SECONDS else beside,
        counted=tallies(),
    )


@lru_cache(maxsize=64)
def _known(host: str, names: tuple[str, ...]) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, names)
