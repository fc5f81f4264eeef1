"""Sheets taken out: what is in them, who has them, and that nothing personal stays behind."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from pytest_django import Settings

from dengji.audit.models import Entry
from dengji.exchange import contents
from dengji.exchange.acts import collect, deliver
from dengji.exchange.files.acts import give_up, take_again, take_out
from dengji.exchange.files.models import FileSeries, ReportFile, ReportInFile
from dengji.exchange.files.refusals import NotCarried
from dengji.exchange.models import Request
from dengji.exchange.terms import Operation, Report, State
from tests.exchange.files.sheets import (
    AT,
    CLERK,
    OTHER,
    cells_of,
    given_filing,
    given_results,
    good,
    passed,
    put,
    taken,
)

pytestmark = [pytest.mark.usefixtures("people"), pytest.mark.row("TJ21-10.5")]


def test_what_waits_goes_into_one_sheet_with_its_operation_and_a_number_for_each_row() -> None:
    given_filing(1)
    given_filing(2, operation=Operation.CORRECT)
    file, cells = taken(Report.FILINGS)
    assert file.number == "津报2026-0001"
    assert cells[0][:3] == ["报送行号", "操作类型", "机构名称"]
    assert [row[:3] for row in cells[1:]] == [
        ["津报2026-0001-1-1", "新增", "机构1"],
        ["津报2026-0001-1-2", "新增", "机构1"],
        ["津报2026-0001-2-1", "更正", "机构2"],
        ["津报2026-0001-2-2", "更正", "机构2"],
    ]
    assert cells[1][-2:] == ["五级/初级工、四级/中级工", "社会人员"]


def test_what_is_taken_out_counts_as_sent_with_the_file_for_its_receipt() -> None:
    request = given_results()
    file, _ = taken()
    request.refresh_from_db()
    assert (request.state, request.receipt, request.sent_at) == (State.SENT, file.number, AT)
    assert deliver(at=AT).sent == 0
    assert collect(at=AT + timedelta(days=1)).postponed == 0


def test_another_authoritys_reports_and_other_kinds_stay_where_they_are() -> None:
    given_results(1)
    theirs, filing = given_results(2, sender=8), given_filing()
    _, cells = taken()
    assert len(cells) == 1 + 3
    for each in (theirs, filing):
        each.refresh_from_db()
        assert each.state == State.WAITING
    assert taken(by=OTHER)[0].number == "吉报2026-0001"


def test_pressed_twice_there_is_one_file_and_the_numbers_have_no_gap() -> None:
    given_results(1)
    taken()
    with pytest.raises(NotCarried, match="没有待报送的内容"):
        take_out(Report.RESULTS, by=CLERK, at=AT)
    given_results(2)
    assert taken()[0].number == "津报2026-0002"


def test_the_same_file_may_be_taken_again_and_is_the_same_to_the_last_byte() -> None:
    given_results()
    file = take_out(Report.RESULTS, by=CLERK, at=AT)
    first = take_again(file, by=CLERK, at=AT).content
    again = take_again(file, by=CLERK, at=AT + timedelta(days=3)).content
    assert first == again
    file.refresh_from_db()
    assert file.digest == hashlib.sha256(first).hexdigest()
    taken_out = Entry.objects.filter(act="report_file.take")
    assert [
        (each.person_name, (each.after or {})["rows"], (each.after or {})["digest"]) for each in taken_out
    ] == [("徐丽", 3, file.digest)] * 2


def test_a_content_that_changed_is_named_and_given_only_to_whoever_wants_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = given_results()
    file, _ = taken()
    kept = file.digest
    monkeypatch.setitem(contents._COMPOSERS, "results", lambda payload: passed({**payload, "body": "新名称"}))
    shown = take_again(file, by=CLERK, at=AT)
    assert (shown.content, list(shown.changed)) == (b"", [request])
    now = take_again(file, by=CLERK, at=AT, as_it_is=True)
    assert "新名称" in cells_of(now.content)[1]
    file.refresh_from_db()
    assert file.digest != kept
    assert list(take_again(file, by=CLERK, at=AT).changed) == []


def test_other_people_in_a_report_are_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    given_results()
    file, _ = taken()
    monkeypatch.setitem(contents._COMPOSERS, "results", lambda payload: passed(payload, people=2))
    with pytest.raises(NotCarried, match="行数或人员与生成时不同"):
        take_again(file, by=CLERK, at=AT, as_it_is=True)


def test_nothing_personal_is_kept_of_a_sheet() -> None:
    given_results()
    file, cells = taken()
    assert "张1" in cells[1]
    rows = [
        *ReportFile.objects.values(),
        *ReportInFile.objects.values(),
        *Entry.objects.values(),
        *Request.objects.values(),
    ]
    kept = json.dumps(rows, ensure_ascii=False, default=str)
    assert file.number in kept
    assert "张1" not in kept
    assert "1201011990" not in kept


def test_no_cell_is_ever_worked_out() -> None:
    given_filing(body='=HYPERLINK("http://x","点我")', uscc="+1", place="@SUM(A1)")
    _, cells = taken(Report.FILINGS)
    assert cells[1][2:4] == ['=HYPERLINK("http://x","点我")', "+1"]
    content = take_again(ReportFile.objects.get(), by=CLERK, at=AT).content
    assert b"<f>" not in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_a_report_that_cannot_be_written_stays_behind_with_the_reason() -> None:
    lacking, fine = given_filing(1, uscc=""), given_filing(2)
    _, cells = taken(Report.FILINGS)
    lacking.refresh_from_db()
    assert (lacking.state, lacking.fault) == (State.WAITING, "没有列入报送文件：“统一社会信用代码”没有内容")
    assert {row[2] for row in cells[1:]} == {fine.payload["body"]}
    with pytest.raises(NotCarried, match="待报送的1件都不能列入文件"):
        take_out(Report.FILINGS, by=CLERK, at=AT)
    assert FileSeries.objects.get().last == 1


def test_a_code_that_the_platform_has_no_word_for_is_named() -> None:
    strange = given_filing(kind="guild")
    with pytest.raises(NotCarried):
        take_out(Report.FILINGS, by=CLERK, at=AT)
    strange.refresh_from_db()
    assert "代码“guild”不在代码表“body”里" in strange.fault


def test_what_was_said_last_of_a_filing_goes_out_last() -> None:
    first = given_filing(1, uscc="")
    later, other = given_filing(2, filing=first.payload["filing"]), given_filing(3)
    _, cells = taken(Report.FILINGS)
    assert {row[2] for row in cells[1:]} == {other.payload["body"]}
    later.refresh_from_db()
    assert "更早的内容还没有报送" in later.fault


def test_a_file_holds_as_many_rows_as_the_platform_takes(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fewer = tmp_path_factory.mktemp("map") / "columns.yaml"
    fewer.write_text(
        settings.DENGJI_EXCHANGE_COLUMNS.read_text().replace("most_rows: 10000 ", "most_rows: 7 ")
    )
    settings.DENGJI_EXCHANGE_COLUMNS = fewer
    for number in (1, 2, 3):
        given_results(number)
    assert len(taken()[1]) == 1 + 6
    assert len(taken()[1]) == 1 + 3


def test_a_file_that_was_given_up_lets_its_reports_wait_again() -> None:
    request = given_results()
    file, _ = taken()
    with pytest.raises(NotCarried, match="写明作废的原因"):
        give_up(file, " ", by=CLERK, at=AT)
    assert give_up(file, "平台整份退回", by=CLERK, at=AT) == 1
    request.refresh_from_db()
    assert (request.state, request.receipt) == (State.WAITING, "")
    for wrong in (lambda: take_again(file, by=CLERK, at=AT), lambda: put(file, *good(file, [(1, 1)]))):
        with pytest.raises(NotCarried, match="已经作废"):
            wrong()
    assert taken()[0].number == "津报2026-0002"


def test_nothing_is_taken_out_while_the_network_itself_is_reached(settings: Settings) -> None:
    given_results()
    settings.DENGJI_EXCHANGE = {"ministry_network": "http://127.0.0.1:1"}
    with pytest.raises(NotCarried, match="现在不用文件报送"):
        take_out(Report.RESULTS, by=CLERK, at=AT)
