"""A draft of a province, opened to comment for fifteen working days, and people who say what they think of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dengji.notices.acts.commenting import AnswerEntry, CommentEntry, answer_comment, comment_on
from dengji.notices.acts.consulting import Invitation, open_consultation
from dengji.notices.models import Comment, Consultation
from dengji.notices.terms import Uptake
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.policy.models import Edition
from dengji.workdays.periods import Period
from tests.cast import CHINA, Cast, given_cast, given_post
from tests.texts import given_shipped_texts

FIRST, LAST = date(2025, 4, 11), date(2025, 5, 6)
DRAFT, ISSUED = "JLJD", "XZ24"
INVITATION = Invitation(
    asks="就备案条件和办理程序提出修改意见。",
    opened_on=FIRST,
    period=Period(15, "working_day"),
    contact_name="王科长",
    postal_address="演示路1号",
    phone="0431-00000001",
    email="opinion@example.test",
)
SAID = CommentEntry("5.4", "孙亮", "13900001111", "视频监控的要求可以再具体一些。")
TAKEN = AnswerEntry(Uptake.PARTLY, "将在实施细则中明确保存期限。", "建议明确视频监控的保存期限。")


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a day in China."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


@dataclass(frozen=True)
class Opened:
    """The cast, a consultation on a draft of its province, and who has to do with it."""

    cast: Cast
    consultation: Consultation
    administrator: Post
    clerk: Post


def given_draft(pack_id: str = DRAFT) -> Edition:
    """The current edition of a text; every text is loaded if none is."""
    if not Edition.objects.exists():
        given_shipped_texts()
    return Edition.objects.current().get(pack_id=pack_id)


def given_consultation(cast: Cast | None = None, pack_id: str = DRAFT, **changes: object) -> Opened:
    """A draft opened to comment on its first day, by the province's administrator."""
    edition = given_draft(pack_id)
    cast = cast or given_cast()
    invitation = replace(INVITATION, **changes)  # type: ignore[arg-type]  # whatever a test says
    opened = open_consultation(edition, invitation, by=cast.administrator, at=at(invitation.opened_on))
    clerk = given_post(cast.province_bureau, Role.CLERK, "林经办")
    return Opened(cast, opened, cast.administrator, clerk)


def given_comment(opened: Opened, moment: datetime | None = None, **changes: str) -> Comment:
    """What a neighbour says on the first day, at noon."""
    return comment_on(opened.consultation, replace(SAID, **changes), at=moment or at(FIRST, 12))


def given_answer(opened: Opened, comment: Comment, entry: AnswerEntry = TAKEN) -> Comment:
    """The clerk answers, the day after the last."""
    return answer_comment(comment, entry, by=opened.clerk, at=at(LAST + timedelta(days=1)))
