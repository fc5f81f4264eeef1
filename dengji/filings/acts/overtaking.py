"""Cases that a filing's end has overtaken (备案终结后的在办案件): ends and renewals that nobody can decide any more."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from dengji.filings.models import Filing, Standing
from dengji.filings.terms import FilingState
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Matter
from dengji.policy.engine.terms import Effect
from dengji.policy.queries import pack_of
from dengji.procedure.acts.overtaking import overtake
from dengji.procedure.models import Case, Event
from dengji.procedure.terms import CaseState

OF_LIFE = frozenset(
    {
        Effect.FILING_END,
        Effect.FILING_REVOKE,
        Effect.FILING_LAPSE,
        Effect.FILING_STRIKE_OFF,
        Effect.FILING_RENEW,
    }
)
"""What can only be done to a filing that stands. Changes and additions are refused by their own texts."""


def overtaken() -> Iterator[Case]:
    """案件所涉备案已终结: the cases under way that were to end or renew a filing which is over already."""
    for case in _about_what_is_over().iterator(chunk_size=500):
        if OF_LIFE & _effects(pack_of(case.edition_id).matters[case.matter]):
            yield case


def let_go(case: Case, *, at: datetime) -> Event:
    """不再办理: the case ends by itself; body and office are told since when the filing is over, and why."""
    over = Standing.objects.select_related("filing").get(filing__number=case.about, until=None)
    title = pack_of(case.edition_id).matters[case.matter].title
    by = f"，依据是{over.article}" if over.article else ""
    because = (
        f"{spoken(over.from_on)}起，备案{over.filing.number}{over.called.label}{by}。"
        f"这件“{title}”没有需要再办的事项，到此办结。"
    )
    return overtake(case, because, over.article, by=None, at=at)


def _about_what_is_over() -> QuerySet[Case]:
    state = Subquery(Filing.objects.filter(number=OuterRef("about")).values("state")[:1])
    under_way = Case.objects.exclude(state=CaseState.ENDED).exclude(about="").annotate(stands=state)
    return under_way.exclude(stands=FilingState.IN_FORCE).exclude(stands=None).order_by("id")


def _effects(matter: Matter) -> set[Effect]:
    return {
        effect for step in matter.steps for outcome in step.outcomes.values() for effect in outcome.effect
    }
