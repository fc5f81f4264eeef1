"""Steps at the body's desk: an application begun, filled in part by part, handed in, corrected."""

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.steps import arrive, follow, look, press, says
from tests.records.papers import PDF

FILE = FilePayload(name="材料.pdf", mimeType="application/pdf", buffer=PDF)
AFTER = FilePayload(name="补正材料.pdf", mimeType="application/pdf", buffer=PDF + b"\n")
DONE = "这一部分已填好"


def when_the_body_begins(page: Page, title: str) -> None:
    """From the first page: the offer, its conditions, and an application begun."""
    follow(page, f"查看条件：{title}")
    press(page, "开始填写申请")


def when_the_body_opens_its_case(page: Page, title: str) -> None:
    """From the first page."""
    follow(page, title)


def when_parts_are_as_the_registers_say(page: Page, *parts: str) -> None:
    """Parts that the registers fill are looked at, and marked as finished."""
    for part in parts:
        follow(page, part, within=".tasks")
        press(page, DONE)


def when_an_occupation_is_chosen(page: Page, name: str, levels: list[str], audience: str) -> None:
    """Searched in the catalogue, with levels and audience."""
    follow(page, "职业和等级", within=".tasks")
    page.get_by_label("职业编码、名称或拼音").fill(name)
    press(page, "查找")
    follow(page, f"选择{name}")
    for level in levels:
        page.get_by_label(level, exact=True).check()
    page.get_by_label(audience, exact=True).check()
    press(page, "列入申报范围")
    press(page, DONE)


def when_every_question_is_answered_well(page: Page) -> None:
    """What the text asks the applicant: yes, or the first choice."""
    follow(page, "申报事项", within=".tasks")
    for field in page.locator("form[data-autosave] .field").all():
        answer_well(field)
    press(page, "保存")
    press(page, DONE)


def answer_well(field: Locator) -> None:
    """Yes; of several choices the first; of numbers one."""
    asked = field.locator("select")
    if not asked.count():
        field.locator("input, textarea").fill("1")
        return
    values = asked.locator("option").evaluate_all("all => all.map(each => each.value)")
    asked.select_option("yes" if "yes" in values else values[1])


def when_every_document_is_uploaded(page: Page) -> None:
    """One file under each heading that is asked."""
    follow(page, "材料", within=".tasks")
    while (lacking := page.locator("li.offer", has_text="未上传").get_by_role("link", name="上传")).count():
        arrive(page, lacking.first)
        when_a_file_is_sent(page)
    press(page, DONE)


def when_a_file_is_sent(page: Page, file: FilePayload = FILE) -> None:
    """Chosen and sent; with scripts the page stays, and shows how far it is."""
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已上传到")
    look(page)


def when_the_head_signs(page: Page) -> None:
    """The commitment, read and signed."""
    follow(page, "承诺", within=".tasks")
    page.get_by_label("我已阅读并同意以上承诺").check()
    press(page, "签署承诺")
    press(page, DONE)


def when_the_application_is_handed_in(page: Page) -> str:
    """Everything on one page, then handed in; gives the number."""
    follow(page, "核对并提交", within=".tasks")
    press(page, "提交申请")
    says(page, "申请已提交")
    return page.locator(".panel-done .num").inner_text()


def when_the_correction_is_handed_in(page: Page) -> None:
    """Handed in again, with every part marked anew."""
    follow(page, "核对并提交", within=".tasks")
    press(page, "重新提交")
    says(page, "申请已提交")


def when_every_other_part_is_confirmed(page: Page) -> None:
    """Parts that were finished before are marked as finished anew; the head signs later."""
    open_parts = page.locator(".tasks li", has=page.locator(".tag:not(.tag-good)"), has_not_text="承诺")
    while open_parts.count():
        arrive(page, open_parts.first.get_by_role("link"))
        press(page, DONE)


def when_one_more_file_is_uploaded(page: Page, heading: str) -> None:
    """Beside those that are there."""
    follow(page, f"上传{heading}")
    when_a_file_is_sent(page, AFTER)
    press(page, DONE)
