"""What a page says (页面文字), and whether it is built as a page should be."""

import re
from html.parser import HTMLParser
from typing import Protocol


class Answer(Protocol):
    """A page as it came."""

    @property
    def content(self) -> bytes:
        """Its bytes."""


class Parts(HTMLParser):
    """Headings, ids, labels and fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.loose_headers = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what a tag is for."""
        said = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if tag == "label":
            self.labelled.add(str(said.get("for")))
        if tag in {"input", "select", "textarea"} and said.get("type") != "hidden":
            self.fields.append(str(said.get("id")))
        self.loose_headers += tag == "th" and "scope" not in said


def words(answer: Answer) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def faults(answer: Answer) -> list[str]:
    """What is wrong with the build of a page."""
    parts = Parts()
    html = answer.content.decode()
    parts.feed(html)
    wrong = [f"id twice: {each}" for each in {each for each in parts.ids if parts.ids.count(each) > 1}]
    wrong += [f"no label: {each}" for each in parts.fields if each not in parts.labelled]
    skips = zip([0, *parts.levels], parts.levels, strict=False)
    wrong += [f"h{one} to h{two}" for one, two in skips if two > one + 1]
    wrong += ["not one h1"] if parts.levels.count(1) != 1 else []
    wrong += ["th without scope"] if parts.loose_headers else []
    wrong += ["a script"] if "<script" in html else []
    wrong += ["a style of its own"] if " style=" in html or "<style" in html else []
    return wrong
