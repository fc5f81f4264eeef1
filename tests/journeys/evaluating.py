"""Steps at the body's desk about a batch: a plan written, people listed, seats drawn, the day, scores, results."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO

from playwright.sync_api import FilePayload, Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.journeys.steps import arrive, follow, press, says

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def card(page: Page, heading: str) -> Locator:
    """The part of the page under a heading."""
    return page.locator("section.card", has=page.get_by_role("heading", name=heading, exact=True))


def when_a_plan_is_begun(page: Page, number: str, scope: str, people: int, days: tuple[date, date]) -> None:
    """From the list: occupation and level, then what is proposed for it, with days and people."""
    follow(page, "评价计划", within="header")
    follow(page, f"新建计划：备案{number}")
    page.get_by_label("职业和等级").select_option(value=scope)
    press(page, "继续")
    page.get_by_label("计划人数").fill(str(people))
    page.get_by_label("试题来源").select_option(label="国家题库")
    page.get_by_label("收费（元/人）").fill("0")
    when_the_days_are_set(page, days)


def when_the_days_are_set(page: Page, days: tuple[date, date]) -> None:
    """The first and the last, and the plan saved."""
    page.get_by_label("开始日期").fill(days[0].isoformat())
    page.get_by_label("结束日期").fill(days[1].isoformat())
    press(page, "保存")


def when_every_venue_is_used(page: Page) -> None:
    """Those of the filing."""
    follow(page, "使用的场所", within=".tasks")
    for venue in page.get_by_role("checkbox").all():
        venue.check()
    press(page, "保存")


def when_somebody_is_given_a_part(page: Page, task: str, *names: str) -> None:
    """The body's own people, one after the other; the page of people is open."""
    for name in names:
        form = card(page, "安排本机构人员")
        form.get_by_label("分工").select_option(label=task)
        form.get_by_label("本机构人员").select_option(
            label=next(each for each in choices(form) if name in each)
        )
        arrive(page, form.get_by_role("button", name="安排"))
        says(page, f"已安排{name}：{task}")


def choices(form: Locator) -> list[str]:
    """Who may be chosen."""
    return form.get_by_label("本机构人员").locator("option").all_inner_texts()


def when_a_sheet_is_brought_in(page: Page, content: bytes, name: str = "表格.xlsx") -> None:
    """The page of the sheet is open."""
    page.get_by_label("填好的表格").set_input_files(FilePayload(name=name, mimeType=SHEET, buffer=content))
    press(page, "导入")


def downloaded(page: Page, words: str) -> list[list[object]]:
    """The rows of a sheet that a link leads to."""
    there = page.locator("main").get_by_role("link", name=words).first.get_attribute("href")
    answer = page.request.get(there or "")
    assert answer.ok, (there, answer.status)
    book = CalamineWorkbook.from_filelike(BytesIO(answer.body()))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def when_a_sitting_is_added(page: Page, method: str, day: date, between: tuple[str, str], rooms: int) -> None:
    """On the page of the arrangement; each room with the seats that are proposed."""
    follow(page, "添加场次")
    page.get_by_label("评价方式").select_option(label=method)
    page.get_by_label("日期").fill(day.isoformat())
    page.get_by_label("开始时间").fill(between[0])
    page.get_by_label("结束时间").fill(between[1])
    press(page, "添加")
    for number in range(rooms):
        if number:
            arrive(page, card_of(page, method).get_by_role("link", name="添加考场："))
        press(page, "添加")


def card_of(page: Page, method: str) -> Locator:
    """A sitting on the page of the arrangement."""
    return page.locator("section.card", has=page.locator("h3", has_text=method))


def when_rooms_are_watched(page: Page, method: str, people: Sequence[str], each: int = 2) -> None:
    """So many invigilators a room, in their order."""
    rows = card_of(page, method).locator("tbody tr")
    for number, name in enumerate(people):
        row = rows.nth(number // each)
        row.locator("select").select_option(label=f"{name}（监考人员）")
        arrive(page, row.get_by_role("button", name="安排："))


def when_seats_are_drawn(page: Page, method: str) -> None:
    """By lot."""
    arrive(page, page.get_by_role("button", name=re.compile(f"编排座位.*{method}")))
    says(page, f"{method}已随机编排")


def when_attendance_is_noted(page: Page, *absent: str) -> None:
    """Everybody came but for these, by name."""
    for name in absent:
        page.get_by_role("group", name=name).get_by_label("缺考").check()
    press(page, "保存到场情况")
    says(page, "名考生的到场情况")


def when_somebody_is_caught(page: Page, name: str) -> None:
    """Cheating, with what was done about it."""
    page.get_by_role("radio", name="作弊", exact=False).check()
    who = page.get_by_label("考生（选填）").or_(page.get_by_label("考生", exact=True))
    options = who.locator("option").all_inner_texts()
    who.select_option(label=next(each for each in options if name in each))
    page.get_by_label("发生了什么").fill("9时40分查看手机中的答案。")
    page.get_by_label("怎样处理的").fill("收缴手机，请出考场，本人签字。")
    press(page, "登记")
    says(page, "已登记：")


def when_the_supervisor_reports(page: Page, name: str) -> None:
    """Every part in order."""
    follow(page, f"填写{name}的督导报告")
    for sound in page.locator("input[type=radio][value=yes]").all():
        sound.check()
    page.get_by_label("总体意见").fill("组织规范，未见影响结果的情形。")
    press(page, "提交报告")
    says(page, f"{name}的督导报告已提交")


def when_a_sheet_is_signed(page: Page, plan: str, ordinal: int, total: int) -> None:
    """By an examiner of the body's own, from the first page: his task, a candidate, the marks, the signature."""
    follow(page, "去评分")
    expect(page.get_by_role("row", name=plan)).to_contain_text("没有签")
    arrive(page, page.get_by_role("row", name=plan).get_by_role("link").first)
    follow(page, f"第{ordinal}号")
    page.get_by_label("总分").fill(str(total))
    press(page, "签字")
    says(page, f"第{ordinal}号的评分表已签字")
