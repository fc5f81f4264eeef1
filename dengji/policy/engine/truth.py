"""Three-valued truth (三值判断): Kleene's logic, with 'not applicable' as the value that adds nothing.

A missing fact makes 'undetermined', never a guess. `all_of` is not met as soon as one part is not met, and
`any_of` met as soon as one part is met, whatever else is missing.
"""

from collections.abc import Collection
from enum import StrEnum


class Truth(StrEnum):
    """What a rule comes to (判断结果)."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The result as people say it."""
        return {"met": "符合", "not_met": "不符合", "undetermined": "待定", "not_applicable": "不适用"}[
            self.value
        ]


MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE = Truth


def all_of(truths: Collection[Truth]) -> Truth:
    """且: the least of the truths; of nothing applicable, not applicable."""
    least = NOT_APPLICABLE
    for truth in truths:
        if truth is NOT_MET:
            return NOT_MET
        if truth is UNDETERMINED or least is NOT_APPLICABLE:
            least = truth
    return least


def any_of(truths: Collection[Truth]) -> Truth:
    """或: the greatest of the truths; of nothing applicable, not applicable."""
    greatest = NOT_APPLICABLE
    for truth in truths:
        if truth is MET:
            return MET
        if truth is UNDETERMINED or greatest is NOT_APPLICABLE:
            greatest = truth
    return greatest


def opposite(truth: Truth) -> Truth:
    """非: met and not met change places; what is not known stays so."""
    return _OPPOSITES[truth]


def where(applies: Truth, holds: Truth) -> Truth:
    """A rule with a scope (适用): outside it not applicable; where only the scope is unknown, met is met."""
    if applies is MET:
        return holds
    if applies is NOT_MET:
        return NOT_APPLICABLE
    return MET if holds is MET else UNDETERMINED


_OPPOSITES = {MET: NOT_MET, NOT_MET: MET, UNDETERMINED: UNDETERMINED, NOT_APPLICABLE: NOT_APPLICABLE}
