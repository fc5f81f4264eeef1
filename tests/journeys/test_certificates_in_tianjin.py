"""TJ21: from checked results to a certificate in hand, its code opened by the public; then withdrawn, and looked up."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from time_machine import Traveller

from dengji.certificates.acts import issuing
from dengji.certificates.documents import paper_of
from dengji.certificates.models import Certificate, Release
from dengji.evaluations.models.plans import Plan
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.signing.acts import make_key
from dengji.signing.terms import Purpose
from dengji.transparency.acts import publish_head
from tests.batch import ENDS, given_filed_venues
from tests.cast import AT, Cast, given_cast, given_post
from tests.issue import given_batch, given_keys, published
from tests.journeys.steps import (
    follow,
    press,
    says,
    then_the_pdf_opens,
    visit,
    when_nobody_is_signed_in,
    when_somebody_signs_in,
)
from tests.life import given_filing
from tests.road import given_law, manager_of, on_day

LATER = on_day(ENDS.replace(day=20))
NUMBER = "Y000012000900264000001"


@pytest.fixture
def cast(transactional_db: None, today: Traveller) -> Cast:
    """Tianjin, its text in force; keys to sign with."""
    given_law("TJ21")
    given_keys()
    make_key(Purpose.DOCUMENT, by=None, at=AT)
    return given_cast("120116", "120104")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A batch of two who passed, its results checked."""
    clerk = given_post(cast.province_centre, Role.CLERK)
    filing = given_filing(cast.employer, clerk, number=NUMBER[:13])
    given_filed_venues(filing)
    return given_batch(filing, 2)


@pytest.mark.row("TJ21-8b", "TJ21-8c", "TJ21-16.4", "JL25-12")
def test_a_certificate_is_issued_verified_and_withdrawn(
    page: Page, plan: Plan, today: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    today.move_to(LATER)
    monkeypatch.setattr(issuing, "AT_ONCE", 1)
    head = manager_of(plan.filing.institution)
    when_the_body_asks_for_certificates(page, plan, head)
    when_the_network_has_published_them()
    when_the_body_issues_them(page, head)
    then_the_certificate_is_in_hand(page)
    then_the_public_reads_its_code(page, "签名正确", "有效")
    when_it_is_withdrawn(page, plan, head)
    then_the_public_reads_its_code(page, "已撤销")
    then_the_public_looks_it_up(page)


def when_the_body_asks_for_certificates(page: Page, plan: Plan, head: Post) -> None:
    when_somebody_signs_in(page, head)
    visit(page, f"/body/plans/{plan.token}/")
    follow(page, "证书")
    says(page, "没有不符合的条件", "共2人")
    follow(page, "申请办理证书")
    press(page, "报送名册，申请办理")
    says(page, "已申请办理2人的证书", "2人的名册正在办理")


def when_the_network_has_published_them() -> None:
    case = Release.objects.get().case
    assert case is not None
    published(case, at=LATER)


def when_the_body_issues_them(page: Page, head: Post) -> None:
    visit(page, "/desk/messages/")
    says(page, "证书可以核发")
    visit(page, "/desk/certificates/releases/?show=mine")
    page.locator("td.head a").first.click()
    follow(page, "核发证书")
    says(page, NUMBER, "不能收回")
    press(page, "核发2本证书")
    says(page, "正在核发，已核发1本", "50%", NUMBER)
    while issuing.issue_next(Release.objects.get(), at=LATER):
        pass
    says(page, "核发2本", "打印和下载")
    publish_head(at=LATER)


def then_the_certificate_is_in_hand(page: Page) -> None:
    then_the_pdf_opens(page, "打印稿")
    follow(page, NUMBER)
    says(page, "职业技能等级证书", "公开日志")
    then_the_pdf_opens(page, "下载电子证书")
    for address in (
        "",
        "statistics/",
        "designs/",
        "designs/skill_level/",
        "amendments/?show=all",
        "reviews/",
    ):
        visit(page, f"/desk/certificates/{address}")


def then_the_public_reads_its_code(page: Page, *words: str) -> None:
    code = paper_of(Certificate.objects.get(number=NUMBER)).code
    page.context.clear_cookies()
    visit(page, urlsplit(code).path)
    says(page, NUMBER, *words)


def when_it_is_withdrawn(page: Page, plan: Plan, head: Post) -> None:
    when_somebody_signs_in(page, head)
    visit(page, f"/desk/certificates/number/{NUMBER}/")
    follow(page, "申请撤销")
    page.get_by_label("撤销的理由").fill("冒名顶替，经核查属实。")
    press(page, "提出撤销申请")
    says(page, "等本单位的另一名人员复核")
    for post, button, said in (
        (given_post(head.organisation, Role.STAFF, "复核员"), "同意撤销", "复核已登记"),
        (given_post(plan.filing.authority, Role.REVIEWER, "核准员"), "核准撤销", "已核准"),
    ):
        when_somebody_signs_in(page, post)
        visit(page, "/desk/certificates/amendments/")
        follow(page, NUMBER)
        press(page, button)
        says(page, said)


def then_the_public_looks_it_up(page: Page) -> None:
    when_nobody_is_signed_in(page)
    visit(page, "/certificates/number/")
    page.get_by_label("证书编号").fill(NUMBER)
    page.get_by_label("姓名").fill("考生一")
    press(page, "查询")
    says(page, "已撤销", "不再有效")
