"""`dengji law …`: every sub-command answers in sentences and in JSON, or says in one sentence why not."""

import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from dengji.policy import queries
from dengji.policy.acts import AdoptionEntry, adopt
from dengji.policy.models import Edition, HolidaySchedule
from dengji.policy.terms import Kind
from tests.policy.small import given_text
from tests.policy.test_acts import AT, SCHEDULE

Law = Callable[..., str]
DECIDE = ("decide", "--pack", "SMALL", "--matter", "initial", "--step", "check", "--facts")
RESOLVE = ("resolve", "--place", "990101", "--regime", "skill_level", "--on")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small pack and a year's days off."""
    for name in ("small", "national/holidays"):
        (tmp_path / "packs" / name).mkdir(parents=True)
    (tmp_path / "packs/small/pack.yaml").write_text(given_text(), encoding="utf-8")
    (tmp_path / "packs/national/holidays/2024.yaml").write_text(SCHEDULE, encoding="utf-8")
    return tmp_path / "packs"


@pytest.fixture
def law(folder: Path, settings: Any) -> Law:
    """The command, on that folder."""
    settings.DENGJI_PACKS = folder

    def run(*words: str) -> str:
        out = StringIO()
        call_command("law", *words, stdout=out)
        return out.getvalue()

    return run


def data(law: Law, *words: str) -> Any:
    """The command's JSON."""
    return json.loads(law(*words, "--json"))


def given_continued(*, until_on: date | None) -> None:
    """The small text goes on applying by decision."""
    entry = AdoptionEntry("SMALL", "990000", Kind.CONTINUED, date(2026, 1, 1), until_on, "新办法未出台")
    adopt(entry, by=None, at=AT)


def mistakes(law: Law, *words: str) -> list[dict[str, Any]]:
    """What a check refuses, warnings left out."""
    out = StringIO()
    with pytest.raises(CommandError, match="错误"):
        call_command("law", *words, "--json", stdout=out)
    return [problem for problem in json.loads(out.getvalue())["problems"] if not problem["warning"]]


def given_facts_file(folder: Path, text: str = '{"kind": "employer", "staff": 2}') -> str:
    """A file of facts."""
    path = folder / "facts.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_list_names_every_text(law: Law) -> None:
    assert law("list") == "SMALL  990000  正式文本  2024-01-01至2025-12-31  《小办法》小字〔2024〕1号\n"
    (text,) = data(law, "list")
    assert (text["id"], text["from"], text["matters"]) == ("SMALL", "2024-01-01", {"initial": "首次备案"})


def test_check_finds_nothing_wrong_with_a_right_folder(law: Law) -> None:
    assert law("check").endswith("共1个规则包、1年放假安排，没有错误。\n")
    assert (data(law, "check")["packs"], data(law, "check")["schedules"]) == (1, 1)


@pytest.mark.row("CR-1")
@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("[]", '["2024-02-04", "2024-02-04"]', 6, "调休上班日2024-02-04写了两次"),
        ("[]", '["2024-02-07"]', 6, "2024-02-07不是周六或周日，不能是调休上班日"),
        ("from: 2024-01-01", "from: 2023-01-01", 5, "2023-01-01不在2024年之内"),
        ('source: "某通知"\n', "", 1, "缺少：source"),
        ("year: 2024", "year: 2025", 1, "文件名是“2024”，内容却是2025年"),
    ],
)
def test_check_refuses_a_mistake_in_the_days_off_with_file_and_line(
    law: Law, folder: Path, old: str, new: str, line: int, sentence: str
) -> None:
    path = folder / "national/holidays/2024.yaml"
    assert old in SCHEDULE
    path.write_text(SCHEDULE.replace(old, new), encoding="utf-8")
    for checked in (folder, folder / "national/holidays"):
        (wrong,) = mistakes(law, "check", str(checked))
        assert (wrong["file"], wrong["line"], wrong["sentence"]) == (str(path), line, sentence)


def test_check_refuses_a_year_that_two_files_tell(law: Law, folder: Path) -> None:
    again = folder / "small/holidays"
    again.mkdir()
    (again / "2024.yaml").write_text(SCHEDULE, encoding="utf-8")
    (wrong,) = mistakes(law, "check")
    first = folder / "national/holidays/2024.yaml"
    assert (wrong["file"], wrong["line"]) == (str(again / "2024.yaml"), 1)
    assert wrong["sentence"] == f"2024年的放假安排已在 {first} 中"


def test_check_takes_a_folder_of_days_off_alone(law: Law, folder: Path) -> None:
    assert law("check", str(folder / "national/holidays")) == "共0个规则包、1年放假安排，没有错误。\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ('{fact: "staff",', '{fact: "stuff",', 44, "没有名为“stuff”的事实"),
        ('issuer: "某局"\n', "", 1, "缺少必填的“issuer”"),
    ],
)
def test_check_refuses_a_mistake_with_file_and_line(
    law: Law, folder: Path, old: str, new: str, line: int, sentence: str
) -> None:
    assert law("check")
    path = folder / "small/pack.yaml"
    path.write_text(given_text((old, new)), encoding="utf-8")
    (wrong,) = mistakes(law, "check", str(folder))
    assert (wrong["file"], wrong["line"], wrong["sentence"]) == (str(path), line, sentence)


def test_check_says_where_there_is_nothing_to_check(law: Law, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match="没有规则包"):
        law("check", str(tmp_path / "empty"))
    with pytest.raises(CommandError, match="找不到规则包的文件夹"):
        law("check", str(tmp_path / "none"))


def test_check_compares_with_the_official_texts(law: Law, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("小办法 第一条 不少于三人 第二条 5个工作日", encoding="utf-8")
    assert "没有错误" in law("check", "--texts", str(texts))
    (texts / "a.txt").write_text("小办法 第一条 不少于三人 第二条 6个工作日", encoding="utf-8")
    with pytest.raises(CommandError, match="发现1处错误"):
        law("check", "--texts", str(texts))


@pytest.mark.django_db
def test_load_stores_texts_and_schedules_once(law: Law) -> None:
    assert law("load") == "装载文本1个，放假安排1年；其余没有变化。\n"
    assert data(law, "load") == {"editions": [], "schedules": []}
    assert (Edition.objects.count(), HolidaySchedule.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("on", "governs"),
    [("2023-12-31", None), ("2024-01-01", "SMALL"), ("2025-12-31", "SMALL"), ("2026-01-01", None)],
)
@pytest.mark.row("CR-6")
@pytest.mark.row("CR-7")
def test_resolve_tells_the_text_that_governs_or_why_none_does(law: Law, on: str, governs: str | None) -> None:
    words = (*RESOLVE, on, "--packs-only")
    answer = data(law, *words)
    assert answer["governing"] == governs
    assert [each["id"] for each in answer["considered"]] == ["SMALL"]
    assert ("没有可以适用的文本，不能受理新的申请" in law(*words)) == (governs is None)
    assert data(law, *words, "--matter", "renewal")["governing"] is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "governs"),
    [
        ("2025-12-31", "自2024年1月1日起施行"),
        ("2026-01-01", "继续适用，理由：新办法未出台"),
        ("2026-06-30", "继续适用，理由：新办法未出台"),
        ("2026-07-01", None),
    ],
)
@pytest.mark.row("CR-7")
def test_resolve_counts_the_decisions_in_the_database(law: Law, on: str, governs: str | None) -> None:
    law("load")
    given_continued(until_on=date(2026, 6, 30))
    answer = data(law, *RESOLVE, on)
    assert answer["governing"] == ("SMALL" if governs else None)
    assert (governs or "没有可以适用的文本") in answer["sentence"]
    assert answer["decisions"] == (1 if "2026-01-01" <= on <= "2026-06-30" else 0)


@pytest.mark.django_db
@pytest.mark.row("CR-7")
def test_resolve_looks_at_packs_alone_where_they_are_given_or_it_is_asked_to(law: Law, folder: Path) -> None:
    law("load")
    given_continued(until_on=None)
    assert data(law, *RESOLVE, "2026-01-01")["governing"] == "SMALL"
    for alone in (("--packs-only",), ("--packs", str(folder))):
        answer = data(law, *RESOLVE, "2026-01-01", *alone)
        assert (answer["governing"], answer["decisions"]) == (None, None)
        assert "只看规则包，没有计入试运行、继续适用的决定。" in law(*RESOLVE, "2026-01-01", *alone)


def test_resolve_says_that_there_is_no_database_to_ask(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(on: date) -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(queries, "decisions_on", unable)
    answer = data(law, *RESOLVE, "2025-12-31")
    assert (answer["governing"], answer["decisions"]) == ("SMALL", None)
    assert "没有可用的数据库" in law(*RESOLVE, "2025-12-31")


@pytest.mark.django_db
@pytest.mark.row("CR-7")
def test_decide_counts_the_decisions_in_the_database(law: Law, folder: Path) -> None:
    law("load")
    given_continued(until_on=None)
    words = (*DECIDE, given_facts_file(folder))
    assert "继续适用" in law(*words, "--on", "2026-01-01").splitlines()[-1]
    assert "也未决定继续适用" in law(*words, "--on", "2026-01-01", "--packs-only").splitlines()[-1]


def test_show_tells_a_text_whole(law: Law) -> None:
    lines = law("show", "SMALL").splitlines()
    assert lines[0] == "《小办法》小字〔2024〕1号"
    assert "  最少人数：3（第一条）" in lines
    assert "  专家组几人 采用：三人" in lines
    assert data(law, "show", "SMALL")["pack"]["id"] == "SMALL"


def test_facts_tells_who_answers_each_fact_and_what_for(law: Law) -> None:
    by_name = {fact["name"]: fact for fact in data(law, "facts", "SMALL")}
    assert by_name["staff"] == {
        "name": "staff", "kind": "integer", "label": "专职人员数", "from": "computed", "asks": "", "used_by": ["staff"],
    }  # fmt: skip
    assert (by_name["site"]["from"], by_name["site"]["used_by"]) == (
        "applicant",
        ["matters.initial.steps.2.applies"],
    )
    assert "staff  integer  专职人员数  computed" in law("facts", "SMALL")


@pytest.mark.row("CR-5")
@pytest.mark.row("CR-9")
def test_decide_explains_every_condition(law: Law, folder: Path) -> None:
    words = (*DECIDE, given_facts_file(folder), "--packs-only")
    answer = data(law, *words, "--on", "2024-06-03")
    assert (answer["truth"], answer["missing"], answer["on"]) == ("not_met", [], "2024-06-03")
    lines = law(*words, "--on", "2024-06-03").splitlines()
    assert lines[0] == "共2项：不符合1项，待定1项；不符合：有专职人员；另缺：信用良好、缺少的材料、已核验。"
    assert "[不符合] 有专职人员（第一条）：专职人员2人，少于3人" in lines
    assert "    依据：机构类型＝用人单位" in lines
    assert "    怎样才能符合：增加到3人" in lines
    assert lines[-1] == "适用《小办法》：自2024年1月1日起施行，至2025年12月31日止。"
    assert data(law, *words)["on"] > "2024"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "不是JSON或YAML文件"),
        ("[1]", "应写明各项事实"),
        ('{"beauty": true}', "没有名为“beauty”的事实"),
        ('{"staff": "two"}', "事实“专职人员数”（staff）的类型应为 integer"),
    ],
)
def test_decide_refuses_facts_that_it_cannot_read(law: Law, folder: Path, text: str, sentence: str) -> None:
    facts = given_facts_file(folder, text)
    with pytest.raises(CommandError, match=sentence):
        law(*DECIDE, facts)


def test_decide_says_which_file_is_not_there(law: Law, folder: Path) -> None:
    with pytest.raises(CommandError, match=r"文件无法读取：.*none\.json"):
        law(*DECIDE, str(folder / "none.json"))


def test_steps_tells_the_path_of_a_matter(law: Law) -> None:
    steps = data(law, "steps", "--pack", "SMALL", "--matter", "initial")
    assert [step["id"] for step in steps] == ["apply", "check", "visit", "public", "report"]
    assert steps[1]["outcomes"]["reject"] == {"label": "不予受理", "leads_to": "not_accepted", "ends": True}
    lines = law("steps", "--pack", "SMALL", "--matter", "initial").splitlines()
    assert "check  审核：经办人办理（第二条），期限5个工作日" in lines
    assert "    受理 → visit" in lines


@pytest.mark.row("CR-1")
def test_due_counts_a_period_from_the_day_after(law: Law) -> None:
    words = ("due", "--pack", "SMALL", "--matter", "initial", "--step", "check", "--from", "2024-06-03")
    assert data(law, *words) == {
        "from": "2024-06-03",
        "due": "2024-06-10",
        "provisional": False,
        "n": 5,
        "unit": "working_day",
        "article": "第二条",
    }
    assert law(*words) == "2024年6月3日 (周一)的次日起5个工作日，至2024年6月10日 (周一)届满（第二条）\n"


def test_due_says_that_a_step_has_no_period(law: Law) -> None:
    with pytest.raises(CommandError, match="没有规定步骤“申请”的期限"):
        law("due", "--pack", "SMALL", "--matter", "initial", "--step", "apply", "--from", "2024-06-03")


def test_timers_tells_what_happens_around_an_expiry(law: Law, folder: Path) -> None:
    assert [(each["id"], each["on"]) for each in data(law, "timers", "--pack", "SMALL", "--expiry", "2024-06-30")] == [
        ("window", "2024-05-01"), ("lapse", "2024-06-30"),
    ]  # fmt: skip
    assert (
        law("timers", "--pack", "SMALL", "--expiry", "2024-06-30").splitlines()[1]
        == "2024年6月30日 (周日)  期满（第三条）"
    )
    (folder / "small/pack.yaml").write_text(
        given_text(('anchor: "expiry"', 'anchor: "visit"')), encoding="utf-8"
    )
    assert (
        law("timers", "--pack", "SMALL", "--expiry", "2024-06-30") == "这个文本没有随有效期自动发生的事项。\n"
    )


@pytest.mark.row("CR-8")
def test_workday_counts_and_says_what_is_provisional(law: Law) -> None:
    assert law("workday", "add", "2024-06-07", "1") == "2024年6月10日 (周一)\n"
    assert law("workday", "add", "2024-12-31", "1") == "2025年1月1日 (周三)（暂定，放假安排尚未公布）\n"
    assert data(law, "workday", "add", "2024-06-10", "-1")["day"] == "2024-06-07"
    assert data(law, "workday", "between", "2024-06-03", "2024-06-10")["count"] == 5


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "NONE"), "没有编号为“NONE”的文本，有：SMALL。"),
        (("steps", "--pack", "SMALL", "--matter", "party"), "没有规定事项“party”"),
        (
            ("resolve", "--place", "99", "--regime", "skill_level", "--on", "2024-01-01"),
            "不是六位行政区划代码",
        ),
        (
            ("resolve", "--place", "990000", "--regime", "skill_level", "--on", "tomorrow"),
            "“tomorrow”不是日期",
        ),
        (("workday", "add", "2024-06-07", "many"), "天数应为整数"),
        (("workday", "add", "soon", "1"), "“soon”不是日期"),
        (("workday", "between", "2024-06-07", "soon"), "“soon”不是日期"),
        (("workday", "add", "2024-06-07", "99999999"), "超出工作日历"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(
    law: Law, words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        law(*words)
