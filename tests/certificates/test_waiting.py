"""What of certificates waits for somebody: on the home of whoever must act, with its age; told again after a week."""

from datetime import timedelta

import pytest

from dengji.certificates.acts.amending import propose, second
from dengji.certificates.acts.asking import ask_for
from dengji.certificates.acts.reviewing import ask_review
from dengji.certificates.models import Certificate, Release
from dengji.certificates.terms import AmendmentKind
from dengji.certificates.waiting import waits_for
from dengji.certificates.wanted import AmendmentEntry
from dengji.filings.models import Filing
from dengji.messages.models import Message
from dengji.monitors.certificates import remind
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.batch import after
from tests.cast import given_post
from tests.certificates.test_amending import LATER
from tests.issue import given_batch, given_issued, given_released
from tests.road import manager_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def head(filing: Filing) -> Post:
    """The head of the body."""
    return manager_of(filing.institution)


@pytest.fixture
def colleague(head: Post) -> Post:
    """A second person of the body."""
    return given_post(head.organisation, Role.STAFF, "复核员")


@pytest.fixture
def officer(filing: Filing) -> Post:
    """Somebody of the authority of the filing."""
    return given_post(filing.authority, Role.REVIEWER, "核准员")


def said(post: Post) -> list[str]:
    """What waits for him, in words."""
    return [f"{each.count}{each.says}" for each in waits_for(post, LATER.date())]


def test_a_batch_waits_for_its_body_until_certificates_are_issued(filing: Filing, head: Post) -> None:
    """To be asked for; nothing while others have it; to be issued, in a design; then what was not taken in."""
    plan = given_batch(filing, 2)
    first = waits_for(head, LATER.date())[0]
    assert (first.says, first.since) == ("个批次可以申请办理证书", plan.finished_on)
    assert first.path == f"/desk/certificates/plans/{plan.token}/"
    ask_for(plan, by=head, at=after(plan))
    assert said(head) == []
    given_released(plan)
    assert said(head) == ["1批证书等您核发", "1类证书还没有选版式，先选好再核发"]
    release = given_issued(plan)
    assert said(head) == []
    number = Certificate.objects.earliest("pk").number
    Release.objects.filter(pk=release.pk).update(not_found=[{"row": number, "reason": "姓名不符"}])
    assert said(head) == ["1本证书的数据，联网查询系统没有收下"]
    Certificate.objects.filter(number=number).update(version=2)
    assert said(head) == []


@pytest.mark.row("JL25-12")
def test_a_request_waits_for_the_second_person_then_for_the_authority(
    filing: Filing, head: Post, colleague: Post, officer: Post
) -> None:
    """Never for whoever asked; with the day since which it waits; nobody else sees it on his home."""
    certificate = Certificate.objects.get(line__release=given_issued(given_batch(filing, 1)))
    made = propose(certificate, AmendmentEntry(AmendmentKind.WITHDRAW, "冒名"), by=head, at=LATER - 3 * DAY)
    assert (said(head), said(officer)) == ([], [])
    waits = waits_for(colleague, LATER.date())[0]
    assert (waits.count, waits.days, waits.since) == (1, 3, (LATER - 3 * DAY).date())
    second(made, by=colleague, at=LATER)
    assert (said(head), said(colleague)) == ([], [])
    assert said(officer) == ["1项证书变动申请等您核准或者复核"]
    auditor = given_post(filing.authority, Role.AUDITOR, "审计员")
    assert said(auditor) == []


def test_what_waits_for_a_week_is_told_again(filing: Filing, head: Post, colleague: Post) -> None:
    """A request and a doubt: not the day before, once that week however often it runs, and again the next."""
    found = list(Certificate.objects.filter(line__release=given_issued(given_batch(filing, 2))))
    propose(found[0], AmendmentEntry(AmendmentKind.WITHDRAW, "冒名"), by=head, at=LATER)
    ask_review(found[1], "姓名不对", by=None, at=LATER)
    assert [remind(LATER + days * DAY) for days in (6, 7, 7, 8)] == [0, 2, 0, 0]
    again = Message.objects.filter(recipient=colleague.person, title__startswith="已等1周，")
    assert again.count() == 2
    assert remind(LATER + 2 * WEEK) == 2


def test_a_release_that_nobody_issues_is_told_again(filing: Filing, head: Post) -> None:
    """Whoever issues, a week after it could be issued."""
    given_released(given_batch(filing, 1))
    ended = Release.objects.get().case.ended_at  # type: ignore[union-attr]
    assert ended is not None
    assert [remind(ended + WEEK - DAY), remind(ended + WEEK)] == [0, 1]
    assert Message.objects.filter(recipient=head.person, title__startswith="已等1周，证书可以核发").exists()
