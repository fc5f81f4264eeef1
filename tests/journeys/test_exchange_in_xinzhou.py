"""XZ24: a body that is full gives up an old occupation for a new one, in one application."""

import pytest
from playwright.sync_api import Page, expect
from time_machine import Traveller

from dengji.filings.models import Filing
from dengji.filings.sheets import Scope
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import (
    ELECTRICIAN,
    FIRE_OPERATOR,
    Cast,
    given_cast,
    given_occupations,
    given_post,
    given_verified,
)
from tests.journeys.applying import (
    DONE,
    when_an_occupation_is_chosen,
    when_every_document_is_uploaded,
    when_parts_are_as_the_registers_say,
    when_the_application_is_handed_in,
    when_the_head_signs,
)
from tests.journeys.handling import (
    when_a_panel_is_convened,
    when_each_expert_scores,
    when_every_fact_is_stated,
    when_it_is_accepted,
    when_it_is_decided,
    when_the_case_is_opened,
    when_the_office_draws_up,
)
from tests.journeys.life import then_the_public_sees, when_a_matter_is_begun, when_the_filing_is_opened
from tests.journeys.steps import follow, press, says, then_the_pdf_opens, when_somebody_signs_in
from tests.life import given_filing
from tests.road import given_law, manager_of

MILLER, PLANER, GRINDER = "6-18-01-02", "6-18-01-03", "6-18-01-04"
FIVE = (ELECTRICIAN, FIRE_OPERATOR, MILLER, PLANER, GRINDER)
ADDITION = "新增职业（工种）、等级"


@pytest.fixture
def cast(transactional_db: None, today: Traveller) -> Cast:
    """Xinzhou, its own text in force."""
    given_law()
    return given_cast("140902", "140213")


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """A social organisation's filing of five occupations: as many as the text lets it have."""
    given_occupations(*FIVE)
    given_verified(cast.social_organisation)
    scope = tuple(Scope(code, "", ("5",), "public") for code in FIVE)
    return given_filing(cast.social_organisation, cast.clerk, scope=scope)


@pytest.fixture
def reviewer(cast: Cast) -> Post:
    """Who has the panel."""
    return given_post(cast.centre, Role.REVIEWER, "刘芳")


@pytest.mark.row("XZ24-23", "XZ24-24.1", "XZ24-25", "XZ24-26")
def test_an_old_occupation_is_exchanged_for_a_new_one(
    page: Page, cast: Cast, filing: Filing, reviewer: Post
) -> None:
    when_the_body_applies(page, filing)
    when_the_centre_reviews(page, cast, filing)
    when_the_panel_inspects(page, cast, reviewer, filing)
    when_the_bureau_decides(page, cast, filing)
    then_the_filing_holds_the_new_one_and_not_the_old(page, filing)


def when_the_body_applies(page: Page, filing: Filing) -> None:
    when_somebody_signs_in(page, manager_of(filing.institution))
    when_a_matter_is_begun(page, filing, ADDITION)
    when_parts_are_as_the_registers_say(page, "人员", "场所和设备")
    when_an_occupation_is_chosen(page, "车工", ["五级/初级工"], "社会人员")
    follow(page, "退出的职业", within=".tasks")
    page.get_by_label("磨工").check()
    press(page, DONE)
    when_every_document_is_uploaded(page)
    when_the_head_signs(page)
    when_the_application_is_handed_in(page)


def when_the_centre_reviews(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.clerk)
    when_the_case_is_opened(page, str(filing.institution))
    says(page, "不超过上限，或者以旧换新")
    when_every_fact_is_stated(page, {"已开展评价的职业数": "4"})
    when_it_is_accepted(page, "初审符合")


def when_the_panel_inspects(page: Page, cast: Cast, reviewer: Post, filing: Filing) -> None:
    when_somebody_signs_in(page, reviewer)
    when_the_case_is_opened(page, str(filing.institution))
    when_a_panel_is_convened(page, cast.experts)
    when_each_expert_scores(page, cast.experts)
    when_somebody_signs_in(page, reviewer)
    when_the_case_is_opened(page, str(filing.institution))
    when_the_office_draws_up(page)
    when_it_is_decided(page, "考察合格，报市人社局")


def when_the_bureau_decides(page: Page, cast: Cast, filing: Filing) -> None:
    when_somebody_signs_in(page, cast.approver)
    when_the_case_is_opened(page, str(filing.institution))
    when_it_is_decided(page, "同意新增")
    follow(page, "文书")
    then_the_pdf_opens(page, "新增职业")


def then_the_filing_holds_the_new_one_and_not_the_old(page: Page, filing: Filing) -> None:
    when_somebody_signs_in(page, manager_of(filing.institution))
    when_the_filing_is_opened(page, filing)
    now = page.locator("section", has=page.get_by_role("heading", name="备案内容"))
    expect(now).to_contain_text("车工")
    expect(now).not_to_contain_text("磨工")
    history = page.locator("section", has=page.get_by_role("heading", name="备案沿革"))
    expect(history).to_contain_text("磨工")
    then_the_public_sees(page, filing, "车工")
