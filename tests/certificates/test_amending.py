"""Certificates put right after their issue: by two persons and the authority, in the register, the log, upwards."""

from datetime import timedelta

import pytest

from dengji.certificates.acts.amending import decide, decline, propose, replace, second
from dengji.certificates.models import Amendment, Certificate
from dengji.certificates.terms import AmendmentKind, AmendmentState, CertificateState
from dengji.certificates.wanted import AmendmentEntry, PersonalEntry, wanted_of
from dengji.evaluations.candidates.persons import name_digest
from dengji.exchange.models import Request
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from dengji.sealing.seals import opened, sealed
from dengji.transparency.models import Entry
from tests.batch import ENDS
from tests.cast import given_post
from tests.issue import given_batch, given_issued
from tests.road import manager_of, on_day

LATER = on_day(ENDS + timedelta(days=5))


@pytest.fixture
def certificate(filing: Filing) -> Certificate:
    """The first certificate of a batch of one."""
    return Certificate.objects.get(line__release=given_issued(given_batch(filing, 1)))


@pytest.fixture
def people(certificate: Certificate) -> tuple[Post, Post, Post]:
    """Who asks, who seconds, and who decides."""
    assert certificate.institution is not None
    assert certificate.filing is not None
    asks = manager_of(certificate.institution)
    seconds = given_post(asks.organisation, Role.STAFF, "复核员")
    return asks, seconds, given_post(certificate.filing.authority, Role.REVIEWER, "核准员")


@pytest.mark.row("JL25-12")
def test_a_name_is_corrected_by_two_persons_and_the_authority(
    certificate: Certificate, people: tuple[Post, Post, Post]
) -> None:
    """The register says the new name, the log has a new entry, what it said before stays sealed."""
    asks, seconds, decides = people
    asked = propose(
        certificate,
        AmendmentEntry(AmendmentKind.CORRECT, "录入有误", PersonalEntry(name="考生壹")),
        by=asks,
        at=LATER,
    )
    assert opened(Certificate.objects.get().sealed)["name"] == "考生一"
    seconded = second(asked, by=seconds, at=LATER)
    assert seconded.state == AmendmentState.AUTHORITY
    decide(asked, by=decides, at=LATER)
    now = Certificate.objects.get()
    assert opened(now.sealed)["name"] == "考生壹"
    assert bytes(now.named).hex() == name_digest("考生壹")
    event = now.events.get()
    assert (event.says, opened(event.before)["name"]) == ("更正姓名", "考生一")
    assert Entry.objects.count() == 2
    assert Request.objects.filter(about=f"certificate:{now.pk}:2").exists()


def test_the_second_person_is_another(certificate: Certificate, people: tuple[Post, Post, Post]) -> None:
    """Whoever asked cannot agree to it himself, nor somebody of another organisation."""
    asks, _, decides = people
    asked = propose(certificate, AmendmentEntry(AmendmentKind.WITHDRAW, "冒名顶替"), by=asks, at=LATER)
    for other in (asks, decides):
        with pytest.raises(NotYours):
            second(asked, by=other, at=LATER)


@pytest.mark.row("JL25-12")
def test_a_withdrawn_certificate_can_be_restored(
    certificate: Certificate, people: tuple[Post, Post, Post]
) -> None:
    """Withdrawn, it cannot be corrected or given out again; restored, it is valid, and the history says both."""
    asks, seconds, decides = people
    for kind, state in (
        (AmendmentKind.WITHDRAW, CertificateState.WITHDRAWN),
        (AmendmentKind.RESTORE, CertificateState.VALID),
    ):
        asked = propose(Certificate.objects.get(), AmendmentEntry(kind, "经查"), by=asks, at=LATER)
        second(asked, by=seconds, at=LATER)
        decide(asked, by=decides, at=LATER)
        now = Certificate.objects.get()
        assert now.state == state
        if state == CertificateState.WITHDRAWN:
            with pytest.raises(NotAllowed, match="不能补发"):
                replace(now, "遗失", version=now.version, by=asks, at=LATER)
    assert [each.kind for each in now.events.all()] == ["withdraw", "restore"]


def test_what_changed_meanwhile_is_not_decided(
    certificate: Certificate, people: tuple[Post, Post, Post]
) -> None:
    """A certificate given out again between request and decision is not the one that was seen."""
    asks, seconds, decides = people
    asked = propose(certificate, AmendmentEntry(AmendmentKind.WITHDRAW, "经查"), by=asks, at=LATER)
    second(asked, by=seconds, at=LATER)
    replace(certificate, "遗失", version=1, by=asks, at=LATER)
    with pytest.raises(Moved):
        decide(asked, by=decides, at=LATER)
    decline(asked, "已经补发", by=decides, at=LATER)
    assert Amendment.objects.get().state == AmendmentState.DECLINED


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (PersonalEntry(), "和现在的一样"),
        (PersonalEntry(number="12010119900101123X"), "证件号码"),
        (PersonalEntry(name="考生1"), "姓名"),
    ],
)
def test_a_correction_says_something_else_and_something_sound(
    certificate: Certificate, people: tuple[Post, Post, Post], wanted: PersonalEntry, says: str
) -> None:
    """Nothing new, a number whose last sign is wrong, a name with a figure in it."""
    with pytest.raises(NotAllowed, match=says):
        propose(
            certificate, AmendmentEntry(AmendmentKind.CORRECT, "录入有误", wanted), by=people[0], at=LATER
        )


def test_one_request_at_a_time(certificate: Certificate, people: tuple[Post, Post, Post]) -> None:
    """A second request waits until the first is decided."""
    propose(certificate, AmendmentEntry(AmendmentKind.WITHDRAW, "经查"), by=people[0], at=LATER)
    with pytest.raises(NotAllowed, match="没有办完"):
        propose(certificate, AmendmentEntry(AmendmentKind.WITHDRAW, "经查"), by=people[1], at=LATER)


def test_of_a_passport_s_holder_what_is_left_empty_stays(
    certificate: Certificate, people: tuple[Post, Post, Post]
) -> None:
    """A passport tells neither birth nor sex: they stay as they were, and only what was typed is corrected."""
    held_now = opened(certificate.sealed) | {"document": "passport", "number": "E12345678"}
    Certificate.objects.update(sealed=sealed(held_now | {"sex": "female", "born": "1990-05-01"}))
    entry = AmendmentEntry(AmendmentKind.CORRECT, "录入有误", PersonalEntry(name="考生壹"))
    asked = propose(certificate, entry, by=people[0], at=LATER)
    assert (asked.changes, wanted_of(asked)) == (["姓名"], {"name": "考生壹"})
