"""Certificates looked at again: asked for by the holder, answered by whoever answers for it, also after the end."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from dengji.certificates.acts.amending import decline, propose
from dengji.certificates.acts.reviewing import answer_review, ask_review
from dengji.certificates.models import Amendment, Certificate, Review
from dengji.certificates.queries import held_by, review_for
from dengji.certificates.terms import AmendmentKind, AmendmentState, ReviewState
from dengji.certificates.waiting import reviews_waiting, waits_for
from dengji.certificates.wanted import AmendmentEntry
from dengji.filings.models import Duty, Filing
from dengji.messages.models import Message, OutsideMessage
from dengji.messages.outside import switch_outside
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.refusals import Moved, NotAllowed, NotYours
from tests.cast import AT, Cast, given_post, identity_number
from tests.certificates.test_amending import LATER
from tests.certified import given_certificate
from tests.issue import given_batch, given_issued
from tests.road import manager_of

pytestmark = pytest.mark.row("JL25-12")
PHONE = "13900000001"


@pytest.fixture
def certificate(filing: Filing) -> Certificate:
    """A certificate that was issued here."""
    return Certificate.objects.get(line__release=given_issued(given_batch(filing, 1)))


@pytest.fixture
def head(filing: Filing) -> Post:
    """The head of the body."""
    return manager_of(filing.institution)


@pytest.fixture
def officer(certificate: Certificate, filing: Filing) -> Post:
    """Somebody of the authority of the filing."""
    return given_post(filing.authority, Role.REVIEWER, "核准员")


def taken_over_by(officer: Post, filing: Filing) -> None:
    """The body is no more, and the authority has taken over what is owed."""
    Duty.objects.create(
        filing=filing,
        key="certificate_review",
        label="证书复核",
        says="答复疑问",
        article="第十二条",
        holder=officer.organisation,
        since=AT.date(),
        taken_over_on=AT.date(),
    )


def test_the_body_is_told_and_answers_and_the_number_is_forgotten(
    certificate: Certificate, head: Post, settings: Settings, tmp_path: Path
) -> None:
    """It waits on the body's home; the holder is told by short message of the answer, not what it says."""
    settings.DENGJI_SMS, settings.DENGJI_SMS_FOLDER = "dengji.messages.fakes.write_line", tmp_path
    switch_outside(on=True, by=given_post(certificate.filing.authority, Role.ADMINISTRATOR, "赵敏"), at=AT)  # type: ignore[union-attr]
    made = ask_review(certificate, "我的等级不对", PHONE, by=None, at=LATER)
    assert Message.objects.filter(recipient=head.person, title__startswith="证书复核申请").count() == 1
    assert [each.says for each in waits_for(head, LATER.date())] == ["件持证人的复核申请等您答复"]
    assert PHONE.encode() not in bytes(made.sealed)
    answer_review(made, "经核对，成绩和等级相符", wrong=False, by=head, at=LATER)
    now = Review.objects.get()
    assert (now.state, bytes(now.sealed), now.answered_by) == (ReviewState.RIGHT, b"", head)
    told = OutsideMessage.objects.get()
    assert (told.topic, "成绩和等级相符" in told.text) == ("reviewed", False)
    assert "/certificates/review/" in told.text
    assert waits_for(head, LATER.date()) == []


def test_one_at_a_time_and_answered_once(certificate: Certificate, head: Post) -> None:
    """Asked twice, it is one; an answer stands."""
    made = ask_review(certificate, "姓名不对", by=head, at=LATER)
    with pytest.raises(NotAllowed, match="正在办理"):
        ask_review(certificate, "姓名不对", by=None, at=LATER)
    answer_review(made, "确有错误", wrong=True, by=head, at=LATER)
    with pytest.raises(Moved, match="已经答复"):
        answer_review(made, "没有错误", wrong=False, by=head, at=LATER)
    assert ask_review(certificate, "还是不对", by=None, at=LATER).pk != made.pk


def test_an_answer_has_somebody_who_gave_it(certificate: Certificate) -> None:
    """The database keeps that."""
    made = ask_review(certificate, "姓名不对", by=None, at=LATER)
    with pytest.raises(IntegrityError, match="review_answered_by_somebody"), transaction.atomic():
        Review.objects.filter(pk=made.pk).update(state=ReviewState.RIGHT)


def test_only_who_answers_for_it_answers(certificate: Certificate, cast: Cast) -> None:
    """Another body neither sees nor answers it."""
    made = ask_review(certificate, "姓名不对", by=None, at=LATER)
    stranger = given_post(cast.school.organisation, Role.MANAGER, "外人")
    assert review_for(stranger, made.token) is None
    with pytest.raises(NotYours):
        answer_review(made, "确有错误", wrong=True, by=stranger, at=LATER)


def test_where_the_body_is_no_more_its_authority_answers(
    certificate: Certificate, filing: Filing, head: Post, officer: Post
) -> None:
    """Before, it waits for the body alone; once the authority took over, for the authority alone; it is told."""
    made = ask_review(certificate, "姓名不对", by=None, at=LATER)
    assert (list(reviews_waiting(head)), list(reviews_waiting(officer))) == ([made], [])
    taken_over_by(officer, filing)
    assert (list(reviews_waiting(head)), list(reviews_waiting(officer))) == ([], [made])
    answer_review(made, "确有错误，由本机关更正", wrong=True, by=officer, at=LATER)
    again = ask_review(certificate, "还有一处", by=None, at=LATER)
    assert Message.objects.filter(recipient=officer.person, key=f"review:{again.pk}").exists()


def test_what_the_body_left_unseconded_the_authority_clears_away(
    certificate: Certificate, filing: Filing, head: Post, officer: Post
) -> None:
    """Nobody is left to second it; before the take-over it is none of the authority's business."""
    made = propose(certificate, AmendmentEntry(AmendmentKind.WITHDRAW, "冒名"), by=head, at=LATER)
    with pytest.raises(NotYours):
        decline(made, "机构已注销", by=officer, at=LATER)
    taken_over_by(officer, filing)
    decline(made, "机构已注销", by=officer, at=LATER)
    assert Amendment.objects.get().state == AmendmentState.DECLINED


def test_a_holder_is_known_by_number_name_and_document(certificate: Certificate) -> None:
    """All three; a number typed with spaces too."""
    number, name, document = certificate.number, "考生一", identity_number(501)
    assert held_by(f" {number[:5]} {number[5:].lower()}", name, document) == certificate
    for wrong in ((number[:-1] + "2", name, document), (number, "考生二", document), (number, name, "1")):
        assert held_by(*wrong) is None


def test_of_a_body_that_is_not_filed_here_nothing_can_be_asked(db: None) -> None:
    """It says where to ask."""
    with pytest.raises(NotAllowed, match="不在本平台备案"):
        ask_review(given_certificate(), "姓名不对", by=None, at=LATER)
