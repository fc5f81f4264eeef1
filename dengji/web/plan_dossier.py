"""What a plan and its results say, as tables that people read (评价计划一览): one shape for every desk."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dengji.evaluations.queries import masked_of
from dengji.evaluations.scores.rules import worded
from dengji.evaluations.terms import Task
from dengji.filings.terms import Audience
from dengji.institutions.terms import ItemSource, VenueKind
from dengji.occupations.levels import label
from dengji.policy.engine.practice import Category, Method, Watch
from dengji.web.dossier import NOT_GIVEN, Dossier, Part, Sheet
from dengji.workdays.words import in_words

MOST_NAMED = 100
"""How many candidates a case page names; the rest are on the plan's own page."""


def readable_plan(dossier: Part) -> Dossier:
    """评价计划材料: the frozen dossier of a plan, or of its results, in words."""
    said = dossier["plan"]
    sheets = [venues_of(said), people_of(said)]
    if dossier.get("certificates"):
        sheets = [roll_of(dossier["certificates"]), *sheets]
    if dossier.get("results"):
        sheets = [came_to(dossier["results"], said["methods"]), *sheets]
    return Dossier(plan_lines(said), sheets, "计划内容")


def plan_lines(said: Part) -> list[tuple[str, str]]:
    """A plan line by line, as it was said."""
    work_type = f"（{said['work_type']}）" if said["work_type"] else ""
    audience = said["audience"]
    standard = f"《{said['standard']}》{said['standard_edition']}" if said["standard"] else NOT_GIVEN
    return [
        ("计划编号", said.get("number") or "报送后编号"),
        ("职业", f"{said['name']}{work_type} {said['code']}"),
        ("等级", label(said["level"]) if said["level"] else "不分等级"),
        ("评价对象", str(Audience(audience).label) if audience in Audience.values else audience),
        ("考生来源", _named(Category, said["categories"])),
        ("评价方式", _named(Method, said["methods"])),
        ("评价依据", standard),
        ("试题来源", str(ItemSource(said["item_source"]).label) if said["item_source"] else NOT_GIVEN),
        ("实施日期", _days(said)),
        ("计划人数", f"{said['expected']}人" if said["expected"] else NOT_GIVEN),
        ("收费", _fee(said["fee_fen"])),
        *([("说明", said["note"])] if said["note"] else []),
    ]


def roll_of(said: Part) -> Sheet:
    """拟发证名册: whose certificates are asked for, the first hundred by masked number."""
    people = said["people"][:MOST_NAMED]
    known = masked_of(people)
    gone = ("—", "已不在名单")
    rows = [tuple(str(each) for each in known.get(token, gone)) for token in people]
    rest = len(said["people"]) - len(people)
    more = f"；下面列出前{MOST_NAMED}人，其余到“批次的证书”查看" if rest > 0 else ""
    return Sheet(f"拟发证名册（共{len(said['people'])}人{more}）", ("考生序号", "证件号码"), rows)


def venues_of(said: Part) -> Sheet:
    """Where it is carried out."""
    rows = [
        (
            row["name"],
            str(VenueKind(row["kind"]).label) if row["kind"] in VenueKind.values else row["kind"],
            row["address"] or NOT_GIVEN,
            f"{row['seats']}个" if row["seats"] else NOT_GIVEN,
            "有" if row["video"] else "没有登记",
            "已备案" if row["filed"] else "没有备案",
        )
        for row in said["venues"]
    ]
    return Sheet("使用的场所", ("名称", "用途", "地址", "工位", "视频监控", "备案"), rows)


def people_of(said: Part) -> Sheet:
    """Who does what."""
    rows = [
        (str(Task(row["task"]).label), row["name"], "随机抽取" if row["drawn"] else "指定")
        for row in said["assignments"]
    ]
    return Sheet("人员分工", ("分工", "姓名", "怎样确定"), rows)


def came_to(results: Part, methods: Sequence[str]) -> Sheet:
    """What the batch came to, the first hundred candidates by masked number."""
    people = results["people"][:MOST_NAMED]
    known = masked_of(row["candidate"] for row in people)
    rows = []
    for row in people:
        ordinal, masked = known.get(row["candidate"], ("—", "已不在名单"))
        rows.append(
            (str(ordinal), masked, *(score_said(row["scores"], each) for each in methods), verdict(row))
        )
    rest = results["candidates"] - len(people)
    more = f"；下面列出前{MOST_NAMED}人，其余到计划页查看" if rest > 0 else ""
    reports = "、".join(Watch(each).label for each in results.get("reports", ())) or "没有"
    absent = results["absent"]
    counts = f"共{results['candidates']}人，全部缺考{absent}人，合格{results['passed']}人；督导报告：{reports}{more}"
    columns = ("序号", "证件号码", *(Method(each).label for each in methods), "结果")
    return Sheet(f"评价结果（{counts}）", columns, rows)


def verdict(row: Part) -> str:
    """合格, 不合格 or 缺考, of a row of results."""
    if row["absent"]:
        return "缺考"
    return "合格" if row["passed"] else "不合格"


def score_said(scores: Mapping[str, Any], method: str) -> str:
    """A score in one method as it is said: 缺考, 未登记, or the figure."""
    if method not in scores:
        return "未登记"
    return worded(None if scores[method] is None else Decimal(scores[method]))


def _named(terms: Any, codes: Sequence[str]) -> str:
    known = {each.value for each in terms}
    return "、".join(terms(code).label if code in known else code for code in codes) or NOT_GIVEN


def _days(said: Part) -> str:
    days = [date.fromisoformat(said[name]) for name in ("starts_on", "ends_on") if said[name]]
    if not days:
        return NOT_GIVEN
    if len(days) == 1:
        return f"{in_words(days[0])}（另一个日期没有填写）"
    return in_words(days[0]) if days[0] == days[1] else f"{in_words(days[0])}至{in_words(days[1])}"


def _fee(fen: int | None) -> str:
    if fen is None:
        return NOT_GIVEN
    return "不收费" if fen == 0 else f"每人{fen // 100:,}.{fen % 100:02d}元"
