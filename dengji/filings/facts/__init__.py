"""The facts that this room answers (本室答复的事实): of what is applied for, and of the filing that it is about."""

from dengji.filings.facts import applied, held, others, proposed, told  # noqa: F401 (they register themselves)
