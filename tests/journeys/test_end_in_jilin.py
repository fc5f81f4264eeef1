"""JL25: a body that gives up, and the list of what is to be wound up before its filing ends."""

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import Cast, given_cast, given_post, given_verified
from tests.journeys.applying import (
    when_every_document_is_uploaded,
    when_the_application_is_handed_in,
    when_the_head_signs,
)
from tests.journeys.handling import (
    when_a_fact_is_stated,
    when_every_fact_is_stated,
    when_it_is_decided,
    when_the_case_is_opened,
)
from tests.journeys.life import then_the_public_sees, when_a_matter_is_begun, when_the_filing_is_opened
from tests.journeys.steps import arrive, follow, says, then_the_pdf_opens, when_somebody_signs_in
from tests.life import given_filing
from tests.road import given_law

TERMINATION = "自愿终止备案"


@pytest.fixture
def cast(transactional_db: None, today: Traveller) -> Cast:
    """Jilin, its draft in trial operation."""
    given_law("JL25", "JLJD")
    return given_cast()


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """An employer's filing, entered by the bureau that answers for it."""
    given_verified(cast.employer)
    return given_filing(cast.employer, given_post(cast.bureau, Role.CLERK, "王大伟"))


@pytest.fixture
def reviewer(cast: Cast) -> Post:
    """Who looks at the arrangements."""
    return given_post(cast.bureau, Role.REVIEWER, "刘芳")


@pytest.mark.row("JL25-10", "JL25-12", "JL25-13")
def test_a_body_gives_up_and_winds_up_by_the_list(
    page: Page, cast: Cast, filing: Filing, reviewer: Post
) -> None:
    when_the_body_applies(page, cast, filing)
    when_the_arrangements_are_looked_at(page, reviewer, filing)
    when_the_list_is_worked_off(page, cast, filing)
    then_the_filing_is_over_and_duties_remain(page, cast, filing)
    then_the_public_sees(page, filing, "已终止")


def when_the_body_applies(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.manager)
    when_a_matter_is_begun(page, filing, TERMINATION)
    when_every_document_is_uploaded(page)
    when_the_head_signs(page)
    when_the_application_is_handed_in(page)


def when_the_arrangements_are_looked_at(page: Page, reviewer: Post, filing: Filing) -> None:
    when_somebody_signs_in(page, reviewer)
    when_the_case_is_opened(page, str(filing.institution))
    when_every_fact_is_stated(page, {})
    when_it_is_decided(page, "评估完毕，核对收尾")


def when_the_list_is_worked_off(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.approver)
    when_the_case_is_opened(page, str(filing.institution))
    says(page, "收尾清单")
    items = page.locator(".checklist > li")
    expect(items).to_have_count(3)
    while (unchecked := page.locator(".checklist").get_by_role("link", name="核对事实：")).count():
        arrive(page, unchecked.first)
        when_a_fact_is_stated(page, page.locator("main form"), "")
    expect(page.locator(".checklist .mark-met")).to_have_count(3)
    when_it_is_decided(page, TERMINATION)
    follow(page, "文书")
    then_the_pdf_opens(page, "终止")


def then_the_filing_is_over_and_duties_remain(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.manager)
    when_the_filing_is_opened(page, filing)
    says(page, "已终止", "后续责任")
