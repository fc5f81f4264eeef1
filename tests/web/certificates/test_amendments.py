"""Amendments at the desk: asked for, seconded by another, decided by the authority; who waits is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dengji.certificates.models import Amendment, Certificate
from dengji.certificates.terms import AmendmentState, CertificateState
from dengji.messages.models import Message
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.cast import given_post
from tests.records.papers import PDF
from tests.web.office.desk import browser_of, opened, sent, well_built

LIST = "/desk/certificates/amendments/"


def ask(certificate: Certificate, kind: str) -> str:
    """The address at which something is asked for."""
    return reverse("certificates:propose", args=[certificate.number, kind])


def page_of(amendment: Amendment) -> str:
    """Its address."""
    return reverse("certificates:amendment", args=[amendment.token])


@pytest.fixture
def colleague(certificate: Certificate, head: Post) -> Post:
    """A second person of the body."""
    return given_post(head.organisation, Role.STAFF, "复核员")


@pytest.mark.row("JL25-12")
def test_a_correction_goes_from_the_body_to_the_authority(
    certificate: Certificate, head: Post, colleague: Post, officer: Post
) -> None:
    """Each sees it when it waits for him, and is told; the proof can be read; then the register says the new name."""
    well_built(opened(head, ask(certificate, "correct")))
    paper = SimpleUploadedFile("身份证.pdf", PDF)
    answer = sent(head, ask(certificate, "correct"), name="考生壹", reason="录入<b>有误", file=paper)
    asked = Amendment.objects.get()
    assert answer["Location"] == page_of(asked)
    assert Message.objects.filter(recipient=colleague.person, title__contains="待复核").count() == 1
    assert "等本单位办理的共1项" in opened(colleague, LIST)
    for home in ("/desk/certificates/", "/body/"):
        assert "1项证书变动申请等您复核" in opened(colleague, home)
        assert "证书变动申请等您复核" not in opened(head, home)
    own = opened(head, page_of(asked))
    assert "不能自己复核" in own
    assert "同意更正" not in own
    shown = opened(colleague, page_of(asked))
    well_built(shown)
    assert "考生壹" in shown
    assert "录入&lt;b&gt;有误" in shown
    assert sent(colleague, page_of(asked), press="second").status_code == 302
    assert Message.objects.filter(recipient=officer.person, title__contains="待核准").count() == 1
    assert "1项证书变动申请等您核准" in opened(officer, "/office/")
    proof = browser_of(officer).get(f"{page_of(asked)}file/")
    assert b"".join(proof.streaming_content) == PDF  # type: ignore[attr-defined]
    assert sent(officer, page_of(asked), press="decide").status_code == 302
    assert sent(officer, page_of(asked), press="decide").status_code == 409
    certificate.refresh_from_db()
    assert certificate.corrected_on is not None
    assert Message.objects.filter(recipient=head.person, title__contains="已办理").count() == 1
    assert "更正姓名" in opened(head, reverse("certificates:certificate", args=[certificate.number]))


def test_what_is_wrong_is_said_and_what_was_typed_stays(certificate: Certificate, head: Post) -> None:
    """No reason, nothing that changes, a number that is none; no request is made of it."""
    assert "请写明更正的理由" in sent(head, ask(certificate, "correct"), name="x").content.decode()
    same = sent(head, ask(certificate, "correct"), reason="录入有误").content.decode()
    assert "和现在的一样" in same
    assert "录入有误</textarea>" in same
    assert "证件号码" in sent(head, ask(certificate, "correct"), reason="r", number="123").content.decode()
    assert browser_of(head).get(ask(certificate, "burn")).status_code == 404
    assert not Amendment.objects.exists()


@pytest.mark.row("JL25-12")
def test_a_withdrawal_can_be_declined_with_a_reason(
    certificate: Certificate, head: Post, colleague: Post, officer: Post
) -> None:
    """The reason is needed; the certificate stays; whoever asked reads it."""
    sent(head, ask(certificate, "withdraw"), reason="冒名顶替")
    asked = Amendment.objects.get()
    sent(colleague, page_of(asked), press="second")
    assert "请写明不同意的理由" in sent(officer, page_of(asked), decline="1", reason="").content.decode()
    sent(officer, page_of(asked), decline="1", reason="证据不足")
    asked.refresh_from_db()
    certificate.refresh_from_db()
    assert (asked.state, certificate.state) == (AmendmentState.DECLINED, CertificateState.VALID)
    assert "证据不足" in opened(head, page_of(asked))
    assert "共1项" in opened(officer, LIST, show="all")


def test_others_neither_see_nor_press(certificate: Certificate, head: Post, stranger: Post) -> None:
    """Another body finds nothing; who asked cannot agree to it himself; an auditor only reads."""
    sent(head, ask(certificate, "withdraw"), reason="冒名顶替")
    asked = Amendment.objects.get()
    assert browser_of(stranger).get(page_of(asked)).status_code == 404
    assert browser_of(stranger).get(f"{page_of(asked)}file/").status_code == 404
    assert sent(head, page_of(asked), press="second").status_code == 403
    assert sent(stranger, page_of(asked), press="decide").status_code == 404
    assert "没有等本单位办理" in opened(stranger, LIST)
    assert certificate.filing is not None
    auditor = given_post(certificate.filing.authority, Role.AUDITOR)
    assert "收回申请" not in opened(auditor, page_of(asked))
    assert sent(auditor, page_of(asked), press="second").status_code == 403
