"""What is known of the filing that a case is about (所涉备案事实): its days, its authority, its scope."""

from collections.abc import Callable
from datetime import date

from dengji.filings.models import Filing, ScopeRow, Term
from dengji.filings.terms import FilingState, WindowStanding
from dengji.filings.texts import RENEWAL
from dengji.filings.windows import Span, span
from dengji.policy.engine.life import Window
from dengji.policy.engine.terms import FactKind
from dengji.policy.facts import fact
from dengji.policy.queries import calendar_in_force
from dengji.procedure.models import Case
from dengji.procedure.subject import Subject
from dengji.procedure.terms import CaseState

LEVELS = {
    "ministry": "国家级",
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
}
FACTS_SOURCE = "备案登记"  # where these facts come from, as people say it


def filing_about(subject: Subject) -> Filing | None:
    """The filing that the matter is about, looked up once."""
    if "filing" not in subject.kept:
        filings = Filing.objects.select_related("authority__division", "institution")
        number = subject.dossier.get("filing_number") or subject.about  # a plan's dossier names its filing
        subject.kept["filing"] = filings.filter(number=number).first() if number else None
    found: Filing | None = subject.kept["filing"]
    return found


def scope_about(subject: Subject, on: date) -> list[ScopeRow] | None:
    """The scope of that filing on the day, looked up once."""
    filing = filing_about(subject)
    if filing is None:
        return None
    if "scope" not in subject.kept:
        subject.kept["scope"] = list(filing.scope.in_force(on))
    rows: list[ScopeRow] = subject.kept["scope"]
    return rows


def _days(subject: Subject, on: date, count: Callable[[date], int]) -> int | None:
    filing = filing_about(subject)
    return None if filing is None or filing.valid_until is None else count(filing.valid_until)


def _asked_on(subject: Subject, on: date) -> date:
    """The day on which the application was made: what is late or early does not change while it is decided."""
    received = subject.case.received_on if subject.case is not None else None
    return received or on


def window_of(subject: Subject) -> Window | None:
    """The window of the matter, where the text has the matter and sets it one."""
    matter = subject.pack.matters.get(subject.matter)
    return matter.window if matter else None


def window_about(subject: Subject) -> Span | None:
    """The window of the matter for that filing; None where the text sets none, or nothing expires."""
    filing, window = filing_about(subject), window_of(subject)
    if window is None or filing is None or filing.valid_until is None:
        return None
    return span(window, expiry=filing.valid_until, calendar=calendar_in_force())


@fact("filing_held", kind=FactKind.BOOLEAN, label="持有备案，没有终止或者注销")
def filing_held(subject: Subject, on: date) -> bool | None:
    """Whether the filing stands: neither ended nor struck off nor lapsed; its validity may be over."""
    filing = filing_about(subject)
    return None if filing is None else filing.state == FilingState.IN_FORCE


@fact("filing_valid", kind=FactKind.BOOLEAN, label="备案在有效期内")
def filing_valid(subject: Subject, on: date) -> bool | None:
    """Whether the filing stands and its validity is not over."""
    filing = filing_about(subject)
    return None if filing is None else filing.operates_on(on)


@fact("filed_at_level", kind=FactKind.TEXT, label="原备案机关的层级", choices=LEVELS)
def filed_at_level(subject: Subject, on: date) -> str | None:
    """The level of the authority that filed it."""
    filing = filing_about(subject)
    return None if filing is None else str(filing.authority.division.rank)


@fact("applied_on", kind=FactKind.DATE, label="申请日期")
def applied_on(subject: Subject, on: date) -> date | None:
    """The day on which the application was handed in; before that, today."""
    return _asked_on(subject, on)


@fact("days_to_expiry", kind=FactKind.INTEGER, label="离期满的天数", unit="天")
def days_to_expiry(subject: Subject, on: date) -> int | None:
    """Days from the application to the last day of the validity: 0 on that day, negative after it."""
    return _days(subject, on, lambda expiry: (expiry - _asked_on(subject, on)).days)


@fact("days_past_expiry", kind=FactKind.INTEGER, label="期满后的天数", unit="天")
def days_past_expiry(subject: Subject, on: date) -> int | None:
    """Days since the validity was over, 0 before; while a grace runs on over days off, no more than the grace has."""
    asked = _asked_on(subject, on)

    def past(expiry: date) -> int:
        days, days_of_window = max((asked - expiry).days, 0), window_about(subject)
        window = window_of(subject)
        if days_of_window is None or window is None or window.grace is None or asked > days_of_window.last_on:
            return days
        return min(days, window.grace.n) if window.grace.unit == "day" else days

    return _days(subject, on, past)


@fact("window_standing", kind=FactKind.TEXT, label="是否在申请期内", choices=dict(WindowStanding.choices))
def window_standing(subject: Subject, on: date) -> str | None:
    """How the day of application stands to the window of the matter."""
    days = window_about(subject)
    return None if days is None else str(days.standing(_asked_on(subject, on)))


@fact("window_opens_on", kind=FactKind.DATE, label="申请期第一日")
def window_opens_on(subject: Subject, on: date) -> date | None:
    """The first day of the window."""
    days = window_about(subject)
    return None if days is None else days.opens_on


@fact("window_closes_on", kind=FactKind.DATE, label="最迟申请日")
def window_closes_on(subject: Subject, on: date) -> date | None:
    """The last day of the window, the grace included."""
    days = window_about(subject)
    return None if days is None else days.last_on


@fact("occupations_filed", kind=FactKind.INTEGER, label="已备案职业数", unit="个")
def occupations_filed(subject: Subject, on: date) -> int | None:
    """How many occupations stand in the filing."""
    rows = scope_about(subject, on)
    return None if rows is None else len({row.code for row in rows})


@fact("occupations_added_in_term", kind=FactKind.INTEGER, label="有效期内新增的职业数", unit="个")
def occupations_added_in_term(subject: Subject, on: date) -> int | None:
    """How many occupations came into the filing after its present validity began."""
    rows, filing = scope_about(subject, on), filing_about(subject)
    if rows is None or filing is None:
        return None
    began = Term.objects.filter(filing=filing, from_on__lte=on).values_list("from_on", flat=True).last()
    first = {row.code for row in rows if row.from_on <= (began or filing.valid_from)}
    return len({row.code for row in rows} - first)


def renewal_under_way(filing: Filing) -> bool:
    """Whether a renewal of the filing was handed in and is not decided yet (续期在办)."""
    cases = Case.objects.filter(about=filing.number, applicant=filing.institution_id, matter=RENEWAL)
    return cases.exclude(state__in=(CaseState.DRAFT, CaseState.ENDED)).exists()


@fact("renewal_filed", kind=FactKind.BOOLEAN, label="已申请续期")
def renewal_filed(subject: Subject, on: date) -> bool | None:
    """Whether a renewal of the filing was handed in and is not decided yet."""
    filing = filing_about(subject)
    return None if filing is None else renewal_under_way(filing)
