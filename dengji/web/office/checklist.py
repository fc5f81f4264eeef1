"""What must be wound up before a filing ends (收尾清单): the conditions of the closing step, read as things done."""

from collections.abc import Sequence
from dataclasses import dataclass

from dengji.policy.engine.pack import Matter, Pack
from dengji.policy.engine.terms import Effect, Party, StepKind
from dengji.policy.engine.truth import Truth
from dengji.procedure.models import Case, Event
from dengji.web.office.conditions import ConditionLine

WORDS = {
    Truth.MET: "已做完",
    Truth.NOT_MET: "没做完",
    Truth.UNDETERMINED: "还不清楚",
    Truth.NOT_APPLICABLE: "不涉及",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be wound up (收尾事项): done, not done or not known."""

    word: str
    line: ConditionLine


@dataclass(frozen=True, slots=True)
class Checklist:
    """The list with its counts in a sentence (收尾清单); `before` is what was asked of the application already."""

    items: Sequence[Item]
    before: Sequence[ConditionLine]
    sentence: str
    done: bool


def checklist(
    case: Case, pack: Pack, judged: Event | None, lines: Sequence[ConditionLine]
) -> Checklist | None:
    """收尾清单: the lines of the closing step of a body's own termination; None at any other step."""
    matter, step = pack.matters[case.matter], judged.step if judged else case.step
    if step != closing_step(matter):
        return None
    asked_before = {
        each for step in matter.steps if step.kind is StepKind.SUBMISSION for each in step.conditions
    }
    listed = [line for line in lines if line.id not in asked_before]
    truths = [Truth(line.truth) for line in listed]
    counted = [f"{word}{truths.count(truth)}项" for truth, word in WORDS.items() if truth in truths]
    return Checklist(
        [Item(WORDS[truth], line) for truth, line in zip(truths, listed, strict=True)],
        [line for line in lines if line.id in asked_before],
        f"共{len(listed)}项：{'，'.join(counted)}。",
        all(truth in (Truth.MET, Truth.NOT_APPLICABLE) for truth in truths),
    )


def closing_step(matter: Matter) -> str:
    """The last step of a termination at which conditions are judged; empty for every other matter."""
    if matter.by is not Party.APPLICANT or not _ends(matter):
        return ""
    judged = [step.id for step in matter.steps if step.conditions and step.kind is not StepKind.SUBMISSION]
    return judged[-1] if judged else ""


def _ends(matter: Matter) -> bool:
    """Whether the matter leads to the end of the filing."""
    effects = {effect for step in matter.steps for each in step.outcomes.values() for effect in each.effect}
    return bool({Effect.FILING_END, Effect.FILING_STRIKE_OFF} & effects)
