"""What a favourable decision does (备案效果): number, scope, venues, validity, authority."""

from datetime import date, datetime

import pytest

from dengji.audit.queries import entries_about
from dengji.filings.models import Filing
from dengji.filings.queries import filing_by_number, filings_of, state_on
from dengji.filings.terms import FilingState
from dengji.filings.validity import expiry
from dengji.institutions.models import Institution
from dengji.institutions.terms import BodyKind
from dengji.policy.models import Edition
from dengji.policy.queries import pack_of
from dengji.procedure.acts.deciding import issue
from dengji.procedure.models import Case
from tests.cast import AT, CHINA, FIRE_OPERATOR, Cast, given_body
from tests.road import brought_to, brought_to_its_end, given_application, given_round, whoever_holds

pytestmark = pytest.mark.django_db


def granted(institution: Institution, pack_id: str, cast: Cast) -> Filing:
    """The filing to which an application of the body leads."""
    case = given_application(institution, pack_id)
    brought_to_its_end(case, cast)
    return Filing.objects.get(case=case)


def issued_at(case: Case, cast: Cast, at: datetime) -> Filing:
    """The filing of a case whose notice is given out at a moment."""
    brought_to(case, "notice", cast)
    issue(case, by=whoever_holds(case), at=at)
    return Filing.objects.get(case=case)


@pytest.mark.parametrize(
    ("kind", "first"), [("employer", "Y"), ("school", "Y"), ("social_organisation", "S")]
)
def test_a_skill_level_filing_has_thirteen_signs_with_its_letter_and_province(
    jilin: Cast, kind: str, first: str
) -> None:
    filing = granted(getattr(jilin, kind), "JL25", jilin)
    assert filing.number == f"{first}000022000001"
    assert len(filing.number) == 13


def test_numbers_run_on_for_each_letter_by_itself(jilin: Cast) -> None:
    numbers = [granted(body, "JL25", jilin).number for body in (jilin.employer, jilin.school)]
    assert numbers == ["Y000022000001", "Y000022000002"]


def test_an_examination_body_gets_eight_figures_and_no_end(jilin: Cast) -> None:
    body = given_body(jilin.county, BodyKind.EXAMINATION_BODY, "某鉴定站", 9)
    filing = granted(body, "JLJD", jilin)
    assert filing.number == "22021001"
    assert filing.valid_until is None
    assert [row.code for row in filing.scope.all()] == [FIRE_OPERATOR]


@pytest.mark.row("JL25-7.5c")
@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 12, 31), date(2029, 12, 30)),
        (date(2027, 1, 1), date(2029, 12, 31)),
        (date(2028, 2, 29), date(2031, 2, 28)),
    ],
)
def test_a_filing_is_valid_for_thirty_six_months_by_date(jilin: Cast, day: date, last: date) -> None:
    case = given_application(jilin.employer, "JL25")
    filing = issued_at(case, jilin, datetime(day.year, day.month, day.day, 9, tzinfo=CHINA))
    assert (filing.granted_on, filing.valid_from, filing.valid_until) == (day, day, last)


@pytest.mark.parametrize("pack_id", ["JL25", "TJ21", "XZ24"])
def test_thirty_six_months_and_three_years_end_on_the_same_day(pack_id: str, xinzhou: Cast) -> None:
    pack = pack_of(Edition.objects.current().get(pack_id=pack_id).pk)
    assert expiry(pack, date(2026, 11, 21)) == date(2029, 11, 20)


def test_scope_and_venues_stand_as_they_were_handed_in(jilin: Cast) -> None:
    filing = granted(jilin.employer, "JL25", jilin)
    rows = [(row.name, row.work_type, row.levels, row.audience) for row in filing.scope.all()]
    assert rows == [("电工", "", ["5", "4", "3"], "own_staff")]
    assert [venue.name for venue in filing.venues.all()] == ["一号机房", "实训车间"]


@pytest.mark.row("JL25-7.5b")
def test_the_city_supervises_what_the_province_gives_notice_of(jilin: Cast) -> None:
    filing = granted(jilin.employer, "JL25", jilin)
    assert filing.authority == jilin.bureau
    assert filing.case is not None
    assert filing.case.letters.get(key="notice").authority == jilin.province_bureau


def test_a_social_organisation_in_the_city_of_rounds_gets_its_letter(tianjin: Cast) -> None:
    given_round(tianjin.province_bureau, "TJ21")
    filing = granted(tianjin.social_organisation, "TJ21", tianjin)
    assert filing.number == "S000012000001"
    assert filing.authority == tianjin.province_centre


def test_the_notice_and_the_trail_say_number_and_days(jilin: Cast) -> None:
    filing = granted(jilin.employer, "JL25", jilin)
    assert filing.case is not None
    words = "".join(filing.case.letters.get(key="notice").paragraphs)
    assert filing.number in words
    assert "电工五级/初级工、四级/中级工、三级/高级工" in words
    trail = [entry.act for entry in entries_about("filings.Filing", filing.pk)]
    assert trail == ["filing.grant"]


def test_a_filing_has_expired_from_the_day_after_its_last(jilin: Cast) -> None:
    filing = granted(jilin.employer, "JL25", jilin)
    last = filing.valid_until
    assert last is not None
    days = [date.fromordinal(last.toordinal() + step) for step in (-1, 0, 1)]
    states: list[str] = [state_on(filing, day) for day in days]
    assert states == [FilingState.IN_FORCE, FilingState.IN_FORCE, FilingState.EXPIRED]
    assert [held.state.label for held in filings_of(jilin.employer, days[2])] == [FilingState.EXPIRED.label]
    assert filing_by_number(filing.number, days[1]) == filing
    assert filings_of(jilin.school, AT.date()) == []
