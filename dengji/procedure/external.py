"""Steps that wait for another system (报送与等待): the question put when the case comes to the step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dengji.exchange.acts import Reporting, ask
from dengji.exchange.contents import with_digest
from dengji.exchange.terms import Operation, Register, Report
from dengji.policy.engine.pack import Step
from dengji.policy.engine.terms import StepKind
from dengji.procedure.ground import Ground

OCCUPATION = ("code", "name", "work_type", "levels", "audience")


def register_of(step: Step) -> str | None:
    """The register that a step waits for; None for a step of our own, or one that an office answers."""
    awaited = step.awaits if step.kind is StepKind.EXTERNAL else None
    return awaited if awaited in Register.values else None


def about(ground: Ground) -> str:
    """What the question is about, for the exchange."""
    return f"case:{ground.case.pk}:{ground.case.step}"


def report(ground: Ground, *, at: datetime) -> None:
    """报送: put what the text says before the register that the step waits for; sent after the act is done.

    The day on which the step's period ends is the last on which it may be sent. What the dossier has as `reported`
    names a batch and may say that it was reported before (`operation`).
    """
    register = register_of(ground.step)
    if register is None:
        return
    case, told = ground.case, ground.subject.dossier.get("reported")
    kind, operation = _what(ground, told)
    payload = _common(ground) | dict(told) if told else with_digest(_filing(ground))
    operation = payload.pop("operation", operation)
    reporting = Reporting(kind, operation, sender=case.holder_id, place=case.place, due_on=case.due_on)
    ask(register, about=about(ground), payload=payload, at=at, reporting=reporting)


def _what(ground: Ground, told: Mapping[str, Any] | None) -> tuple[str, str]:
    """The kind and operation that the text names; of a text taken in before texts named them, what they always were."""
    said = ground.step.reports
    if said is not None:
        return said.kind.value, said.operation.value
    return (Report.RESULTS if told else Report.FILINGS), Operation.NEW


def _filing(ground: Ground) -> dict[str, Any]:
    """What is told of a filing: the body, and the occupations that were applied for."""
    rows = ground.subject.dossier.get("occupations", ())
    return _common(ground) | {"occupations": [{key: row[key] for key in OCCUPATION} for row in rows]}


def _common(ground: Ground) -> dict[str, Any]:
    case = ground.case
    return {
        "case": case.number,
        "matter": case.matter,
        "filing": case.about,
        "body": case.applicant.name,
        "uscc": case.applicant.uscc,
        "kind": case.body_kind,
        "place": case.place,
    }
