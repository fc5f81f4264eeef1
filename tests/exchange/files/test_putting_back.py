"""Answers put back: seen before they are taken in, once in effect, half a sheet at a time."""

from datetime import timedelta

import pytest

from dengji.audit.models import Entry
from dengji.exchange import contents
from dengji.exchange.acts import receive
from dengji.exchange.files.acts import give_up, take_again
from dengji.exchange.files.models import AnswerSheet
from dengji.exchange.files.putting import take_in
from dengji.exchange.files.queries import file_of, files_unanswered, standings_in, tasks_of
from dengji.exchange.files.refusals import NotCarried
from dengji.exchange.models import Request
from dengji.exchange.terms import Outcome, Report, Standing, State
from tests.exchange.files.sheets import (
    AT,
    CLERK,
    OTHER,
    bad,
    given_filing,
    given_results,
    good,
    passed,
    put,
    taken,
)

pytestmark = [pytest.mark.usefixtures("people"), pytest.mark.row("TJ21-10.5")]


def answered(request: Request) -> Request:
    """The report as it stands now."""
    request.refresh_from_db()
    return request


def test_nothing_is_taken_in_before_somebody_has_confirmed_the_count() -> None:
    request = given_results()
    file, _ = taken()
    sheet = put(file, *good(file, [(1, 1), (1, 2)]), bad(file, 1, 3))
    assert (sheet.confirmed, sheet.refused, sheet.faulty, sheet.unanswered) == (2, 1, 0, 0)
    assert answered(request).state == State.SENT
    assert take_in(sheet, by=CLERK, at=AT)[:2] == (3, 1)
    assert answered(request).outcome == Outcome.PARTLY


def test_an_answer_put_back_has_the_shape_of_one_that_came_over_the_network() -> None:
    results, filing = given_results(), given_filing()
    file, _ = taken()
    sheet = put(file, *good(file, [(1, 1), (1, 2)]), bad(file, 1, 3, "证件号码有误"))
    take_in(sheet, by=CLERK, at=AT)
    assert answered(results).answer == {
        "state": "published",
        "published_on": "2026-11-16",
        "number": "G1",
        "digest": "d1",
        "declined": [{"row": "r1/3", "reason": "证件号码有误"}],
    }
    other, _ = taken(Report.FILINGS)
    take_in(put(other, *good(other, [(1, 1), (1, 2)], number="B7")), by=CLERK, at=AT)
    assert answered(filing).answer == {"state": "published", "published_on": "2026-11-16", "number": "B7"}


def test_a_filing_is_declined_where_one_of_its_rows_is() -> None:
    request = given_filing()
    file, _ = taken(Report.FILINGS)
    take_in(put(file, *good(file, [(1, 1)]), bad(file, 1, 2, "没有这一工种")), by=CLERK, at=AT)
    assert answered(request).answer == {"state": "declined", "reason": "没有这一工种"}
    assert request.standing == Standing.DECLINED


def test_a_batch_of_which_nobody_is_confirmed_is_declined_with_every_reason_once() -> None:
    request = given_results()
    file, _ = taken()
    rows = [bad(file, 1, 1, "重复"), bad(file, 1, 2, "重复"), bad(file, 1, 3, "")]
    take_in(put(file, *rows), by=CLERK, at=AT)
    assert answered(request).answer == {"state": "declined", "reason": "重复；对方没有说明原因"}


def test_half_an_answer_waits_for_the_other_half() -> None:
    first, second = given_results(1), given_results(2)
    file, _ = taken()
    half = take_in(put(file, *good(file, [(1, 1), (1, 2), (1, 3), (2, 1)])), by=CLERK, at=AT)
    assert half == (4, 1, 1)
    assert (answered(first).state, answered(second).state) == (State.ANSWERED, State.SENT)
    assert files_unanswered(7).count() == 1
    with pytest.raises(NotCarried, match="已经收到一部分结果"):
        give_up(file, "退回", by=CLERK, at=AT)
    rest = put(file, *good(file, [(1, 1), (2, 1), (2, 2), (2, 3)]))
    assert (rest.confirmed, rest.repeated, rest.unanswered) == (2, 2, 0)
    take_in(rest, by=CLERK, at=AT)
    assert answered(second).outcome == Outcome.CONFIRMED
    assert files_unanswered(7).count() == 0
    with pytest.raises(NotCarried, match="已经全部得到答复"):
        take_again(file, by=CLERK, at=AT)


def test_the_same_sheet_twice_is_one_answer() -> None:
    given_results()
    file, _ = taken()
    rows = good(file, [(1, 1), (1, 2), (1, 3)])
    sheet = put(file, *rows)
    assert put(file, *rows) == sheet
    take_in(sheet, by=CLERK, at=AT)
    assert take_in(sheet, by=CLERK, at=AT).rows == 0
    again = put(file, *rows, at=AT + timedelta(days=1))
    assert (again, again.taken_in_at) == (sheet, AT)
    assert AnswerSheet.objects.count() == 1
    assert Entry.objects.filter(act="report_file.answer").count() == 1


def test_another_kinds_sheet_is_of_no_use() -> None:
    given_results()
    given_filing()
    file, _ = taken()
    other, _ = taken(Report.FILINGS)
    sheet = put(file, *good(other, [(1, 1), (1, 2)]))
    assert (sheet.confirmed, sheet.faulty) == (0, 2)
    assert f"是文件{other.number}的行" in sheet.faults[0][2]
    with pytest.raises(NotCarried, match="没有新的结果"):
        take_in(sheet, by=CLERK, at=AT)


def test_faulty_rows_stay_out_and_the_good_ones_go_in() -> None:
    request = given_results()
    file, _ = taken()
    sheet = put(file, *good(file, [(1, 1), (1, 9)]), ("别的行", "通过", "", "2026-11-16", ""))
    assert [fault[0] for fault in sheet.faults] == [3, 4]
    take_in(sheet, by=CLERK, at=AT)
    assert answered(request).state == State.SENT
    assert file.reports.get().heard == {"1": [True, "", "2026-11-16", "G1"]}


def test_a_sheet_looked_at_meanwhile_is_weighed_again_when_it_is_taken_in() -> None:
    given_results()
    file, _ = taken()
    mine, theirs = put(file, *good(file, [(1, 1)])), put(file, bad(file, 1, 1))
    take_in(mine, by=CLERK, at=AT)
    with pytest.raises(NotCarried, match="刚刚收到了另一结果"):
        take_in(theirs, by=CLERK, at=AT)
    assert file.reports.get().heard == {"1": [True, "", "2026-11-16", "G1"]}


def test_an_answer_that_came_another_way_is_not_written_over() -> None:
    request = given_results()
    file, _ = taken()
    receive(request, {"state": "declined", "reason": "撤回"}, at=AT)
    with pytest.raises(NotCarried, match="前后不一致"):
        take_in(put(file, *good(file, [(1, 1), (1, 2), (1, 3)])), by=CLERK, at=AT)
    assert answered(request).answer == {"state": "declined", "reason": "撤回"}


def test_what_waits_for_people_is_counted() -> None:
    given_results()
    given_filing()
    assert (tasks_of(7, AT.date()).to_take, tasks_of(8, AT.date()).to_take) == (2, 0)
    file, _ = taken()
    waits = tasks_of(7, AT.date())
    assert (waits.to_take, waits.unanswered, waits.late, waits.refused) == (1, 1, 0, 0)
    assert standings_in(file) == {Standing.SENT: 1}
    assert file_of(Request.objects.get(kind=Report.RESULTS)) == file
    assert file_of(Request.objects.get(kind=Report.FILINGS)) is None
    assert not tasks_of(OTHER.organisation.pk, AT.date())


def test_ten_thousand_rows_go_out_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(contents._COMPOSERS, "results", lambda payload: passed(payload, people=10_000))
    request = given_results()
    file, cells = taken()
    assert len(cells) == 10_001
    rows = [*good(file, [(1, row) for row in range(1, 10_000)]), bad(file, 1, 10_000)]
    sheet = put(file, *rows)
    assert take_in(sheet, by=CLERK, at=AT) == (10_000, 1, 0)
    said = answered(request).answer or {}
    assert said["declined"] == [{"row": "r1/10000", "reason": "证件号码有误"}]
