"""Steps that everybody takes: opening, following, pressing, filling, signing in. Every page is looked at.

`look` is the one gate: what axe-core finds serious, and what a narrow screen would have to push sideways, fails.
"""

import json
import re
from io import StringIO

from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from dengji.people.models import Post
from tests.cast import PASSWORD
from tests.journeys.browser import axe
from tests.journeys.conftest import NARROW, WIDE

TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
BONES = """() => {
  const bone = each => each ? each.tagName + "." + each.className + each.getAttributeNames() : "";
  const all = [...document.querySelectorAll("body *")].map(each => bone(each.parentElement) + ">" + bone(each));
  return [...new Set(all)].sort().join();
}"""
SEEN: set[str] = set()


def look(page: Page) -> None:
    """The page that is open now can be read by everybody, on a wide screen and on a narrow one.

    Pages that are made of the very same parts are looked at once.
    """
    bones = page.evaluate(BONES)
    if bones in SEEN:
        return
    found = axe(page)
    assert found == [], (page.url, found)
    page.set_viewport_size(NARROW)
    beyond = page.evaluate(TOO_WIDE)
    page.set_viewport_size(WIDE)
    assert beyond == 0, f"{page.url} is {beyond} px too wide for a narrow screen"
    SEEN.add(bones)


def visit(page: Page, address: str) -> None:
    """Open an address."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, (address, answer.status)
    look(page)


def follow(page: Page, words: str, *, within: str = "main", exact: bool = True) -> None:
    """Follow a link by its words."""
    arrive(page, page.locator(within).get_by_role("link", name=words, exact=exact).first)


def press(page: Page, words: str, *, within: str = "main") -> None:
    """Press a button by its words."""
    arrive(page, page.locator(within).get_by_role("button", name=words, exact=True).first)


def arrive(page: Page, at: Locator) -> None:
    """Click what leads to another page, and look at that."""
    with page.expect_navigation():
        at.click()
    look(page)


def says(page: Page, *words: str) -> None:
    """The page says all of this."""
    for each in words:
        expect(page.locator("body")).to_contain_text(each)


def when_somebody_signs_in(page: Page, post: Post) -> None:
    """In a browser of their own, by name and password."""
    page.context.clear_cookies()
    visit(page, "/sign-in/")
    fill_in_name_and_password(page, post)


def fill_in_name_and_password(page: Page, post: Post) -> None:
    """The sign-in page, filled in and sent."""
    page.get_by_label("登录名").fill(post.person.username)
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "登录")


def when_nobody_is_signed_in(page: Page) -> None:
    """The public: no cookies at all."""
    page.context.clear_cookies()
    visit(page, "/")


def when_answers_are_fetched() -> dict[str, int]:
    """One round of `dengji answers`; gives how many cases were confirmed, declined, and wait."""
    out = StringIO()
    call_command("answers", "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


def then_the_pdf_opens(page: Page, words: str) -> None:
    """A link leads to a PDF that this visitor may read."""
    there = page.locator("main").get_by_role("link", name=re.compile(words)).first.get_attribute("href")
    answer = page.request.get(there or "")
    assert answer.ok, (there, answer.status)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-1.7")
