"""The year's days off: the schedules that the house keeps, and what is refused of a new one."""

import re
from datetime import date
from pathlib import Path

import pytest

from dengji.workdays.schedule import ScheduleError, YearSchedule, load_schedules, parse_schedule

GOOD = """\
year: 2025
source: "国办发明电〔2024〕12号"
published_on: "2024-11-12"
holidays:
  - {name: "元旦", from: "2025-01-01", to: "2025-01-01"}
  - {name: "春节", from: "2025-01-28", to: "2025-02-04"}
make_up_days:
  - "2025-01-26"
  - "2025-02-08"
"""


def refusal(text: str) -> ScheduleError:
    """What is said of a text that cannot be taken."""
    with pytest.raises(ScheduleError) as caught:
        parse_schedule(text, name="上传.yaml")
    return caught.value


@pytest.mark.row("CR-1")
def test_the_house_keeps_the_schedules_of_2020_to_2026(schedules: tuple[YearSchedule, ...]) -> None:
    assert [schedule.year for schedule in schedules] == list(range(2020, 2027))


def test_every_schedule_cites_its_notice_and_came_out_before_its_year(
    schedules: tuple[YearSchedule, ...],
) -> None:
    for schedule in schedules:
        assert schedule.source.startswith(f"国办发明电〔{schedule.year - 1}〕")
        assert schedule.published_on is not None
        assert schedule.published_on.year == schedule.year - 1


def test_the_spring_festival_that_was_run_on_cites_both_its_notices(
    schedules: tuple[YearSchedule, ...],
) -> None:
    schedule = schedules[0]
    assert schedule.source == "国办发明电〔2019〕16号、国办发明电〔2020〕1号"
    assert {date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)} <= schedule.holidays
    assert date(2020, 2, 3) not in schedule.holidays
    assert date(2020, 2, 1) not in schedule.make_up_days


def test_a_schedule_is_read_with_every_day_of_its_holidays() -> None:
    schedule = parse_schedule(GOOD, name="上传.yaml")
    spring = {date(2025, 1, day) for day in range(28, 32)} | {date(2025, 2, day) for day in range(1, 5)}
    assert schedule == YearSchedule(
        year=2025,
        holidays=frozenset({date(2025, 1, 1)} | spring),
        make_up_days=frozenset({date(2025, 1, 26), date(2025, 2, 8)}),
        source="国办发明电〔2024〕12号",
        published_on=date(2024, 11, 12),
    )


@pytest.mark.parametrize("written", ["null", "~", ""])
def test_the_day_of_publication_may_be_unknown(written: str) -> None:
    text = GOOD.replace('"2024-11-12"', written)
    assert parse_schedule(text, name="上传.yaml").published_on is None


def test_a_day_may_stand_without_quotes() -> None:
    bare = re.sub(r'"(\d{4}-\d\d-\d\d)"', r"\1", GOOD)
    assert bare != GOOD
    assert parse_schedule(bare, name="上传.yaml") == parse_schedule(GOOD, name="上传.yaml")


def test_a_new_year_may_begin_in_december() -> None:
    text = GOOD.replace('from: "2025-01-01"', 'from: "2024-12-31"').replace('"2025-01-26"', '"2024-12-29"')
    schedule = parse_schedule(text, name="上传.yaml")
    assert date(2024, 12, 31) in schedule.holidays
    assert date(2024, 12, 29) in schedule.make_up_days


@pytest.mark.parametrize(
    ("good", "bad", "line", "sentence"),
    [
        ("year: 2025", "year: 2025\nyear: 2025", 2, "“year”写了两次"),
        ('to: "2025-02-04"', 'to: "2025-02-04", to: "2025-02-05"', 6, "“to”写了两次"),
        ('"2025-01-26"', '"2025-01-27"', 8, "2025-01-27不是周六或周日，不能是调休上班日"),
        ('"2025-02-08"', '"2026-01-03"', 9, "2026-01-03不在2025年之内"),
        ('"2025-02-08"', '"2024-11-30"', 9, "2024-11-30不在2025年之内"),
        ('from: "2025-01-01"', 'from: "2024-11-30"', 5, "2024-11-30不在2025年之内"),
        ('to: "2025-02-04"', 'to: "2026-01-01"', 6, "2026-01-01不在2025年之内"),
        ('to: "2025-02-04"', 'to: "2025-01-27"', 6, "“春节”的止日2025-01-27早于起日2025-01-28"),
        ('to: "2025-01-01"', 'to: "2025-01-28"', 6, "“春节”与别的假期重叠：2025-01-28"),
        ('"2025-02-08"', '"2025-02-01"', 9, "2025-02-01既是放假日又是调休上班日，日期重叠"),
        ('"2025-02-08"', '"2025-01-26"', 9, "调休上班日2025-01-26写了两次"),
        ('"2025-02-08"', '"2025-02-30"', 9, "应当是一个日期，写成 2026-01-31 的样子"),
        ('"2025-02-08"', '"20250208"', 9, "应当是一个日期，写成 2026-01-31 的样子"),
        ('"2025-02-08"', '["2025-02-08"]', 9, "应当是一个日期，写成 2026-01-31 的样子"),
        ("year: 2025", "year: 1989", 1, "年份应当在1990至2100之间"),
        ("year: 2025", "year: 二〇二五", 1, "年份应当在1990至2100之间"),
        ("year: 2025", "year: [2025]", 1, "年份应当在1990至2100之间"),
        ('"国办发明电〔2024〕12号"', '" "', 2, "“source”应当是文字，不能为空"),
        ('name: "春节"', "name: [春节]", 6, "“name”应当是文字，不能为空"),
        (
            "year: 2025",
            "years: 2025",
            1,
            "不认识的栏目“years”，只能有：year、source、published_on、holidays、make_up_days",
        ),
        (
            "year: 2025",
            "[year]: 2025",
            1,
            "不认识的栏目，只能有：year、source、published_on、holidays、make_up_days",
        ),
        ('name: "春节", ', 'names: "春节", ', 6, "不认识的栏目“names”，只能有：name、from、to"),
        ('name: "春节", ', "", 6, "缺少：name"),
        ('  - "2025-01-26"\n  - "2025-02-08"\n', "  二月八日\n", 8, "“make_up_days”应当是一个列表"),
        ('{name: "元旦", from: "2025-01-01", to: "2025-01-01"}', "元旦", 5, "这里应当写明：name、from、to"),
        ("holidays:", "holidays: [", 5, "YAML 写法有误，请检查缩进、冒号、引号和括号"),
        ("元旦", "元\x01旦", 5, "有无法显示的字符"),
    ],
)
def test_a_mistake_is_refused_with_its_file_and_line(good: str, bad: str, line: int, sentence: str) -> None:
    fault = refusal(GOOD.replace(good, bad, 1))
    assert (fault.name, fault.line, fault.sentence) == ("上传.yaml", line, sentence)
    assert str(fault) == f"上传.yaml 第{line}行：{sentence}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "文件是空的"),
        ("# 只有注释\n", "文件是空的"),
        ("[\n" * 1000, "括号嵌套过深"),
        ("[" * 501, "这一行过长，最多500个字符"),
        ("\n" * 20_001, "文件过长，最多20000个字符"),
    ],
)
def test_a_text_that_is_no_schedule_is_refused(text: str, sentence: str) -> None:
    assert refusal(text).sentence == sentence


def test_a_folder_is_read_by_year(tmp_path: Path) -> None:
    (tmp_path / "2025.yaml").write_text(GOOD, encoding="utf-8-sig")
    empty_year = 'year: 2024\nsource: "x"\npublished_on: null\nholidays: []\nmake_up_days: []\n'
    (tmp_path / "2024.yaml").write_text(empty_year, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a schedule")
    assert [schedule.year for schedule in load_schedules(tmp_path)] == [2024, 2025]


def test_a_mistake_in_a_folder_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "2025.yaml"
    file.write_text(GOOD.replace('"2025-01-26"', '"2025-01-27"'), encoding="utf-8")
    with pytest.raises(ScheduleError) as caught:
        load_schedules(tmp_path)
    assert (caught.value.name, caught.value.line) == (str(file), 8)


def test_a_file_named_for_another_year_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2026.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ScheduleError, match=r"第1行：文件名是“2026”，内容却是2025年"):
        load_schedules(tmp_path)


def test_a_file_in_another_encoding_is_refused_at_its_first_strange_byte(tmp_path: Path) -> None:
    (tmp_path / "2025.yaml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(ScheduleError, match=r"第2行：文件不是 UTF-8 编码"):
        load_schedules(tmp_path)


def test_a_folder_that_is_not_there_is_no_empty_folder(tmp_path: Path) -> None:
    assert load_schedules(tmp_path) == ()
    with pytest.raises(NotADirectoryError, match="找不到放假安排的文件夹"):
        load_schedules(tmp_path / "nowhere")
