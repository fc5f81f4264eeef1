"""What is sent of a report (报送内容): its row says what it is about; what is personal is put in when it is sent.

A room above registers, by the kind of report, how its content is made from the row; so nothing personal lies in the
rows that wait.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Composer: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, Any]]

FILINGS = "filings"
_COMPOSERS: dict[str, Composer] = {}


class ContentTwice(Exception):
    """A kind of report is taken (报送种类重名)."""


def content(kind: str) -> Callable[[Composer], Composer]:
    """Register how the content of a kind of report is made: `f(payload)` gives it whole. Raises ContentTwice."""

    def register(function: Composer) -> Composer:
        if kind in _COMPOSERS:
            raise ContentTwice(f"“{kind}”已经登记")
        _COMPOSERS[kind] = function
        return function

    return register


def kind_of(payload: Mapping[str, Any]) -> str:
    """The kind of a report; a filing where it says none."""
    return str(payload.get("kind")) if payload.get("kind") in _COMPOSERS else FILINGS


def whole(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content as it is sent."""
    kind = kind_of(payload)
    return _COMPOSERS[kind](payload) if kind != FILINGS else payload
