"""Results of a campaign as a sheet (检查结果表)."""

from collections.abc import Sequence

from django.http import HttpResponse

from dengji.supervision.models import Campaign
from dengji.supervision.queries import Check
from dengji.web.sheets import attachment, sheet

HEADS = ("序号", "分组", "机构名称", "备案号", "检查人员", "检查结果", "检查日期", "检查情况")


def results_sheet(campaign: Campaign, checks: Sequence[Check]) -> HttpResponse:
    """The sheet, to be saved."""
    content = sheet("检查结果", HEADS, [_cells(each) for each in checks])
    return attachment(content, f"{campaign.title}.xlsx")


def _cells(check: Check) -> list[str]:
    row = check.row
    return [
        str(row.ordinal),
        row.group,
        str(row.filing.institution),
        row.filing.number,
        "、".join(f"{each.person.name}（{each.person.number}）" for each in check.now),
        row.get_came_display() if row.came else "还没有登记",
        row.inspected_on.isoformat() if row.inspected_on else "",
        row.says,
    ]
