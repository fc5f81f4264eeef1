"""What a journey needs: a browser for the whole run, a page on a live server, and a day to begin on."""

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from tests.cast import AT
from tests.journeys.browser import browser, chromium

NARROW = ViewportSize(width=360, height=740)
WIDE = ViewportSize(width=1440, height=900)


@pytest.fixture(scope="session")
def the_browser() -> Iterator[Browser]:
    """One Chromium for all journeys; where there is none, they are skipped and counted so."""
    program = chromium()
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with browser(program) as running:
        yield running


@pytest.fixture
def visitor(the_browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """Somebody new: no cookies, a wide screen, Chinese, the address of the live server as root."""
    context = the_browser.new_context(
        base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=WIDE
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A page that lets no error pass: a script that fails, or something that the content policy blocks."""
    opened = visitor.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield opened
    assert wrong == [], "the browser's console must stay clean"


@pytest.fixture
def today() -> Iterator[time_machine.Traveller]:
    """The server's clock: it goes on from the cast's Monday, and a journey may move it to a later day."""
    with time_machine.travel(AT, tick=True) as clock:
        yield clock
