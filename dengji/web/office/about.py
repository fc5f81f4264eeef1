"""The filing that a case is about (所涉备案): its validity, what would change of it, when it may be renewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dengji.filings.history import RenewalTime, renewal_time
from dengji.filings.levels import in_levels
from dengji.filings.models import Filing
from dengji.filings.queries import filing_by_number, state_on
from dengji.filings.terms import CalledState, FilingState, WindowStanding
from dengji.filings.validity import Validity, renewed
from dengji.occupations.queries import names
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.terms import Effect
from dengji.procedure.models import Case
from dengji.procedure.terms import CaseState
from dengji.web.casework import CasePage


@dataclass(frozen=True, slots=True)
class Change:
    """An element that a case changes (变更要素): as it is filed, and as it would be."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Renewal:
    """When the filing may be renewed (续期申请期), and how the day of the application stands to it."""

    time: RenewalTime
    standing: WindowStanding
    on: date


@dataclass(frozen=True, slots=True)
class AboutFiling:
    """The filing that a case is about, as the case page shows it (所涉备案)."""

    filing: Filing
    state: CalledState
    left: str
    changes: Sequence[Change]
    added: Sequence[str]
    given_up: Sequence[str]
    renewal: Renewal | None
    ahead: Validity | None


def about_filing(shown: CasePage, on: date) -> AboutFiling | None:
    """所涉备案: None for a first filing."""
    filing = filing_by_number(shown.case.about, on) if shown.case.about else None
    if filing is None:
        return None
    dossier = shown.dossier
    given_up: Sequence[str] = dossier.get("given_up") or ()
    called = names(given_up) if given_up else {}
    return AboutFiling(
        filing=filing,
        state=state_on(filing, on),
        left=left_in_days(filing.valid_until, on) if filing.state == FilingState.IN_FORCE else "",
        changes=[
            Change(each["label"], each["before"], each["after"]) for each in dossier.get("changes") or ()
        ],
        added=[_added(row) for row in dossier.get("occupations") or ()],
        given_up=[f"{called.get(code, code)}（{code}）" for code in given_up],
        renewal=_renewal(shown, filing, on),
        ahead=validity_ahead(shown.case, shown.pack, on),
    )


def validity_ahead(case: Case, pack: Pack, on: date) -> Validity | None:
    """续期后的有效期: what a renewal that is still under way would give its filing; None for any other case."""
    outcomes = [outcome for step in pack.matters[case.matter].steps for outcome in step.outcomes.values()]
    if case.state == CaseState.ENDED or not any(Effect.FILING_RENEW in each.effect for each in outcomes):
        return None
    filing = filing_by_number(case.about, on)
    return renewed(filing, pack) if filing else None


def left_in_days(until: date | None, on: date) -> str:
    """离到期还有90天, 今天到期, 已到期3天; empty for a filing without an end."""
    if until is None:
        return ""
    days = (until - on).days
    if days == 0:
        return "今天到期"
    return f"离到期还有{days}天" if days > 0 else f"已到期{-days}天"


def _added(row: dict[str, Any]) -> str:
    work_type = f"（{row['work_type']}）" if row["work_type"] else ""
    return f"{row['name']}{work_type} {in_levels(row['levels'])}".strip()


def _renewal(shown: CasePage, filing: Filing, on: date) -> Renewal | None:
    """The window of a matter that has one, as long as the case is under way: once renewed, the next one counts."""
    case = shown.case
    window = shown.pack.matters[case.matter].window
    if window is None or case.state == CaseState.ENDED:
        return None
    time = renewal_time(filing, on)
    applied = case.received_on or on
    return Renewal(time, time.days.standing(applied), applied) if time else None
