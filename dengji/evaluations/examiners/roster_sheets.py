"""The sheet of examiners and supervisors (考评员、督导员登记表): a row for each qualification of somebody."""

from datetime import date

from dengji.evaluations.examiners.roster_entries import HeldEntry, PersonEntry
from dengji.evaluations.terms import Engagement, Registered
from dengji.institutions.sheets import Cells, Faulty, Form, chosen, text
from dengji.institutions.terms import TitleLevel
from dengji.occupations.levels import levels

PARTED = str.maketrans({"年": "-", "月": "-", "日": "", "/": "-", ".": "-", " ": ""})
WHOLE = 8  # figures of a day written without signs between


def _made(cells: Cells) -> PersonEntry:
    kinds = {str(each.label): each.value for each in Registered}
    code = text(cells, "职业编码")
    held = HeldEntry(code, _level(cells), _title(cells), text(cells, "证书编号"))
    return PersonEntry(
        kind=chosen(cells, "登记类别", kinds),
        number=text(cells, "证卡编号", needed=True),
        name=" ".join(text(cells, "姓名", needed=True).split()),
        identity_number=text(cells, "身份证号", needed=True),
        valid_from=_day(cells, "有效期自"),
        valid_until=_day(cells, "有效期至"),
        employer=text(cells, "工作单位"),
        employer_uscc=text(cells, "单位统一社会信用代码"),
        engagement=_perhaps(cells, "专兼职", {str(each.label): each.value for each in Engagement}),
        held=(held,) if code else (),
    )


def _day(cells: Cells, column: str) -> date:
    """A day, however it is written: 2026-12-31, 2026/12/31, 2026年12月31日, 20261231."""
    typed = text(cells, column, needed=True)
    said = typed.translate(PARTED)
    if len(said) == WHOLE and said.isdecimal():
        said = f"{said[:4]}-{said[4:6]}-{said[6:]}"
    try:
        year, month, day = (int(part) for part in said.split("-"))
        return date(year, month, day)
    except ValueError as wrong:
        raise Faulty(column, f"“{typed[:20]}”不是日期，请写成2026-12-31的样子。") from wrong


def _level(cells: Cells) -> str:
    by_name = {each.label: each.code for each in levels()} | {each.code: each.code for each in levels()}
    return _perhaps(cells, "证书等级", by_name)


def _title(cells: Cells) -> str:
    return _perhaps(cells, "职称级别", {str(each.label): each.value for each in TitleLevel})


def _perhaps(cells: Cells, column: str, choices: dict[str, str]) -> str:
    return chosen(cells, column, choices) if text(cells, column) else ""


ROSTER = Form(
    "考评员督导员",
    {
        "登记类别": "考评员",
        "证卡编号": "KP2026000001",
        "姓名": "张三",
        "身份证号": "",
        "工作单位": "",
        "单位统一社会信用代码": "",
        "专兼职": "兼职",
        "有效期自": "2026-01-01",
        "有效期至": "2028-12-31",
        "职业编码": "6-18-01-01",
        "证书等级": "3",
        "职称级别": "",
        "证书编号": "",
    },
    _made,
)
