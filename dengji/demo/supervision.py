"""Supervision in the demonstration (监督检查演示): campaigns, what must be put right, complaints.

All of it at one authority: the one that keeps most filings and has quality supervisors in a register over it. The
codes of complaints here stand in no letter: nobody but the demonstration knows them.
"""

from datetime import date, datetime, timedelta

from django.db.models import Count

from dengji.demo.diary import day_back, morning
from dengji.demo.hand import Moments
from dengji.demo.tales import Stage
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.evaluations.terms import Registered
from dengji.filings.models import Filing
from dengji.filings.terms import FilingState
from dengji.people.models import Organisation, Post
from dengji.people.queries import place_chain
from dengji.people.terms import BODY_ROLES, Role
from dengji.supervision.acts import campaigns, checking, complaining, investigating, rectifying
from dengji.supervision.models import Campaign, Rectification
from dengji.supervision.queries import inspections_of
from dengji.supervision.terms import Came, Source

SAYS = (
    (Came.GOOD, "查看了近一年的批次档案、考场录像和内部督导报告，记录完整，与备案的场地、设备一致。"),
    (Came.PROBLEMS, "第三季度一个批次的实操录像缺少两个考位，内部督导报告有一份没有签字。"),
    (Came.GOOD, "现场抽看两个考场，工位数量、安全措施与备案一致，收费项目已经公示。"),
)
BASIS = "备案管理规则关于监督检查的规定"


def of_supervision(stage: Stage) -> Moments:
    """监督检查: told at one authority, if there is one that can draw."""
    start = morning(day_back(stage.calendar, stage.on, 24))
    yield start
    found = _authority()
    if found is None:
        return
    clerk = stage.offices.post(found, Role.CLERK)
    yield from _campaign(stage, clerk)
    yield from _complaints(stage, clerk)
    yield (at := _at(stage, 2, 40))
    on = stage.on
    coming = _wanted(
        clerk, "本季度双随机抽查", 25, (day_back(stage.calendar, on, -3), on + timedelta(days=40))
    )
    campaigns.commit(campaigns.prepare(coming, by=clerk, at=at), by=clerk, at=at)


def _campaign(stage: Stage, clerk: Post) -> Moments:
    """One that was drawn, checked and published; what was found must be put right."""
    yield (at := _at(stage, 23))
    days = day_back(stage.calendar, stage.on, 21), day_back(stage.calendar, stage.on, 6)
    wanted = _wanted(clerk, "上季度双随机抽查", 40, days)
    made = campaigns.commit(campaigns.prepare(wanted, by=clerk, at=at), by=clerk, at=at)
    yield (at := _at(stage, 21))
    campaigns.draw(made, by=clerk, at=at)
    yield (at := _at(stage, 14))
    for number, check in enumerate(inspections_of(made)):
        came, says = SAYS[number % len(SAYS)]
        checking.note_result(check, came, says, on=at.date(), by=clerk, at=at)
    yield (at := _at(stage, 10))
    for check in inspections_of(made):
        if check.came == Came.PROBLEMS:
            asked = rectifying.Demand(
                BASIS, "补齐录像或者说明原因；内部督导报告补签。", _in(stage, 10, 21), check
            )
            yield from _put_right(stage, rectifying.demand(check.filing, asked, by=clerk, at=at))
    yield (at := _at(stage, 5))
    campaigns.publish(Campaign.objects.get(pk=made.pk), by=clerk, at=at)


def _put_right(stage: Stage, made: Rectification) -> Moments:
    """The body has reported what it did; the office has not looked at it yet."""
    head = Post.objects.filter(organisation=made.filing.institution_id, role__in=BODY_ROLES).first()
    if head is not None:
        yield (at := _at(stage, 6, 30))
        rectifying.hand_in(made, "录像已从备份中找回补存，督导报告已由两名内部督导员补签。", by=head, at=at)


def _complaints(stage: Stage, clerk: Post) -> Moments:
    """A candidate's that is looked into, and a report of the press that came yesterday."""
    filing = _filings(clerk.organisation)[0]
    yield (at := _at(stage, 4))
    told = complaining.Told(
        "YANSHI000001", Source.SELF, "考试收费与公示的标准不一致，多收了材料费。", filing.place, filing=filing
    )
    one = complaining.complain(told, by=None, at=at).complaint
    yield (at := _at(stage, 3))
    investigating.take(one, clerk, at.date() + timedelta(days=60), by=clerk, at=at)
    yield (at := _at(stage, 1))
    press = complaining.Told(
        "YANSHI000002", Source.MEDIA, "报道称有机构承诺“交钱包过”。", filing.place,
        filing=filing, reported_at="https://example.com/news/1",
    )  # fmt: skip
    complaining.complain(press, by=None, at=at)


def _wanted(clerk: Post, title: str, share: int, days: tuple[date, date]) -> campaigns.Wanted:
    draw_on, until = days
    return campaigns.Wanted(
        title, BASIS, clerk.organisation.division_id, share, draw_on, draw_on, until, strata="kind"
    )


def _authority() -> Organisation | None:
    """Who keeps most filings among those that have supervisors to draw."""
    registers = RegisteredPerson.objects.filter(kind=Registered.SUPERVISOR)
    over = set(registers.values_list("authority__division", flat=True))
    kept = Organisation.objects.filter(filings__state=FilingState.IN_FORCE).annotate(many=Count("filings"))
    able = (each for each in kept.order_by("-many", "pk") if over & set(place_chain(each.division_id)))
    return next(able, None)


def _filings(authority: Organisation) -> list[Filing]:
    return list(Filing.objects.filter(authority=authority, state=FilingState.IN_FORCE).order_by("number"))


def _at(stage: Stage, back: int, minutes: int = 20) -> datetime:
    """Some minutes after offices open, so many working days before the day of the demonstration."""
    return morning(day_back(stage.calendar, stage.on, back)) + timedelta(minutes=minutes)


def _in(stage: Stage, back: int, days: int) -> date:
    return (_at(stage, back) + timedelta(days=days)).date()
