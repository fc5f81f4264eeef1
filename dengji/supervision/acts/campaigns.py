"""A campaign of random checks, step by step (双随机抽查): prepared, its list and hash published, drawn, published."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from dengji.audit.acts import record
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.filings.models import Filing
from dengji.messages.acts import News, tell
from dengji.messages.terms import Topic
from dengji.people.models import Post
from dengji.people.terms import DECIDING
from dengji.procedure.refusals import Moved, NotAllowed, NotYours, within
from dengji.procedure.serials import next_serial
from dengji.sealing.seals import opened, sealed
from dengji.supervision import drawing
from dengji.supervision.listing import Listed, inspectors_for, listed
from dengji.supervision.models import Barred, Campaign, Inspection, Inspector
from dengji.supervision.terms import Bar, CampaignState, Reach
from dengji.workdays.words import in_words

SEED_BYTES = 32
MOST_EACH = 9
LIST_TOO = [field.name for field in Campaign._meta.concrete_fields if not field.primary_key]
ALL_BUT_THE_LIST = [name for name in LIST_TOO if name != "urn"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a campaign is to be (抽查安排)."""

    title: str
    basis: str
    place: str
    share: int
    draw_on: date
    from_on: date
    until: date
    reach: str = Reach.OWN
    least: int = 1
    each: int = 2
    strata: str = ""
    source: str = ""
    kinds: list[str] = field(default_factory=list)


@transaction.atomic
def prepare(wanted: Wanted, *, by: Post, at: datetime) -> Campaign:
    """制定抽查安排: a campaign that can still be changed; nothing of it is published."""
    _ensure_office(by)
    _ensure_sensible(wanted, at)
    made = Campaign.objects.create(authority=by.organisation, by=by, made_at=at, **asdict(wanted))
    return _on_trail("prepare", made, asdict(wanted), by=by, at=at)


@transaction.atomic
def change(campaign: Campaign, wanted: Wanted, *, by: Post, at: datetime) -> Campaign:
    """修改抽查安排: as long as nothing is published."""
    fresh = _held(campaign, by, CampaignState.DRAFT)
    _ensure_sensible(wanted, at)
    for name, said in asdict(wanted).items():
        setattr(fresh, name, said)
    return _moved("change", fresh, asdict(wanted), by=by, at=at)


@transaction.atomic
def bar(
    campaign: Campaign, filing: Filing, person: RegisteredPerson, says: str, *, by: Post, at: datetime
) -> None:
    """登记回避: somebody may not check a body, for a reason that a clerk knows of; before the list is published."""
    fresh = _held(campaign, by, CampaignState.DRAFT)
    why = within(says, 200, please="请写明回避的事由")
    kept = {"why": Bar.ENTERED, "says": why, "by": by}
    Barred.objects.update_or_create(campaign=fresh, filing=filing, person=person, defaults=kept)
    _moved("bar", fresh, {"filing": filing.number, "person": person.number, "says": why}, by=by, at=at)


@transaction.atomic
def unbar(campaign: Campaign, barred_id: int, *, by: Post, at: datetime) -> None:
    """取消登记的回避: only what a clerk entered; what is known from registers and declarations stays."""
    fresh = _held(campaign, by, CampaignState.DRAFT)
    found = fresh.barred.filter(pk=barred_id, why=Bar.ENTERED).first()
    if found is None:
        return
    found.delete()
    _moved("unbar", fresh, {"filing": found.filing_id, "person": found.person_id}, by=by, at=at)


@transaction.atomic
def commit(campaign: Campaign, *, by: Post, at: datetime) -> Campaign:
    """公布名单和种子摘要: from now on list and seed are fixed; the seed is known to nobody, and lies sealed."""
    fresh = _held(campaign, by, CampaignState.DRAFT)
    on = localdate(at)
    if fresh.draw_on < on:
        raise NotAllowed("抽取日期已经过去。", remedy="请先改抽取日期。")
    fresh.number = f"{on.year}-{next_serial(f'campaign:{fresh.authority_id}:{on.year}'):03d}"
    found = listed(fresh, on)
    try:
        drawing.ensure_possible(found.urn)
    except drawing.Impossible as wrong:
        raise NotAllowed(
            str(wrong), remedy="可以调整范围、比例、每家检查人数，或者登记更多的质量督导员。"
        ) from wrong
    _keep_bars(fresh, found)
    seed = secrets.token_hex(SEED_BYTES)
    fresh.urn, fresh.urn_digest = drawing.as_json(found.urn), drawing.digest(found.urn)
    fresh.commitment, fresh.sealed = drawing.commitment(seed), sealed({"seed": seed})
    fresh.state, fresh.committed_at = CampaignState.COMMITTED, at
    after = {"list": fresh.urn_digest, "commitment": fresh.commitment}
    return _moved("commit", fresh, after, by=by, at=at)


@transaction.atomic
def draw(campaign: Campaign, public_value: str = "", *, by: Post, at: datetime) -> Campaign:
    """抽取: bodies and inspectors come out of the published list, on the announced day or later, once."""
    fresh = _held(campaign, by, CampaignState.COMMITTED)
    if localdate(at) < fresh.draw_on:
        raise NotAllowed(f"公布的抽取日期是{in_words(fresh.draw_on)}，到那一天才能抽取。")
    value = within(public_value, 120, please="请填写公共随机数") if fresh.source else ""
    came = drawing.drawn(drawing.from_json(fresh.urn or {}), opened(fresh.sealed)["seed"], value)
    _write_down(fresh, came)
    fresh.state, fresh.drawn_at, fresh.public_value = CampaignState.DRAWN, at, value
    _moved("draw", fresh, {"public_value": value, "bodies": len(came)}, by=by, at=at)
    _tell_inspectors(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def publish(campaign: Campaign, *, by: Post, at: datetime) -> Campaign:
    """公布结果: what every check came to, and the seed; from now on anybody can do the draw again."""
    fresh = _held(campaign, by, CampaignState.DRAWN)
    open_checks = fresh.inspections.filter(came="").count()
    if open_checks:
        raise NotAllowed(
            f"还有{open_checks}家没有登记检查结果。",
            remedy="没能检查的，请登记为“未能检查”并写明原因，再公布。",
        )
    fresh.state, fresh.published_at, fresh.seed = CampaignState.PUBLISHED, at, opened(fresh.sealed)["seed"]
    return _moved("publish", fresh, {"seed": fresh.seed}, by=by, at=at)


@transaction.atomic
def cancel(campaign: Campaign, because: str, *, by: Post, at: datetime) -> Campaign:
    """取消抽查: before the draw only; a seed whose hash was published is published too, so that nothing is hidden."""
    fresh = _held(campaign, by, CampaignState.DRAFT, CampaignState.COMMITTED)
    fresh.cancelled_because = within(because, 300, please="请写明取消的理由")
    fresh.seed = opened(fresh.sealed)["seed"] if fresh.sealed else ""
    fresh.state = CampaignState.CANCELLED
    return _moved("cancel", fresh, {"because": fresh.cancelled_because}, by=by, at=at)


def _ensure_office(by: Post) -> None:
    if by.role not in DECIDING:
        raise NotYours("双随机抽查由主管机关的经办人员办理。")


def _held(campaign: Campaign, by: Post, *states: CampaignState) -> Campaign:
    """The campaign as it stands, locked. Raises NotYours, Moved, or NotAllowed in another state."""
    fresh = Campaign.objects.select_for_update(of=("self",)).select_related("authority").get(pk=campaign.pk)
    _ensure_office(by)
    if fresh.authority_id != by.organisation_id:
        raise NotYours("这次抽查由别的机关组织。")
    if fresh.version != campaign.version:
        raise Moved("这次抽查在您打开页面后有变化。", remedy="请看过最新的情况再办理。")
    if fresh.state not in states:
        raise NotAllowed(f"这次抽查{fresh.get_state_display()}，不能这样办理。")
    return fresh


def _ensure_sensible(wanted: Wanted, at: datetime) -> None:
    within(wanted.title, 100, please="请填写抽查名称")
    within(wanted.basis, 200, please="请写明抽查的依据")
    if not 1 <= wanted.share <= 100:
        raise NotAllowed("抽查比例应在1%到100%之间。")
    if not (1 <= wanted.each <= MOST_EACH and wanted.least >= 0):
        raise NotAllowed(f"每家检查人数应在1到{MOST_EACH}之间，每组至少抽取的家数不能是负数。")
    if not localdate(at) <= wanted.draw_on <= wanted.from_on <= wanted.until:
        raise NotAllowed(
            "日期的先后不对。", remedy="抽取日期不早于今天，检查自抽取之日起，止于开始之日或以后。"
        )


def _keep_bars(fresh: Campaign, found: Listed) -> None:
    """Writes down why each bar of the list stands; the public list says only that it does."""
    rows = [
        Barred(campaign=fresh, filing_id=filing, person_id=person, why=why)
        for (filing, person), why in found.bars.items()
        if why != Bar.ENTERED
    ]
    fresh.barred.exclude(why=Bar.ENTERED).delete()
    Barred.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def _write_down(fresh: Campaign, came: list[drawing.Drawn]) -> None:
    filings = dict(Filing.objects.filter(number__in=[each.body for each in came]).values_list("number", "pk"))
    people = {each.number: each.pk for each in inspectors_for(fresh)}
    checks = Inspection.objects.bulk_create(
        Inspection(campaign=fresh, filing_id=filings[each.body], ordinal=place, group=each.group[:60])
        for place, each in enumerate(came, 1)
    )
    Inspector.objects.bulk_create(
        Inspector(inspection=check, person_id=people[card], ordinal=place)
        for check, each in zip(checks, came, strict=True)
        for place, card in enumerate(each.inspectors, 1)
    )


def _tell_inspectors(fresh: Campaign, *, by: Post, at: datetime) -> None:
    """Whoever was drawn and has an account is told that he is to check, not yet in front of whom."""
    posts = Post.objects.filter(
        registered__in=Inspector.objects.filter(inspection__campaign=fresh).values("person")
    ).distinct()
    news = News(
        Topic.SENT,
        title=f"您被抽取参加监督检查：{fresh.title}",
        text=f"检查自{in_words(fresh.from_on)}至{in_words(fresh.until)}。与被检查机构有利害关系的，请先申报回避。",
        path="/desk/supervision/tasks/",
        about=("supervision.Campaign", fresh.pk),
        key=f"campaign:{fresh.pk}:drawn",
    )
    tell(posts, news, by=by, at=at)


def _moved(name: str, fresh: Campaign, after: Mapping[str, object], *, by: Post, at: datetime) -> Campaign:
    """The campaign written down one version on; its long list only when it is fixed."""
    fresh.version += 1
    fresh.save(update_fields=LIST_TOO if name == "commit" else ALL_BUT_THE_LIST)
    return _on_trail(name, fresh, after, by=by, at=at)


def _on_trail(name: str, fresh: Campaign, after: Mapping[str, object], *, by: Post, at: datetime) -> Campaign:
    about = ("supervision.Campaign", fresh.pk)
    record(act=f"campaign.{name}", by=by, at=at, about=about, after={**after, "state": fresh.state})
    return fresh
