"""Telling people without an account (对外短信): rows only, in the transaction of whoever tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from dengji.audit.acts import record
from dengji.messages.channels import mobile, open_channels
from dengji.messages.models import OutsideMessage, OutsideSwitch
from dengji.messages.terms import Channel, State, Told
from dengji.messages.topics import OUTSIDE
from dengji.messages.way import link
from dengji.people.models import Post
from dengji.people.queries import place_chain, stem
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.sealing.seals import sealed

AT_ONCE = 1000
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told (短信内容): of what, to whose candidates. `about` is the object as on the trail."""

    topic: Told
    what: str
    body: str
    about: tuple[str, int]

    def words(self) -> str:
        """The message as it reads; the same for everybody."""
        what, body = self.what[:LONGEST_NAME], self.body[:LONGEST_NAME]
        said = OUTSIDE[self.topic]
        return said.words.format(what=what, body=body, address=link(said.path))


def tell_outside(
    people: Iterable[tuple[str, str]], notice: Notice, place: str, *, by: Post | None, at: datetime
) -> int:
    """告知考生: a short message to each of these telephone numbers, told with the key under which it goes once.

    Nobody is asked for where the place does not tell candidates, or the site has no gateway: `people` is not even
    read. Says to how many; the trail says so too, and no number.
    """
    if Channel.SMS not in open_channels() or not is_on(place):
        return 0
    text, told = notice.words(), 0
    reached = ((number, key) for phone, key in people if (number := mobile(phone)))
    with transaction.atomic():
        while page := list(islice(reached, AT_ONCE)):
            told += _kept(page, notice, text, place, at)
        if told:
            said = {"topic": notice.topic, "people": told}
            record(act="messages.tell_outside", by=by, at=at, about=notice.about, after=said)
    return told


def is_on(place: str) -> bool:
    """Whether candidates of a place are told: as the nearest division says that says anything; else they are not."""
    chain = place_chain(place)
    said = dict(OutsideSwitch.objects.filter(place__in=chain).values_list("place", "on"))
    return next((said[code] for code in chain if code in said), False)


@transaction.atomic
def switch_outside(*, on: bool, by: Post, at: datetime) -> None:
    """对外短信开关: whether candidates of the administrator's own place are told from now on. Twice does no harm."""
    if by.role != Role.ADMINISTRATOR:
        raise Refused("是否给考生发送短信，由本机关的管理员决定。")
    place = by.organisation.division_id
    before = OutsideSwitch.objects.select_for_update().filter(place=place).first()
    if before is not None and before.on == on:
        return
    OutsideSwitch.objects.update_or_create(place_id=place, defaults={"on": on, "by": by, "at": at})
    was, about = {"on": before.on if before else None}, ("people.Division", place)
    record(act="messages.switch_outside", by=by, at=at, about=about, before=was, after={"on": on})


@transaction.atomic
def try_outside_again(*, by: Post, at: datetime) -> int:
    """重新发送: what was given up in the administrator's place goes out with the next run; says how many."""
    if by.role != Role.ADMINISTRATOR:
        raise Refused("只有管理员可以重新发送。")
    given_up = outside_within(by).filter(state=State.GIVEN_UP)
    again = given_up.update(state=State.WAITING, tries=0, next_try_at=None, fault="")
    if again:
        about = ("people.Division", by.organisation.division_id)
        record(act="messages.try_outside_again", by=by, at=at, about=about, after={"people": again})
    return again


def outside_within(post: Post) -> QuerySet[OutsideMessage]:
    """What was told in the place of a post and below it."""
    return OutsideMessage.objects.filter(place__code__startswith=stem(post.organisation.division_id))


def _kept(page: Sequence[tuple[str, str]], notice: Notice, text: str, place: str, at: datetime) -> int:
    """Write a row for each key that is not there yet; says how many."""
    there = OutsideMessage.objects.filter(key__in=[key for _, key in page]).values_list("key", flat=True)
    known, (kind, identity) = set(there), notice.about
    new = {key: number for number, key in page if key not in known}
    OutsideMessage.objects.bulk_create(
        (
            OutsideMessage(
                place_id=place,
                topic=notice.topic,
                text=text,
                sealed=sealed({"phone": number}),
                about_kind=kind,
                about_id=str(identity),
                key=key,
                at=at,
            )
            for key, number in new.items()
        ),
        ignore_conflicts=True,
    )
    return len(new)
