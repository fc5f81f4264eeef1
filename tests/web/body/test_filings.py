"""A filing at the body's desk (本机构备案): what it says, what may be applied for, its history, another's address."""

import pytest
from django.test import Client

from dengji.filings.models import Application, Filing
from tests.cast import Cast, given_cast
from tests.life import given_filing
from tests.road import given_law, manager_of

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
