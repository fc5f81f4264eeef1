"""Who is told of an act (办理通知): the applicant's people, whoever must act next, the experts; each once an act.

Called by the door after every act, in its transaction; what each role gets is the table of `messages.topics`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from dengji.messages.acts import News, tell, tell_all
from dengji.messages.recipients import Desk, Whom
from dengji.messages.terms import Topic
from dengji.people.models import Post, Posts
from dengji.people.queries import stem
from dengji.people.terms import BODY_ROLES, DECIDING, OrganisationKind, Role
from dengji.procedure.endings import ending_called
from dengji.procedure.external import register_of
from dengji.procedure.ground import Ground
from dengji.procedure.models import Case, Event, Panel, PanelSeat, Round, Waiver
from dengji.procedure.terms import Act, CaseState
from dengji.procedure.told import (
    Done,
    text_of_day,
    text_of_round,
    text_of_seat,
    text_to_applicant,
    text_to_office,
    title_to_applicant,
    topic_of,
)

HOME = "/desk/"  # leads everybody to his own desk

BACK: Mapping[str, str] = {
    Act.RESUBMIT: "补正已提交",
    Act.HAND_IN: "评分表已全部提交",
    Act.DRAW_UP: "专家组意见已形成",
}
"""What a case comes back with, to those who had it."""

Told = Iterator[tuple[Whom, News]]


def tell_of(done: Done) -> None:
    """通知: everybody whom the act concerns, but for whoever did it; three statements for an ordinary act."""
    told = [*_to_applicant(done), *_to_office(done), *_to_experts(done)]
    tell_all(told, by=done.event.by, at=done.event.at)


def path_of(case: Case) -> str:
    """The page that leads everybody to a case at his own desk."""
    return f"{HOME}cases/{case.token}/"


def about(case: Case) -> tuple[str, int]:
    """A case, as messages and the trail name it."""
    return "procedure.Case", case.pk


def applicants_people(case: Case) -> Desk:
    """申请单位的人员: its head and staff."""
    return Desk(case.applicant_id, BODY_ROLES)


def whoever_holds(case: Case) -> Desk:
    """待办人员: those in the role whose turn it is, at the office that has the case."""
    return Desk(case.holder_id, (case.holder_role,))


def tell_released(panel: Panel, ground: Ground, *, by: Post, at: datetime) -> None:
    """通知更换下来的专家: they need not do anything any more. Whoever is in the next panel is told of that too."""
    news = News(
        Topic.PANEL,
        title=f"{ground.case.applicant}：{ground.step.title}专家组重新组建",
        text=f"受理编号{ground.case.number}。原专家组不再评审；您如在新的专家组中，会另行通知。",
        path=HOME,
        about=about(ground.case),
        key=f"panel:{panel.pk}:released",
    )
    tell(Post.objects.filter(expert__seats__in=panel.seats.all()), news, by=by, at=at)


def tell_colleagues(waiver: Waiver, label: str, *, by: Post, at: datetime) -> None:
    """通知复核例外: the others of the office, one of whom must agree before the exception stands."""
    case = waiver.case
    news = News(
        Topic.ARRIVED,
        title=f"{case.applicant}：请复核例外“{label}”",
        text=f"受理编号{case.number}。{by.person.full_name}提出例外，理由：{waiver.reason}\n"
        "经本单位另一位办理人员复核同意后才生效。",
        path=path_of(case),
        about=about(case),
        key=f"case:{case.pk}:waiver:{waiver.pk}",
    )
    tell(Desk(case.holder_id, DECIDING), news, by=by, at=at)


def tell_seconded(waiver: Waiver, label: str, *, by: Post, at: datetime) -> None:
    """通知例外已复核: whoever proposed it can go on."""
    case = waiver.case
    news = News(
        Topic.ARRIVED,
        title=f"{case.applicant}：例外“{label}”已复核同意",
        text=f"受理编号{case.number}。{by.person.full_name}已复核同意，例外生效，可以继续办理。",
        path=path_of(case),
        about=about(case),
        key=f"case:{case.pk}:waiver:{waiver.pk}:seconded",
    )
    tell(Post.objects.filter(pk=waiver.by_id), news, by=by, at=at)


def tell_of_round(opened: Round, *, by: Post, at: datetime) -> None:
    """通知申报批次: the bodies of the authority's place."""
    authority = opened.authority
    bodies = Post.objects.held_on(localdate(at)).filter(
        role__in=BODY_ROLES,
        organisation__kind=OrganisationKind.BODY,
        organisation__division__code__startswith=stem(authority.division_id),
    )
    title = f"{authority}发布申报批次：{opened.title}"
    which = ("procedure.Round", opened.pk)
    news = News(Topic.ROUND, title, text_of_round(opened), HOME, which, key=f"round:{opened.pk}")
    tell(bodies, news, by=by, at=at)


def tell_of_text(event: Event, *, at: datetime) -> None:
    """通知改用新文本: the applicant, and whoever has the case."""
    case = event.case
    ground = Ground(case, localdate(at))
    news = News(
        Topic.TEXT,
        title=f"{case.applicant}：申请{case.number}{event.label}",
        text=f"{_texts(ground)}。理由：{event.reason}\n现在处于“{ground.step.title}”步骤。",
        path=path_of(case),
        about=about(case),
        key=f"case:{case.pk}:{event.ordinal}",
    )
    tell_all([(applicants_people(case), news), (whoever_holds(case), news)], by=event.by, at=at)


def _texts(ground: Ground) -> str:
    """By which text the case goes on from now, or by which two: one for its steps, one for its conditions."""
    steps, conditions = ground.pack.title, ground.law.title
    if steps == conditions:
        return f"现在按《{steps}》办理"
    return f"现在步骤按《{steps}》，条件按《{conditions}》办理"


def tell_of_moved_days(events: Sequence[Event], *, by: Post | None, at: datetime) -> None:
    """通知到期日变动: each applicant of its own case; an office once, however many of its cases moved."""
    told: list[tuple[Whom, News]] = []
    for event in events:
        case, key = event.case, f"case:{event.case_id}:{event.ordinal}"
        title = f"申请{case.number}的到期日有变动"
        news = News(Topic.DUE_MOVED, title, text_of_day(case), path_of(case), about(case), key)
        told.append((applicants_people(case), news))
    counts = Counter((event.case.holder_id, event.case.holder_role) for event in events)
    for (office, role), count in counts.items():
        title, text = f"{count}件办件的到期日有变动", "放假安排有更新，请在办件列表中查看新的到期日。"
        which, key = ("people.Organisation", office), f"moved:{at.isoformat()}:{office}:{role}"
        told.append((Desk(office, (role,)), News(Topic.DUE_MOVED, title, text, HOME, which, key)))
    tell_all(told, by=by, at=at)


def _to_applicant(done: Done) -> Told:
    event, case = done.event, done.case
    own = event.by is not None and event.by.organisation_id == case.applicant_id
    topic = None if own else topic_of(done)
    if topic is not None:
        title, text = title_to_applicant(done, topic), text_to_applicant(done, topic)
        yield applicants_people(case), _news(done, topic, title, text)


def _to_office(done: Done) -> Told:
    """Whoever has the case now and did not have it before; or, when it ended without them, whoever had it."""
    event, case, ground = done.event, done.case, done.ground
    title = f"{case.applicant}：{ground.matter.title}，"
    if case.state == CaseState.ENDED:
        if event.act == Act.WITHDRAW or event.by is None:
            how = ending_called(ground.pack, case.matter, case.ending)
            text = f"受理编号{case.number}，已办结（{how}）。\n{event.reason}"
            yield _had_it(done), _news(done, Topic.CLOSED, f"{title}{event.label}", text)
    elif case.holder_id != case.applicant_id and register_of(ground.step) is None and _arrives(done):
        says = BACK.get(event.act, f"待办“{ground.step.title}”")
        yield whoever_holds(case), _news(done, Topic.ARRIVED, f"{title}{says}", text_to_office(done))


def _arrives(done: Done) -> bool:
    """Whether the case comes to somebody by this act: from other hands, or back from what it waited for."""
    event, case = done.event, done.case
    if done.held_before != (case.holder_id, case.holder_role) or event.by is None:
        return True
    by_expert = event.by.role == Role.EXPERT
    return by_expert and (event.act == Act.DRAW_UP or (event.act == Act.HAND_IN and not _waiting(done)))


def _had_it(done: Done) -> Posts:
    """Those of the office who had the case: whose turn it was, and who did something in it."""
    held = Post.objects.held_on(done.ground.on).filter(organisation=done.case.office_id)
    return held.filter(Q(role=done.held_before[1]) | Q(pk__in=done.case.events.values("by")))


def _to_experts(done: Done) -> Told:
    """All who are chosen; then the one whose sheet is the last that is missing; then, all being in, the head."""
    applicant, number = done.case.applicant, done.case.number
    if done.event.act == Act.CONVENE:
        title = f"{applicant}：请参加{done.ground.step.title}"
        yield _seated(done), _news(done, Topic.PANEL, title, text_of_seat(done))
    if done.event.act != Act.HAND_IN:
        return
    waiting = _waiting(done)
    if not waiting:
        text = f"评分表都已提交（受理编号{number}），请汇总形成专家组意见。"
        yield _seated(done, head=True), _news(done, Topic.PANEL, f"{applicant}：请形成专家组意见", text)
    elif len(waiting) == 1:
        text = f"其他专家都已提交（受理编号{number}），请尽快填写并提交您的评分表。"
        last = Post.objects.filter(pk__in=waiting)
        yield last, _news(done, Topic.PANEL, f"{applicant}：专家组只等您的评分表", text)


def _seated(done: Done, **which: bool) -> Posts:
    """The posts of the experts in the panel of the step, or of some of them."""
    seats = PanelSeat.objects.filter(panel__case=done.case, panel__step=done.case.step, **which)
    return Post.objects.filter(expert__seats__in=seats)


def _waiting(done: Done) -> list[int]:
    """The posts of the experts whose sheets are not in."""
    return list(_seated(done, handed_in_at__isnull=True).values_list("pk", flat=True))


def _news(done: Done, topic: Topic, title: str, text: str) -> News:
    case = done.case
    return News(topic, title, text, path_of(case), about(case), f"case:{case.pk}:{done.event.ordinal}")
