"""Placeholders in a pack's sentences (占位): which names stand in braces."""

import string


def names_in(text: str) -> set[str]:
    """The names in braces; raises ValueError where the braces do not pair."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
