"""Anchors against the official texts (原文核对): each stands, word for word, in its text."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from dengji.policy.engine.document import Problem
from dengji.policy.engine.loader import LoadedPack
from dengji.policy.engine.numerals import normal


def texts_in(folder: Path) -> dict[str, str]:
    """The normal form of every .txt file in the folder, by file name."""
    return {path.name: normal(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))}


def check_texts(loaded: LoadedPack, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Anchors that do not stand in the pack's text; a pack with anchors whose text is not there.

    An anchor of several pieces joins them by `…`; each stands after the one before.
    """
    anchored = {key: article for key, article in loaded.pack.articles.items() if article.anchor}
    text = text_of(loaded, texts)
    if text is None:
        if anchored:
            yield loaded.problem(("title",), f"所给文件中没有《{loaded.pack.title}》的文本")
        return
    for key, article in anchored.items():
        if not stands_in(article.anchor or "", text):
            yield loaded.problem(
                ("articles", key, "anchor"), f"“{article.anchor}”不在《{loaded.pack.title}》的文本中"
            )


def text_of(loaded: LoadedPack, texts: Mapping[str, str]) -> str | None:
    """The text that bears the pack's title, the earlier the likelier; else the one that bears its number."""
    for mark in (normal(loaded.pack.title), normal(loaded.pack.number)):
        bearing = [(text.index(mark), name) for name, text in texts.items() if mark in text]
        if bearing:
            return texts[min(bearing)[1]]
    return None


def stands_in(anchor: str, text: str) -> bool:
    """Whether the pieces of an anchor stand in the normal form of a text, one after another."""
    at = 0
    for piece in normal(anchor).split("…"):
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
