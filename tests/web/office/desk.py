"""The office's pages in tests: opened and sent as a browser does, and their bones looked at."""

from html.parser import HTMLParser
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dengji.people.models import Post
from dengji.procedure.models import Case

BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser_of(post: Post) -> Client:
    """Somebody's browser, signed in."""
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def at(name: str, case: Case, *more: str) -> str:
    """The address of a page of a case."""
    return reverse(f"office:{name}", args=[case.token, *more])


def opened(post: Post, address: str, **asked: str) -> str:
    """A page as somebody sees it; it must be there."""
    answer = browser_of(post).get(address, asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(post: Post, address: str, version: int | None = None, **said: Any) -> HttpResponse:
    """A form sent; `version` is that of the case when its page was opened."""
    if version is not None:
        said["version"] = str(version)
    return cast(HttpResponse, browser_of(post).post(address, said))


class Bones(HTMLParser):
    """What a reader with a screen reader holds on to: ids, headings, labels, column heads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.labelled: set[str] = set()
        self.unnamed: list[str] = []
        self.heads_without_scope = 0
        self._fields: list[dict[str, str | None]] = []
        self._in_label = 0
        self.feed(page)
        self.unnamed = [str(each.get("name")) for each in self._fields if each.get("id") not in self.labelled]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag brings."""
        given = dict(attrs)
        self.ids += [str(given["id"])] if "id" in given else []
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if tag == "label":
            self._in_label += 1
            self.labelled.add(given.get("for") or "")
        if tag == "th" and "scope" not in given:
            self.heads_without_scope += 1
        typed = tag in {"select", "textarea"} or (tag == "input" and given.get("type") != "hidden")
        if typed and not self._in_label and "aria-label" not in given:
            self._fields.append(given)

    def handle_endtag(self, tag: str) -> None:
        """A label is over."""
        self._in_label -= tag == "label"


def well_built(page: str) -> None:
    """No id twice, one first heading and none skipped, every field named, every column head told as such."""
    bones = Bones(page)
    assert len(bones.ids) == len(set(bones.ids)), sorted(
        each for each in bones.ids if bones.ids.count(each) > 1
    )
    assert bones.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(bones.headings, bones.headings[1:], strict=False))
    assert bones.unnamed == []
    assert bones.heads_without_scope == 0
