"""What the public says of drafts (征求意见): opened, commented on, answered and concluded as the data has it."""

from collections.abc import Iterator
from datetime import datetime

from dengji.demo.hand import Moments
from dengji.demo.reading import Consultation, Remark
from dengji.demo.tales import Stage
from dengji.notices.acts.commenting import AnswerEntry, CommentEntry, answer_comment, comment_on
from dengji.notices.acts.consulting import Invitation, conclude, open_consultation
from dengji.notices.models import Comment
from dengji.notices.models import Consultation as Opened
from dengji.people.terms import Role
from dengji.policy.queries import editions_current
from dengji.workdays.periods import Period

WAYS = ("contact_name", "phone", "email", "postal_address")


def of_consultation(stage: Stage, told: Consultation, number: int) -> Moments:
    """A draft is opened to comment by its administrator; people comment, a clerk answers, and it may be concluded."""
    diary = stage.diary(told.opens, "consultation", number)
    authority = stage.offices.by_key[told.by]
    administrator = stage.offices.post(authority, Role.ADMINISTRATOR)
    yield (at := diary.at(told.opens))
    ways = {name: getattr(told, name) for name in WAYS}
    invitation = Invitation(told.asks, at.date(), Period(told.n, told.unit), **ways)
    edition = editions_current().get(pack_id=told.pack)
    opened = open_consultation(edition, invitation, by=administrator, at=at)
    made: dict[int, Comment] = {}
    for back, place, remark in _in_order(told):
        yield (at := diary.at(back))
        if place not in made:
            made[place] = _commented(opened, remark, at)
        else:
            clerk = stage.offices.post(authority, Role.CLERK)
            answer_comment(made[place], _answer(remark), by=clerk, at=at)
    if told.concluded is not None:
        yield (at := diary.at(told.concluded))
        conclude(opened, conclusion=told.conclusion, by=administrator, at=at)


def _in_order(told: Consultation) -> Iterator[tuple[int, int, Remark]]:
    """What happens to each comment, the earliest first: that it is made, then that it is answered."""
    days = [
        (back, place, remark)
        for place, remark in enumerate(told.comments)
        for back in (remark.back, remark.answered)
        if back is not None
    ]
    return iter(sorted(days, key=lambda each: -each[0]))


def _commented(opened: Opened, remark: Remark, at: datetime) -> Comment:
    return comment_on(
        opened, CommentEntry(remark.article, remark.name, remark.contact, remark.content), at=at
    )


def _answer(remark: Remark) -> AnswerEntry:
    return AnswerEntry(remark.uptake, remark.answer, remark.gist, remark.public)
