"""Where a request came from is known for as long as it is answered, and no longer."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from dengji.audit.middleware import AddressMiddleware, address_of, calling_from

pytestmark = pytest.mark.row("CR-10")
FORWARDED = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}


def page(request: HttpRequest) -> HttpResponse:
    """A page that says where its reader is."""
    if request.path == "/broken":
        raise ZeroDivisionError
    return HttpResponse(calling_from.get())


def test_the_address_is_known_while_the_page_is_made() -> None:
    answer = AddressMiddleware(page)(RequestFactory().get("/", REMOTE_ADDR="203.0.113.7"))
    assert answer.content == b"203.0.113.7"
    assert calling_from.get() == ""


def test_the_address_is_forgotten_when_a_page_fails() -> None:
    with pytest.raises(ZeroDivisionError):
        AddressMiddleware(page)(RequestFactory().get("/broken", REMOTE_ADDR="203.0.113.7"))
    assert calling_from.get() == ""


@pytest.mark.parametrize(("behind", "expected"), [(True, "203.0.113.7"), (False, "127.0.0.1")])
def test_a_forwarded_address_counts_only_behind_our_own_proxy(
    settings: Settings,
    *,
    behind: bool,
    expected: str,
) -> None:
    settings.DENGJI_BEHIND_PROXY = behind
    assert address_of(RequestFactory().get("/", headers=FORWARDED, REMOTE_ADDR="127.0.0.1")) == expected


@pytest.mark.parametrize(
    ("said", "kept"), [("2001:DB8:0::1", "2001:db8::1"), ("", ""), ("unix:", ""), ("a" * 200, "")]
)
def test_only_an_address_is_kept(said: str, kept: str) -> None:
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=said)) == kept
