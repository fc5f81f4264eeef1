"""Traces (判断过程): how a rule came to its truth, down to each test and the fact that it used."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from dengji.policy.engine.facts import FactValue
from dengji.policy.engine.truth import Truth


class Told(NamedTuple):
    """A test in words, with names and labels of the facts that it asks for: one, or two compared."""

    says: str
    facts: tuple[tuple[str, str], ...]


Trace: TypeAlias = tuple[Told | str, Truth, tuple[Any, ...]]
"""What was judged, what it came to, what lay inside: plain tuples, for every condition makes some.

A test: its words, its truth, its facts as they were known (FactValue or None).
Rules together: 'all', 'any' or 'not', their truth, their own traces.
"""


class Used(NamedTuple):
    """A fact that a decision rests on (所依据的事实); `fact` is None where it is not known."""

    name: str
    label: str
    fact: FactValue | None


def used_in(trace: Trace) -> Iterator[Used]:
    """Every fact that the trace looked at, known or not."""
    judged, _, inside = trace
    if isinstance(judged, Told):
        for (name, label), fact in zip(judged.facts, inside, strict=True):
            yield Used(name, label, fact)
    else:
        for part in inside:
            yield from used_in(part)


def missing_in(trace: Trace) -> Iterator[Used]:
    """The unknown facts that could still change what the trace came to.

    What is determined cannot change, whatever is unknown inside it.
    """
    judged, truth, inside = trace
    if truth is not Truth.UNDETERMINED:
        return
    if isinstance(judged, Told):
        yield from (used for used in used_in(trace) if used.fact is None)
    else:
        for part in inside:
            yield from missing_in(part)


def trace_json(trace: Trace) -> dict[str, Any]:
    """The trace as JSON values."""
    judged, truth, inside = trace
    if isinstance(judged, Told):
        return {"says": judged.says, "truth": truth, "facts": [used_json(used) for used in used_in(trace)]}
    return {"rule": judged, "truth": truth, "parts": [trace_json(part) for part in inside]}


def used_json(used: Used) -> dict[str, Any]:
    """A used fact as JSON values; days and moments in ISO form."""
    value, source, at = used.fact or FactValue(None)
    return {
        "name": used.name,
        "label": used.label,
        "value": value.isoformat() if hasattr(value, "isoformat") else value,
        "source": source,
        "at": at.isoformat() if at else None,
    }


def trace_from(data: Mapping[str, Any]) -> Trace:
    """The trace that `trace_json` wrote down; days stay text."""
    truth = Truth(data["truth"])
    if "rule" in data:
        return data["rule"], truth, tuple(trace_from(part) for part in data["parts"])
    told = Told(data["says"], tuple((fact["name"], fact["label"]) for fact in data["facts"]))
    return told, truth, tuple(_fact_from(fact) for fact in data["facts"])


def _fact_from(data: Mapping[str, Any]) -> FactValue | None:
    """A fact as it was frozen."""
    if data["value"] is None:
        return None
    at = datetime.fromisoformat(data["at"]) if data["at"] else None
    return FactValue(data["value"], data["source"], at)
