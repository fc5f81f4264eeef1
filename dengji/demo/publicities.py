"""What the public sees and says (公示与异议): a notice, an objection, its answer."""

from dengji.demo.hand import Hand, Moments
from dengji.notices.acts.objecting import answer, object_to
from dengji.notices.models import Publicity
from dengji.procedure.acts import publishing
from dengji.procedure.acts.publishing import Notice


def publish(hand: Hand) -> Moments:
    """发布公示: with the occupations in it; and where the story has one, an objection a day later, answered or not."""
    yield (at := hand.diary.later(hand.story.pace))
    said = {
        "body": hand.case.applicant.name,
        "authority": hand.case.holder.name,
        "occupations": "、".join(hand.profile.called[code] for code in hand.profile.codes),
    }
    title, text = hand.says["publicity_title"], hand.says["publicity_text"]
    notice = Notice(title.format(**said), text.format(**said))
    publishing.publish(hand.case, notice, by=hand.holder(), at=at)
    if hand.story.objection:
        yield from _objected(hand)


def days_left(hand: Hand) -> int:
    """How many working days from now until the day after the last day of the publicity."""
    last_day = Publicity.objects.get(case=hand.case, closed_at=None).last_day
    return hand.diary.calendar.count(hand.ground().on, last_day) + 1


def _objected(hand: Hand) -> Moments:
    said = hand.says["objections"][hand.story.objection]
    publicity = Publicity.objects.get(case=hand.case, closed_at=None)
    yield (at := hand.diary.later(1))
    contact = {key: said[key] for key in ("name", "contact", "content")}
    objection = object_to(publicity, **contact, at=at)
    if "answer" in said:
        yield (at := hand.diary.later(1))
        upheld = hand.story.objection == "upheld"
        answer(objection, upheld=upheld, answer=said["answer"], by=hand.holder(), at=at)
