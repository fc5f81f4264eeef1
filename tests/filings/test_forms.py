"""The text's forms in an application (附表): put in beforehand, lacking, refused, and what they stand for."""

from datetime import timedelta
from typing import Any

import pytest

from dengji.filings import dossier
from dengji.filings.acts.altering import fill_in
from dengji.filings.forms import contents, filled, forms_of, lacking
from dengji.filings.models import Application, Filing
from dengji.filings.queries import live_subject, materials
from dengji.policy.facts import answer
from dengji.policy.queries import pack_of
from dengji.procedure.acts.receiving import state
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed
from tests.cast import AT, Cast
from tests.life import EXPIRY, NUMBER, given_filing, given_matter, noon
from tests.road import brought_to, given_application, handed_in, manager_of, whoever_holds

pytestmark = pytest.mark.django_db
DAY = EXPIRY - timedelta(days=80)
PLAN = {
    "number": "P2026001",
    "occupation": "电工",
    "work_type": "",
    "level": "四级",
    "assessed": "40",
    "passed": "35",
    "online": "是",
    "year": "2026",
}


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A filing of an employer in Fujian."""
    return given_filing(fujian.employer, fujian.clerk)


@pytest.fixture
def case(filing: Filing) -> Case:
    """Its renewal, every form filled in."""
    return given_matter(filing, "renewal", at=noon(DAY))


def fill(case: Case, form: str, **values: Any) -> None:
    """Some parts of a form filled in by the body's head."""
    fill_in(case, form, values, by=manager_of(case.applicant.institution), at=noon(DAY))


def incomplete(case: Case) -> tuple[str, ...]:
    """What the system says of the forms that are not filled in."""
    fact = answer(["forms_incomplete"], live_subject(case, DAY), DAY)["forms_incomplete"]
    assert fact is not None
    return tuple(fact.value)


def of_form(case: Case, form: str) -> dict[str, Any]:
    """A form as it would be handed in."""
    said: dict[str, Any] = dossier.build(case, on=DAY)["forms"][form]
    return said


@pytest.mark.row("FJ22-A1", "FJ22-4.1")
def test_the_renewal_form_says_of_itself_what_is_filed(case: Case, filing: Filing) -> None:
    said = of_form(case, "form")
    assert said["name"] == filing.institution.organisation.name
    assert said["number"] == NUMBER
    assert said["expiry"] == "2027年5月9日"
    assert said["address"] == filing.institution.registered_address
    assert said["place"] == filing.authority.division.name


@pytest.mark.row("FJ22-A1")
def test_the_contact_is_put_in_beforehand_and_may_be_changed(case: Case, filing: Filing) -> None:
    annex = forms_of(pack_of(case.edition_id), "renewal")["form"]
    drafted = filled(live_subject(case, DAY), annex, DAY, fixed=False)
    body = filing.institution
    assert (drafted["contact"], drafted["contact_phone"], drafted["email"]) == (
        body.contact_name,
        body.contact_phone,
        body.contact_email,
    )
    fill(case, "form", contact="李新")
    assert of_form(case, "form")["contact"] == "李新"


@pytest.mark.row("FJ22-A1")
@pytest.mark.parametrize(("plans", "taken"), [(5, True), (6, True), (7, False)])
def test_at_most_six_plans_are_chosen(case: Case, plans: int, taken: bool) -> None:
    rows = [PLAN | {"number": f"P{n}"} for n in range(plans)]
    if taken:
        fill(case, "form", plans=rows)
        assert of_form(case, "form")["plans"] == rows
    else:
        with pytest.raises(NotAllowed, match="最多填6行，现有7行"):
            fill(case, "form", plans=rows)
        assert "plans" not in Application.objects.get(pk=case.pk).forms["form"]


@pytest.mark.row("FJ22-A1")
@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"assessed": "四十"}, "第1行的“认定人数”请填整数"),
        ({"passed": "41"}, "第1行的“合格人数”比应有的多"),
        ({"year": "26"}, "第1行的“评价年份”请填四位数的年份"),
        ({"online": "也许"}, "第1行的“是否上网”请填是或者否"),
        ({"number": "九" * 61}, "第1行的“评价计划号”最多60个字"),
        ({"price": "9"}, "第1行没有“price”这一栏"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_its_row_and_column(
    case: Case, cell: dict[str, str], says: str
) -> None:
    with pytest.raises(NotAllowed, match=says):
        fill(case, "form", plans=[PLAN | cell])


@pytest.mark.row("FJ22-A1")
@pytest.mark.parametrize("passed", ["39", "40"])
def test_no_more_pass_than_were_assessed(case: Case, passed: str) -> None:
    fill(case, "form", plans=[PLAN | {"passed": passed}])
    assert incomplete(case) == ()


@pytest.mark.row("FJ22-A1", "FJ22-4.1")
def test_a_plan_half_filled_in_is_named_with_its_row(case: Case) -> None:
    fill(case, "form", plans=[PLAN, PLAN | {"passed": "", "year": " "}])
    assert incomplete(case) == ("职业技能等级评价机构备案续期申请表（评价计划第2行的合格人数和评价年份）",)


@pytest.mark.row("FJ22-A2", "FJ22-4.1")
def test_what_the_summary_lacks_is_named_and_keeps_it_from_being_handed_in(case: Case) -> None:
    fill(case, "summary", process=" ", problems="")
    assert incomplete(case) == ("职业技能等级认定工作总结（工作中的问题和困难、改进工作流程）",)
    with pytest.raises(NotAllowed, match="申请表和工作总结都已填好"):
        handed_in(case, at=noon(DAY))
    fill(case, "summary", process="已改进。", problems="没有。")
    handed_in(case, at=noon(DAY))
    assert case.state == "open"


@pytest.mark.row("FJ22-A2")
def test_the_summary_begins_with_the_figures_that_are_known_and_guesses_none(case: Case) -> None:
    annex = forms_of(pack_of(case.edition_id), "renewal")["summary"]
    said = filled(live_subject(case, DAY), annex, DAY, fixed=False)["overall"]
    assert "备案的职业（工种）共1个：电工" in said
    assert "批次" not in said
    handed_in(case, at=noon(DAY))
    state(case, "batches_in_term", 7, "已核对", by=whoever_holds(case), at=noon(DAY))
    said = filled(live_subject(case, DAY), annex, DAY, fixed=False)["overall"]
    assert "有效期内组织认定7批次。" in said


@pytest.mark.row("FJ22-A2")
def test_the_three_parts_of_the_summary_have_their_contents(case: Case) -> None:
    annex = forms_of(pack_of(case.edition_id), "renewal")["summary"]
    assert len(annex.groups) == 3
    assert lacking(annex, {}, {}) == [
        "有效期内评价工作的总体情况",
        "工作中的问题和困难",
        "拓展认定业务",
        "完善制度规范",
        "改进工作流程",
        "组织工作推进计划",
    ]
    said = of_form(case, "summary")
    assert (said["kind"], said["term"]) == ("用人单位", "2024年5月10日至2027年5月9日")


@pytest.mark.row("FJ22-4.1")
def test_forms_filled_in_count_as_the_papers_and_no_upload_is_asked(case: Case) -> None:
    case.attachments.all().delete()
    facts = answer(["documents_handed_in", "documents_missing"], live_subject(case, DAY), DAY)
    handed = facts["documents_handed_in"]
    missing = facts["documents_missing"]
    assert handed is not None
    assert missing is not None
    assert handed.value == ("form", "summary")
    assert not {"备案续期申请表", "认定工作总结"} & set(missing.value)
    assert not {"form", "summary"} & {each.key for each in materials(case, DAY)}
    fill(case, "summary", schedule="")
    facts = answer(["documents_handed_in"], live_subject(case, DAY), DAY)
    assert facts["documents_handed_in"] is not None
    assert facts["documents_handed_in"].value == ("form",)


@pytest.mark.row("FJ22-A1")
def test_what_was_handed_in_stays_when_the_filing_is_renewed(case: Case, fujian: Cast) -> None:
    brought_to(case, "letter", fujian, at=noon(DAY))
    Filing.objects.filter(number=NUMBER).update(valid_until=EXPIRY + timedelta(days=1096))
    frozen = case.submissions.get().dossier["forms"]["form"]
    assert frozen["expiry"] == "2027年5月9日"


def test_what_the_form_does_not_have_is_refused(case: Case) -> None:
    with pytest.raises(NotAllowed, match="没有这张表格"):
        fill(case, "nonsense", name="某公司")
    with pytest.raises(NotAllowed, match="没有“name”这一项可以填写"):
        fill(case, "form", name="另一家公司")
    with pytest.raises(NotAllowed, match="应逐行填写"):
        fill(case, "form", plans="六个计划")
    with pytest.raises(NotAllowed, match="“评价业务负责人”最多60个字，现有61个字"):
        fill(case, "form", head="长" * 61)


@pytest.mark.row("FJ22-A1")
@pytest.mark.parametrize("said", ["123456", "87654321", "查号台"])
def test_a_number_at_which_nobody_is_reached_is_not_taken_and_the_sentence_says_what_is(
    case: Case, said: str
) -> None:
    with pytest.raises(NotAllowed, match="“负责人手机号码”写得不对，请填11位手机号码、带区号的座机号码"):
        fill(case, "form", head_phone=said)
    with pytest.raises(NotAllowed, match=r"“电子邮箱”写得不对，请写成name@example\.cn的样子"):
        fill(case, "form", email=said)
    fill(case, "form", head_phone="0591-87654321", contact_phone="", email="px@example.test")


@pytest.mark.row("JLJD-A")
def test_the_jilin_form_takes_over_the_registers_and_names_those_that_are_empty(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    annex = forms_of(pack_of(case.edition_id), "initial")["application"]
    built = dossier.build(case, on=AT.date())
    assert lacking(annex, built["forms"]["application"], built) == []
    bare = built | {"equipment": [], "members": [], "venues": []}
    assert lacking(annex, {}, bare) == [
        "（一）场地情况",
        "（二）考核鉴定设施设备情况",
        "（三）计算机考务管理及视频监控设备配置情况",
        "（一）专职工作人员情况",
        "（二）考评人员情况",
    ]


def test_a_matter_without_forms_has_none(filing: Filing) -> None:
    change = given_matter(filing, "change", at=noon(DAY))
    subject = live_subject(change, DAY)
    assert "forms" not in subject.dossier
    assert contents(subject, {}, DAY) == {}
    assert incomplete(change) == ()
