"""Designs and statistics at the desk: chosen with pictures, previewed, counted, taken away."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from dengji.audit.models import Entry
from dengji.certificates.models import Certificate, CertificateDesign
from dengji.filings.models import Filing
from dengji.people.models import Post
from dengji.sealing.seals import opened_bytes
from tests.certificates.papers import png
from tests.web.office.desk import browser_of, opened, sent, well_built

PAGE = "/desk/certificates/designs/skill_level/"


def seal(cover: int = 0) -> SimpleUploadedFile:
    """A picture of a seal, on nothing or on a ground."""
    return SimpleUploadedFile("seal.png", png(80, 80, cover=cover))


def test_a_body_chooses_its_design_with_a_seal(filing: Filing, head: Post) -> None:
    """What was chosen is printed; the picture lies sealed, its digest on the trail; and can be taken away again."""
    well_built(opened(head, reverse("certificates:designs")))
    well_built(opened(head, PAGE))
    assert sent(head, PAGE, 0, design="plain", signer="主任 张三", seal=seal()).status_code == 302
    held = CertificateDesign.objects.get()
    assert (held.design, held.signer, held.version) == ("plain", "主任 张三", 1)
    assert opened_bytes(held.seal).startswith(b"\x89PNG")
    assert "现在有印章图片" in opened(head, PAGE)
    noted = Entry.objects.get(act="design.choose").after
    assert noted is not None
    assert noted["seal"]
    preview = browser_of(head).get(f"{PAGE}preview.pdf?design=folded")
    assert preview.content.startswith(b"%PDF")
    assert sent(head, PAGE, 1, design="plain", no_seal="on").status_code == 302
    assert not CertificateDesign.objects.get().seal


def test_a_stale_page_a_foreign_design_and_a_bad_picture_change_nothing(filing: Filing, head: Post) -> None:
    """Each is told why, and what was typed stays."""
    assert "没有透明背景" in sent(head, PAGE, 0, design="plain", seal=seal(255)).content.decode()
    assert sent(head, PAGE, 0, design="ability").status_code == 200
    assert not CertificateDesign.objects.exists()
    sent(head, PAGE, 0, design="plain")
    assert sent(head, PAGE, 0, design="folded").status_code == 409
    assert CertificateDesign.objects.get().design == "plain"


def test_a_kind_that_is_not_issued_has_no_page(filing: Filing, head: Post, stranger: Post) -> None:
    """Nor has it for a body without a filing."""
    assert browser_of(head).get("/desk/certificates/designs/special_ability/").status_code == 404
    assert browser_of(stranger).get(PAGE).status_code == 404
    assert browser_of(stranger).get(f"{PAGE}preview.pdf").status_code == 404
    assert "还没有要核发的证书" in opened(stranger, reverse("certificates:designs"))


@pytest.mark.row("JLJD-25")
def test_certificates_are_counted_for_whoever_may_see_them(
    certificate: Certificate,
    head: Post,
    officer: Post,
    stranger: Post,
    django_assert_max_num_queries: object,
) -> None:
    """By seven things, in few statements; by year; as a sheet; nothing for another body."""
    assert callable(django_assert_max_num_queries)
    page, client = reverse("certificates:statistics"), browser_of(head)
    with django_assert_max_num_queries(18):
        shown = client.get(page).content.decode()
    well_built(shown)
    for words in ("共发证2本", "2026年", "用人单位", "电工", "四级/中级工"):
        assert words in shown
    assert "2026年至现在共发证2本" in opened(officer, page, first="2026")
    assert "这个范围里没有证书" in opened(officer, page, last="2025")
    assert "年份用四位数字" in opened(officer, page, last="x")
    content = browser_of(officer).get(reverse("certificates:statistics_export")).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert ["按年份", "2026年", "2", "2"] in rows
    assert "这个范围里没有证书" in opened(stranger, page)
