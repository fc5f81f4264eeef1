"""Holders' doubts at the desk: taken in, listed for whoever answers, answered with reasons, and what follows."""

import pytest
from django.urls import reverse

from dengji.certificates.models import Amendment, Certificate, Review
from dengji.certificates.terms import ReviewState
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import given_post
from tests.web.office.desk import browser_of, opened, sent, well_built

LIST = "/desk/certificates/reviews/"
PROPOSE = "certificates:propose"


def page_of(review: Review) -> str:
    """Its address."""
    return reverse("certificates:review", args=[review.token])


@pytest.mark.row("JL25-12")
def test_a_doubt_taken_in_at_the_counter_is_answered(certificate: Certificate, head: Post) -> None:
    """A wrong telephone number is said; it waits on the home; the answer leads to what puts it right."""
    take_in = reverse("certificates:take_in", args=[certificate.number])
    assert take_in in opened(head, reverse("certificates:certificate", args=[certificate.number]))
    well_built(opened(head, take_in))
    assert "11位数字" in sent(head, take_in, reason="姓名<b>不对", phone="12").content.decode()
    sent(head, take_in, reason="姓名<b>不对", phone="13800001111")
    made = Review.objects.get()
    for home in ("/body/", "/desk/certificates/"):
        assert "1件持证人的复核申请等您答复" in opened(head, home)
    well_built(opened(head, LIST))
    shown = opened(head, page_of(made))
    well_built(shown)
    assert "姓名&lt;b&gt;不对" in shown
    assert "13800001111" not in shown
    assert "请选择核查结果" in sent(head, page_of(made), says="x").content.decode()
    sent(head, page_of(made), wrong="yes", says="确有错误，另行更正")
    assert sent(head, page_of(made), wrong="no", says="没有错误").status_code == 409
    shown = opened(head, page_of(made))
    well_built(shown)
    assert reverse(PROPOSE, args=[certificate.number, "correct"]) in shown
    assert Review.objects.get().state == ReviewState.WRONG
    assert "没有等本单位答复" in opened(head, LIST)
    assert "共1件" in opened(head, LIST, show="all")


def test_others_neither_see_nor_answer(certificate: Certificate, head: Post, stranger: Post) -> None:
    """Another body finds nothing at the address; an auditor of the place reads, and answers nothing."""
    take_in = reverse("certificates:take_in", args=[certificate.number])
    assert sent(stranger, take_in, reason="x").status_code == 404
    sent(head, take_in, reason="姓名不对")
    made = Review.objects.get()
    assert browser_of(stranger).get(page_of(made)).status_code == 404
    assert certificate.filing is not None
    auditor = given_post(certificate.filing.authority, Role.AUDITOR, "审计员")
    assert "<h2>答复</h2>" not in opened(auditor, page_of(made))
    sent(auditor, page_of(made), wrong="no", says="x")
    assert Review.objects.get().state == ReviewState.OPEN


@pytest.mark.row("JL25-12")
def test_a_wrong_level_goes_the_way_of_an_exchange(
    certificate: Certificate, head: Post, officer: Post
) -> None:
    """The page of corrections leads there; each page then names the other certificate."""
    correct, ask = (reverse(PROPOSE, args=[certificate.number, each]) for each in ("correct", "exchange"))
    assert ask in opened(head, correct)
    well_built(opened(head, ask))
    assert "和现在的一样" in sent(head, ask, level="4", reason="误登记").content.decode()
    sent(head, ask, level="5", reason="误登记")
    made = Amendment.objects.get()
    page = reverse("certificates:amendment", args=[made.token])
    assert "等级改为<strong>五级/初级工</strong>" in opened(head, page)
    sent(given_post(head.organisation, Role.STAFF, "复核员"), page, press="second")
    sent(officer, page, press="decide")
    made.refresh_from_db()
    assert made.became is not None
    for shown, other in ((certificate, made.became), (made.became, certificate)):
        said = opened(head, reverse("certificates:certificate", args=[shown.number]))
        well_built(said)
        assert reverse("certificates:certificate", args=[other.number]) in said
    assert sent(officer, page, press="decide").status_code == 409
