"""Cases about a filing at the office: what they are about, papers that prove facts, exceptions, the wrap-up list."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from dengji.filings.acts.altering import propose
from dengji.filings.acts.ordering import propose_end
from dengji.messages.models import Message
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.policy.engine.terms import Element
from dengji.procedure.acts.receiving import waive
from dengji.procedure.models import Case
from dengji.records.models import StoredFile
from tests.cast import AT, Cast, given_cast
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.records.papers import PDF
from tests.road import (
    brought_to,
    brought_to_its_end,
    given_law,
    handed_in,
    manager_of,
    post_in,
    stated,
    stated_well,
    whoever_holds,
)
from tests.web.office.desk import at, browser_of, opened, sent, well_built

pytestmark = pytest.mark.django_db
IN_HOLD = noon(EXPIRY - timedelta(days=60))
CONDITION = "additions_open"


@pytest.fixture
def fujian() -> Cast:
    """Everybody in Fujian."""
    given_law()
    return given_cast("350203", "350303")


@pytest.fixture
def in_hold() -> Iterator[None]:
    """Pages are opened on a day of the hold before a filing ends."""
    with time_machine.travel(IN_HOLD, tick=False):
        yield


@pytest.fixture
def change(fujian: Cast, in_hold: None) -> Case:
    """A change handed in during the hold, everything stated that can be."""
    filing = given_filing(fujian.employer, fujian.clerk)
    case = given_matter(filing, "change", at=IN_HOLD)
    new = {Element.LEGAL_REPRESENTATIVE: "孙立国<b>"}
    propose(case, new, by=manager_of(fujian.employer), at=IN_HOLD)
    handed_in(case, at=IN_HOLD)
    stated_well(case, at=IN_HOLD)
    return case


@pytest.fixture
def ordered(xinzhou: Cast) -> Case:
    """A case that the office opened against a filing; nothing stated yet."""
    filing = given_filing(xinzhou.employer, xinzhou.clerk, number="Y000014000900")
    return propose_end(filing, "抽查发现没有履行承诺", by=post_in(xinzhou.centre, Role.CLERK), at=AT)


@pytest.fixture
def wrap_up(jilin: Cast) -> Case:
    """A termination where the wrap-up is to be checked."""
    filing = given_filing(jilin.employer, jilin.clerk, number="Y000022000900")
    case = given_matter(filing, "termination")
    brought_to(case, "wrap_up", jilin)
    return case


def proposed(case: Case) -> Post:
    """Who proposed an exception to the hold, just now."""
    by = whoever_holds(case)
    waive(case, CONDITION, "法定代表人<i>去世", by=by, at=IN_HOLD)
    return by


def paper(name: str = "调查笔录.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A paper to be uploaded."""
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.mark.row("XZ24-21")
def test_the_page_of_a_change_shows_the_filing_and_each_element_before_and_after(change: Case) -> None:
    page = opened(whoever_holds(change), at("case", change))
    for said in ("所涉备案", change.about, "离到期还有60天", "已备案", "变更后", "周启明", "孙立国&lt;b&gt;"):
        assert said in page
    assert f"/office/registry/filings/{change.about}/" in page
    assert "登记地址" not in page.split("变更内容")[1].split("下一步")[0]
    well_built(page)


def test_a_first_filing_is_about_no_filing(xinzhou: Cast, case: Case) -> None:
    assert "所涉备案" not in opened(xinzhou.clerk, at("case", case))


@pytest.mark.row("FJ22-2a")
def test_the_page_of_a_renewal_shows_its_window_and_the_reading(fujian: Cast, in_hold: None) -> None:
    filing = given_filing(fujian.employer, fujian.clerk)
    case = given_matter(filing, "renewal", at=IN_HOLD)
    handed_in(case, at=IN_HOLD)
    page = opened(whoever_holds(case), at("case", case))
    for said in (
        "续期申请期",
        "在申请期内",
        "存续期到",
        "这个日期是怎么算的",
        "采用的理解",
        "没有采用的理解",
    ):
        assert said in page


@pytest.mark.row("FJ22-4.3")
def test_who_decides_a_renewal_reads_the_new_validity_before(fujian: Cast, in_hold: None) -> None:
    filing = given_filing(fujian.employer, fujian.clerk)
    case = given_matter(filing, "renewal", at=IN_HOLD)
    brought_to(case, "letter", fujian, at=IN_HOLD)
    issuer, ahead = whoever_holds(case), "2027年5月10日 (周一)至2030年5月9日 (周四)"
    assert f"<dt>准予续期后</dt><dd>{ahead}" in opened(issuer, at("case", case))
    assert f"准予续期的，新的有效期是{ahead}。" in opened(issuer, at("deed", case, "issue"))
    brought_to_its_end(case, fujian, at=IN_HOLD)
    filing.refresh_from_db()
    assert filing.valid_until == date(2030, 5, 9)
    assert "准予续期后" not in opened(issuer, at("case", case))


def test_the_material_of_a_change_does_not_say_again_what_stands_above(change: Case) -> None:
    page = opened(whoever_holds(change), at("part", change, "materials"))
    assert page.count("变更内容") == 1
    assert page.count("孙立国&lt;b&gt;") == 1


@pytest.mark.row("CR-9")
def test_why_an_office_proposes_an_end_stands_above_and_is_told_to_the_body(ordered: Case) -> None:
    assert "<dt>提起的理由</dt><dd>抽查发现没有履行承诺</dd>" in opened(
        whoever_holds(ordered), at("case", ordered)
    )
    head = manager_of(ordered.applicant.institution)
    told = Message.objects.get(recipient=head.person, topic="progress").text
    assert "理由：抽查发现没有履行承诺\n依据：第三十一条。" in told
    assert f"有意见的，请在作出决定以前向{ordered.holder}陈述、申辩，电话" in told
    page = opened(head, f"/body/cases/{ordered.token}/")
    assert f'陈述、申辩，电话 <span class="num">{ordered.holder.phone}</span>' in page
    for said in ("打印申请表", "提交的申请内容", "现在不用做什么"):
        assert said not in page


def test_a_case_of_the_office_speaks_of_no_application(ordered: Case) -> None:
    clerk = whoever_holds(ordered)
    page = opened(clerk, at("case", ordered))
    for said in ("申请材料", "收到申请", "申请单位", ">材料</a>"):
        assert said not in page
    assert ordered.about in page
    assert "备案登记" in page
    assert browser_of(clerk).get(at("part", ordered, "materials")).status_code == 404
    assert "申请材料" not in opened(clerk, at("paper", ordered))


@pytest.mark.row("XZ24-31")
def test_a_finding_is_stated_with_the_paper_that_proves_it(ordered: Case) -> None:
    clerk = whoever_holds(ordered)
    address = at("fact", ordered, "violation_found")
    well_built(opened(clerk, address))
    said = {"fact-violation_found-value": "yes", "fact-violation_found-note": "现场检查"}
    refused = sent(clerk, address, ordered.version, **said)
    assert "请附上《调查核实材料》" in refused.content.decode()
    assert not ordered.statements.exists()
    done = sent(clerk, address, ordered.version, **said, **{"fact-violation_found-paper": paper()})
    assert done.status_code == 302
    page = opened(clerk, at("case", ordered))
    file = StoredFile.objects.get(sha256=ordered.statements.get().document)
    assert f'href="/files/{file.token}/"' in page
    assert "调查笔录.pdf" in page
    assert clerk.person.full_name in page
    assert "依据：现场检查" in page
    assert "调查笔录.pdf" in opened(clerk, at("part", ordered, "timeline"))


def test_what_is_no_paper_is_refused_and_what_was_typed_stays(ordered: Case) -> None:
    clerk, name = whoever_holds(ordered), "fact-violation_found"
    said = {
        f"{name}-value": "yes",
        f"{name}-note": "现场检查记录",
        f"{name}-paper": paper("程序.pdf", b"MZ.."),
    }
    page = sent(clerk, at("fact", ordered, "violation_found"), ordered.version, **said).content.decode()
    assert "程序文件不能收" in page
    assert "现场检查记录" in page
    assert not ordered.statements.exists()
    assert not StoredFile.objects.filter(name="程序.pdf").exists()


def test_a_paper_is_read_by_offices_that_see_the_case_and_by_nobody_else(
    ordered: Case, xinzhou: Cast
) -> None:
    stated(ordered, "violation_found", True)
    file = StoredFile.objects.get(sha256=ordered.statements.get().document)
    address = f"/files/{file.token}/"
    read = browser_of(whoever_holds(ordered)).get(address)
    assert read.getvalue() == PDF
    for stranger in (xinzhou.wrong_clerk, manager_of(xinzhou.employer), manager_of(xinzhou.school)):
        assert browser_of(stranger).get(address).status_code == 404
    read.close()  # gives the connection back: nothing may be asked after it


def test_a_paper_that_the_applicant_handed_in_is_offered_and_taken(wrap_up: Case) -> None:
    by, name = whoever_holds(wrap_up), "fees_refunded"
    page = opened(by, at("fact", wrap_up, name))
    assert "申请单位交来的《收尾工作清单》已经选好" in page
    digest = StoredFile.objects.filter(owner=wrap_up.applicant).values_list("sha256", flat=True)[0]
    assert f'<option value="{digest}" selected>' in page
    said = {f"fact-{name}-value": "yes", f"fact-{name}-note": "逐本核对", f"fact-{name}-there": digest}
    assert sent(by, at("fact", wrap_up, name), wrap_up.version, **said).status_code == 302
    assert wrap_up.statements.get(fact=name).document == digest
    assert "材料.pdf" in opened(by, at("case", wrap_up))


def test_a_paper_that_is_not_in_the_case_cannot_be_named(wrap_up: Case) -> None:
    by, name = whoever_holds(wrap_up), "fees_refunded"
    said = {f"fact-{name}-value": "yes", f"fact-{name}-note": "逐本核对", f"fact-{name}-there": "0" * 64}
    assert sent(by, at("fact", wrap_up, name), wrap_up.version, **said).status_code == 200
    assert not wrap_up.statements.filter(fact=name).exists()


@pytest.mark.row("JL25-13")
def test_the_wrap_up_reads_as_a_checklist(wrap_up: Case) -> None:
    by = whoever_holds(wrap_up)
    stated(wrap_up, "batches_running", 0)
    stated(wrap_up, "fees_refunded", False)
    page = opened(by, at("case", wrap_up))
    for said in ("收尾清单", "共3项：已做完1项，没做完1项，还不清楚1项。", "办理前提", "备案还没有终止"):
        assert said in page
    assert f"{by.organisation} {by.person.full_name}" in page
    assert at("fact", wrap_up, "fees_refunded") in page
    well_built(page)


def test_only_the_closing_step_of_a_termination_is_a_checklist(jilin: Cast) -> None:
    filing = given_filing(jilin.employer, jilin.clerk, number="Y000022000900")
    termination = given_matter(filing, "termination")
    brought_to(termination, "evaluation", jilin)
    assert "收尾清单</h2>" not in opened(whoever_holds(termination), at("case", termination))


@pytest.mark.row("FJ22-5.1")
def test_an_exception_of_two_persons_says_so_and_waits(change: Case) -> None:
    clerk = whoever_holds(change)
    page = opened(clerk, at("waive", change, CONDITION))
    assert "这一条的例外要由两人决定" in page
    sent(clerk, at("waive", change, CONDITION), change.version, reason="法定代表人去世")
    page = opened(clerk, at("case", change))
    assert "等待复核" in page
    assert "请本单位另一位办理人员复核" in page
    assert at("second", change, CONDITION) not in page
    assert at("waive", change, CONDITION) not in page
    mine = opened(clerk, at("second", change, CONDITION))
    assert "提出的人不能自己复核" in mine


@pytest.mark.row("FJ22-5.1")
def test_a_colleague_is_told_reads_the_reason_and_agrees(change: Case) -> None:
    reviewer = post_in(change.holder, Role.REVIEWER)
    clerk = proposed(change)
    told = Message.objects.get(recipient=reviewer.person)
    assert "请复核例外" in told.title
    assert at("second", change, CONDITION) in opened(reviewer, at("case", change))
    page = opened(reviewer, at("second", change, CONDITION))
    assert "法定代表人&lt;i&gt;去世" in page
    assert clerk.person.full_name in page
    well_built(page)
    assert sent(reviewer, at("second", change, CONDITION), change.version).status_code == 302
    assert Message.objects.filter(recipient=clerk.person, title__contains="已复核同意").count() == 1
    after = opened(clerk, at("case", change))
    assert "等待复核" not in after
    assert f"{reviewer.person.full_name}，2027年3月10日 12:00复核同意" in after


def test_nobody_agrees_for_another_office_to_nothing_or_from_a_stale_page(change: Case, fujian: Cast) -> None:
    reviewer = post_in(change.holder, Role.REVIEWER)
    assert browser_of(reviewer).get(at("second", change, CONDITION)).status_code == 404
    before = change.version
    proposed(change)
    assert browser_of(fujian.wrong_clerk).get(at("second", change, CONDITION)).status_code == 404
    assert sent(reviewer, at("second", change, CONDITION), before).status_code == 409
    assert sent(reviewer, at("second", change, CONDITION), change.version).status_code == 302
    assert sent(reviewer, at("second", change, CONDITION), change.version).status_code in (404, 409)
    assert change.waivers.get().seconded_by == reviewer


def test_an_exception_is_proposed_once(change: Case) -> None:
    clerk = proposed(change)
    page = sent(clerk, at("waive", change, CONDITION), change.version, reason="再提一次")
    assert "已经有人提出例外" in page.content.decode()
    assert change.waivers.count() == 1


def test_the_worklist_offers_the_new_matters_and_finds_by_them(change: Case) -> None:
    clerk = whoever_holds(change)
    page = opened(clerk, "/office/cases/")
    for matter in ("change", "renewal", "added_occupations", "termination"):
        assert f'<option value="{matter}">' in page
    assert change.number in opened(clerk, "/office/cases/", whose="office", matter="change")
    assert change.number not in opened(clerk, "/office/cases/", whose="office", matter="renewal")


def test_a_fact_whose_paper_was_handed_in_is_stated_on_the_case_page_with_that_paper(
    xinzhou: Cast, case: Case
) -> None:
    page = opened(xinzhou.clerk, at("case", case))
    digest = StoredFile.objects.filter(owner=case.applicant).values_list("sha256", flat=True)[0]
    assert f'name="fact-rules_sound-there" value="{digest}"' in page
    said = {
        "fact-rules_sound-value": "yes",
        "fact-rules_sound-note": "逐页核对",
        "fact-rules_sound-there": digest,
    }
    assert sent(xinzhou.clerk, at("fact", case, "rules_sound"), case.version, **said).status_code == 302
    assert case.statements.get(fact="rules_sound").document == digest
