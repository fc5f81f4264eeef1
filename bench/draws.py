"""A draw over 10,000 bodies and 1,000 inspectors with exclusions (双随机抽取): its statements, its time, beside a page.

Limit named for it: at most the time of one page, and thirty statements. The page is the one on which somebody sees what
came out: five hundred bodies with a thousand inspectors.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from time import process_time
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench._world import database
from dengji.evaluations.models.examiners import RegisteredPerson
from dengji.filings.models import Filing
from dengji.institutions.models import Institution
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from dengji.supervision.acts.campaigns import Wanted, commit, draw, prepare
from dengji.supervision.models import Barred, Campaign
from dengji.supervision.terms import Bar
from tests.cast import CHINA, Cast, given_cast, given_post

BODIES, PEOPLE, BARS, SHARE = 10_000, 1_000, 20_000, 5
AT = datetime(2026, 11, 25, 9, tzinfo=CHINA)


def main() -> None:
    """The list published, the draw, and the page that shows it."""
    with database():
        cast = given_cast("120116", "120104")
        clerk = given_post(cast.province_centre, Role.CLERK)
        given_filings(cast)
        given_inspectors(cast)
        campaign = prepare(wanted(), by=clerk, at=AT)
        given_bars(campaign)
        committed = timed("list and hash published", lambda: commit(campaign, by=clerk, at=AT))
        with transaction.atomic():
            timed("the same draw, tried and taken back", lambda: draw(committed, by=clerk, at=AT))
            transaction.set_rollback(True)
        drawn = timed("draw", lambda: draw(committed, by=clerk, at=AT))
        browser = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        browser.force_login(clerk.person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        address = f"/desk/supervision/campaigns/{drawn.token}/"
        browser.get(address)
        timed("the page that shows it", lambda: browser.get(address))


def wanted() -> Wanted:
    """One in twenty, by place, two inspectors each."""
    on = AT.date()
    return Wanted("抽查", "依据", "120000", SHARE, on, on, on + timedelta(days=20), strata="kind")


def timed(what: str, deed: Any) -> Any:
    """Does something once, and says how long it took and how many statements it made."""
    with CaptureQueriesContext(connection) as counted:
        began = process_time()
        came = deed()
        took = process_time() - began
    print(f"  {what}: {took * 1000:.0f} ms, {len(counted)} statements", flush=True)
    return came


def given_filings(cast: Cast) -> None:
    """Bodies with a filing each."""
    like = cast.employer.organisation
    made = Organisation.objects.bulk_create(
        (Organisation(kind=like.kind, name=f"第{n}评价机构", division=like.division) for n in range(BODIES)),
        batch_size=1_000,
    )
    Institution.objects.bulk_create(
        (Institution(organisation=each, kind=cast.employer.kind) for each in made), batch_size=1_000
    )
    Filing.objects.bulk_create(_filings(cast, made), batch_size=1_000)


def _filings(cast: Cast, made: Iterable[Organisation]) -> Iterable[Filing]:
    for n, each in enumerate(made):
        yield Filing(
            number=f"Y{n:012d}",
            institution_id=each.pk,
            authority=cast.province_centre,
            regime="skill_level",
            granted_on=date(2025, 1, 1),
            valid_from=date(2025, 1, 1),
            valid_until=date(2027, 12, 31),
            place=each.division_id,
        )


def given_inspectors(cast: Cast) -> None:
    """Quality supervisors of the register."""
    RegisteredPerson.objects.bulk_create(
        RegisteredPerson(
            authority=cast.province_centre,
            kind="supervisor",
            number=f"DD{n:05d}",
            name=f"督导{n}",
            identity=f"{n:064x}",
            sealed=b"",
            masked="1201********0000",
            employer=f"第{n * 7}评价机构",
            valid_from=date(2026, 1, 1),
            valid_until=date(2027, 12, 31),
        )
        for n in range(PEOPLE)
    )


def given_bars(campaign: Campaign) -> None:
    """Exclusions beside those that the registers know."""
    by = Post.objects.all()[0]
    filings = list(Filing.objects.values_list("pk", flat=True)[:BODIES])
    people = list(RegisteredPerson.objects.values_list("pk", flat=True))
    Barred.objects.bulk_create(
        (
            Barred(
                campaign=campaign,
                filing_id=filings[n % BODIES],
                person_id=people[(n * 13 + n // BODIES) % PEOPLE],
                why=Bar.ENTERED,
                says="回避",
                by=by,
            )
            for n in range(BARS)
        ),
        batch_size=1_000,
        ignore_conflicts=True,
    )
