"""How a filing comes to its end (备案终结): by its body's wish, by order, by a day that passed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.filings.acts.standing import Over, conclude
from dengji.filings.effects.changing import filing_of
from dengji.filings.models import Timer
from dengji.filings.terms import FilingState
from dengji.filings.upward import report_after
from dengji.people.models import Post
from dengji.policy.effects import effect
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.pack import Timer as Rule
from dengji.policy.engine.terms import Effect
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed

Ended = Case | Timer
"""What a filing comes to its end by: a case that was decided, a day that passed."""


@effect("filing.end")
def end(by_what: Ended, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """自愿终止: the filing ends as its body wished."""
    return _over(by_what, FilingState.ENDED, Effect.FILING_END, by=by, at=at, detail=detail)


@effect("filing.revoke")
def revoke(by_what: Ended, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """责令终止、取消备案: the filing ends by order."""
    return _over(by_what, FilingState.REVOKED, Effect.FILING_REVOKE, by=by, at=at, detail=detail)


@effect("filing.lapse")
def lapse(by_what: Ended, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """期满失效: nobody renewed the filing in time."""
    return _over(by_what, FilingState.EXPIRED, Effect.FILING_LAPSE, by=by, at=at, detail=detail)


@effect("filing.strike_off")
def strike_off(by_what: Ended, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """注销: the filing was not renewed by its last day, or its body asked for it."""
    return _over(by_what, FilingState.STRUCK_OFF, Effect.FILING_STRIKE_OFF, by=by, at=at, detail=detail)


def _over(
    by_what: Ended,
    state: FilingState,
    name: Effect,
    *,
    by: Post | None,
    at: datetime,
    detail: Mapping[str, Any],
) -> dict[str, Any]:
    """The filing is over, by a case or by a day; `detail` of a day has the text and its rule."""
    if isinstance(by_what, Timer):
        return _by_day(by_what, state, name, **detail, at=at)
    return _by_case(by_what, state, name, by=by, at=at)


def _by_case(
    case: Case, state: FilingState, name: Effect, *, by: Post | None, at: datetime
) -> dict[str, Any]:
    """The day of the decision is the first on which the filing no longer stands."""
    filing, pack, today = filing_of(case), pack_of(case.edition_id), localdate(at)
    if filing.state != FilingState.IN_FORCE:
        raise NotAllowed(
            f"备案{filing.number}{filing.called.label}，不能再办理终止。",
            remedy="这件案件会自行办结，不用再办；备案的沿革里写有日期和依据。",
        )
    article = pack.articles[pack.matters[case.matter].cite].label
    word = pack.states.get(name, "")
    over = Over(state, today, article, word or state.label, case, word)
    conclude(filing, over, pack=pack, at=at)
    report_after(name, filing, pack, at=at, case=case, told=_said(over))
    after = {"state": state, "article": article}
    record(act=f"filing.{state}", by=by, at=at, about=("filings.Filing", filing.pk), after=after)
    return {"filing": filing.pk, "number": filing.number, "ended_on": spoken(today)}


def _by_day(
    timer: Timer, state: FilingState, name: Effect, *, pack: Pack, rule: Rule, at: datetime
) -> dict[str, Any]:
    """The day after the one that the text names is the first on which the filing no longer stands."""
    article, first = pack.articles[rule.cite].label, timer.falls_on + timedelta(days=1)
    over = Over(state, first, article, rule.label, word=pack.states.get(name, ""))
    conclude(timer.filing, over, pack=pack, at=at)
    report_after(name, timer.filing, pack, at=at, told=_said(over))
    return {}


def _said(over: Over) -> dict[str, str]:
    """What is reported of an end: what it is called, from which day on, by which article."""
    word = over.word or over.state.label
    return {"state": word, "ended_on": over.from_on.isoformat(), "article": over.article}
