"""A sheet of 10,000 candidates validated and stored (导入考生名单) against reading it and one bulk insert of its rows.

Limit named for it: at most 1.5 times, and 300 MiB. The limit reads the sheet with the same reader and writes the rows,
made and sealed beforehand, by `bulk_create`; both in one transaction that is taken back again.
"""

import io
import os
import random
import resource
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from bench._measure import in_turn
from bench._world import database
from dengji.evaluations.acts.enlisting import enlist_by_sheet
from dengji.evaluations.candidates.sheets import columns, to_mend
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.institutions.acts.sheets import Upload
from dengji.institutions.codes import identity_fault
from dengji.people.terms import Role
from tests.batch import given_filed_venues, given_plan
from tests.cast import AT, given_cast, given_post
from tests.life import given_filing
from tests.road import given_law, manager_of

PEOPLE = 10_000
SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


def given_draft() -> Plan:
    """A plan of an employer in Tianjin, still a draft."""
    given_law("TJ21")
    cast = given_cast("120116", "120104")
    filing = given_filing(cast.employer, given_post(cast.province_centre, Role.CLERK), number="Y000012000900")
    given_filed_venues(filing)
    return given_plan(filing)


def sheet_of(people: int) -> bytes:
    """A sheet as an employer fills it in: everybody another age, other years, another certificate."""
    chance = random.Random(4)  # noqa: S311 - the same people every time
    heads = [each.head for each in columns()]
    return to_mend(heads, ((_line(chance, number), "") for number in range(1, people + 1)))


def _line(chance: random.Random, number: int) -> Sequence[str]:
    born = date(1965, 1, 1) + timedelta(days=chance.randrange(13_000))
    name = chance.choice(SURNAMES) + chance.choice(NAMES) + chance.choice(NAMES)
    base = f"120101{born:%Y%m%d}{number % 997:03d}"
    identity = next(base + last for last in "0123456789X" if identity_fault(base + last) is None)
    sex = "男" if int(identity[16]) % 2 else "女"
    work = born.year + 20
    level, since = ("五级/初级工", f"20{chance.randrange(10, 25)}-0{chance.randrange(1, 9)}-15")
    if chance.random() < 0.4:
        level, since = "无", ""
    years = str(chance.randrange(1, min(30, 2025 - work)))
    rest = ["本单位职工", "初次认定", "正考", f"{work}-07", years, "是", "无", level, since, "无", ""]
    phone = f"138{number:08d}"
    return [str(number), name, "居民身份证", identity, sex, born.isoformat(), phone, "大专", *rest]


def main() -> None:
    """The same sheet, taken in and only written."""
    with database():
        plan, content = given_draft(), sheet_of(PEOPLE)
        by = manager_of(plan.filing.institution)
        before = peak()
        with transaction.atomic():
            enlist_by_sheet(plan, Upload("名单.xlsx", content), by=by, at=AT)
            transaction.set_rollback(True)
        alone = peak()
        made = rows_of(plan, content)

        def ours() -> None:
            with transaction.atomic():
                kept = enlist_by_sheet(plan, Upload("名单.xlsx", content), by=by, at=AT)
                assert (kept.taken, kept.faulty) == (len(made), PEOPLE - len(made))
                transaction.set_rollback(True)

        def limit() -> None:
            page = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
            assert len(page) == PEOPLE + 1
            for row in made:
                row.pk, row._state.adding = None, True
            with transaction.atomic():
                Candidate.objects.bulk_create(made)
                transaction.set_rollback(True)

        print(
            f"  {len(made)} candidates of {PEOPLE} on {connection.vendor}, {len(content) // 1024} KiB; "
            f"load {os.getloadavg()[0]:.1f}"
        )
        print(
            f"  memory {before:.0f} MiB with everything loaded, {alone:.0f} MiB after one sheet (limit 300)"
        )
        in_turn(ours, limit, times=1)


def peak() -> float:
    """The most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows_of(plan: Plan, content: bytes) -> list[Candidate]:
    """The rows that the sheet becomes, and nothing of them left in the database."""
    by = manager_of(plan.filing.institution)
    with transaction.atomic():
        enlist_by_sheet(plan, Upload("名单.xlsx", content), by=by, at=AT)
        made = list(plan.candidates.all())
        transaction.set_rollback(True)
    return made
