"""The one form (规范形式) over which the trail is hashed: compact JSON in UTF-8, keys sorted, moments in UTC.

A form covers every field of an entry but its own hash. Another form gets another number; the entries that were
hashed over an earlier one keep it for ever. Form 2 adds the number of the organisation.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

FORM = 2
FORMS = frozenset({1, FORM})
ALGORITHMS = ("sha256", "sm3")

ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Line: TypeAlias = Mapping[str, Json]


def plain(value: object) -> Json:
    """The value in what every database keeps unchanged: texts, whole numbers, truths, lists and mappings.

    Dates, decimals and UUIDs become text, moments text in UTC. Raises TypeError for anything else; for floats
    too, since databases write them in ways of their own, and ValueError for text with a NUL character.
    """
    if isinstance(value, Mapping):
        return {_key(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return _scalar(value)


def _scalar(value: object) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _kept(str(value))
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date | Decimal | UUID):
        return str(value)
    raise TypeError(f"The trail keeps no {type(value).__name__}: {value!r}.")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"The trail names fields by text, not by {key!r}.")
    return _kept(str(key))


def _kept(text: str) -> str:
    if "\0" in text:
        raise ValueError("The trail keeps no text with a NUL character.")
    return text


def moment(at: datetime) -> str:
    """The moment in UTC, as 2026-11-21T01:02:03.000004Z. Raises ValueError if it has no time zone."""
    if at.tzinfo is None:
        raise ValueError("The trail keeps no moment without its time zone.")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def text(value: "Json | Line") -> str:
    """The value as canonical JSON."""
    return ENCODER.encode(value)


def digest(line: Line) -> str:
    """The hash of an entry's line, in hexadecimal, by the algorithm that the line names.

    Raises ValueError for an algorithm that the trail does not use, or that this machine cannot compute.
    """
    algorithm = line["algorithm"]
    if algorithm not in ALGORITHMS:
        raise ValueError(f"The trail is not hashed by {algorithm!r}.")
    covered = {name: value for name, value in line.items() if name != "hash"}
    return hashlib.new(str(algorithm), text(covered).encode()).hexdigest()
