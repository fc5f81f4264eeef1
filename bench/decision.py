"""An explained ten-condition decision against the same decision as plain Python functions.

Limit named for it: at most 20 times the plain functions. The plain ones know neither unknown facts nor reasons.
"""

from collections.abc import Callable
from typing import Any

from bench._measure import in_turn
from dengji.policy.engine.evaluate import judge
from dengji.policy.engine.facts import FactValue
from dengji.policy.engine.pack import Pack

FACTS: dict[str, Any] = {
    "staff": 5,
    "examiners": 6,
    "supervisors": 2,
    "venues": 3,
    "lacking": (),
    "kind": "employer",
    "clean": True,
    "filed": 9,
    "evaluated": 6,
    "documents": ("plan", "rules"),
}

PLAIN: list[Callable[[dict[str, Any]], bool]] = [
    lambda f: f["staff"] >= 3,
    lambda f: f["examiners"] >= 5,
    lambda f: f["supervisors"] >= 1,
    lambda f: f["venues"] >= 2,
    lambda f: not f["lacking"],
    lambda f: f["kind"] in ("employer", "school"),
    lambda f: f["clean"] is True,
    lambda f: f["evaluated"] * 3 >= f["filed"] * 2,
    lambda f: "plan" in f["documents"],
    lambda f: "rules" in f["documents"] or f["clean"] is True,
]

RULES: list[dict[str, Any]] = [
    {"fact": "staff", "is": "at_least", "min": 3},
    {"fact": "examiners", "is": "at_least", "min": 5},
    {"fact": "supervisors", "is": "at_least", "min": 1},
    {"fact": "venues", "is": "at_least", "min": 2},
    {"fact": "lacking", "is": "is_empty"},
    {"fact": "kind", "is": "one_of", "values": ["employer", "school"]},
    {"fact": "clean", "is": "is_true"},
    {"fact": "evaluated", "is": "ratio_at_least", "of": "filed", "ratio": {"numerator": 2, "denominator": 3}},
    {"fact": "documents", "is": "includes", "value": "plan"},
    {"any": [{"fact": "documents", "is": "includes", "value": "rules"}, {"fact": "clean", "is": "is_true"}]},
]
KINDS = {int: "integer", bool: "boolean", str: "text", tuple: "texts"}


def pack() -> Pack:
    """A pack with these ten conditions."""
    facts = {
        name: {"kind": KINDS[type(value)], "label": name, "asks": name, "from": "officer", "cite": "a"}
        for name, value in FACTS.items()
    }
    conditions = [
        {
            "id": f"c{n}",
            "label": f"c{n}",
            "cite": "a",
            "holds": rule,
            "on_fail": "refuse",
            "unmet": "x",
            "remedy": "y",
        }
        for n, rule in enumerate(RULES)
    ]
    return Pack.model_validate(
        {
            "schema": "pack/1",
            "id": "BENCH",
            "number": "",
            "title": "",
            "issuer": "",
            "jurisdiction": "000000",
            "regimes": ["skill_level"],
            "stage": "issued",
            "effective": {},
            "summary": "",
            "kinds": {"employer": "employer"},
            "articles": {"a": {"label": "a", "rows": ["CR-5"], "says": "ten conditions"}},
            "facts": facts,
            "conditions": conditions,
        }
    )


def plain() -> bool:
    """The decision as plain functions."""
    return all([rule(FACTS) for rule in PLAIN])


def main() -> None:
    """Both decide alike; then both are timed."""
    text = pack()
    ids = [condition.id for condition in text.conditions]
    known = {name: FactValue(value, "bench") for name, value in FACTS.items()}
    if not (judge(text, ids, known).eligible and plain()):
        raise SystemExit("the two decide differently")
    print("  ten conditions, explained to the leaf : plain functions")
    in_turn(lambda: judge(text, ids, known).eligible, plain, times=5_000)
