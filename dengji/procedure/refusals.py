"""Why an act cannot be done (不能办理的原因): refusals that read as sentences."""

from collections.abc import Sequence

from dengji.people.refusals import Refused


class NotAllowed(Refused):
    """An act that may not be done now: the sentence, the article it rests on, the facts, and what helps."""

    def __init__(
        self, sentence: str, *, article: str | None = None, facts: Sequence[str] = (), remedy: str = ""
    ) -> None:
        super().__init__(sentence, facts=facts, remedy=remedy)
        self.article = article


class Moved(NotAllowed):
    """The case moved on while the page was open (案件已变化)."""


class NotYours(NotAllowed):
    """The act belongs to another office or post (不属本岗位办理)."""


def within(text: str, longest: int, *, please: str) -> str:
    """The text without blanks around it; raises `NotAllowed`, beginning with `please`, if it is empty or too long."""
    said = text.strip()
    if not 0 < len(said) <= longest:
        raise NotAllowed(f"{please}，不超过{longest}字。")
    return said
