"""Who is told of what comes of itself to a filing (备案到期通知): its body, and the authority that supervises it."""

from datetime import date, datetime

from django.utils.timezone import localdate

from dengji.filings.models import Filing, Timer
from dengji.filings.texts import RENEWAL, text_of
from dengji.filings.windows import CLOSING, HALFWAY, OPENS, Span, span
from dengji.messages.acts import News, tell
from dengji.messages.recipients import Desk
from dengji.messages.terms import Topic
from dengji.people.terms import BODY_ROLES, Role
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.pack import Timer as Rule
from dengji.policy.queries import calendar_in_force
from dengji.workdays.words import in_words

SUPERVISING = (Role.CLERK, Role.REVIEWER)
CALLS = {OPENS: "可以申请续期了", HALFWAY: "续期申请期已过半", CLOSING: "续期申请期只剩一周"}


def tell_of_timer(timer: Timer, rule: Rule | None, pack: Pack | None, *, at: datetime) -> None:
    """通知到期事项: the body in any case, its authority of what the text itself orders; each once a timer."""
    filing, on = timer.filing, localdate(at)
    reminder = timer.key in CALLS
    said = CALLS[timer.key] if reminder else rule.label if rule else ""
    if not said:
        return
    news = News(
        Topic.RENEWAL if reminder else Topic.FILING,
        title=f"备案{filing.number}：{said}",
        text=_text(timer, rule, pack, on),
        path=path_of(filing),
        about=("filings.Filing", filing.pk),
        key=f"filing:{filing.pk}:{timer.key}:{timer.anchor_on.isoformat()}",
    )
    tell(bodies_people(filing), news, by=None, at=at)
    if not reminder:
        tell(Desk(filing.authority_id, SUPERVISING), news, by=None, at=at)


def path_of(filing: Filing) -> str:
    """The page that leads everybody to a filing at his own desk."""
    return f"/desk/filings/{filing.number}/"


def bodies_people(filing: Filing) -> Desk:
    """备案机构的人员: its head and staff."""
    return Desk(filing.institution_id, BODY_ROLES)


def _text(timer: Timer, rule: Rule | None, pack: Pack | None, on: date) -> str:
    """What happened by which article, until when the filing is valid, and until when it may be renewed."""
    filing, body = timer.filing, timer.filing.institution.organisation
    parts = [f"{body}的备案有效期至{in_words(filing.valid_until)}。" if filing.valid_until else ""]
    if rule and pack:
        parts.append(f"依据《{pack.title}》{pack.articles[rule.cite].label}：{rule.label}。")
    days = renewal_days(filing, on)
    if days is not None and on <= days.last_on:
        parts.append(f"续期最迟在{in_words(days.last_on)}申请。")
    return "".join(parts)


def renewal_days(filing: Filing, on: date) -> Span | None:
    """The days on which a filing may be renewed, by the text that governs it; None where none says."""
    pack = text_of(filing, on, RENEWAL)
    window = pack.matters[RENEWAL].window if pack else None
    if window is None or filing.valid_until is None:
        return None
    return span(window, expiry=filing.valid_until, calendar=calendar_in_force())
