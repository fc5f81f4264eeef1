"""People who can be told things (收件人): an office and a body in one county, each with somebody in it."""

from dataclasses import dataclass, replace
from typing import Any

from dengji.messages.acts import News, tell
from dengji.messages.models import Dispatch, Message
from dengji.messages.recipients import Desk, Whom
from dengji.messages.terms import Topic
from dengji.people.models import Organisation, Person, Post
from dengji.people.terms import BODY_ROLES, Office, OrganisationKind, Rank, Role
from tests.cast import AT, COUNTY, OTHER_COUNTY, given_authority, given_divisions, given_post

HOME = "/desk/"


@dataclass(frozen=True, slots=True)
class Town:
    """Who there is."""

    centre: Organisation
    other_centre: Organisation
    body: Organisation
    clerk: Post
    colleague: Post
    wrong_clerk: Post
    administrator: Post
    manager: Post
    staff: Post


def given_town() -> Town:
    """Two centres, and a body, in two cities of one province; nobody has an address."""
    here, there = given_divisions(COUNTY), given_divisions(OTHER_COUNTY)
    centre = given_authority(here[Rank.PREFECTURE], Office.CENTRE)
    other = given_authority(there[Rank.PREFECTURE], Office.CENTRE)
    body = Organisation.objects.create(
        kind=OrganisationKind.BODY, name="松江机械制造有限公司", division=here[Rank.COUNTY]
    )
    return Town(
        centre=centre,
        other_centre=other,
        body=body,
        clerk=given_post(centre, Role.CLERK, "王大伟"),
        colleague=given_post(centre, Role.CLERK, "刘芳"),
        wrong_clerk=given_post(other, Role.CLERK, "吴晓东"),
        administrator=given_post(centre, Role.ADMINISTRATOR, "赵敏"),
        manager=given_post(body, Role.MANAGER, "周启明"),
        staff=given_post(body, Role.STAFF, "李红梅"),
    )


def reached(post: Post, *, email: str = "", phone: str = "") -> Person:
    """Somebody with an address."""
    Person.objects.filter(pk=post.person_id).update(email=email, phone=phone)
    post.person.refresh_from_db()
    return post.person


def news(topic: Topic = Topic.CORRECTION, **said: Any) -> News:
    """Something to tell."""
    usual = News(topic, "首次备案：请补正2处", "请修改后重新提交。", HOME, ("procedure.Case", 7), "case:7:3")
    return replace(usual, **said)


def told(whom: Whom, topic: Topic = Topic.CORRECTION, by: Post | None = None, **said: Any) -> int:
    """Tell it."""
    return tell(whom, news(topic, **said), by=by, at=AT)


def at_body(town: Town) -> Desk:
    """The people of the body."""
    return Desk(town.body.pk, BODY_ROLES)


def names() -> list[str]:
    """Who has been told, in the order of their names."""
    return sorted(Message.objects.values_list("recipient__full_name", flat=True))


def ways() -> set[tuple[str, str]]:
    """Who is to be told outside the site, and how."""
    return set(Dispatch.objects.values_list("message__recipient__full_name", "channel"))
