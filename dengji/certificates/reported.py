"""Where the data of a release stand with the network (证书数据报送情况): turned away, waiting, to be sent again."""

from dataclasses import dataclass

from dengji.certificates.models import Release
from dengji.certificates.terms import ReleaseState
from dengji.certificates.upward import about, about_again
from dengji.exchange.queries import answer_to, waits
from dengji.exchange.terms import Register
from dengji.people.models import Post
from dengji.people.terms import DECIDING

NETWORK = Register.MINISTRY_NETWORK


@dataclass(frozen=True, slots=True)
class Reported:
    """Where they stand: why none is published, whether an answer is awaited, whether this post sends them again."""

    turned_away: str
    waits: bool
    sends: bool


def reported_of(release: Release, post: Post) -> Reported:
    """报送情况: of a release that was issued; for whoever looks at it."""
    away, waiting = turned_away(release), awaited(release)
    lacking = bool(release.not_found or away) and not waiting
    return Reported(away, waiting, lacking and answers_for(release, post))


def answers_for(release: Release, post: Post) -> bool:
    """Whether this post reports for the authority of the filing (报送单位的办理人员)."""
    return post.organisation_id == release.plan.filing.authority_id and post.role in DECIDING


def awaited(release: Release) -> bool:
    """Whether the network has still to answer what was reported of a release (待答复)."""
    return waits(NETWORK, about(release)) or waits(NETWORK, about_again(release))


def turned_away(release: Release) -> str:
    """Why the network did not publish the data of a release at all (整批未公布的原因); empty where it did."""
    if release.state != ReleaseState.ISSUED or release.confirmed_on is not None:
        return ""
    answer = answer_to(NETWORK, about(release))
    return str(answer.content["reason"]) if answer and answer.content["state"] == "declined" else ""
