"""100,000 scores imported from sheets: ten batches of 10,000 candidates, one sheet of theory scores each.

The limit named for it: at most 1.5 times the time of reading the sheet and one bulk insert of the same rows, and at
most 300 MiB. Ours reads and checks every row, keeps the entry that never changes and the score that stands.
"""

import resource
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from io import BytesIO
from statistics import median
from time import perf_counter

from django.db import connection, transaction
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from bench._world import database
from dengji.evaluations.acts.scoring import Upload, import_sheet
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.models.scores import Score, ScoreEntry
from dengji.evaluations.scores.scoresheets import FORM
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.policy.engine.practice import Method
from tests.batch import STARTS
from tests.cast import AT, ELECTRICIAN, given_cast, given_post
from tests.life import given_filing
from tests.road import given_law, manager_of, on_day

PLANS, PEOPLE, AT_ONCE = 10, 10_000, 1_000
DAY = on_day(STARTS)
GUARD = import_module("dengji.evaluations.migrations.0002_guard")


def given_plan(filing: Filing, by: Post, number: int) -> Plan:
    """An approved batch with ten thousand candidates, each with a ticket."""
    plan = Plan.objects.create(
        number=f"FA{number:08d}",
        filing=filing,
        state="approved",
        code=ELECTRICIAN,
        name="电工",
        level="4",
        audience="own_staff",
        methods=["theory", "practical"],
        starts_on=STARTS,
        ends_on=STARTS + timedelta(days=1),
        created_by=by,
        created_at=AT,
    )
    for first in range(1, PEOPLE + 1, AT_ONCE):
        Candidate.objects.bulk_create(
            Candidate(
                plan=plan,
                ordinal=n,
                sealed=b"",
                identity=f"{number}-{n}",
                masked=f"2202********{n:04d}",
                document="identity",
                category="employee",
                ticket=f"{number:04d}{n:08d}",
            )
            for n in range(first, first + AT_ONCE)
        )
    return plan


def sheet_for(number: int) -> bytes:
    """The sheet of a batch as it is sent in: a score a row, every fiftieth absent."""
    stream = BytesIO()
    with Workbook(stream, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, tuple(FORM.columns))
        for n in range(1, PEOPLE + 1):
            said: object = "缺考" if n % 50 == 0 else (n % 1001) / 10
            page.write_row(n, 0, (f"{number:04d}{n:08d}", str(n), "张*", f"2202********{n:04d}", said))
    return stream.getvalue()


def ours(plan: Plan, content: bytes, by: Post) -> None:
    """Read, check, keep and let stand."""
    made = import_sheet(plan, Method.THEORY, Upload("成绩.xlsx", content), by=by, at=DAY)
    if (made.taken, made.faulty) != (PEOPLE, []):
        raise RuntimeError(f"Only {made.taken} taken.")


def bare(plan: Plan, content: bytes, by: Post) -> None:
    """Read the sheet, and insert its rows once."""
    lines = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    keys = dict(plan.candidates.values_list("ticket", "pk"))
    with transaction.atomic():
        ScoreEntry.objects.bulk_create(
            ScoreEntry(
                candidate_id=keys[str(line[0])],
                method="theory",
                kind="imported",
                value=None if line[4] == "缺考" else round(float(str(line[4])), 1),
                absent=line[4] == "缺考",
                by=by,
                at=DAY,
            )
            for line in lines
        )


def seconds(call: Callable[[Plan, bytes, Post], None], plan: Plan, content: bytes, by: Post) -> float:
    """How long one sheet takes; what it wrote is taken away again."""
    start = perf_counter()
    call(plan, content, by)
    took = perf_counter() - start
    if call is bare:
        GUARD.take_down(connection)
        ScoreEntry.objects.filter(candidate__plan=plan).delete()
        GUARD.put_up(connection)
    return took


def main() -> None:
    """Ten sheets, one after the other; for each the limit and ours in turn."""
    with database():
        given_law("TJ21")
        cast = given_cast("120116", "120104")
        filing = given_filing(
            cast.employer, given_post(cast.province_centre, Role.CLERK), number="Y000012000900"
        )
        by = manager_of(cast.employer)
        plans = [given_plan(filing, by, number) for number in range(1, PLANS + 1)]
        pairs = []
        for number, plan in enumerate(plans, 1):
            content = sheet_for(number)
            limit = seconds(bare, plan, content, by)
            pairs.append((seconds(ours, plan, content, by), limit))
        mine, theirs = (sum(column) for column in zip(*pairs, strict=True))
        ratio = median(a / b for a, b in pairs)
        stand = Score.objects.count()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"  {stand} scores on {connection.vendor}: ours {mine:.1f} s, reading and one bulk insert {theirs:.1f} s"
        )
        print(
            f"  ours : limit = {ratio:.2f} (at most 1.5); memory {memory:.0f} MiB (at most 300)", flush=True
        )
