"""What is sent of a report (报送内容): its row says what it is about; what is personal is put in when it is sent.

A room above registers, by the kind of report, how its content is made from the row; so nothing personal lies in the
rows that wait.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

log = logging.getLogger("dengji.exchange")

Composer: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, Any]]

_COMPOSERS: dict[str, Composer] = {}


class ContentTwice(Exception):
    """A kind of report is taken (报送种类重名)."""


class NotComposed(Exception):
    """The content of a report cannot be made now (内容无法整理): what it is about has changed, or is not there."""


def content(kind: str) -> Callable[[Composer], Composer]:
    """Register how the content of a kind of report is made: `f(payload)` gives it whole. Raises ContentTwice."""

    def register(function: Composer) -> Composer:
        if kind in _COMPOSERS:
            raise ContentTwice(f"“{kind}”已经登记")
        _COMPOSERS[kind] = function
        return function

    return register


def whole(kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content of a report as it is sent; what needs nothing personal is its row as it stands.

    Raises NotComposed, whatever went wrong: one report that cannot be made must not hold up the others.
    """
    if kind not in _COMPOSERS:
        return payload
    try:
        return _COMPOSERS[kind](payload)
    except Exception as wrong:
        log.exception("The content of a report of %s cannot be made.", kind)
        raise NotComposed("这件报送的内容现在无法整理，请联系管理员查看运行日志。") from wrong


def with_digest(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a report with a digest of what it says, by which an answer is known to be its own."""
    said = json.dumps(payload, ensure_ascii=False, sort_keys=True).encode()
    return {**payload, "digest": hashlib.sha256(said).hexdigest()}
