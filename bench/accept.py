"""One act on a case (受理) against the bare inserts and updates that it makes, both committed.

Limit named for it: at most 8 times. Three copies of one database: on the first the act is done to learn its writes, on
the second it is timed, on the third its very statements, with their values, on the database driver's own connection.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import connection

from bench._measure import ROUNDS, in_turn
from bench._world import Statement, bare, database
from dengji.institutions.terms import BodyKind
from dengji.people.models import Post
from dengji.procedure.acts.receiving import accept
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_body, given_cast
from tests.road import brought_to, given_application, given_law, stated_well, whoever_holds

EACH_ROUND = 8
CASES = (ROUNDS + 1) * EACH_ROUND


def given_cases(cast: Cast) -> list[tuple[Case, Post]]:
    """Cases that stand at their acceptance, with whoever may accept them."""
    return [given_case(cast, 100 + number) for number in range(CASES)]


def given_case(cast: Cast, serial: int) -> tuple[Case, Post]:
    """One such case, of a body of its own."""
    body = given_body(cast.county, BodyKind.EMPLOYER, f"第{serial}机械厂", serial)
    case = given_application(body, "JL25")
    brought_to(case, "acceptance", replace(cast, employer=body))
    stated_well(case)
    return case, Post.objects.select_related("person", "organisation").get(
        pk=whoever_holds(case).pk
    )  # as a request has it


def writes_of(deed: Callable[[], object]) -> list[Statement]:
    """The inserts and updates that it makes."""
    written: list[Statement] = []

    def listen(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            written.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        deed()
    return written


def main() -> None:
    """Every case is accepted on two copies, and its writes are made on the third."""
    with database() as whole:
        given_law("JL25")
        cases = given_cases(given_cast())
        places = [
            whole.copied(f"{name}{'.sqlite3' if connection.vendor == 'sqlite' else ''}") for name in NAMES
        ]
        learned, timed, plain = places
        whole.turn_to(learned)
        written = [writes_of(lambda: accept(fresh(case), by=by, at=AT)) for case, by in cases]  # noqa: B023
        whole.turn_to(timed)
        ours, limit = iter(cases), iter(written)

        def act() -> None:
            case, by = next(ours)
            accept(fresh(case), by=by, at=AT)

        print(f"  accept on {connection.vendor}, committed : its {len(written[0])} inserts and updates, bare")
        with bare(plain) as write:
            in_turn(act, lambda: write(next(limit)), times=EACH_ROUND - 1)


NAMES = ("learned", "ours", "bare")


def fresh(case: Case) -> Case:
    """The case as a page has it: its key and the version that was seen."""
    return Case(pk=case.pk, version=case.version)
