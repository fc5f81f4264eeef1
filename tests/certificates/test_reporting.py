"""Certificate data that the network did not take in: reported again once put right, and found from then on."""

from typing import Any

import pytest

from dengji.certificates.acts.confirming import take_confirmations
from dengji.certificates.acts.reporting import send_again, take_repeats
from dengji.certificates.changing import Happening, held, turned
from dengji.certificates.models import Certificate, Release
from dengji.certificates.reported import turned_away
from dengji.certificates.terms import EventKind
from dengji.certificates.upward import about, about_again, about_certificate
from dengji.evaluations.models.plans import Plan
from dengji.exchange.acts import receive
from dengji.exchange.contents import whole
from dengji.exchange.models import Request
from dengji.exchange.queries import requests_about
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.batch import after
from tests.issue import PUBLISHED_ON, given_asked, given_batch, given_issued, published
from tests.road import manager_of, post_in

DECLINED = {"state": "declined", "reason": "机构已注销"}


@pytest.fixture
def release(filing: Filing) -> Release:
    """Two certificates, issued and reported."""
    return given_issued(given_batch(filing))


@pytest.fixture
def clerk(release: Release) -> Post:
    """Of the authority that reports."""
    return post_in(release.plan.filing.authority, Role.CLERK)


def answered(name: str, *declined: str) -> None:
    """The network publishes the last report about something, but for some rows."""
    request = requests_about("ministry_network", name)[0]
    rows = [{"row": row, "reason": "姓名不符"} for row in declined]
    answer: dict[str, Any] = {"state": "published", "published_on": PUBLISHED_ON, "number": "1"}
    receive(request, answer | {"digest": request.payload["digest"], "declined": rows}, at=after_of(request))


def after_of(request: Request) -> Any:
    """A moment later."""
    return request.asked_at


def numbers() -> list[str]:
    """The numbers of the certificates, in order."""
    return list(Certificate.objects.order_by("number").values_list("number", flat=True))


def not_found(release: Release) -> list[str]:
    """The numbers that the network does not have."""
    release.refresh_from_db()
    return [each["row"] for each in release.not_found]


@pytest.mark.row("FJ22-3.1.2b", "JLJD-26")
def test_what_was_not_taken_in_is_reported_again_as_a_correction_until_it_is(
    release: Release, clerk: Post
) -> None:
    first, second = numbers()
    at = after(release.plan, 4)
    answered(about(release), first, second)
    assert take_confirmations(at=at) == 1
    send_again(release, by=clerk, at=at)
    with pytest.raises(Moved, match="还在等对方答复"):
        send_again(release, by=clerk, at=at)
    told = requests_about("ministry_network", about_again(release))[0]
    assert (told.kind, told.operation, told.sender) == ("certificates", "correct", clerk.organisation_id)
    assert [row["row"] for row in whole(told.kind, told.payload)["rows"]] == [first, second]
    answered(about_again(release), second)
    assert [take_repeats(at=at), take_repeats(at=at)] == [1, 0]
    assert not_found(release) == [second]
    send_again(release, by=clerk, at=at)
    send = requests_about("ministry_network", about_again(release))
    assert (len(send), send[0].payload["numbers"]) == (2, [second])
    answered(about_again(release))
    take_repeats(at=at)
    assert not_found(release) == []
    with pytest.raises(NotAllowed, match="没有要再次报送"):
        send_again(release, by=clerk, at=at)


def test_the_same_rows_unchanged_can_be_reported_once_more(release: Release, clerk: Post) -> None:
    at, second = after(release.plan, 4), numbers()[1]
    answered(about(release), second)
    take_confirmations(at=at)
    for times in (1, 2):
        send_again(release, by=clerk, at=at)
        assert len(requests_about("ministry_network", about_again(release))) == times
        answered(about_again(release), second)
        take_repeats(at=at)
    assert not_found(release) == [second]


@pytest.mark.row("JL25-12")
def test_a_certificate_that_was_changed_and_then_taken_in_is_found(release: Release, clerk: Post) -> None:
    at, second = after(release.plan, 4), numbers()[1]
    answered(about(release), second)
    take_confirmations(at=at)
    certificate = held(Certificate.objects.get(number=second).pk)
    turned(certificate, Happening(EventKind.WITHDRAW, "有误", "", clerk, at))
    assert take_repeats(at=at) == 0
    answered(about_certificate(certificate))
    assert take_repeats(at=at) == 1
    assert not_found(release) == []


def test_a_release_that_was_turned_away_as_a_whole_says_why_and_is_reported_again(
    release: Release, clerk: Post
) -> None:
    at = after(release.plan, 4)
    assert turned_away(release) == ""
    receive(requests_about("ministry_network", about(release))[0], DECLINED, at=at)
    assert take_confirmations(at=at) == 0
    assert turned_away(release) == "机构已注销"
    send_again(release, by=clerk, at=at)
    assert [each.operation for each in requests_about("ministry_network", about(release))] == [
        "correct",
        "new",
    ]
    answered(about(release))
    assert take_confirmations(at=at) == 1
    release.refresh_from_db()
    assert turned_away(release) == ""


def test_only_whoever_reports_sends_it_again(release: Release) -> None:
    with pytest.raises(NotYours):
        send_again(release, by=manager_of(release.plan.filing.institution), at=after(release.plan, 4))


@pytest.mark.row("TJ21-16.4")
def test_people_who_were_not_published_are_reported_again_as_a_correction(filing: Filing) -> None:
    plan: Plan = given_batch(filing)
    at = after(plan, 2)
    release = given_asked(plan, at=at)
    assert release.case is not None
    row = str(release.lines.latest("ordinal").candidate.token)
    published(release.case, at=at, declined={row: "证件号码不符"})
    given_issued(plan, at=at)
    again = given_asked(plan, at=after(plan, 3))
    assert again.case is not None
    told = Request.objects.filter(about__startswith="case:", kind="results").order_by("id")
    assert [(each.operation, each.payload["people"]) for each in told] == [("new", 2), ("correct", 1)]
