"""The register at the desk: found by filter, masked, opened on the record, taken away without formulas, printed."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dengji.audit.models import Entry
from dengji.certificates.models import Certificate
from dengji.certificates.terms import CertificateState
from dengji.people.models import Post
from tests.web.office.desk import browser_of, opened, sent, well_built

LIST = "/desk/certificates/"


def at(name: str, certificate: Certificate, *more: str) -> str:
    """The address of a page of a certificate."""
    return reverse(f"certificates:{name}", args=[certificate.number, *more])


@pytest.mark.row("JLJD-25")
def test_the_register_filters_counts_and_hides_names(
    certificate: Certificate,
    head: Post,
    officer: Post,
    stranger: Post,
    django_assert_max_num_queries: object,
) -> None:
    """By number, state, level and day; queries do not grow with the rows; another body's is empty."""
    assert callable(django_assert_max_num_queries)
    client = browser_of(head)
    with django_assert_max_num_queries(14):
        shown = client.get(LIST).content.decode()
    well_built(shown)
    assert "共2本" in shown
    assert "考生一" not in shown
    assert "符合条件的1本" in opened(officer, LIST, words=certificate.number)
    assert "符合条件的2本" in opened(head, LIST, level="4", from_on="2026-01-01")
    assert "没有符合条件的证书" in opened(head, LIST, state="withdrawn")
    assert "正确的日期" in opened(head, LIST, from_on="2026-13-01")
    assert "还没有证书" in opened(stranger, LIST)


def test_the_sheet_has_texts_only(certificate: Certificate, head: Post) -> None:
    """What would be a formula comes back as it was written."""
    Certificate.objects.filter(pk=certificate.pk).update(body='=HYPERLINK("http://x.test")')
    content = browser_of(head).get(f"{LIST}export/?sort=number").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["Y000012000900264000001", "Y000012000900264000002"]
    assert rows[1][7] == '=HYPERLINK("http://x.test")'
    with ZipFile(BytesIO(content)) as book:
        assert all(b"<f>" not in book.read(name) for name in book.namelist())


@pytest.mark.row("TJ21-8b")
def test_one_certificate_is_masked_until_it_is_opened_with_a_reason(
    certificate: Certificate, head: Post, officer: Post
) -> None:
    """The reason is needed; then the name is there once, and who looked stands on the trail."""
    page = at("certificate", certificate)
    shown = opened(head, page)
    well_built(shown)
    assert certificate.masked in shown
    assert "考生一" not in shown
    assert "请写明查看的原因" in sent(head, page, reason=" ").content.decode()
    assert "考生一" in sent(head, page, reason="窗口核对").content.decode()
    noted = Entry.objects.filter(act="certificate.open_personal")
    assert noted.count() == 1
    assert "考生一" not in opened(head, page)
    assert "考生一" in sent(officer, page, reason="核实举报").content.decode()


def test_a_guessed_number_finds_nothing(certificate: Certificate, stranger: Post) -> None:
    """For another body there is no such certificate, on any of its pages."""
    for name, more in (
        ("certificate", ()),
        ("pdf", ()),
        ("credential", ()),
        ("replace", ()),
        ("propose", ("withdraw",)),
    ):
        assert browser_of(stranger).get(at(name, certificate, *more)).status_code == 404
    assert Entry.objects.filter(act="file.refused_reading").count() == 5


@pytest.mark.row("TJ21-8b")
def test_its_files_are_handed_out_on_the_record(certificate: Certificate, head: Post) -> None:
    """The PDF is signed and carries the credential; a certificate that is worth nothing has none."""
    pdf = browser_of(head).get(at("pdf", certificate))
    assert b"ETSI.CAdES.detached" in pdf.content
    assert pdf.headers["Cache-Control"] == "no-store"
    said = json.loads(browser_of(head).get(at("credential", certificate)).content)
    assert said["dengji"]["face"]["number"] == certificate.number
    assert said["dengji"]["log"]["index"] == certificate.entry
    acts = ("certificate.print", "certificate.credential")
    assert Entry.objects.filter(act__in=acts).count() == 2
    Certificate.objects.filter(pk=certificate.pk).update(state=CertificateState.WITHDRAWN)
    answer = browser_of(head).get(at("pdf", certificate))
    assert answer.status_code == 403
    assert "不能打印" in answer.content.decode()


def test_one_that_was_lost_is_given_out_again_once(certificate: Certificate, head: Post) -> None:
    """With a reason; a stale page and a second press are told that it was done."""
    page = at("replace", certificate)
    well_built(opened(head, page))
    assert "请写明补发的理由" in sent(head, page, 1, reason="").content.decode()
    assert sent(head, page, 1, reason="遗失").status_code == 302
    assert sent(head, page, 1, reason="遗失").status_code == 409
    assert "补发证书" in opened(head, at("certificate", certificate))
    certificate.refresh_from_db()
    assert certificate.events.count() == 1
