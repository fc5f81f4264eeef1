"""The certificates of a batch at the desk: asked for, issued, gone on with, printed; by whom, and by whom not."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from dengji.audit.models import Entry
from dengji.certificates.acts import issuing
from dengji.certificates.models import Certificate, Line, Release
from dengji.certificates.numbering import KEY
from dengji.certificates.terms import ReleaseState
from dengji.evaluations.models.plans import Plan
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.models import Case, Serial
from tests.cast import given_post
from tests.issue import given_asked, published
from tests.web.certificates.conftest import LATER
from tests.web.office.desk import browser_of, opened, sent, well_built


def at(name: str, release: Release, *more: object) -> str:
    """The address of a page of a release."""
    return reverse(f"certificates:{name}", args=[release.token, *more])


@pytest.mark.row("TJ21-16.3a")
def test_a_body_sees_who_is_entitled_and_asks_once(plan: Plan, head: Post) -> None:
    """Linked from the plan; the conditions judged before; pressed twice it is one release."""
    page, ask = (reverse(f"certificates:{name}", args=[plan.token]) for name in ("plan", "ask"))
    assert page in opened(head, reverse("body:plan", args=[plan.token]))
    shown = opened(head, page)
    well_built(shown)
    assert "共2人" in shown
    assert "考生一" not in shown
    assert "没有不符合的条件" in shown
    assert "2人" in opened(head, ask)
    for _ in range(2):
        assert sent(head, ask)["Location"] == at("release", Release.objects.get())
    shown = opened(head, page)
    assert "2人的名册" in shown
    assert "申请办理证书" not in shown
    case = Case.objects.latest("pk")
    assert "拟发证名册（共2人）" in opened(head, reverse("body:case", args=[case.token]))


def test_others_do_not_ask(plan: Plan, stranger: Post, head: Post) -> None:
    """Another body finds nothing; the office sees who is entitled and has no button."""
    page = reverse("certificates:plan", args=[plan.token])
    assert browser_of(stranger).get(page).status_code == 404
    assert sent(stranger, reverse("certificates:ask", args=[plan.token])).status_code == 404
    officer = given_post(plan.filing.authority, Role.REVIEWER)
    assert "申请办理证书" not in opened(officer, page)
    assert page in opened(officer, reverse("office:plan", args=[plan.token]))
    assert sent(officer, reverse("certificates:ask", args=[plan.token])).status_code == 403
    assert not Release.objects.exists()


@pytest.mark.row("TJ21-16.4")
def test_the_page_before_issue_says_what_will_be(ready: Release, head: Post) -> None:
    """How many, which text, which day, the first number; then they are there, and pressing again does nothing."""
    assert at("issue", ready) in opened(head, at("release", ready))
    shown = opened(head, at("issue", ready))
    well_built(shown)
    for words in ("2本", "2026年12月20日", "Y000012000900264000001", "不能收回", "依据"):
        assert words in shown
    for _ in range(2):
        assert sent(head, at("issue", ready))["Location"] == at("release", ready)
    assert Certificate.objects.count() == 2
    shown = opened(head, at("release", ready))
    well_built(shown)
    assert "Y000012000900264000002" in shown
    assert "2026年12月20日" in shown


def test_a_large_batch_goes_on_and_shows_how_far_it_is(
    ready: Release, head: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first portion at once; the bar asks for itself again, and for the whole page once all is done."""
    monkeypatch.setattr(issuing, "AT_ONCE", 1)
    sent(head, at("issue", ready))
    shown = opened(head, at("release", ready))
    assert "已核发1本，共2本（50%）" in shown
    assert at("progress", ready) in shown
    fragment = browser_of(head).get(at("progress", ready))
    assert "HX-Refresh" not in fragment.headers
    sent(head, at("issue", ready))
    sent(head, at("issue", ready))
    assert browser_of(head).get(at("progress", ready)).headers["HX-Refresh"] == "true"
    ready.refresh_from_db()
    assert (ready.state, ready.issued) == (ReleaseState.ISSUED, 2)


def test_a_full_series_is_told_and_nothing_is_taken(ready: Release, head: Post) -> None:
    """No first number to be told; the press says why, and what helps."""
    Serial.objects.create(key=f"{KEY}Y000012000900264", last=999999)
    assert "核发时编定" in opened(head, at("issue", ready))
    assert "顺序号不够用" in sent(head, at("issue", ready)).content.decode()
    assert not Certificate.objects.exists()


def test_only_the_issuer_issues(ready: Release, stranger: Post) -> None:
    """The authority sees it and is led back; another body finds nothing, and the attempt is on the trail."""
    officer = given_post(ready.plan.filing.authority, Role.REVIEWER)
    assert "等" in opened(officer, at("release", ready))
    assert sent(officer, at("issue", ready))["Location"] == at("release", ready)
    for name in ("release", "issue", "progress"):
        assert browser_of(stranger).get(at(name, ready)).status_code == 404
    assert Entry.objects.filter(act="file.refused_reading").count() == 3
    assert not Certificate.objects.exists()


def test_who_was_declined_is_told_with_the_reason(plan: Plan, head: Post) -> None:
    """One of the two was not published: the reason stands on the roll, and one certificate will be."""
    release = given_asked(plan, at=LATER)
    row = str(Line.objects.earliest("ordinal").candidate.token)
    assert release.case is not None
    published(release.case, at=LATER, declined={row: "证件号码<b>有误"})
    shown = opened(head, at("release", release))
    assert "证件号码&lt;b&gt;有误" in shown
    assert "可以核发1本" in shown
    assert "1本" in opened(head, at("issue", release))


def test_the_list_is_short_of_queries_and_filters(
    ready: Release, head: Post, stranger: Post, django_assert_max_num_queries: object
) -> None:
    """What waits for this organisation by a filter."""
    assert callable(django_assert_max_num_queries)
    page, client = reverse("certificates:releases"), browser_of(head)
    with django_assert_max_num_queries(12):
        shown = client.get(page).content.decode()
    assert "共1批" in shown
    well_built(shown)
    assert "等本单位核发的共1批" in opened(head, page, show="mine")
    assert "还没有办理证书的批次" in opened(stranger, page)


def test_a_batch_is_printed_in_one_pdf_or_a_zip_of_signed_ones(
    certificate: Certificate, head: Post, officer: Post
) -> None:
    """For the issuer alone, on the record; a form or a stretch that there is not is no page."""
    release = Release.objects.get()
    printed = browser_of(head).get(at("print", release, "pdf", 1))
    content = b"".join(printed.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF")
    assert b"/Count 2" in content
    packed = browser_of(head).get(at("print", release, "zip", 0))
    with ZipFile(BytesIO(b"".join(packed.streaming_content))) as held:  # type: ignore[attr-defined]
        assert held.namelist() == ["Y000012000900264000001.pdf", "Y000012000900264000002.pdf"]
        assert b"ETSI.CAdES.detached" in held.read("Y000012000900264000001.pdf")
    assert Entry.objects.filter(act="release.print").count() == 2
    assert browser_of(head).get(at("print", release, "exe", 1)).status_code == 404
    assert browser_of(head).get(at("print", release, "pdf", 9)).status_code == 403
    assert browser_of(officer).get(at("print", release, "pdf", 1)).status_code == 403
