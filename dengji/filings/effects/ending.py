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
from dengji.people.models import Post
from dengji.policy.effects import effect
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.pack import Timer as Rule
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case


@effect("filing.end")
def end(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """自愿终止: the filing ends as its body wished."""
    return _by_case(case, FilingState.ENDED, by=by, at=at)


@effect("filing.revoke")
def revoke(case: Case, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> dict[str, Any]:
    """责令终止、取消备案: the filing ends by order."""
    return _by_case(case, FilingState.REVOKED, by=by, at=at)


@effect("filing.lapse")
def lapse(timer: Timer, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> None:
    """期满失效: nobody renewed the filing in time. `detail` has the text and its rule."""
    _by_day(timer, FilingState.EXPIRED, **detail, at=at)


@effect("filing.strike_off")
def strike_off(timer: Timer, *, by: Post | None, at: datetime, detail: Mapping[str, Any]) -> None:
    """注销: the filing was not renewed by its last day. `detail` has the text and its rule."""
    _by_day(timer, FilingState.STRUCK_OFF, **detail, at=at)


def _by_case(case: Case, state: FilingState, *, by: Post | None, at: datetime) -> dict[str, Any]:
    """The day of the decision is the first on which the filing no longer stands."""
    filing, pack, today = filing_of(case), pack_of(case.edition_id), localdate(at)
    article = pack.articles[pack.matters[case.matter].cite].label
    conclude(filing, Over(state, today, article, state.label, case), pack=pack, at=at)
    after = {"state": state, "article": article}
    record(act=f"filing.{state}", by=by, at=at, about=("filings.Filing", filing.pk), after=after)
    return {"filing": filing.pk, "number": filing.number, "ended_on": spoken(today)}


def _by_day(timer: Timer, state: FilingState, *, pack: Pack, rule: Rule, at: datetime) -> None:
    """The day after the one that the text names is the first on which the filing no longer stands."""
    article, first = pack.articles[rule.cite].label, timer.falls_on + timedelta(days=1)
    conclude(timer.filing, Over(state, first, article, rule.label), pack=pack, at=at)
