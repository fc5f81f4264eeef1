"""Letters: each names its article, the reasons and what would help; numbered by its authority without a gap."""

import pytest

from dengji.institutions.terms import BodyKind
from dengji.policy.queries import pack_of
from dengji.procedure.acts.deciding import disapprove
from dengji.procedure.acts.receiving import reject, state
from dengji.procedure.models import Letter
from tests.cast import AT, Cast, given_body
from tests.road import brought_to, brought_to_its_end, given_application, whoever_holds

pytestmark = pytest.mark.django_db


@pytest.mark.row("CR-9")
def test_a_refusal_names_its_article_its_reason_and_what_would_help(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    clerk = whoever_holds(case)
    state(case, "representative_credit_clean", False, "信用网站查询", by=clerk, at=AT)
    reject(case, "法定代表人列入失信名单", by=clerk, at=AT)
    letter = case.letters.get()
    assert (letter.title, letter.authority, letter.addressee) == (
        "不予受理通知书",
        jilin.bureau,
        "松江机械制造有限公司",
    )
    assert "理由：法定代表人列入失信名单" in letter.paragraphs[0]
    assert letter.paragraphs[1].endswith("》第六条首段、第六条第（一）项。") or (
        "第六条第（一）项" in letter.paragraphs[1]
    )
    assert letter.paragraphs[2].startswith("改进办法：完成信用修复，或者变更法定代表人后再申请；")


@pytest.mark.row("CR-9")
def test_the_event_of_a_refusal_keeps_the_facts_that_it_rests_on(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "acceptance", jilin)
    clerk = whoever_holds(case)
    state(case, "representative_credit_clean", False, "信用网站查询", by=clerk, at=AT)
    reject(case, "法定代表人列入失信名单", by=clerk, at=AT)
    judged = case.events.get(act="reject").judgement
    assert judged is not None
    unmet = [result for result in judged["results"] if result["truth"] == "not_met"]
    assert [result["id"] for result in unmet] == ["representative_credit"]
    assert unmet[0]["used"][0]["value"] is False
    assert unmet[0]["used"][0]["source"] == "经办人核对"


def test_a_paragraph_that_has_nothing_to_say_is_left_out(
    jilin: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "deliberation", jilin)
    pack = pack_of(case.edition_id)
    said = ["理由：{reasons}", "期限：{due}", "特此告知。"]
    form = pack.letters["refused"].model_copy(update={"paragraphs": said})
    monkeypatch.setitem(pack.letters, "refused", form)
    disapprove(case, "审议认为条件不成熟", by=whoever_holds(case), at=AT)
    assert case.letters.get(key="refused").paragraphs == ["理由：审议认为条件不成熟", "特此告知。"]


@pytest.mark.row("JL25-7.5b")
def test_the_province_issues_the_notice_of_a_city_case_under_its_own_number(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to_its_end(case, jilin)
    notice = case.letters.get(key="notice")
    assert (notice.authority, notice.number) == (jilin.province_bureau, "吉人社评备〔2026〕1号")
    assert "备案编号：Y000022000001" in notice.paragraphs[0]
    assert "2026年11月24日至2029年11月23日" in notice.paragraphs[2]
    assert case.events.get(act="issue").by == whoever_holds(case)
    assert case.office == jilin.province_bureau


def test_numbers_of_letters_follow_one_another(jilin: Cast) -> None:
    more = [given_body(jilin.county, BodyKind.EMPLOYER, f"机械{n}厂", 20 + n) for n in range(3)]
    for body in more:
        brought_to_its_end(given_application(body, "JL25"), jilin)
    notices = Letter.objects.filter(key="notice").order_by("id")
    assert [letter.number for letter in notices] == [f"吉人社评备〔2026〕{n}号" for n in (1, 2, 3)]
    assert str(notices[0]) == "备案通知 吉人社评备〔2026〕1号"


@pytest.mark.row("JLJD-9.1")
def test_a_body_code_and_a_receipt_are_given_out(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    brought_to_its_end(case, jilin)
    receipt = case.letters.get(key="receipt")
    assert receipt.number == "技鉴备〔2026〕1号"
    assert "机构代码：22021001" in receipt.paragraphs[0]
    assert case.events.get(act="issue").detail["valid_until"] == "长期"


def test_letters_without_a_number_have_none(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "site_assessment", jilin)
    assert set(case.letters.values_list("key", "number")) == {("acceptance", ""), ("first_opinion", "")}
