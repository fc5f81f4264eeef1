"""What a publicity begins with (公示草拟): title and text from the case, and the day until which it would run."""

from datetime import date
from uuid import UUID

from dengji.filings.levels import in_levels
from dengji.notices.models import Objection
from dengji.notices.queries import objections_to
from dengji.people.models import Post
from dengji.policy.engine.pack import Clock
from dengji.policy.queries import calendar_in_force
from dengji.procedure.acts.publishing import Notice
from dengji.procedure.queries import cases_within
from dengji.web.casework import CasePage
from dengji.workdays.calendar import Reckoned
from dengji.workdays.periods import Period, ends_on
from dengji.workdays.words import in_words


def last_day_if_opened(clock: Clock, on: date) -> Reckoned:
    """公示末日: the last day of a publicity that opens on this day."""
    return ends_on(Period(clock.length.n, clock.length.unit), after=on, calendar=calendar_in_force())


def first_words(shown: CasePage, last_day: date) -> Notice:
    """公示内容: what is proposed, for whom, until when, and to whom one may object."""
    case, holder = shown.case, shown.case.holder
    matter = shown.pack.matters[case.matter].title
    rows = shown.dossier.get("occupations") or ()
    scope = "；".join(f"{row['name']}（{in_levels(row['levels']) or '不分等级'}）" for row in rows)
    ways = "，".join(word for word in (holder.phone and f"电话{holder.phone}", holder.address) if word)
    reach = f"{holder.name}（{ways}）" if ways else holder.name
    text = (
        f"依据《{shown.pack.title}》{shown.now.article}，现对{case.applicant}的“{matter}”申请予以公示。\n"
        f"拟备案的职业（工种）和等级：{scope or '见申请材料'}。\n"
        f"公示期自即日起至{in_words(last_day)}（含当日）。对公示内容有异议的，请在公示期内通过本页面提出，"
        f"或者向{reach}反映，写明事实和联系方式。"
    )
    return Notice(f"关于{case.applicant}{matter}的公示", text)


def objection_for(post: Post, token: UUID) -> Objection | None:
    """异议: the objection at an address, if the post may see the case that it is about."""
    case = cases_within(post).filter(publicities__objections__token=token).first()
    return (
        objections_to(case).select_related("publicity__case__applicant").filter(token=token).first()
        if case
        else None
    )
