"""Steps at the office's and the experts' desks: cases opened, facts stated, acts done, panels, selection."""

from collections.abc import Mapping
from datetime import date

from playwright.sync_api import FilePayload, Locator, Page, expect

from dengji.people.models import Expert
from tests.journeys.steps import arrive, follow, press, says, when_somebody_signs_in
from tests.records.papers import PDF

REASON = "已核对申请材料，符合要求。"


def when_the_case_is_opened(page: Page, body: str) -> None:
    """From the worklist."""
    follow(page, "办件", within="header")
    follow(page, body)


def when_the_officer_states_what_is_asked(page: Page) -> None:
    """Each fact that the text leaves to an officer: yes, with what it was found from."""
    while (asked := page.locator("details.ask")).count():
        asked.first.locator("summary").click()
        asked.first.get_by_label("是", exact=True).check()
        asked.first.get_by_label("核对依据").fill("查看了所交材料")
        arrive(page, asked.first.get_by_role("button"))


def when_every_fact_is_stated(page: Page, answers: Mapping[str, str]) -> None:
    """Each fact that is asked, on the case page or on a page of its own: as told here, else yes, or none."""
    while (asked := page.locator("[id^=ask-]")).count():
        fact = asked.first.inner_text().split("核对事实：")[-1].split("（")[0].split("\n")[0].strip()
        told = answers.get(fact, "")
        if asked.first.locator("summary").count():
            asked.first.locator("summary").click()
            when_a_fact_is_stated(page, asked.first, told)
        else:
            arrive(page, asked.first.get_by_role("link").first)
            when_a_fact_is_stated(page, page.locator("main form"), told)


def when_a_fact_is_stated(page: Page, form: Locator, told: str) -> None:
    """A choice, or a number, with what it was found from; and the paper that proves it, where one is asked for."""
    number = form.locator("input[type=number]")
    if number.count():
        number.fill(told or "0")
    elif form.locator("select[name$=-value]").count():
        form.locator("select[name$=-value]").select_option(label=told)
    else:
        form.get_by_label(told or "是", exact=True).check()
    form.get_by_role("textbox", name="核对依据").fill("查看了所交材料和系统记录")
    if "请附《" in form.inner_text():
        paper = FilePayload(name="核实材料.pdf", mimeType="application/pdf", buffer=PDF)
        form.locator("input[type=file]").set_input_files(paper)
    arrive(page, form.get_by_role("button", name="记入核对结果"))


def when_it_is_accepted(page: Page, label: str = "受理") -> None:
    """At once, from the case page."""
    press(page, label, within=".offers")


def when_it_is_decided(page: Page, label: str, why: str = REASON) -> None:
    """On the act's own page, which says what comes of it."""
    follow(page, label, within=".offers")
    says(page, "办理后")
    if page.locator("textarea").count():
        page.locator("textarea").fill(why)
    press(page, "确认办理" if label.startswith("确") else f"确认{label}")
    says(page, f"“{label}”已办理")


def when_it_is_returned(page: Page, part: str, *items: str) -> None:
    """With an itemised list, each under its part; what was suggested is left out."""
    follow(page, "退回补正", within=".offers")
    for number, says_what in enumerate(items):
        page.locator(f"[name=items-{number}-section]").select_option(label=part)
        page.locator(f"[name=items-{number}-says]").fill(says_what)
    press(page, "退回补正")


def when_a_panel_is_convened(page: Page, experts: tuple[Expert, ...]) -> None:
    """Chosen from the roster; the first leads."""
    follow(page, "组建专家组", within=".offers")
    for expert in experts:
        page.get_by_label(f"选择{expert.post.person.full_name}", exact=True).check()
    page.get_by_label(f"{experts[0].post.person.full_name}任组长").check()
    press(page, "组建专家组")
    says(page, f"专家组已组建，共{len(experts)}人")


def when_each_expert_scores(page: Page, experts: tuple[Expert, ...]) -> None:
    """Each signs in, fills in the own sheet, and hands it in."""
    for expert in experts:
        when_somebody_signs_in(page, expert.post)
        follow(page, "填写评分表")
        when_the_sheet_is_filled_in(page)


def when_the_sheet_is_filled_in(page: Page) -> None:
    """Nearly full marks on each item."""
    for item in page.locator("form input[type=number]").all():
        item.fill(str(int(item.get_attribute("max") or "1") - 1))
    page.get_by_label("个人意见").fill("材料齐全，条件具备。")
    press(page, "提交评分表")
    says(page, "评分表已提交")


def when_the_head_draws_up(page: Page, head: Expert) -> None:
    """At the expert's desk, with what the text asks of the panel."""
    when_somebody_signs_in(page, head.post)
    says(page, "等您形成专家组意见")
    follow(page, "形成专家组意见")
    when_the_opinion_is_given(page, "形成意见")


def when_the_office_draws_up(page: Page) -> None:
    """At the office's desk, with every sheet before one's eyes."""
    follow(page, "形成专家组意见", within=".offers")
    when_the_opinion_is_given(page, "形成专家组意见")


def when_the_opinion_is_given(page: Page, button: str) -> None:
    """In favour of the body."""
    for yes in page.get_by_label("是", exact=True).all():
        yes.check()
    page.get_by_label("专家组意见").fill("专家组一致认为符合条件。")
    press(page, button)
    says(page, "专家组意见已形成")


def when_a_round_is_opened(
    page: Page, matter: str, title: str, between: tuple[date, date], *, places: int | None = None
) -> None:
    """An application round, from today to a day."""
    follow(page, "办件", within="header")
    follow(page, "申报批次", within="header")
    follow(page, "发布申报安排")
    basis = page.get_by_label("依据文本和事项")
    basis.select_option(value=basis.locator("option", has_text=matter).first.get_attribute("value"))
    page.get_by_label("名称", exact=True).fill(title)
    page.get_by_label("征集范围").fill("装备制造")
    expect(page.get_by_label("开始日期")).to_have_value(between[0].isoformat())
    page.get_by_label("截止日期").fill(between[1].isoformat())
    page.get_by_label("拟入选数").fill(str(places or ""))
    press(page, "发布")
    says(page, f"“{title}”已发布")
