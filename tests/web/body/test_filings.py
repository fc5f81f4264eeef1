"""A filing at the body's desk (本机构备案): what it says, what may be applied for, its history, another's address."""

from datetime import date, timedelta

import pytest
from django.test import Client

from dengji.filings.acts.applying import Wanted, apply_for
from dengji.filings.acts.ordering import propose_end
from dengji.filings.models import Application, Filing, ScopeRow
from dengji.people.terms import Role
from dengji.procedure.models import Case
from tests.cast import AT, ELECTRICIAN, TURNER, Cast, given_cast, given_occupations
from tests.life import given_filing
from tests.road import brought_to_its_end, given_law, manager_of, post_in

LONG_PAST = date(2024, 5, 20)
MILLER = "6-18-01-02"

pytestmark = pytest.mark.django_db


@pytest.fixture
def xinzhou() -> Cast:
    """Everybody in Xinzhou, where additions and changes are ruled."""
    given_law()
    return given_cast("140902", "140213")


@pytest.fixture
def filing(xinzhou: Cast) -> Filing:
    """A filing of an employer."""
    return given_filing(xinzhou.employer, xinzhou.clerk, number="Y000014000900")


@pytest.fixture
def manager(filing: Filing, client: Client) -> Client:
    """Signed in as the head of the body."""
    client.force_login(manager_of(filing.institution).person)
    return client


def test_the_page_says_what_may_be_applied_for_and_why_not_the_rest(manager: Client, filing: Filing) -> None:
    page = manager.get(f"/body/filings/{filing.number}/").content.decode()
    assert "新增职业（工种）、等级" in page
    assert "备案沿革" in page
    assert "该文本只规定" in page


def test_what_the_filing_said_on_a_day_is_shown(manager: Client, filing: Filing) -> None:
    before = manager.get(f"/body/filings/{filing.number}/?on=2020-01-01").content.decode()
    assert "还没有这项备案" in before
    assert manager.get(f"/body/filings/{filing.number}/?on=nonsense").status_code == 200


def test_an_occupation_that_has_left_stands_on_the_days_when_it_was_filed(
    manager: Client, filing: Filing
) -> None:
    held = filing.scope.get()
    last = AT.date() - timedelta(days=30)
    ScopeRow.objects.create(
        filing=filing, code=TURNER, name="车工", levels=["5"], audience=held.audience,
        from_on=held.from_on, until=last,
    )  # fmt: skip
    address = f"/body/filings/{filing.number}/?on="
    for day, stands in ((last - timedelta(days=1), True), (last, True), (last + timedelta(days=1), False)):
        said = manager.get(address + day.isoformat()).content.decode()
        filed = said[said.index('id="filed"') : said.index("备案沿革")]
        assert ("车工" in filed) is stands, day


def test_the_day_after_its_last_a_filing_reads_as_expired(manager: Client, filing: Filing) -> None:
    assert filing.valid_until is not None
    address = f"/body/filings/{filing.number}/?on="
    for days, word in ((-1, "有效"), (0, "有效"), (1, "已到期")):
        on = filing.valid_until + timedelta(days=days)
        said = manager.get(address + on.isoformat()).content.decode()
        assert f"<dt>状态</dt><dd>{word}" in said, on


def test_a_day_to_come_is_told_as_a_guess(manager: Client, filing: Filing) -> None:
    address = f"/body/filings/{filing.number}/?on="
    assert "按今天已经办结的事项推算" not in manager.get(address + LONG_PAST.isoformat()).content.decode()
    assert "按今天已经办结的事项推算" in manager.get(address + "2100-01-01").content.decode()


def test_a_filing_that_is_over_offers_nothing_and_names_what_is_still_owed(
    manager: Client, filing: Filing, xinzhou: Cast
) -> None:
    case = propose_end(filing, "多次整改不到位", by=post_in(xinzhou.centre, Role.CLERK), at=AT)
    brought_to_its_end(case, xinzhou)
    page = manager.get(f"/body/filings/{filing.number}/").content.decode()
    assert "不能再办理变更、新增和续期" in page
    assert "后续责任" in page
    assert "能办什么" not in page
    assert "申请续期" not in page


def test_the_last_look_at_a_change_shows_what_changes_and_folds_the_registers(
    manager: Client, filing: Filing
) -> None:
    begun = manager.post(f"/body/filings/{filing.number}/apply/change/")
    manager.post(begun["Location"] + "changes/", {"name": "新名称公司"})
    page = manager.get(begun["Location"] + "last-look/").content.decode()
    shown, folded = page.split("机构资料的其他登记")
    assert "变更内容" in shown
    assert "新名称公司" in shown
    assert "申报职业" not in page
    assert "法定代表人" not in shown
    assert "法定代表人" in folded


def test_the_last_look_at_an_addition_names_what_leaves_and_what_would_fail(
    manager: Client, filing: Filing
) -> None:
    begun = manager.post(f"/body/filings/{filing.number}/apply/added_occupations/")
    manager.post(begun["Location"] + "given_up/", {"codes": [ELECTRICIAN]})
    given_occupations(MILLER)
    wanted = Wanted(MILLER, "", ["5"], filing.scope.get().audience)
    case = Case.objects.get(about=filing.number)
    apply_for(case, wanted, in_place_of=None, by=manager_of(filing.institution), at=AT)
    page = manager.get(begun["Location"] + "last-look/").content.decode()
    assert f"电工（{ELECTRICIAN}）" in page[page.index("退出的职业") :]
    assert "项不会通过，建议先改好" in page


def test_what_is_filed_already_is_told_where_occupations_are_chosen(manager: Client, filing: Filing) -> None:
    begun = manager.post(f"/body/filings/{filing.number}/apply/added_occupations/")
    assert "已经备案的1项" in manager.get(begun["Location"] + "occupations/").content.decode()
    chosen = manager.get(begun["Location"] + f"occupations/add/{ELECTRICIAN}/").content.decode()
    assert "这个职业已经备案，只选要增加的等级" in chosen
    other = manager.get(begun["Location"] + f"occupations/add/{TURNER}/")
    assert "这个职业已经备案" not in other.content.decode()


def test_anothers_filing_is_not_found(filing: Filing, xinzhou: Cast, client: Client) -> None:
    client.force_login(manager_of(xinzhou.school).person)
    assert client.get(f"/body/filings/{filing.number}/").status_code == 404
    assert client.post(f"/body/filings/{filing.number}/apply/change/").status_code == 404


def test_a_change_is_begun_filled_in_and_shown_beside_what_is_filed(manager: Client, filing: Filing) -> None:
    begun = manager.post(f"/body/filings/{filing.number}/apply/change/")
    assert begun.status_code == 302
    changes = begun["Location"] + "changes/"
    page = manager.get(changes).content.decode()
    assert f"已备案：{filing.institution.organisation.name}" in page
    same = manager.post(changes, {"name": filing.institution.organisation.name})
    assert "没有变更" in same.content.decode()
    manager.post(changes, {"name": "新名称公司"})
    application = Application.objects.get(filing=filing)
    assert application.proposed == {"name": "新名称公司"}


def test_occupations_that_leave_are_ticked(manager: Client, filing: Filing) -> None:
    begun = manager.post(f"/body/filings/{filing.number}/apply/added_occupations/")
    page = begun["Location"] + "given_up/"
    code = filing.scope.get().code
    manager.post(page, {"codes": [code]})
    assert Application.objects.get(filing=filing).given_up == [code]
    assert "请从列出的选项中选择" in manager.post(page, {"codes": ["9-99-99-99"]}).content.decode()
