"""Steps that wait for another system (报送与等待): the question put when the case comes to the step."""

from datetime import datetime

from dengji.exchange.acts import ask
from dengji.exchange.terms import Register
from dengji.policy.engine.pack import Step
from dengji.policy.engine.terms import StepKind
from dengji.procedure.ground import Ground


def register_of(step: Step) -> str | None:
    """The register that a step waits for; None for a step of our own, or one that an office answers."""
    awaited = step.awaits if step.kind is StepKind.EXTERNAL else None
    return awaited if awaited in Register.values else None


def about(ground: Ground) -> str:
    """What the question is about, for the exchange."""
    return f"case:{ground.case.pk}:{ground.case.step}"


def report(ground: Ground, *, at: datetime) -> None:
    """报送: put the filing before the register that the step waits for; sent after the act is done."""
    register = register_of(ground.step)
    if register is None:
        return
    dossier = ground.subject.dossier
    payload = {
        "case": ground.case.number,
        "matter": ground.case.matter,
        "filing": ground.case.about,
        "body": ground.case.applicant.name,
        "uscc": ground.case.applicant.uscc,
        "kind": ground.case.body_kind,
        "place": ground.case.place,
        "occupations": [
            {key: row[key] for key in ("code", "name", "work_type", "levels", "audience")}
            for row in dossier.get("occupations", ())
        ],
    }
    ask(register, about=about(ground), payload=payload | dossier.get("reported", {}), at=at)
