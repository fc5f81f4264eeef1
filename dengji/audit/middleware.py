"""Where a request came from (来源地址), kept for as long as it is answered, so that acts need no request."""

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
PLAIN = re.compile(rf"{OCTET}(\.{OCTET}){{3}}")  # an address of the usual kind, told in a tenth of the time

calling_from: ContextVar[str] = ContextVar("calling_from", default="")


class AddressMiddleware:
    """Middleware that notes the address of whoever calls: whole, since the trail answers for it."""

    def __init__(self, page: Callable[[HttpRequest], HttpResponse]) -> None:
        self.page = page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request with its address noted."""
        noted = calling_from.set(address_of(request))
        try:
            return self.page(request)
        finally:
            calling_from.reset(noted)


def address_of(request: HttpRequest) -> str:
    """The caller's IP address; behind our own proxy, the one that the proxy saw. Empty if there is none."""
    return address_in(request.META)


def address_in(told: Mapping[str, str]) -> str:
    """The same, from what a server tells of a request (WSGI environ)."""
    said = told.get("REMOTE_ADDR", "")
    if settings.DENGJI_BEHIND_PROXY:
        said = told.get("HTTP_X_FORWARDED_FOR", said).rpartition(",")[2].strip()
    try:
        return said if PLAIN.fullmatch(said) else ip_address(said).compressed[:45]
    except ValueError:
        return ""
