"""What a look-up sends (查询内容), read from the body of a request: a form's fields, or JSON."""

from collections.abc import Mapping
from urllib.parse import unquote

import orjson

from dengji.certificates.lookup import Question

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
MOST_BYTES, MOST_FIELDS = 4096, 10


class Unreadable(Exception):
    """A body that asks nothing that can be answered (看不懂的查询)."""


def fields_of(kind: str, body: bytes) -> dict[str, str]:
    """The texts that a body holds by their names; `kind` is its content type. Raises Unreadable."""
    if len(body) > MOST_BYTES:
        raise Unreadable
    try:
        if kind.startswith(FORM):
            return _of_form(body.decode())
        held = orjson.loads(body) if kind.startswith(JSON) else None
    except ValueError as wrong:
        raise Unreadable from wrong
    if not isinstance(held, dict) or not all(isinstance(each, str) for each in held.values()):
        raise Unreadable
    return held


def question_of(fields: Mapping[str, str]) -> Question:
    """The question that the fields ask. Raises Unreadable where a number or the name is missing."""
    question = Question(
        fields.get("number", "").strip(), fields.get("document", "").strip(), fields.get("name", "")
    )
    if not question.whole or "\0" in "".join(question):
        raise Unreadable
    return question


def _of_form(said: str) -> dict[str, str]:
    """The fields of a form; of two of one name the last. Raises ValueError."""
    parts = said.split("&")
    if len(parts) > MOST_FIELDS:
        raise ValueError
    pairs = [part.replace("+", " ").partition("=") for part in parts if part]
    return {unquote(name): unquote(value) for name, _, value in pairs}
