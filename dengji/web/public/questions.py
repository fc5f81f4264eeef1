"""What a look-up sends (查询内容), read from the body of a request: a form's fields, or JSON."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

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
        said = body.decode()
        if kind.startswith(FORM):
            return dict(parse_qsl(said, keep_blank_values=True, max_num_fields=MOST_FIELDS))
        held = json.loads(said) if kind.startswith(JSON) else None
    except (ValueError, RecursionError) as wrong:
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
