"""Why something about people and authorities cannot be done (不能办理的原因), as sentences."""

from collections.abc import Sequence


class Refused(Exception):
    """What may not be done: the sentence, the facts, and what helps. No article of a text is involved."""

    article: str | None = None

    def __init__(self, sentence: str, *, facts: Sequence[str] = (), remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = tuple(facts)
        self.remedy = remedy


class NoAuthority(Refused):
    """There is no such authority at that place (没有相应机关)."""
