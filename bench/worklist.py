"""The clerk's worklist page over 100,000 cases: its statements against the best hand-written SQL for the same page.

Limit named for it: at most twice the time of the hand-written statements. Both run on the cursor of the same
connection; what Django adds in Python around the statements is shown apart.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench._measure import in_turn
from bench._world import Statement, database
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from dengji.policy.models import Edition
from dengji.procedure.models import Case, CaseOccupation
from dengji.procedure.worklist import Wanted, worklist
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, given_cast, given_post
from tests.road import given_law

CASES, OFFICES, TODAY = 100_000, 20, date(2026, 11, 16)
STEPS = ("acceptance", "first_review", "site_assessment", "deliberation", "publicity")
ROLES = ("clerk", "reviewer", "approver")
PAGES = {
    "office": Wanted(),
    "mine": Wanted(mine=True),
    "step": Wanted(step="acceptance"),
    "kind": Wanted(kind="employer"),
    "occupation": Wanted(occupation=TURNER),
}
COUNTED = (
    "SELECT 1 FROM procedure_case c WHERE c.office_id = %s AND c.state = %s {filter} AND {range} LIMIT 1001"
)
SHOWN = """SELECT c.id, c.number, c.token, b.name, c.edition_id, c.matter, c.step, c.state, c.ending, c.ended_at,
 c.due_on, c.entered_on, h.name, c.holder_role, c.provisional FROM procedure_case c
 JOIN people_organisation b ON b.id = c.applicant_id JOIN people_organisation h ON h.id = c.holder_id
 WHERE c.office_id = %s AND c.state = 'open' {filter} AND c.due_on IS NOT NULL ORDER BY c.due_on, c.id LIMIT 51"""
OCCUPIED = "AND EXISTS (SELECT 1 FROM procedure_caseoccupation o WHERE o.case_id = c.id AND o.code = %s)"
FILTERS: dict[str, tuple[str, list[str]]] = {
    "office": ("", []),
    "mine": ("AND c.holder_role = %s", ["clerk"]),
    "step": ("AND c.step = %s", ["acceptance"]),
    "kind": ("AND c.body_kind = %s", ["employer"]),
    "occupation": (OCCUPIED, [TURNER]),
}


def given_cases(cast: Cast) -> None:
    """A hundred thousand cases of twenty offices, a third of them open, every twentieth without a due day."""
    draw = Random(11)  # noqa: S311 (rows for a benchmark, no secret)
    offices = [cast.centre, *Organisation.objects.bulk_create(_offices(cast))]
    edition = Edition.objects.current().get(pack_id="JL25")
    bodies = Organisation.objects.bulk_create(
        Organisation(kind="body", name=f"第{number}号机械厂", division=cast.county) for number in range(5_000)
    )
    made = [_case(number, draw, edition, offices, bodies) for number in range(CASES)]
    Case.objects.bulk_create(made, batch_size=2_000)
    CaseOccupation.objects.bulk_create(
        (CaseOccupation(case=case, code=draw.choice((ELECTRICIAN, TURNER))) for case in made),
        batch_size=2_000,
    )


def _offices(cast: Cast) -> list[Organisation]:
    return [
        Organisation(kind="authority", office="implementing", name=f"第{number}局", division=cast.city)
        for number in range(1, OFFICES)
    ]


def _case(
    number: int, draw: Random, edition: Edition, offices: list[Organisation], bodies: list[Organisation]
) -> Case:
    office, ended = offices[number % OFFICES], number % 3 > 0
    state = "ended" if ended else draw.choices(("open", "correcting"), (9, 1))[0]
    dated = state == "open" and draw.random() > 0.05
    return Case(
        token=UUID(int=number + 1),
        number=f"22{number:010d}",
        edition=edition,
        matter="initial",
        regime=f"r{number}",
        step=draw.choice(STEPS),
        state=state,
        ending="granted" if ended else "",
        applicant=draw.choice(bodies),
        body_kind=draw.choice(("employer", "school", "social_organisation")),
        place="220202",
        holder=office,
        holder_role=draw.choice(ROLES),
        office=office,
        opened_at=AT,
        entered_on=TODAY,
        due_on=TODAY + timedelta(days=draw.randrange(-10, 60)) if dated else None,
    )


def by_hand(office: int, page: str) -> list[Statement]:
    """The best hand-written statements for a page: six capped counts in one, the rows in another."""
    told, values = FILTERS[page]
    ranges: tuple[tuple[str, str, list[Any]], ...] = (
        ("open", "c.due_on < %s", [TODAY]),
        ("open", "c.due_on = %s", [TODAY]),
        ("open", "c.due_on > %s AND c.due_on <= %s", [TODAY, date(2026, 11, 19)]),
        ("open", "c.due_on > %s AND c.due_on <= %s", [date(2026, 11, 19), date(2026, 11, 22)]),
        ("open", "(c.due_on > %s OR c.due_on IS NULL)", [date(2026, 11, 22)]),
        ("correcting", "1 = 1", []),
    )
    counts = [COUNTED.format(filter=told, range=each) for _, each, _ in ranges]
    asked: list[Any] = [value for state, _, days in ranges for value in (office, state, *values, *days)]
    counted = "SELECT " + ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS n)" for sql in counts)  # noqa: S608 (our own words)
    return [(counted, asked), (SHOWN.format(filter=told), [office, *values])]


def statements_of(deed: Callable[[], object]) -> list[Statement]:
    """The statements that it makes, as they are sent."""
    sent: list[Statement] = []

    def listen(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        deed()
    return sent


def run(statements: list[Statement]) -> None:
    """Send them and take every row."""
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def main() -> None:
    """Each page: its statements against those by hand, and the whole of it."""
    with database():
        given_law("JL25")
        cast = given_cast()
        given_cases(cast)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        clerk = given_post(cast.centre, Role.CLERK)
        for page, wanted in PAGES.items():
            measured(clerk, page, wanted)


def measured(clerk: Post, page: str, wanted: Wanted) -> None:
    """One page."""

    def whole() -> object:
        return worklist(clerk, wanted, TODAY)

    whole()
    sent, plain = statements_of(whole), by_hand(clerk.organisation_id, page)
    with CaptureQueriesContext(connection) as counted:
        whole()
    print(f"  {page} on {connection.vendor}: {len(counted)} statements of the page : {len(plain)} by hand")
    in_turn(lambda: run(sent), lambda: run(plain), times=10)
    print("  the whole page in Python : the statements by hand")
    in_turn(whole, lambda: run(plain), times=10)
