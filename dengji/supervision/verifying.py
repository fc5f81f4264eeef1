"""Doing a published draw again (核验抽取): a file in, findings out; needs nothing else of this house.

Before the draw the file holds {"list", "list_digest", "commitment", "draw_on", "committed_at"}; afterwards also
{"seed", "public_value", "drawn": [{"body", "group", "inspectors"}]}. Changes of inspectors stand apart under "changes"
with their reasons: they are no part of the draw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dengji.supervision.drawing import Impossible, Urn, commitment, digest, drawn, from_json


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at (核验事项): whether it is right, and what was found."""

    good: bool
    says: str


def checked(said: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> list[Finding]:
    """核验结果: list, seed and draw of a file, and whether they are those of the file kept from before the draw."""
    try:
        urn = from_json(said["list"])
    except (Impossible, KeyError, TypeError) as wrong:
        return [Finding(False, f"名单不能读取：{wrong}")]
    found = [_same(digest(urn), said.get("list_digest"), "名单与公布的名单摘要")]
    if before is not None:
        found += [
            _same(said.get("list_digest"), before.get("list_digest"), "名单摘要与抽取前公布的名单摘要"),
            _same(said.get("commitment"), before.get("commitment"), "种子摘要与抽取前公布的种子摘要"),
        ]
    if "seed" not in said:
        return [*found, Finding(True, "种子还没有公布：抽取结果公布以后才能重新计算。")]
    seed = str(said["seed"])
    return [
        *found,
        _same(commitment(seed), said.get("commitment"), "种子与公布的种子摘要"),
        _redone(urn, said, seed),
    ]


def good(found: Sequence[Finding]) -> bool:
    """Whether everything is right."""
    return all(each.good for each in found)


def _same(ours: object, theirs: object, what: str) -> Finding:
    same = isinstance(theirs, str) and ours == theirs
    return Finding(same, f"{what}{'一致' if same else '不一致'}。")


def _redone(urn: Urn, said: Mapping[str, Any], seed: str) -> Finding:
    """The draw done again, beside the one that was published."""
    try:
        ours = drawn(urn, seed, str(said.get("public_value", "")))
        theirs = [(each["body"], each["group"], tuple(each["inspectors"])) for each in said["drawn"]]
    except (Impossible, KeyError, TypeError) as wrong:
        return Finding(False, f"抽取不能重新计算：{wrong}")
    if [(each.body, each.group, each.inspectors) for each in ours] == theirs:
        return Finding(True, f"用公布的名单和种子重新计算，抽中的{len(ours)}家机构和检查人员与公布的一致。")
    return Finding(False, "用公布的名单和种子重新计算，结果与公布的不一致。")
