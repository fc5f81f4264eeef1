"""Pages of the desk in tests (页面): their addresses, and the forms on them."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from dengji.people.models import Post
from dengji.procedure.models import Case

BACKEND = "django.contrib.auth.backends.ModelBackend"
MEMBER = {
    "name": "赵新",
    "roles": ["staff"],
    "identity_number": "",
    "employer": "",
    "post": "",
    "education": "",
}


def address(name: str, case: Case | None = None, **given: Any) -> str:
    """The address of a page, of an application if one is given."""
    return reverse(f"body:{name}", kwargs={**given, **({"token": case.token} if case else {})})


def text(client: Client, page: str) -> str:
    """What a page says; it must open."""
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return answer.content.decode()


def signed_in(post: Post) -> Client:
    """Somebody else's browser."""
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


class Outline(HTMLParser):
    """The bones of a page: headings, ids, labels and inputs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[str] = []
        self.unscoped = 0
        self.primary = 0
        self.title = html.partition("<title>")[2].partition("</title>")[0]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down what matters of a tag."""
        said = dict(attrs)
        if tag in {"h1", "h2", "h3"}:
            self.levels.append(int(tag[1]))
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if tag == "label":
            self.labelled.add(str(said.get("for")))
        if tag in {"input", "select", "textarea"} and said.get("type") not in {"hidden", "submit"}:
            self.inputs.append(str(said.get("id")))
        self.unscoped += tag == "th" and "scope" not in said
        self.primary += "btn-primary" in str(said.get("class"))


def faults(html: str) -> list[str]:
    """What is wrong with the bones of a page; empty for a sound one."""
    found = Outline(html)
    said = [f"twice: {each}" for each in {*found.ids} if found.ids.count(each) > 1]
    said += [f"no label: {each}" for each in found.inputs if each not in found.labelled]
    said += [
        f"heading skipped: {found.levels}"
        for a, b in zip(found.levels, found.levels[1:], strict=False)
        if b > a + 1
    ]
    said += [f"title: {found.title}"] * (not 8 < len(found.title) < 60)
    said += ["not one h1"] * (found.levels.count(1) != 1)
    said += ["th without scope"] * bool(found.unscoped)
    said += ["more than one primary button"] * (found.primary > 1)
    return said
