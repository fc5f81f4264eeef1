"""A holder doubts his certificate on line: known by three things that only he knows, and answered at the same place."""

import re

import pytest
import time_machine
from django.test import Client

from dengji.certificates.acts.reviewing import answer_review
from dengji.certificates.models import Certificate, Review
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.sealing.seals import opened
from dengji.web.public.limits import MOST
from tests.cast import AT, given_cast, given_post
from tests.certified import DOCUMENT, NAME, NUMBER, given_certificate
from tests.life import given_filing
from tests.road import given_law, manager_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("JL25-12")]
SEARCH, ASK = "/certificates/review/", "/certificates/review/ask/"
MINE = {"number": f" {NUMBER[:9]} {NUMBER[9:].lower()}", "name": NAME, "document": DOCUMENT}


@pytest.fixture
def head() -> Post:
    """The head of the body that issued the certificate."""
    given_law("TJ21")
    cast = given_cast("120116", "120104")
    filing: Filing = given_filing(
        cast.employer, given_post(cast.province_centre, Role.CLERK), number=NUMBER[:13]
    )
    given_certificate(filing=filing, institution=filing.institution)
    return manager_of(filing.institution)


def looked_up(**said: str) -> str:
    """The page after the first step."""
    return Client().post(SEARCH, MINE | said).content.decode()


def token_in(page: str) -> str:
    """What lets the second step follow."""
    found = re.search('name="ask" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_holder_asks_and_reads_the_answer(head: Post) -> None:
    """No name and no document stands on the page; what was left is sealed; the answer stands where he asked."""
    page = looked_up()
    assert NUMBER in page
    assert NAME not in page
    assert DOCUMENT not in page
    assert Client().get(SEARCH).status_code == 200
    said = {"ask": token_in(page), "says": "等级<b>不对", "phone": "13800001111"}
    assert "已收到您的复核申请" in Client().post(ASK, said).content.decode()
    made = Review.objects.get()
    assert (opened(made.sealed)["phone"], made.taken_by) == ("13800001111", None)
    assert "等级&lt;b&gt;不对" in looked_up()
    assert 'name="says"' not in looked_up()
    assert "正在办理" in Client().post(ASK, said).content.decode()
    answer_review(made, "经核对无误", wrong=False, by=head, at=AT)
    assert "经核对无误" in looked_up()
    assert Review.objects.count() == 1


def test_each_wrong_thing_is_answered_alike(head: Post) -> None:
    """Whoever does not know all three learns nothing, not which of them was wrong."""
    pages = {
        re.sub('value="[^"]*"', "", looked_up(**wrong))
        for wrong in ({"number": NUMBER[:-1] + "9"}, {"name": "王大明"}, {"document": "120101199001011237"})
    }
    assert len(pages) == 1
    assert "没有查到编号、姓名和证件号码都相符的证书" in pages.pop()
    assert "请填写证件号码" in looked_up(document="")


def test_a_script_is_stopped(head: Post) -> None:
    """After so many in an hour from one network, even the right three are not answered."""
    for _ in range(MOST):
        looked_up(name="王大明")
    assert "提交得太多" in looked_up()


def test_a_page_left_open_and_a_token_made_up_lead_back(head: Post) -> None:
    """Half an hour; and nothing is asked without having been known."""
    token = token_in(looked_up())
    for bad in ("", token + "x"):
        assert "页面打开得太久" in Client().post(ASK, {"ask": bad, "says": "x"}).content.decode()
    with time_machine.travel("2099-01-01"):
        assert "页面打开得太久" in Client().post(ASK, {"ask": token, "says": "x"}).content.decode()
    assert "请写明哪里有误" in Client().post(ASK, {"ask": token, "says": ""}).content.decode()
    assert Client().get(ASK).status_code == 405
    assert not Review.objects.exists()


def test_of_a_body_that_is_not_filed_here_it_says_where_to_ask() -> None:
    """The form stays with what was typed."""
    given_certificate()
    page = Client().post(ASK, {"ask": token_in(looked_up()), "says": "不对"}).content.decode()
    assert "不在本平台备案" in page
    assert "不对</textarea>" in page
    assert Certificate.objects.get().reviews.count() == 0
