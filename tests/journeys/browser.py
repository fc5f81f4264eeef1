"""A Chromium for the journeys, and axe-core's opinion of a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).resolve().parents[2] / "var/axe.js"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RUN = "() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
GRAVE = {"serious", "critical"}


def chromium() -> str | None:
    """Where Chromium is on this machine, or in DENGJI_CHROMIUM; None if nowhere."""
    return os.environ.get("DENGJI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """A running Chromium.

    Playwright keeps an event loop in this thread, so Django believes that we are asynchronous: it is told
    otherwise for as long as the browser runs.
    """
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            yield running
            running.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


def axe(page: Page) -> list[str]:
    """The serious and critical violations that axe-core finds on the page: rule, what it means, where.

    The script is handed to the page by the browser itself, so the page's content policy stays as it is.
    """
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{found['id']} ({found['impact']}): {found['help']} at {'; '.join(map(str, places(found)))}"
        for found in violations
        if found["impact"] in GRAVE
    ]


def places(violation: dict[str, Any]) -> list[str]:
    """Where on the page a violation is, as selectors."""
    return [" ".join(map(str, node["target"])) for node in violation["nodes"]]
