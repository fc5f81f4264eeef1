"""Steps of the public, and of the office towards it: publicity, objections, the directory, letters."""

from playwright.sync_api import Page

from tests.journeys.steps import follow, press, says, visit, when_nobody_is_signed_in


def when_publicity_is_opened(page: Page, last_day: str) -> None:
    """The last day is told before anything is made public."""
    follow(page, "发布公示", within=".offers")
    says(page, f"公示到{last_day}")
    press(page, "发布公示")
    says(page, "公示已发布")


def when_somebody_objects(page: Page, body: str, *, why: str) -> str:
    """Without sign-in, from the first page; gives the receipt."""
    when_nobody_is_signed_in(page)
    follow(page, "公示公告", within="header")
    follow(page, body, exact=False)
    says(page, "提出异议")
    page.get_by_label("姓名或单位名称").fill("张建国")
    page.get_by_label("联系方式").fill("13900000000")
    page.get_by_label("异议内容和依据").fill(why)
    press(page, "提交异议")
    says(page, "已收到您的异议", why)
    return page.locator(".panel-done .num").inner_text()


def when_the_objection_is_answered(page: Page, receipt: str, answer: str) -> None:
    """From the list of those that wait: found without ground, in words."""
    follow(page, "办件", within="header")
    follow(page, "异议", within="header")
    follow(page, receipt)
    page.get_by_label("异议不成立").check()
    page.get_by_label("答复意见").fill(answer)
    press(page, "答复")
    says(page, f"异议{receipt}已答复", "异议不成立")


def then_the_answer_is_there(page: Page, receipt: str, answer: str) -> None:
    """For whoever has the receipt and the contact left with it."""
    when_nobody_is_signed_in(page)
    follow(page, "凭回执号查办理情况")
    page.get_by_label("回执号").fill(receipt)
    page.get_by_label("联系方式").fill("13900000000")
    press(page, "查询")
    says(page, "您的异议已经答复", answer)


def then_it_cannot_be_done(page: Page, verb: str, why: str) -> None:
    """Greyed on the case page with the reason; the act's own address says the same, and has no button."""
    says(page, why)
    case = page.url.partition("/cases/")[2].partition("/")[0]
    visit(page, f"/office/cases/{case}/do/{verb}/")
    says(page, "现在不能办理", why)
    assert not page.locator("main form").count()
    follow(page, "返回案件")


def then_the_directory_shows(page: Page, body: str, *what: str) -> str:
    """Found by name without sign-in, with scope, authority and validity; gives the number of the filing."""
    when_nobody_is_signed_in(page)
    follow(page, "机构目录", within="header")
    page.get_by_label("机构名称或备案号").fill(body)
    press(page, "查找")
    says(page, "共1项备案")
    follow(page, body)
    says(page, "有效", *what)
    return page.url.rstrip("/").rpartition("/")[2]
