"""What the network did not take in is on the release's page, with its reasons, and a button for whoever reports."""

import pytest
from django.urls import reverse

from dengji.certificates.acts.confirming import take_confirmations
from dengji.certificates.models import Certificate, Release
from dengji.certificates.upward import about, about_again
from dengji.evaluations.models.plans import Plan
from dengji.exchange.acts import receive
from dengji.exchange.queries import requests_about
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import given_post
from tests.issue import PUBLISHED_ON, given_issued
from tests.web.certificates.conftest import LATER
from tests.web.office.desk import opened, sent, well_built

AGAIN = "更正后再次报送"


@pytest.fixture
def release(plan: Plan) -> Release:
    """Issued and reported."""
    return given_issued(plan)


@pytest.fixture
def clerk(release: Release) -> Post:
    """Of the authority that reports."""
    return given_post(release.plan.filing.authority, Role.CLERK, "报送员")


def page_of(release: Release, post: Post) -> str:
    """The release's page as somebody sees it."""
    shown = opened(post, reverse("certificates:release", args=[release.token]))
    well_built(shown)
    return shown


@pytest.mark.row("FJ22-3.1.2b")
def test_refused_rows_are_shown_and_reported_again_by_whoever_reports(
    release: Release, clerk: Post, head: Post
) -> None:
    number = Certificate.objects.latest("pk").number
    request = requests_about("ministry_network", about(release))[0]
    answer = {"state": "published", "published_on": PUBLISHED_ON, "number": "1"}
    receive(request, answer | {"declined": [{"row": number, "reason": "姓名不符"}]}, at=LATER)
    take_confirmations(at=LATER)
    assert "姓名不符" in page_of(release, head)
    assert AGAIN not in page_of(release, head)
    assert AGAIN in page_of(release, clerk)
    again = reverse("certificates:report_again", args=[release.token])
    assert sent(head, again).status_code == 403
    sent(clerk, again)
    assert requests_about("ministry_network", about_again(release)).count() == 1
    shown = page_of(release, clerk)
    assert AGAIN not in shown
    assert "已经再次报送，还在等答复" in shown


def test_a_release_turned_away_says_why_and_what_comes_next(
    release: Release, clerk: Post, head: Post
) -> None:
    request = requests_about("ministry_network", about(release))[0]
    receive(request, {"state": "declined", "reason": "机构信息不一致"}, at=LATER)
    shown = page_of(release, head)
    assert "没有收下这一批数据：机构信息不一致" in shown
    assert f"由{release.plan.filing.authority.name}再次报送" in shown
    assert AGAIN in page_of(release, clerk)
