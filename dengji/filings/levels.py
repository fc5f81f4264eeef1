"""Levels as people write them (等级的写法): runs of levels joined."""

from collections.abc import Iterable

from dengji.occupations.levels import levels


def in_levels(codes: Iterable[str]) -> str:
    """Levels in words, in the order of the reference: 五级/初级工、四级/中级工."""
    wanted = set(codes)
    return "、".join(level.label for level in levels() if level.code in wanted)
