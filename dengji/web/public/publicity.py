"""What a publicity's page shows (公示页): the notice, by which article, and what was applied for."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dengji.notices.models import Publicity
from dengji.notices.queries import PublicNotice, public_view, publicity_at
from dengji.policy.engine.pack import Step
from dengji.policy.engine.path import steps_of
from dengji.policy.engine.terms import Regime, StepKind
from dengji.policy.queries import pack_of
from dengji.policy.reading import clock_in_words


@dataclass(frozen=True, slots=True)
class PublicityPage:
    """A publicity as its page shows it."""

    publicity: Publicity
    notice: PublicNotice
    text: str
    pack_id: str
    article: str
    cite: str
    says: str
    period: str
    basis: str
    matter: str
    regime: str
    kind: str
    occupations: list[dict[str, Any]]


def publicity_page(token: UUID, on: date) -> PublicityPage | None:
    """公示页: what, why and until when; None where there is none at that address."""
    publicity = publicity_at(token)
    if publicity is None:
        return None
    case, notice = publicity.case, public_view(publicity, on)
    pack = pack_of(case.edition_id)
    step = _step(steps_of(pack, case.matter), case.step)
    article = pack.articles[step.cite]
    return PublicityPage(
        publicity=publicity,
        notice=notice,
        text=pack.title,
        pack_id=pack.id,
        article=article.label,
        cite=step.cite,
        says=article.says,
        period=clock_in_words(step.clock, corrected=False) if step.clock else "",
        basis=case.basis,
        matter=pack.matters[case.matter].title,
        regime=Regime(case.regime).label,
        kind=pack.kinds.get(case.body_kind, ""),
        occupations=_occupations(publicity) if notice.body else [],
    )


def _step(steps: list[Step], name: str) -> Step:
    """The step at which the case is made public: where it stands, or the only one of that kind."""
    public = [step for step in steps if step.kind is StepKind.PUBLICITY]
    return next((step for step in public if step.id == name), public[0])


def _occupations(publicity: Publicity) -> list[dict[str, Any]]:
    """What was applied for, as last handed in."""
    handed_in = publicity.case.submissions.order_by("-ordinal").values_list("dossier", flat=True).first()
    return list((handed_in or {}).get("occupations", ()))
