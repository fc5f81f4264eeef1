"""What this room answers (评价实施事实): what a plan says, its group of examiners, its results."""

from dengji.evaluations.facts import (  # noqa: F401 (they register themselves)
    carried_out,
    filed,
    grouped,
    listed,
    planned,
    qualified,
    reported,
    watched,
)
