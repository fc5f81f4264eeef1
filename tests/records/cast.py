"""Who hands in and who reads: one place with its authorities, a body with a case, files, letters."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from dengji.people.models import Division, Expert, Organisation, Person, Post
from dengji.people.terms import Rank, Role
from dengji.policy.models import Edition
from dengji.procedure.models import Case, CaseParty, Event, Letter, Panel, PanelSeat
from dengji.procedure.terms import Act, CaseState
from dengji.records.acts import store
from dengji.records.models import StoredFile
from tests.records import papers

CHINA = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 16, 12, 0, tzinfo=CHINA)


def at(text: str) -> datetime:
    """A moment in China: 2026-11-16 23:59."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def given_place() -> Division:
    """The place of everything here."""
    return Division.objects.get_or_create(code="999900", defaults={"name": "某市", "rank": Rank.PREFECTURE})[
        0
    ]


def given_authority(name: str = "某市技能鉴定中心", office: str = "centre") -> Organisation:
    """An authority of the place; beside one bureau and one centre there are implementing departments."""
    return Organisation.objects.create(kind="authority", name=name, division=given_place(), office=office)


def given_body(name: str = "某市机械制造有限公司") -> Organisation:
    """An evaluation body of the place."""
    return Organisation.objects.create(kind="body", name=name, division=given_place())


def given_post(organisation: Organisation, role: str, name: str = "李红梅") -> Post:
    """Somebody with a post."""
    person = Person.objects.create_user(f"{name}{Person.objects.count()}", full_name=name, joined_at=NOON)
    return Post.objects.create(
        person=person, organisation=organisation, role=role, from_on=NOON.date() - timedelta(days=300)
    )


def given_manager(body: Organisation) -> Post:
    """The manager of a body."""
    return given_post(body, Role.MANAGER)


def given_clerk(authority: Organisation) -> Post:
    """A clerk of an authority."""
    return given_post(authority, Role.CLERK, "王大伟")


def given_edition() -> Edition:
    """A text to rest on."""
    fields: dict[str, Any] = {"regimes": ["skill_level"], "content": {}, "source": "", "loaded_at": NOON}
    return Edition.objects.get_or_create(
        pack_id="T1",
        defaults={"number": "某人社〔2026〕1号", "title": "某办法", "jurisdiction": "999900", **fields},
    )[0]


def given_case(body: Organisation, holder: Organisation | None = None, **fields: Any) -> Case:
    """A case of a body, in its own hands unless an authority holds it."""
    state = CaseState.OPEN if holder else CaseState.DRAFT
    standing = {"state": state, "holder": holder or body, "holder_role": "clerk" if holder else "applicant"}
    case = Case.objects.create(
        **{
            "number": f"99{Case.objects.count() + 1:06d}",
            "edition": given_edition(),
            "matter": f"initial{Case.objects.count()}",
            "regime": "skill_level",
            "step": "apply",
            "applicant": body,
            "body_kind": "employer",
            "place": body.division_id,
            "opened_at": NOON,
            "entered_on": NOON.date(),
            **standing,
            **fields,
        }
    )
    if holder:
        CaseParty.objects.create(case=case, organisation=holder)
    return case


def given_event(case: Case, by: Post | None, act: Act = Act.ACCEPT) -> Event:
    """An act on a case."""
    ordinal = case.events.count() + 1
    return Event.objects.create(
        case=case, ordinal=ordinal, act=act, label=act.label, step=case.step, by=by, at=NOON
    )


def given_file(
    body: Organisation | None, content: bytes = papers.PDF, name: str = "申请表.pdf"
) -> StoredFile:
    """A file that a body handed in."""
    by = given_manager(body) if body else None
    return store(content=BytesIO(content), name=name, owner=body, by=by, at=NOON, retention="filing_material")


def given_expert(authority: Organisation, case: Case | None = None) -> Post:
    """An expert on the roster of an authority, seated in the panel of a case if one is given."""
    post = given_post(authority, Role.EXPERT, "陈博")
    expert = Expert.objects.create(post=post, employer="某大学")
    if case is not None:
        clerk = given_clerk(authority)
        panel = Panel.objects.create(
            case=case, step="assess", criteria="site", convened_by=clerk, convened_at=NOON
        )
        PanelSeat.objects.create(panel=panel, expert=expert, head=True)
    return post


def given_letter(case: Case, authority: Organisation, **fields: Any) -> Letter:
    """A letter of an authority in a case."""
    words = {
        "kind": "notice",
        "title": "职业技能等级认定机构备案通知",
        "number": "某人社备〔2026〕12号",
        "paragraphs": [
            "你单位提交的备案申请收悉。经评估、公示无异议，符合备案条件，现予备案。",
            "特此通知。",
        ],
    }
    return Letter.objects.create(
        **{
            "case": case,
            "event": given_event(case, None, Act.ISSUE),
            "key": "notice",
            "authority": authority,
            "addressee": case.applicant.name,
            "issued_on": date(2026, 11, 21),
            **words,
            **fields,
        }
    )
