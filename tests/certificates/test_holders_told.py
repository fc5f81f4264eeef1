"""Holders are told by short message what became of their certificates: each once of a thing."""

from pathlib import Path

import pytest
from pytest_django import Settings

from dengji.certificates.acts.amending import decide, propose, replace, second
from dengji.certificates.acts.issuing import issue_next, start
from dengji.certificates.models import Certificate, Release
from dengji.certificates.telling import tell_holder, tell_issued
from dengji.certificates.terms import AmendmentKind, EventKind
from dengji.certificates.wanted import AmendmentEntry, FaceEntry, PersonalEntry
from dengji.evaluations.acts import listing
from dengji.evaluations.candidates.persons import CandidateEntry
from dengji.filings.models import Filing
from dengji.messages.models import OutsideMessage
from dengji.messages.outside import switch_outside
from dengji.messages.sending import send_due
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.sealing.seals import opened
from tests.batch import SKILLED, given_approved, given_checked, given_scores
from tests.cast import AT, given_post, identity_number
from tests.certificates.test_amending import LATER
from tests.certified import given_certificate
from tests.issue import given_released
from tests.road import manager_of

PHONE = "1390000000"


@pytest.fixture(autouse=True)
def gateway(settings: Settings, tmp_path: Path) -> Path:
    """Short messages go into this file."""
    settings.DENGJI_SMS, settings.DENGJI_SMS_FOLDER = "dengji.messages.fakes.write_line", tmp_path
    return tmp_path / "sms.jsonl"


@pytest.fixture
def release(filing: Filing) -> Release:
    """Ready to be issued to two people, of whom the second left no number; the place tells people."""
    plan, by = given_approved(filing), manager_of(filing.institution)
    for number, phone in ((1, f"{PHONE}1"), (2, "")):
        entry = CandidateEntry(
            "张三", identity_number(500 + number), plan.categories[0], phone=phone, stated=SKILLED
        )
        listing.enlist(plan, entry, by=by, at=AT)
    given_scores(plan, [80, 80])
    given_checked(plan)
    plan.refresh_from_db()
    ready = given_released(plan)
    OutsideMessage.objects.all().delete()
    switch_outside(on=True, by=given_post(filing.authority, Role.ADMINISTRATOR, "赵敏"), at=AT)
    return ready


@pytest.fixture
def issued(release: Release, filing: Filing) -> Certificate:
    """The first certificate, issued; what was told of that is gone."""
    going = start(release, by=manager_of(filing.institution), at=LATER)
    while issue_next(going, at=LATER, most=1):
        pass
    return Certificate.objects.earliest("pk")


@pytest.fixture
def people(filing: Filing) -> tuple[Post, Post, Post]:
    """Who asks, who seconds, and who decides."""
    asks = manager_of(filing.institution)
    seconds = given_post(asks.organisation, Role.STAFF, "复核员")
    return asks, seconds, given_post(filing.authority, Role.REVIEWER, "核准员")


def topics() -> list[str]:
    """What was told, in order."""
    return list(OutsideMessage.objects.order_by("pk").values_list("topic", flat=True))


def amended(certificate: Certificate, entry: AmendmentEntry, people: tuple[Post, Post, Post]) -> None:
    """Asked for, seconded, decided."""
    fresh = Certificate.objects.get(pk=certificate.pk)
    made = propose(fresh, entry, by=people[0], at=LATER)
    second(made, by=people[1], at=LATER)
    decide(made, by=people[2], at=LATER)


def test_who_left_a_number_is_told_once_when_all_are_issued(release: Release, filing: Filing) -> None:
    """Not before the last portion, not again by a second run; where it is looked up, and no name in it."""
    going = start(release, by=manager_of(filing.institution), at=LATER)
    assert issue_next(going, at=LATER, most=1) == 1
    assert topics() == []
    while issue_next(going, at=LATER, most=1):
        pass
    assert tell_issued(release, at=LATER) == 0
    told = OutsideMessage.objects.get()
    assert opened(told.sealed) == {"phone": f"{PHONE}1"}
    assert "电工四级/中级工证书已经核发" in told.text
    assert "/certificates/" in told.text
    assert "张三" not in told.text


def test_each_change_is_told_once_and_the_number_is_gone_once_sent(
    issued: Certificate, people: tuple[Post, Post, Post], gateway: Path
) -> None:
    """Corrected, given out again, withdrawn, restored, exchanged: what happened, in this order."""
    amended(issued, AmendmentEntry(AmendmentKind.CORRECT, "录入有误", PersonalEntry(name="张叁")), people)
    replace(Certificate.objects.get(pk=issued.pk), "遗失", version=2, by=people[0], at=LATER)
    amended(issued, AmendmentEntry(AmendmentKind.WITHDRAW, "经查"), people)
    amended(issued, AmendmentEntry(AmendmentKind.RESTORE, "经查"), people)
    amended(issued, AmendmentEntry(AmendmentKind.EXCHANGE, "等级", face=FaceEntry(level="5")), people)
    assert topics() == ["issued", "amended", "replaced", "withdrawn", "restored", "exchanged"]
    send_due(at=LATER)
    assert len(gateway.read_text(encoding="utf-8").splitlines()) == 6
    assert {bytes(each.sealed) for each in OutsideMessage.objects.all()} == {b""}


def test_nobody_is_told_of_the_same_thing_again(issued: Certificate) -> None:
    """A second run about the same version finds it told."""
    assert tell_holder(issued, EventKind.WITHDRAW, by=None, at=LATER) == 1
    assert tell_holder(issued, EventKind.WITHDRAW, by=None, at=LATER) == 0


def test_holders_of_older_certificates_have_no_number_here(issued: Certificate) -> None:
    """One that was entered from before is changed without a message."""
    old = given_certificate("Y000012000900254000009", place=issued.place)
    assert tell_holder(old, EventKind.WITHDRAW, by=None, at=LATER) == 0


def test_where_the_place_tells_nobody_nobody_is_told(issued: Certificate, filing: Filing) -> None:
    """The switch of the place holds for certificates too."""
    administrator = given_post(filing.authority, Role.ADMINISTRATOR, "赵敏")
    switch_outside(on=False, by=administrator, at=LATER)
    assert tell_holder(issued, EventKind.REPLACE, by=None, at=LATER) == 0
