"""The text's forms at the body's desk (申请表格): listed, filled in, saved, printed, and not for others."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from docx import Document

from dengji.filings.acts import applying
from dengji.filings.models import Draft, Filing
from dengji.filings.queries import applied_for
from dengji.people.terms import Role
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_cast, given_post
from tests.life import EXPIRY, given_filing, given_matter, noon
from tests.records import sheets
from tests.road import given_application, given_law, handed_in, manager_of
from tests.web.body.pages import address, faults, signed_in, text

pytestmark = pytest.mark.django_db
DAY = noon(EXPIRY - timedelta(days=80))
Queries = Callable[[int], object]
PLAN = {
    "number": "P1",
    "occupation": "电工",
    "level": "四级",
    "assessed": "40",
    "passed": "35",
    "online": "是",
    "year": "2026",
}


@pytest.fixture(autouse=True)
def today() -> object:
    """Every page is opened within the days of renewal."""
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def fujian() -> Cast:
    """Everybody in Fujian."""
    given_law()
    return given_cast("350203", "350303")


@pytest.fixture
def filing(fujian: Cast) -> Filing:
    """A filing of an employer."""
    return given_filing(fujian.employer, fujian.clerk)


@pytest.fixture
def case(filing: Filing) -> Case:
    """A renewal just begun."""
    return applying.begin_about(filing, "renewal", by=manager_of(filing.institution), at=DAY)


@pytest.fixture
def manager(filing: Filing) -> Client:
    """The browser of the body's head."""
    return signed_in(manager_of(filing.institution))


def rows(*plans: dict[str, str]) -> dict[str, str]:
    """Rows of plans as the page sends them."""
    return {f"plans-{at}-{name}": cell for at, plan in enumerate(plans) for name, cell in plan.items()}


@pytest.mark.row("FJ22-A1", "FJ22-A2", "FJ22-4.1")
def test_the_forms_are_listed_with_what_each_lacks(manager: Client, case: Case) -> None:
    page = text(manager, address("forms", case))
    assert "共2张表格" in page
    assert "缺：评价业务负责人、负责人手机号码" in page
    assert "改进工作流程" in page
    assert faults(page) == []
    assert "打印申请表（PDF）" not in text(manager, address("fill", case))


@pytest.mark.row("FJ22-A1")
def test_the_form_shows_what_is_filed_and_puts_in_the_contact(
    manager: Client, case: Case, filing: Filing
) -> None:
    page = text(manager, address("one_form", case, form="form"))
    assert f"<dd>{filing.number}</dd>" in page
    assert "<dd>2027年5月9日</dd>" in page
    assert f'value="{filing.institution.contact_name}"' in page
    assert 'name="plans-5-number"' in page
    assert 'name="plans-6-number"' not in page
    assert faults(page) == []


@pytest.mark.row("FJ22-A1")
def test_what_is_saved_comes_back_and_blank_rows_are_none(manager: Client, case: Case) -> None:
    there = address("one_form", case, form="form")
    said = {
        "head": "李红",
        "head_phone": "13800001111",
        "contact": "王川",
        "contact_phone": "0591-87654321",
        "email": "a@b.test",
    }
    assert manager.post(there, said | rows(PLAN, {}, PLAN | {"number": "P3"})).status_code == 302
    assert [row["number"] for row in applied_for(case).forms["form"]["plans"]] == ["P1", "P3"]
    page = text(manager, there)
    assert 'value="P3"' in page
    assert "这张表格已经填好" in page
    assert "已填好" in text(manager, address("forms", case))


@pytest.mark.row("FJ22-A1")
@pytest.mark.parametrize(("plans", "status"), [(5, 302), (6, 302), (7, 200)])
def test_a_seventh_plan_is_refused_in_words_and_nothing_typed_is_lost(
    manager: Client, case: Case, plans: int, status: int
) -> None:
    answer = manager.post(
        address("one_form", case, form="form"),
        {"head": "李红"} | rows(*(PLAN | {"number": f"P{n}"} for n in range(1, plans + 1))),
    )
    assert answer.status_code == status
    if status == 200:
        page = answer.content.decode()
        assert "“评价计划”最多填6行，现有7行" in page
        assert 'value="李红"' in page
        assert 'value="P7"' in page
        assert applied_for(case).forms == {}


def test_several_faults_are_said_at_once(manager: Client, case: Case) -> None:
    wrong = {"head": "长" * 61} | rows(PLAN | {"assessed": "很多", "online": "或许"})
    page = manager.post(address("one_form", case, form="form"), wrong).content.decode()
    assert "“第1行是否上网”请从列出的选项中选择。" in page
    page = manager.post(
        address("one_form", case, form="form"), {"head": "长" * 61} | rows(PLAN | {"assessed": "很多"})
    ).content.decode()
    assert "“评价业务负责人”最多60个字，现有61个字；“评价计划”第1行的“认定人数”请填整数" in page


@pytest.mark.row("FJ22-A2")
def test_the_summary_is_put_in_with_figures_and_saved_by_itself(manager: Client, case: Case) -> None:
    there = address("one_form", case, form="summary")
    page = text(manager, there)
    assert "备案的职业（工种）共1个：电工" in page
    assert faults(page) == []
    kept = manager.post(there, {"overall": "写了一半", "autosave": "1"})
    assert kept.status_code == 204
    assert Draft.objects.get().fields["overall"] == ["写了一半"]
    assert "写了一半" in text(manager, there)
    assert applied_for(case).forms == {}
    manager.post(there, {"overall": "写完了", "problems": "无"})
    assert Draft.objects.count() == 0
    assert "还差4项：拓展认定业务、完善制度规范、改进工作流程、组织工作推进计划" in text(manager, there)


@pytest.mark.row("FJ22-4.1")
def test_both_files_say_what_is_saved_and_what_is_typed_stays_text(manager: Client, case: Case) -> None:
    typed = "<script>x</script>{{ 7*7 }}"
    manager.post(address("one_form", case, form="form"), {"head": typed})
    assert "&lt;script&gt;" in text(manager, address("one_form", case, form="form"))
    pdf = manager.get(address("annex", case, form="form", ending="pdf"))
    assert pdf["Content-Disposition"].startswith("inline")
    assert "{{7*7}}" in sheets.words(pdf.content)
    word = manager.get(address("annex", case, form="form", ending="docx"))
    assert word["Content-Disposition"].startswith("attachment")
    assert Document(BytesIO(word.content)).tables[0].cell(3, 1).text == typed


def test_a_character_that_no_font_has_is_said_and_the_word_file_is_there(manager: Client, case: Case) -> None:
    manager.post(address("one_form", case, form="form"), {"head": "王𰻞"})
    answer = manager.get(address("annex", case, form="form", ending="pdf"), follow=True)
    assert "U+30EDE" in answer.content.decode()
    assert manager.get(address("annex", case, form="form", ending="docx")).status_code == 200


@pytest.mark.row("FJ22-4.1")
def test_the_office_reads_the_forms_as_they_were_handed_in_and_others_find_none(
    filing: Filing, manager: Client, fujian: Cast
) -> None:
    case = given_matter(filing, "renewal", at=DAY)
    file = f"/office/cases/{case.token}/forms/form.docx"
    office, elsewhere = signed_in(fujian.clerk), signed_in(fujian.wrong_clerk)
    assert office.get(file).status_code == 404
    handed_in(case, at=DAY)
    page = office.get(f"/office/cases/{case.token}/materials/").content.decode()
    assert file in page
    cells = Document(BytesIO(office.get(file).content)).tables[0]
    assert cells.cell(2, 1).text == filing.number
    assert elsewhere.get(file).status_code == 404
    own = text(manager, address("case", case))
    assert address("annex", case, form="summary", ending="pdf") in own
    assert manager.get(address("annex", case, form="summary", ending="pdf")).content.startswith(b"%PDF")
    assert manager.get(address("one_form", case, form="form")).status_code == 403


def test_guessed_addresses_find_nothing(manager: Client, case: Case, fujian: Cast) -> None:
    stranger = signed_in(given_post(fujian.school.organisation, Role.MANAGER, "刘老师"))
    pages = [address("forms", case), address("one_form", case, form="form")]
    files = [address("annex", case, form="form", ending=each) for each in ("pdf", "docx")]
    for page in (*pages, *files):
        assert stranger.get(page).status_code == 404
        assert manager.get(page).status_code == 200
    assert stranger.post(pages[1], {"head": "李四"}).status_code == 404
    for name, ending in (("nonsense", "pdf"), ("form", "exe"), ("form", "typ")):
        assert manager.get(address("annex", case, form=name, ending=ending)).status_code == 404
    assert manager.get(address("one_form", case, form="nonsense")).status_code == 404
    change = applying.begin_about(
        Filing.objects.get(), "change", by=manager_of(Filing.objects.get().institution), at=DAY
    )
    assert manager.get(address("forms", change)).status_code == 404
    assert manager.get(address("one_form", change, form="form")).status_code == 404


@pytest.mark.row("JLJD-A")
def test_the_jilin_form_takes_over_the_registers_and_is_printed_in_both_files() -> None:
    with time_machine.travel(AT, tick=False):
        given_law("JL25", "JLJD")
        body = given_cast().examination_body
        case = given_application(body, "JLJD")
        desk = signed_in(manager_of(body))
        there = address("one_form", case, form="application")
        page = text(desk, there)
        assert f'<a href="{address("section", case, part="people")}">人员</a>”带入，共' in page
        assert faults(page) == []
        desk.post(there, {"offices": "办公用房120平方米", "computers": "计算机60台"})
        pdf = desk.get(address("annex", case, form="application", ending="pdf"))
        assert "办公用房120平方米" in sheets.words(pdf.content)
        word = Document(BytesIO(desk.get(address("annex", case, form="application", ending="docx")).content))
        said = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert body.organisation.name in said
    assert "计算机60台" in said
    assert "人力资源社会保障部门意见" in said


def test_the_pages_of_forms_ask_the_database_little(
    manager: Client, case: Case, django_assert_max_num_queries: Queries
) -> None:
    text(manager, address("forms", case))
    with django_assert_max_num_queries(76):  # type: ignore[attr-defined]
        text(manager, address("forms", case))
    with django_assert_max_num_queries(76):  # type: ignore[attr-defined]
        text(manager, address("one_form", case, form="form"))
    with django_assert_max_num_queries(31):  # type: ignore[attr-defined]
        manager.get(address("annex", case, form="form", ending="docx"))
