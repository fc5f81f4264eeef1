"""What the procedure itself knows (程序事实): of panels and of other departments' opinions."""

from datetime import date

from dengji.policy.engine.terms import REGIME_LABELS, FactKind, StepKind
from dengji.policy.facts import fact
from dengji.procedure.models import Event, Panel
from dengji.procedure.subject import Subject
from dengji.procedure.terms import Act


def _panel(subject: Subject) -> Panel | None:
    """The panel whose opinion counts: at a panel's step its own, else the one that was drawn up last."""
    case = subject.case
    if case is None:
        return None
    drawn_up = Panel.objects.filter(case=case, drawn_up_at__isnull=False).order_by("-drawn_up_at")
    step = next((each for each in subject.pack.matters[case.matter].steps if each.id == case.step), None)
    return (drawn_up.filter(step=case.step) if step and step.kind is StepKind.PANEL else drawn_up).first()


@fact("panel_passed", kind=FactKind.BOOLEAN, label="专家组评分合格")
def panel_passed(subject: Subject, on: date) -> bool | None:
    """Whether the panel whose opinion was drawn up last found the body fit (专家组评分合格)."""
    panel = _panel(subject)
    return panel.passed if panel else None


@fact("panel_seats", kind=FactKind.INTEGER, label="专家组人数", unit="人")
def panel_seats(subject: Subject, on: date) -> int | None:
    """How many experts sat in that panel (专家组人数)."""
    panel = _panel(subject)
    return panel.seats.count() if panel else None


@fact("panel_below_minimum", kind=FactKind.TEXTS, label="低于最低分的评分项")
def panel_below_minimum(subject: Subject, on: date) -> list[str] | None:
    """The items whose mean lies below their minimum (低于最低分的评分项)."""
    panel = _panel(subject)
    return panel.below_minimum if panel else None


@fact("opinion_agreed", kind=FactKind.BOOLEAN, label="实施主管部门同意")
def opinion_agreed(subject: Subject, on: date) -> bool | None:
    """Whether the department asked for its opinion agreed (实施主管部门意见)."""
    if subject.case is None:
        return None
    external = [
        step.id for step in subject.pack.matters[subject.matter].steps if step.kind is StepKind.EXTERNAL
    ]
    answers = Event.objects.filter(case=subject.case, step__in=external, act__in=(Act.CONFIRM, Act.DECLINE))
    last = answers.order_by("ordinal").last()
    return last.act == Act.CONFIRM if last else None


@fact("regime", kind=FactKind.TEXT, label="评价类别", choices=REGIME_LABELS)
def regime(subject: Subject, on: date) -> str | None:
    """What is to be evaluated: skill levels, access-type qualifications or special abilities (评价类别)."""
    return subject.regime
