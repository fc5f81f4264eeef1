"""Older certificates taken in: every fault listed before anything is written, nothing twice, nothing half."""

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from dengji.audit.models import Entry
from dengji.certificates.importing import beside, loading, reading
from dengji.certificates.importing.batches import batch_of
from dengji.certificates.importing.checking import Checker
from dengji.certificates.importing.grounds import grounds
from dengji.certificates.importing.listing import listed
from dengji.certificates.importing.reading import opened, sheet_of
from dengji.certificates.importing.whole import Outcome, import_sheet
from dengji.certificates.models import Certificate
from dengji.certificates.numbering import KEY
from dengji.evaluations.candidates.persons import identity_of, name_digest
from dengji.filings.models import Filing
from dengji.procedure.models import Serial
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.serials import last_serial
from dengji.sealing.seals import opened as unsealed
from tests.cast import AT
from tests.certificates.sheets import (
    FILING,
    as_csv,
    as_xlsx,
    faults_of,
    identity,
    many,
    row,
    taken,
)

pytestmark = pytest.mark.django_db


def test_a_good_row_stands_on_the_register_sealed_and_found_by_its_digests(
    filing: Filing, tmp_path: Path
) -> None:
    outcome = taken(as_csv(tmp_path / "a.csv", [row(证件号码="110105 1949-1231002x")]))
    assert outcome == Outcome(1, 1, 0, 0, 0)
    held = Certificate.objects.get()
    assert (held.number, held.level, held.filing, held.institution) == (
        f"{FILING}244000001",
        "4",
        filing,
        filing.institution,
    )
    assert (held.issued_on, held.body, held.issuer, held.place) == (
        date(2024, 5, 20),
        "某某有限公司",
        "某某有限公司",
        filing.place,
    )
    assert bytes(held.identity).hex() == identity_of("identity", "11010519491231002X")
    assert bytes(held.named).hex() == name_digest("张三")
    assert (held.masked, held.sex, held.born, held.state) == ("1101********002X", "female", 1949, "valid")
    assert (held.line, held.entry, bytes(held.signature), held.key) == (None, None, b"", "")
    assert unsealed(held.sealed) == {
        "name": "张三",
        "number": "11010519491231002X",
        "sex": "female",
        "born": "1949-12-31",
        "document": "identity",
        "salt": "",
        "scores": "理论知识成绩80，技能考核成绩75.5",
    }


WRONG = [
    ({"证书编号": FILING + "24400001"}, "证书编号", "21位"),
    ({"证书编号": FILING + "2440000011"}, "证书编号", "23位"),
    ({"证书编号": FILING + "24400000O"}, "证书编号", "把0写成了O"),
    ({"证书编号": "1.2E+21"}, "证书编号", "末几位已经丢失"),
    ({"证书编号": FILING + "243000001"}, "等级", "编号表示三级/高级工"),
    ({"证书编号": FILING + "243000001", "等级": ""}, "等级", "这个备案里，该职业没有三级/高级工"),
    ({"证书编号": FILING + "234000001"}, "发证日期", "编号表示2023年发证"),
    ({"职业编码": "6-18-01-01"}, "职业编码", "这个备案的范围里没有"),
    ({"证件号码": "110105194912310021"}, "证件号码", "最后一位校验不符"),
    ({"证件号码": "1.10105E+17"}, "证件号码", "末几位已经丢失"),
    ({"性别": "男"}, "性别", "与身份证号不一致"),
    ({"出生日期": "1949-12-30"}, "出生日期", "不一致"),
    ({"证件类型": "学生证"}, "证件类型", "不是可选的项目"),
    ({"姓名": ""}, "姓名", "没有填写"),
    ({"姓名": '=HYPERLINK("http://example.com","张三")'}, "姓名", "含有数字、符号"),
    ({"评价机构": '=HYPERLINK("http://example.com","公司")'}, "评价机构", "像是公式"),
    ({"职业名称": "电\n工"}, "职业名称", "含有换行"),
    ({"工种": "工" * 121}, "工种", "最多120个字"),
    ({"等级": "九级"}, "等级", "不是等级"),
    ({"发证日期": "2024-02-30"}, "发证日期", "不是日期"),
    ({"发证日期": "2999-01-01"}, "发证日期", "晚于今天"),
    ({"行政区划代码": "350100"}, "行政区划代码", "与行政区划代码不一致"),
    ({"行政区划代码": "12"}, "行政区划代码", "应为6位数字"),
    ({"理论知识成绩": "101"}, "理论知识成绩", "不在0到100之间"),
    ({"技能考核成绩": "缺考"}, "技能考核成绩", "缺考的没有证书"),
]


@pytest.mark.parametrize(("other", "column", "says"), WRONG)
def test_a_fault_names_its_row_its_column_and_why(
    other: dict[str, str], column: str, says: str, filing: Filing, tmp_path: Path
) -> None:
    sheet = as_csv(tmp_path / "a.csv", [row(证书编号=f"{FILING}244000002", 性别=""), row(**other)])
    outcome = taken(sheet)
    assert (outcome.entered, outcome.faulty) == (1, 1)
    ((place, at, reason),) = faults_of(sheet)
    assert (place, at) == ("3", column)
    assert says in reason


@pytest.mark.parametrize(
    ("issued", "says"), [("2026-03-01", ""), ("2026-03-02", ""), ("2026-03-03", "晚于今天")]
)
def test_no_certificate_is_issued_tomorrow(issued: str, says: str, filing: Filing) -> None:
    cells = list(row(发证日期=issued).values())[6:14]
    batch = batch_of(f"{FILING}264000001", cells, grounds(date(2026, 3, 2)))
    assert "".join(each.reason.rstrip("。") for each in batch.faults) == says


def test_all_faults_are_listed_before_anything_is_written(filing: Filing, tmp_path: Path) -> None:
    sheet = as_csv(
        tmp_path / "a.csv",
        [*many(3), row(证书编号=f"{FILING}244000009", 证件号码="1", 性别="男", 等级="九级")],
    )
    outcome = taken(sheet, despite_faults=False)
    assert outcome == Outcome(3, 0, 1, 0, 2)
    assert [each[:2] for each in faults_of(sheet)] == [["5", "等级"], ["5", "证件号码"]]
    assert not Certificate.objects.exists()
    assert not Entry.objects.filter(act="certificate.import").exists()


def test_a_number_twice_in_a_sheet_is_entered_once_and_the_later_row_says_where_the_first_is(
    filing: Filing, tmp_path: Path
) -> None:
    first, second = many(2)
    sheet = as_csv(tmp_path / "a.csv", [first, second, second | {"姓名": "李四"}, first])
    assert taken(sheet) == Outcome(2, 2, 2, 0, 2)
    assert [each[0] + each[2] for each in faults_of(sheet)] == [
        "4与第3行的编号相同。",
        "5与第2行的编号相同。",
    ]


def test_the_same_sheet_twice_enters_nothing_twice_and_another_content_is_a_fault(
    filing: Filing, tmp_path: Path
) -> None:
    sheet = as_csv(tmp_path / "a.csv", many(5))
    assert taken(sheet) == Outcome(5, 5, 0, 0, 0)
    assert taken(sheet) == Outcome(0, 0, 0, 5, 0)
    changed = as_csv(tmp_path / "b.csv", [many(1)[0] | {"姓名": "李四"}, *many(2, first=5)])
    assert taken(changed) == Outcome(1, 1, 1, 1, 1)
    assert faults_of(changed) == [["2", "证书编号", "登记里已有这个编号，内容与这一行不同。"]]
    assert Certificate.objects.count() == 6


def test_an_import_that_was_killed_goes_on_where_its_last_whole_portion_ended(
    filing: Filing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends after the first portion of three; begun again it enters the rest, every portion on record."""
    monkeypatch.setattr(loading, "PORTION", 2)
    monkeypatch.setattr(reading, "PART", 2 * len(",".join(many(1)[0].values()).encode()))
    sheet = as_csv(tmp_path / "a.csv", many(5))

    def killed(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_sheet(sheet, tmp_path / "x.csv", despite_faults=False, by=None, at=AT, each=killed)
    assert Certificate.objects.count() == 2
    assert taken(sheet) == Outcome(3, 3, 0, 2, 0)
    said = [each.after for each in Entry.objects.filter(act="certificate.import").order_by("position")]
    assert [each["rows"] for each in said if each] == [[2, 3], [4, 5], [6, 6]]
    assert {each.object_id for each in Entry.objects.filter(act="certificate.import")} == {
        sheet_of(sheet).digest
    }


def test_a_number_registered_after_the_check_stops_its_portion_and_says_what_to_do(
    filing: Filing, tmp_path: Path
) -> None:
    sheet, on = as_csv(tmp_path / "a.csv", many(2)), date(2026, 11, 20)
    with opened(sheet) as found:
        checker = Checker(grounds(on))
        checked = listed(found, checker, tmp_path / "x.csv")
        taken(as_csv(tmp_path / "b.csv", many(1)))
        with pytest.raises(NotAllowed, match="刚刚登记过"):
            list(loading.load(found, checked, checker, by=None, at=AT))


def test_numbers_that_are_still_drawn_go_on_behind_those_taken_in(filing: Filing, tmp_path: Path) -> None:
    year = f"{AT:%y}"
    rows = [
        row(
            证书编号=f"{FILING}{year}40000{n}",
            证件号码=identity(n),
            性别="",
            出生日期="",
            发证日期=f"{AT:%Y}-01-05",
        )
        for n in (41, 17)
    ]
    assert taken(as_csv(tmp_path / "a.csv", [*rows, *many(1)])).entered == 3
    assert last_serial(f"{KEY}{FILING}{year}4") == 41
    assert taken(as_csv(tmp_path / "b.csv", [rows[0] | {"证书编号": f"{FILING}{year}4000020"}])).entered == 1
    assert last_serial(f"{KEY}{FILING}{year}4") == 41
    assert not Serial.objects.filter(pk=f"{KEY}{FILING}244").exists()


def test_an_xlsx_is_read_like_a_csv_and_its_formulas_are_texts(filing: Filing, tmp_path: Path) -> None:
    """A date kept as a number, a score as a number; a formula is what it came to, and never comes back alive."""
    good: dict[str, object] = dict(row(发证日期="", 理论知识成绩="")) | {
        "发证日期": 45432.0,
        "理论知识成绩": 80.0,
    }
    link = dict(good) | {"证书编号": f"{FILING}244000002", "姓名": '=HYPERLINK("http://example.com","张三")'}
    sheet = as_xlsx(tmp_path / "a.xlsx", [good, {}, link])
    assert (taken(sheet).entered, [each[:2] for each in faults_of(sheet)]) == (1, [["4", "姓名"]])
    assert Certificate.objects.get().issued_on == date(2024, 5, 20)
    assert not any(cell.startswith(("=", "+", "-", "@")) for each in faults_of(sheet) for cell in each)


def test_parts_of_a_file_are_cut_between_rows_and_read_alike_beside_each_other(
    filing: Filing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell with a line break and quotes lies across many cuts; faults keep their rows."""
    odd = row(证书编号=f"{FILING}244000099", 评价机构='公司"甲"\n,二部')
    rows = [*many(30), odd, *many(30, first=31), odd, {**odd, "证书编号": "?"}]
    sheet = as_csv(tmp_path / "a.csv", rows, encoding="gb18030")
    alone = taken(sheet, despite_faults=False), faults_of(sheet)
    for size in (64, 300, 1000):
        monkeypatch.setattr(reading, "PART", size)
        beside.begin(grounds(date(2026, 11, 20)))
        with opened(sheet) as found, ThreadPoolExecutor(1) as other:
            assert len(found.parts) > 5
            again = listed(found, Checker(grounds(date(2026, 11, 20))), tmp_path / f"{size}.csv", other)
        assert (again.good, again.faulty, again.faults) == (alone[0].good, alone[0].faulty, alone[0].faults)
        with (tmp_path / f"{size}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [each[:3] for each in csv.reader(file)][1:] == alone[1]
    assert [each[0] for each in alone[1]] == ["32", "63", "64", "64"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "文件是空的"),
        ("姓名,证书编号\n".encode(), "表格缺少列：证件号码"),
        (b"\xff\xff\xff", "文字编码"),
        (b"a\0b\n", "不是有效的CSV"),
    ],
)
def test_what_is_no_such_sheet_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(NotAllowed, match=says):
        sheet_of(tmp_path / "a.csv")


def test_an_xlsx_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(NotAllowed, match="不是有效的表格"), opened(tmp_path / "a.xlsx"):
        pass


def test_a_sheet_may_have_a_title_above_and_columns_in_any_order(filing: Filing, tmp_path: Path) -> None:
    heads = ["证书号", "姓名", "身份证号", "职业编码", "职业名称", "发证日期", "评价机构", "备注"]
    cells = [
        f"{FILING}244000001",
        "张三",
        "11010519491231002X",
        "6-31-01-03",
        "电工",
        "2024年5月20日",
        "甲公司",
        "x",
    ]
    lines = ["历史证书", ",".join(heads), ",".join(cells), ",,,", ",".join([*cells[:-2]])]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    assert taken(tmp_path / "a.csv") == Outcome(1, 1, 1, 0, 1)
    assert [each[:2] for each in faults_of(tmp_path / "a.csv")] == [["5", "评价机构"]]


def test_the_command_lists_enters_and_says_what_to_do_next(
    filing: Filing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = as_csv(tmp_path / "旧证书.csv", [*many(2), row(证件号码="1")])
    call_command("certificates", "import", str(sheet))
    said = capsys.readouterr().out
    assert "导入0本" in said
    assert "问题1项，提醒0项。请改好有问题的行再导入一次" in said
    assert "请加--good-rows" in said
    assert len(list(tmp_path.glob("旧证书-问题清单-*.csv"))) == 1


def test_a_list_with_nothing_but_warnings_is_kept_and_an_empty_one_is_not(
    filing: Filing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early = as_csv(tmp_path / "early.csv", [row(发证日期="2024-05-01")])
    call_command("certificates", "import", str(early))
    assert "导入1本" in (said := capsys.readouterr().out)
    assert "问题0项，提醒1项。有提醒的行不影响导入，请逐项核对。" in said
    call_command("certificates", "import", str(as_csv(tmp_path / "good.csv", many(2, first=2))))
    assert "清单" not in capsys.readouterr().out
    assert [each.name[:5] for each in tmp_path.glob("*-问题清单-*.csv")] == ["early"]
