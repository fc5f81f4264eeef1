"""The list of plans over 1,000,000 candidates (评价计划列表): its pages, and their statements by themselves.

Limit named for it: at most twelve statements a page, the frame among them. Measured besides: the statements of the list
against the best hand-written SQL for the same rows (the page's plans by index, its candidates counted by index).
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench._measure import in_turn
from bench._world import Statement, database
from bench.worklist import run, statements_of
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.queries import Wanted, plans
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.batch import STARTS
from tests.cast import AT, ELECTRICIAN, given_cast, given_post
from tests.life import given_filing
from tests.road import given_law, manager_of

PLANS, PEOPLE = 20_000, 50
MOST = 12
DESKS = {"body": "/body/plans/", "office": "/office/plans/"}
SHOWN = {
    "body": "i.organisation_id = %s",
    "office": "p.number IS NOT NULL AND f.authority_id = %s",
}
ROWS = """SELECT p.*, f.number, o.name FROM evaluations_plan p JOIN filings_filing f ON f.id = p.filing_id
 JOIN institutions_institution i ON i.organisation_id = f.institution_id
 JOIN people_organisation o ON o.id = i.organisation_id WHERE {whose}
 ORDER BY p.starts_on DESC NULLS FIRST, p.id DESC LIMIT 51"""
COUNTED = """SELECT COUNT(*) FROM (SELECT 1 FROM evaluations_plan p JOIN filings_filing f ON f.id = p.filing_id
 JOIN institutions_institution i ON i.organisation_id = f.institution_id WHERE {whose} LIMIT 1001) AS n"""
LISTED = """SELECT plan_id, COUNT(*) FROM evaluations_candidate WHERE withdrawn_at IS NULL
 AND plan_id IN (SELECT id FROM evaluations_plan ORDER BY starts_on DESC NULLS FIRST, id DESC LIMIT 50)
 GROUP BY plan_id"""


def given_plans(filing: Filing, by: Post) -> None:
    """Twenty thousand approved batches on a hundred days, fifty candidates each."""
    made = Plan.objects.bulk_create((_plan(filing, by, number) for number in range(PLANS)), batch_size=1_000)
    for first in range(0, PLANS, 100):
        Candidate.objects.bulk_create(
            (_candidate(plan, n) for plan in made[first : first + 100] for n in range(1, PEOPLE + 1)),
            batch_size=1_000,
        )


def _plan(filing: Filing, by: Post, number: int) -> Plan:
    begins = STARTS + timedelta(days=number % 100)
    return Plan(
        number=f"FA{number:08d}",
        filing=filing,
        state="approved",
        code=ELECTRICIAN,
        name="电工",
        level="4",
        audience="own_staff",
        methods=["theory", "practical"],
        starts_on=begins,
        ends_on=begins + timedelta(days=1),
        created_by=by,
        created_at=AT,
    )


def _candidate(plan: Plan, n: int) -> Candidate:
    return Candidate(
        plan=plan,
        ordinal=n,
        sealed=b"",
        identity=f"{plan.pk}-{n}",
        masked=f"2202********{n:04d}",
        document="identity",
        category="employee",
    )


def by_hand(post: Post, desk: str) -> list[Statement]:
    """The best hand-written statements for the first page: a capped count, its rows, their candidates counted."""
    whose, asked = SHOWN[desk], [post.organisation_id]
    return [(COUNTED.format(whose=whose), asked), (ROWS.format(whose=whose), asked), (LISTED, [])]


def main() -> None:
    """The list of the body and of the office, in statements and in time."""
    with database():
        given_law("TJ21")
        cast = given_cast("120116", "120104")
        clerk = given_post(cast.province_centre, Role.CLERK)
        filing = given_filing(cast.employer, clerk, number="Y000012000900")
        given_plans(filing, manager_of(cast.employer))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(
            f"  {Candidate.objects.count()} candidates in {Plan.objects.count()} plans on {connection.vendor}"
        )
        for desk, post in (("body", manager_of(cast.employer)), ("office", clerk)):
            measured(desk, post)


def measured(desk: str, post: Post) -> None:
    """One desk's list: the page, then its statements against those by hand."""
    browser = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    browser.force_login(post.person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    browser.get(DESKS[desk])  # the first page loads texts and templates
    with CaptureQueriesContext(connection) as counted:
        answer = browser.get(DESKS[desk])
    assert answer.status_code == 200
    print(f"  {desk}: {len(counted)} statements for the whole page (at most {MOST})")
    today = AT.date()
    sent, plain = statements_of(lambda: plans(post, Wanted(), today)), by_hand(post, desk)
    print(f"  the list's {len(sent)} statements : {len(plain)} by hand")
    in_turn(lambda: run(sent), lambda: run(plain), times=5)
    print("  the list in Python : the statements by hand")
    in_turn(lambda: plans(post, Wanted(), today), lambda: run(plain), times=5)
