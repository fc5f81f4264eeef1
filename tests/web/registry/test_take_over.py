"""A filing that was ended by order: what everybody reads of it, what its authority may take over, its history."""

from datetime import timedelta

import pytest
from django.test import Client

from dengji.filings.acts.ordering import propose_end
from dengji.filings.history import Turn
from dengji.filings.models import Filing
from dengji.people.terms import Role
from dengji.procedure.acts.deciding import approve
from dengji.procedure.models import Case
from dengji.web.filing_life import chapters
from dengji.workdays.words import in_words
from tests.cast import AT, Cast, given_cast
from tests.life import given_filing
from tests.road import given_law, post_in, stated_well, whoever_holds
from tests.web.registry.conftest import browser_of

pytestmark = pytest.mark.django_db
NUMBER = "Y000014000900"


@pytest.fixture
def xinzhou() -> Cast:
    """Everybody in Xinzhou."""
    given_law()
    return given_cast("140902", "140213")


@pytest.fixture
def ended(xinzhou: Cast) -> Filing:
    """A filing that left the directory by order."""
    filing = given_filing(xinzhou.employer, xinzhou.clerk, number=NUMBER)
    case = propose_end(filing, "没有履行承诺", by=post_in(xinzhou.centre, Role.CLERK), at=AT)
    for why in ("查证属实", "退出目录"):
        stated_well(case)
        approve(case, why, by=whoever_holds(case), at=AT)
    filing.refresh_from_db()
    return filing


@pytest.mark.row("XZ24-31")
def test_everybody_reads_since_when_and_by_which_article_a_filing_is_over(
    ended: Filing, client: Client
) -> None:
    page = client.get(f"/directory/{ended.number}/").content.decode()
    assert f"这项备案已退出目录，自{in_words(AT.date())}起，依据是第三十一条，不能再据此" in page
    assert "<h2>原备案范围</h2>" in page
    assert "超出范围的评价不受认可" not in page


@pytest.mark.row("JL25-12", "XZ24-32")
def test_what_only_the_body_can_answer_for_is_not_taken_over(ended: Filing) -> None:
    clerk = browser_of(post_in(ended.authority, Role.CLERK))
    address = f"/office/registry/filings/{ended.number}/take-over/"
    page = clerk.get(address).content.decode()
    passing, staying = page.split("下列责任只能由机构自己承担")
    assert "下列4项责任由本机关承担" in passing
    assert "承担违规后果" not in passing
    assert "承担违规后果" in staying
    assert clerk.post(address, {"because": "营业执照已注销"}).status_code == 302
    life = clerk.get(f"/office/registry/filings/{ended.number}/").content.decode()
    assert "接管：营业执照已注销" in life
    assert address not in life


def test_two_cases_of_one_day_are_two_chapters_of_a_history(ended: Filing, xinzhou: Cast) -> None:
    case = Case.objects.get(about=NUMBER)
    other = Case(pk=case.pk + 1, number="142026000999")
    day, before = AT.date(), AT.date() - timedelta(days=1)
    told = [Turn(day, "职业和等级", "", "甲", case), Turn(day, "评价场所", "", "乙", other)]
    found = chapters([*told, Turn(day, "状态", "", "丙", None), Turn(before, "有效期", "", "丁", None)])
    assert [(each.case, [turn.after for turn in each.turns], each.first) for each in found] == [
        (case, ["甲"], False),
        (other, ["乙"], False),
        (None, ["丙"], False),
        (None, ["丁"], True),
    ]
    one = chapters([told[0], Turn(day, "状态", "", "丙", None)])
    assert [[turn.after for turn in each.turns] for each in one] == [["甲", "丙"]]
