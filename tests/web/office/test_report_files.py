"""Reports carried by hand: generated, downloaded, given up; answers looked at, then taken in."""

import csv
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import Settings
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from dengji.audit.models import Entry
from dengji.exchange.acts import Reporting, ask
from dengji.exchange.files.models import AnswerSheet, ReportFile
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Register, Report, State
from dengji.people.models import Organisation, Post
from dengji.people.terms import Role
from dengji.procedure import external
from dengji.procedure.acts import answering
from dengji.procedure.ground import Ground
from tests.batch import after, decided, given_filed_venues
from tests.cast import AT, Cast, given_post
from tests.exchange.files.sheets import HEADS, Row, bad, good
from tests.issue import given_asked, given_batch
from tests.life import given_filing
from tests.web.office.desk import browser_of, opened, sent, well_built

pytestmark = [pytest.mark.django_db, pytest.mark.row("TJ21-10.5")]
FILES = "/office/reports/files/"


@pytest.fixture(autouse=True)
def carried(settings: Settings) -> None:
    """Sheets are carried."""
    settings.DENGJI_EXCHANGE = {Register.MINISTRY_NETWORK: "files:"}


@pytest.fixture
def requests(tianjin: Cast) -> list[Request]:
    """Two ends of filings that wait to be reported."""
    reporting = Reporting(
        Report.ENDINGS, Operation.WITHDRAW, sender=tianjin.province_centre.pk, place="120116"
    )
    said = [{"filing": f"Y{each:012}", "body": f"松江第{each}厂", "state": "已终止"} for each in (1, 2)]
    network = Register.MINISTRY_NETWORK
    return [ask(network, about=each["filing"], payload=each, at=AT, reporting=reporting) for each in said]


@pytest.fixture
def file(tianjin: Cast, requests: list[Request]) -> ReportFile:
    """Their file, taken out at the desk."""
    assert sent(tianjin.province_clerk, f"{FILES}take/endings/").status_code == 302
    return ReportFile.objects.get()


def page_of(file: ReportFile, more: str = "") -> str:
    """The address of a file's page."""
    return f"{FILES}{file.token}/{more}"


def put(
    cast: Cast,
    file: ReportFile,
    *rows: Row,
    name: str = "结果.csv",
    content: bytes | None = None,
    by: Post | None = None,
) -> HttpResponse:
    """An answer sheet handed in at the file's page."""
    written = StringIO()
    csv.writer(written).writerows([HEADS, *rows])
    upload = SimpleUploadedFile(name, written.getvalue().encode() if content is None else content)
    return sent(by or cast.province_clerk, page_of(file, "answers/"), sheet=upload)


def both(file: ReportFile) -> list[Row]:
    """Both reports confirmed."""
    return good(file, [(1, 1), (2, 1)])


def test_a_file_is_generated_downloaded_and_answered(
    tianjin: Cast, file: ReportFile, requests: list[Request]
) -> None:
    clerk = tianjin.province_clerk
    page = opened(clerk, page_of(file))
    assert "还没有下载" in page
    well_built(page)
    answer = browser_of(clerk).post(page_of(file, "download/"))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows[1:]] == [
        [f"{file.number}-{each}-1", "撤销", f"Y{each:012}"] for each in (1, 2)
    ]
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert "等待放回结果" in opened(clerk, FILES)
    shown = browser_of(clerk).get(put(tianjin, file, *both(file)).headers["Location"])
    well_built(shown.content.decode())
    assert "收下2行通过、0行不通过的结果" in shown.content.decode()
    requests[0].refresh_from_db()
    assert requests[0].state == State.SENT
    done = browser_of(clerk).post(shown.request["PATH_INFO"], follow=True).content.decode()
    assert "已收下2行结果，2件有了答复" in done
    assert "这份文件里的内容都有了答复" in done
    requests[0].refresh_from_db()
    assert requests[0].state == State.ANSWERED


def test_pressed_twice_there_is_one_file_and_one_answer(tianjin: Cast, file: ReportFile) -> None:
    browser = browser_of(tianjin.province_clerk)
    assert "没有待报送的内容" in browser.post(f"{FILES}take/endings/", follow=True).content.decode()
    assert ReportFile.objects.count() == 1
    first, second = put(tianjin, file, *both(file)), put(tianjin, file, *both(file))
    assert first.headers["Location"] == second.headers["Location"]
    browser.post(first.headers["Location"])
    again = browser.post(first.headers["Location"], follow=True).content.decode()
    assert "以前已经收下，没有重复登记" in again
    assert "这份结果表已经收下" in browser.get(first.headers["Location"]).content.decode()


def test_another_authority_finds_neither_file_nor_sheet(tianjin: Cast, file: ReportFile) -> None:
    put(tianjin, file, *both(file))
    stranger = browser_of(given_post(tianjin.bureau, Role.CLERK))
    sheet = f"/office/reports/answers/{AnswerSheet.objects.get().token}/"
    for address in (page_of(file), page_of(file, "give-up/"), page_of(file, "answers/"), sheet):
        assert stranger.get(address).status_code == 404
    for address in (page_of(file, "download/"), page_of(file, "answers/"), page_of(file, "give-up/"), sheet):
        assert stranger.post(address).status_code == 404
    assert Entry.objects.filter(act="file.refused_reading").count() == 8
    assert stranger.post(f"{FILES}take/nothing/").status_code == 404


def test_who_does_not_decide_reads_but_carries_nothing(tianjin: Cast, file: ReportFile) -> None:
    auditor = given_post(tianjin.province_centre, Role.AUDITOR)
    page = opened(auditor, page_of(file))
    assert "下载文件（xlsx）" not in page
    for more in ("download/", "answers/", "give-up/"):
        assert browser_of(auditor).post(page_of(file, more)).status_code == 403


def test_a_file_that_was_given_up_can_no_longer_be_carried(tianjin: Cast, file: ReportFile) -> None:
    browser = browser_of(tianjin.province_clerk)
    well_built(opened(tianjin.province_clerk, page_of(file, "give-up/")))
    assert "请填写作废原因" in browser.post(page_of(file, "give-up/")).content.decode()
    dropped = browser.post(
        page_of(file, "give-up/"), {"because": "平台整份退回"}, follow=True
    ).content.decode()
    assert "2件退回待报送" in dropped
    assert "平台整份退回" in opened(tianjin.province_clerk, page_of(file))
    for more, said in (("download/", {}), ("give-up/", {"because": "再来"})):
        assert "已经作废" in browser.post(page_of(file, more), said, follow=True).content.decode()
    assert "已经作废" in put(tianjin, file, *both(file)).content.decode()


def test_a_content_that_changed_is_said_before_it_is_given(
    tianjin: Cast, file: ReportFile, requests: list[Request]
) -> None:
    browser = browser_of(tianjin.province_clerk)
    Request.objects.filter(pk=requests[1].pk).update(payload=requests[1].payload | {"body": "松江新厂"})
    page = browser.post(page_of(file, "download/")).content.decode()
    well_built(page)
    assert "下面1件的内容有变动" in page
    assert "松江新厂" in page
    given = browser.post(page_of(file, "download/"), {"as_it_is": "1"})
    assert given.headers["Content-Type"].endswith("sheet")


def workbook(rows: list[Row]) -> bytes:
    """An xlsx in which whatever looks like a formula is one."""
    made = BytesIO()
    with Workbook(made) as book:
        page = book.add_worksheet()
        for at, row in enumerate([HEADS, *rows]):
            for column, cell in enumerate(row):
                page.write(at, column, cell)
    return made.getvalue()


def test_a_sheet_with_formulas_is_named_row_by_row_and_nothing_in_it_lives(
    tianjin: Cast, file: ReportFile
) -> None:
    line = f"{file.number}-1-1"
    rows: list[Row] = [
        ("=1+1", "通过", "", "2026-11-16", "1"),
        (line, '=HYPERLINK("http://x","通过")', "", "2026-11-16", "1"),
    ]
    rows += [bad(file, 2, 1, "=cmd|calc<script>")]
    answer = put(tianjin, file, *[], name="结果.xlsx", content=workbook(rows))
    page = browser_of(tianjin.province_clerk).get(answer.headers["Location"]).content.decode()
    assert "共2处" in page
    assert "<script>" not in page.partition("<main")[2]
    assert AnswerSheet.objects.get().refused == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("结果.xlsx", "报送行号,处理结果\n".encode(), "不是有效的表格"),
        ("结果.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不是有效的表格"),
        ("结果.csv", "行号,结果\n1,2\n".encode(), "表格缺少列：报送行号、处理结果、原因"),
        ("结果.csv", b"\xff\xfe\x00\x01\x00", "无法识别文件的文字编码"),
        ("结果.csv", b"", "文件是空的"),
        ("结果.csv", b"x" * (5 * 1024 * 1024 + 1), "表格超过5MB"),
    ],
)
def test_what_is_no_answer_sheet_is_refused_with_the_reason(
    tianjin: Cast, file: ReportFile, name: str, content: bytes, why: str
) -> None:
    answer = put(tianjin, file, name=name, content=content)
    assert why in answer.content.decode()
    assert AnswerSheet.objects.count() == 0


def test_the_list_of_reports_says_what_is_to_be_carried(tianjin: Cast, requests: list[Request]) -> None:
    page = opened(tianjin.province_clerk, "/office/reports/")
    assert "备案终止2件等待生成文件" in page
    waits = opened(tianjin.province_clerk, f"/office/reports/{requests[0].pk}/")
    assert "去生成报送文件" in waits
    assert "2件等待生成文件" in opened(tianjin.province_clerk, "/office/")
    sent(tianjin.province_clerk, f"{FILES}take/endings/")
    assert "1份文件等待放回结果" in opened(tianjin.province_clerk, "/office/")
    assert "打开这份文件" in opened(tianjin.province_clerk, f"/office/reports/{requests[0].pk}/")


def test_columns_that_cannot_be_used_are_said_to_whoever_carries(
    tianjin: Cast, requests: list[Request], settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.DENGJI_EXCHANGE_COLUMNS = tmp_path_factory.mktemp("map") / "columns.yaml"
    settings.DENGJI_EXCHANGE_COLUMNS.write_text("version: 1\n")
    page = browser_of(tianjin.province_clerk).post(f"{FILES}take/endings/", follow=True).content.decode()
    assert "报送列对照不能用" in page
    assert "第1行" in page


@pytest.mark.row("TJ21-16.3c")
def test_a_batch_goes_out_and_comes_back_by_hand_and_its_case_moves(tianjin: Cast) -> None:
    filing = given_filing(
        tianjin.employer, given_post(tianjin.province_centre, Role.CLERK), number="Y000012000900"
    )
    given_filed_venues(filing)
    release = given_asked(given_batch(filing, 3))
    case, moment = release.case, after(release.plan, 1)
    assert case is not None
    while not external.register_of(Ground(case, moment.date()).step):
        decided(release.plan, case.matter, at=moment)
        case.refresh_from_db()
    request = Request.objects.get(kind=Report.RESULTS)
    clerk = given_post(Organisation.objects.get(pk=request.sender or 0), Role.CLERK)
    with time_machine.travel(moment, tick=False):
        sent(clerk, f"{FILES}take/results/")
        file = ReportFile.objects.get()
        sheet = CalamineWorkbook.from_filelike(
            BytesIO(browser_of(clerk).post(page_of(file, "download/")).content)
        )
        names = [str(row[10]) for row in sheet.get_sheet_by_index(0).to_python()[1:]]
        answer = put(tianjin, file, *good(file, [(1, 1), (1, 3)]), bad(file, 1, 2), by=clerk)
        browser_of(clerk).post(answer.headers["Location"])
        answering.take_answers(at=moment)
        page = opened(clerk, f"/office/reports/{request.pk}/")
    assert len(set(names)) == 3
    assert "名册第2号" in page
    assert not [each for each in names if each in page]
    release.refresh_from_db()
    assert (str(release.published_on), release.lines.exclude(declined_because="").count()) == (
        "2026-11-16",
        1,
    )
