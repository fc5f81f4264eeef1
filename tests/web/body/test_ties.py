"""Ties on paper at the body's desk (书面回避申报): entered with the paper, listed, withdrawn with a reason."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dengji.evaluations.models.examiners import DeclaredTie
from tests.cast import Cast, identity_number
from tests.records.papers import PDF
from tests.road import manager_of
from tests.web.body.pages import address, faults, signed_in, text

NUMBER = identity_number(501)


def typed(**said: object) -> dict[str, object]:
    """What is typed, with the paper."""
    paper = SimpleUploadedFile("申报<b>.pdf", PDF, "application/pdf")
    return {"kind": "kin", "document": "identity", "number": NUMBER, "paper": paper, **said}


def test_a_tie_is_entered_with_its_paper_and_withdrawn_with_a_reason(desk: Client, cast: Cast) -> None:
    """The number is shown masked; pressed twice it is one; another body's people find nothing."""
    member = cast.employer.members.filter(roles=["examiner"])[0]
    page = address("ties", pk=member.pk)
    assert "回避申报" in text(desk, address("row", register="members", pk=member.pk))
    assert "请选择“本人签字的申报表”" in desk.post(page, typed(paper="")).content.decode()
    for _ in range(2):
        assert desk.post(page, typed()).status_code == 302
    tie = DeclaredTie.objects.get()
    html = text(desk, page)
    assert tie.masked in html
    assert NUMBER not in html
    assert "近亲属" in html
    back = address("tie_withdraw", pk=member.pk, tie=tie.pk)
    assert "请填写“撤回的理由”" in desk.post(back, {"reason": ""}).content.decode()
    other = signed_in(manager_of(cast.school))
    assert {other.get(each).status_code for each in (page, back)} == {404}
    assert [faults(text(desk, each)) for each in (page, back)] == [[], []]
    assert desk.post(back, {"reason": "填错了人"}).status_code == 302
    assert "还没有申报" in text(desk, page)
    assert desk.get(back).status_code == 404
