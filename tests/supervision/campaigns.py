"""What campaigns stand on in tests (双随机抽查): six bodies of Tianjin with filings, five supervisors, a campaign."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dengji.filings.models import Filing
from dengji.institutions.terms import BodyKind
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.supervision.acts.campaigns import Wanted, commit, draw, prepare
from dengji.supervision.models import Campaign
from tests.cast import CHINA, Cast, given_body
from tests.evaluations.people import given_examiner, keeper
from tests.web.public.builder import given_filing

MORNING = datetime(2026, 11, 20, 9, tzinfo=CHINA)
DRAWS = datetime(2026, 11, 25, 9, tzinfo=CHINA)
WANTED = Wanted(
    title="2026年第四季度双随机抽查",
    basis="本市管理办法第十九条",
    place="120000",
    share=50,
    draw_on=date(2026, 11, 25),
    from_on=date(2026, 11, 26),
    until=date(2026, 12, 20),
)


def given_bodies(cast: Cast, how_many: int = 6) -> list[Filing]:
    """Bodies with a filing each that the centre keeps."""
    kinds = (BodyKind.EMPLOYER, BodyKind.SOCIAL_ORGANISATION)
    made = [
        given_body(cast.county, kinds[serial % 2], f"第{serial}职业技能评价中心", 300 + serial)
        for serial in range(how_many)
    ]
    return [
        given_filing(each, cast.province_centre, f"Y00001200{serial:04d}")
        for serial, each in enumerate(made, 1)
    ]


def given_supervisors(cast: Cast, how_many: int = 5, **said: Any) -> None:
    """Quality supervisors of the centre's register."""
    for serial in range(800, 800 + how_many):
        told = {"kind": "supervisor", "number": f"DD{serial}", "held": (), **said}
        given_examiner(cast, serial, **told)


def clerk_of(cast: Cast) -> Post:
    """The clerk who makes campaigns."""
    return keeper(cast)


def given_campaign(cast: Cast, **said: Any) -> Campaign:
    """A campaign in preparation."""
    return prepare(replace(WANTED, **said), by=clerk_of(cast), at=MORNING)


def given_committed(cast: Cast, **said: Any) -> Campaign:
    """One whose list and hash are published."""
    return commit(given_campaign(cast, **said), by=clerk_of(cast), at=MORNING)


def given_drawn(cast: Cast, **said: Any) -> Campaign:
    """One that is drawn."""
    return draw(given_committed(cast, **said), by=clerk_of(cast), at=DRAWS)


def somebody_else(cast: Cast) -> Post:
    """A clerk of the bureau, whose campaigns these are not."""
    return Post.objects.filter(organisation=cast.province_bureau, role=Role.ADMINISTRATOR).get()
