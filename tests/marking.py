"""Scores in tests (成绩): a batch that has begun, sheets, examiners with accounts, who was absent or sent out."""

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

from dengji.evaluations.acts.scoring import Upload
from dengji.evaluations.acts.signing import save_sheet, sign, sign_in_as
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment, Plan
from dengji.evaluations.models.scores import ScoreSheet
from dengji.evaluations.models.sittings import Room, Seat, Sitting
from dengji.evaluations.terms import EXAMINING
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.policy.engine.practice import Method
from tests.batch import STARTS, given_approved, given_candidates, given_filed_venues
from tests.cast import given_cast, given_post
from tests.life import given_filing
from tests.road import given_law, manager_of, on_day

THEORY, PRACTICAL = Method.THEORY, Method.PRACTICAL
DAY = on_day(STARTS)
"""The batch's first day."""


def given_batch(filing: Filing, how_many: int = 2) -> Plan:
    """An approved plan with candidates."""
    plan = given_approved(filing)
    given_candidates(plan, how_many)
    return plan


def people(plan: Plan) -> list[Candidate]:
    """Its candidates in the order of the list."""
    return list(plan.candidates.order_by("ordinal"))


def head(plan: Plan) -> Post:
    """The head of its body."""
    return manager_of(plan.filing.institution)


def another(plan: Plan, name: str = "刘芳") -> Post:
    """A second person of the body."""
    return given_post(plan.filing.institution.organisation, Role.STAFF, name)


def sheet_of(*rows: tuple[object, ...], heads: tuple[str, ...] = ()) -> Upload:
    """A sheet of scores: ordinal and score a row, or all five columns."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, heads or ("准考证号", "序号", "姓名", "证件号码", "成绩"))
        for number, row in enumerate(rows, 1):
            page.write_row(number, 0, row if len(row) > 2 else ("", row[0], "", "", row[1]))
    return Upload("成绩.xlsx", stream.getvalue())


def given_accounts(plan: Plan, how_many: int = 3) -> list[Assignment]:
    """The plan's examiners, no more than so many, each with his own account of the body."""
    group = list(plan.assignments.filter(task__in=EXAMINING).order_by("pk"))
    plan.assignments.filter(pk__in=[each.pk for each in group[how_many:]]).delete()
    for each in group[:how_many]:
        post = given_post(plan.filing.institution.organisation, Role.STAFF, each.name)
        sign_in_as(each, post, by=head(plan), at=DAY)
        each.refresh_from_db()
    return group[:how_many]


def signed(who: Candidate, examiner: Assignment, total: str, *, at: datetime = DAY) -> ScoreSheet:
    """The examiner's sheet for somebody, with the total alone, saved and signed."""
    assert examiner.post is not None
    marks = {"total": Decimal(total)}
    sheet = save_sheet(who, PRACTICAL, examiner, marks, by=examiner.post, at=at)
    return sign(sheet, by=examiner.post, at=at)


def given_attendance(plan: Plan, who: Candidate, how: str, method: Method = THEORY) -> Seat:
    """The candidate's seat in a sitting of that method, with what the sign-in list says."""
    starts = DAY + timedelta(days=plan.sittings.count())
    sitting = Sitting.objects.create(
        plan=plan, method=method, starts_at=starts, ends_at=starts + timedelta(hours=2)
    )
    venue = plan.venues.first()
    assert venue is not None
    room = Room.objects.create(sitting=sitting, venue=venue, name="一", capacity=15)
    return Seat.objects.create(sitting=sitting, room=room, candidate=who, number=1, attendance=how)


def given_filing_in_force() -> Filing:
    """An employer's filing under the text that has plans, with its venues."""
    given_law("TJ21")
    cast = given_cast("120116", "120104")
    clerk = given_post(cast.province_centre, Role.CLERK)
    filing = given_filing(cast.employer, clerk, number="Y000012000900")
    given_filed_venues(filing)
    return filing
