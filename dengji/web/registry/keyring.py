"""The keys as a page shows them (签名密钥): what each is worth today, and how long still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dengji.signing.models import Key
from dengji.signing.queries import every_key, followed

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as a line (密钥): its state in words, the tag that goes with it, how many days are left of its term.

    `ends`: it signs, its last day is near, and nobody follows it.
    """

    key: Key
    state: str
    tag: str
    left: int | None = None
    ends: bool = False


def key_lines(on: date) -> list[KeyLine]:
    """签名密钥: every key there ever was, those that sign first, else oldest first."""
    keys = list(every_key())
    return sorted((key_line(key, keys, on) for key in keys), key=lambda line: line.left is None)


def key_line(key: Key, among: Sequence[Key], on: date) -> KeyLine:
    """A key in words, by what other keys there are."""
    if key.withdrawn_at is not None:
        return KeyLine(key, "已撤回", "bad")
    if key.until is not None and key.until < on:
        return KeyLine(key, "已停用", "")
    left = (key.until - on).days if key.until else NO_END
    if followed(key, among):
        return KeyLine(key, "已有新密钥", "", left)
    ends = left <= SOON.days
    return KeyLine(key, "快到期" if ends else "在用", "warn" if ends else "good", left, ends)


NO_END = 10**6
"""More days than anybody counts: a key that has no last day."""
