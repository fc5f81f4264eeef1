"""The registers of a body as pages (机构登记): for each its form, its columns and its acts, in one table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from dengji import clock
from dengji.institutions import sheets
from dengji.institutions.acts import registers
from dengji.institutions.acts.sheets import add_equipment_by_sheet, add_members_by_sheet
from dengji.institutions.models import Institution
from dengji.institutions.queries import row_of, rows_of
from dengji.institutions.terms import BodyKind, MemberRole
from dengji.occupations.levels import label as level_label
from dengji.occupations.queries import names
from dengji.people.models import Post
from dengji.policy.engine.terms import Section
from dengji.records.acts import store
from dengji.records.models import StoredFile
from dengji.records.terms import Retention
from dengji.web.body import entries
from dengji.workdays.words import in_words

Names = dict[str, str]
Cell = Callable[[Any, Names], Any]


@dataclass(frozen=True, slots=True)
class Register:
    """One register (登记簿): where it stands, how a row is typed and shown, and what keeps it."""

    name: str
    part: Section
    title: str
    one: str
    form: type[entries.EntryForm]
    columns: dict[str, Cell]
    kept_in: registers.Register[Any, Any]
    empty: str
    by_sheet: Callable[..., Any] | None = None
    sheet: "sheets.Form[Any] | None" = None
    only: str = ""
    """The kind of body that has it; empty for every kind."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row on a page (一行登记)."""

    pk: int
    cells: tuple[tuple[str, Any], ...]
    file: StoredFile | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A register on a page (一览): its rows in words."""

    register: Register
    lines: Sequence[Line]


def listed(institution: Institution, register: Register, of: Any = None) -> Listed:
    """What stands in a register, as a page shows it; `of` narrows qualifications to one member."""
    rows = list(rows_of(institution, register.name) if of is None else of.qualifications.all())
    called = names({code for row in rows for code in _codes(row)})
    return Listed(register, [_line(register, row, called) for row in rows])


def parts_listed(institution: Institution, part: Section) -> list[Listed]:
    """The registers that stand in one part of the application, for this kind of body."""
    chosen = [each for each in REGISTERS.values() if each.part is part and each.name != "qualifications"]
    return [listed(institution, each) for each in chosen if each.only in ("", institution.kind)]


@transaction.atomic
def written(
    register: Register, home: Any, form: entries.EntryForm, *, row: Any = None, by: Post, at: datetime
) -> Any:
    """Add or change a row from its form, keeping the file first where one was chosen."""
    file = _file(register, form, row, by=by, at=at)
    act, subject = (registers.change, row) if row is not None else (registers.add, home)
    return act(register.kept_in, subject, form.entry(file), by=by, at=at)


def row_in(institution: Institution, register: Register, pk: int) -> Any | None:
    """A row of this body's register; None for another's."""
    return row_of(institution, register.name, pk)


def _file(
    register: Register, form: entries.EntryForm, row: Any, *, by: Post, at: datetime
) -> StoredFile | None:
    field = form.file_field
    chosen = form.cleaned_data.get(field) if field else None
    if chosen is None:
        return getattr(row, field) if field and row is not None else None
    kept = Retention.REGISTER_MATERIAL
    return store(content=chosen, name=chosen.name, owner=by.organisation, by=by, at=at, retention=kept)


def _codes(row: Any) -> list[str]:
    single = getattr(row, "occupation", "")
    return [*getattr(row, "occupations", ()), *([single] if single else [])]


def _line(register: Register, row: Any, called: Names) -> Line:
    cells = tuple((title, cell(row, called)) for title, cell in register.columns.items())
    return Line(row.pk, cells, getattr(row, register.form.file_field) if register.form.file_field else None)


def _yes(value: bool) -> str:
    return "有" if value else "没有"


def _published(row: Any, _: Names) -> str:
    return in_words(row.published_on) if row.published_on else "未公布"


def _occupation(row: Any, called: Names) -> str:
    return f"{row.occupation} {called.get(row.occupation, '')}".strip()


def _roles(row: Any, _: Names) -> str:
    return "、".join(str(role.label) for role in MemberRole if role in row.roles)


def _shows(row: Any, _: Names) -> str:
    return f"{len(row.qualifications.all())}项"


def _rank(row: Any, _: Names) -> str:
    return level_label(row.level) if row.level else str(row.get_title_level_display())


def _valid(row: Any, _: Names) -> str:
    if row.valid_until is None:
        return "长期"
    return f"{in_words(row.valid_until)}{'，已过期' if row.valid_until < clock.today() else ''}"


def _plain(field: str) -> Cell:
    return lambda row, _: getattr(row, field)


def _chosen(field: str) -> Cell:
    return lambda row, _: getattr(row, f"get_{field}_display")()


_ALL = (
    Register(
        "members", Section.PEOPLE, "人员名单", "人员", entries.MemberForm,
        {
            "姓名": _plain("name"), "身份证号": _plain("masked"), "人员类别": _roles,
            "所在单位": _plain("employer"), "资格": _shows,
        },
        registers.MEMBERS, "还没有登记人员。可以逐个添加，人多的下载模板填好后导入。",
        add_members_by_sheet, sheets.MEMBERS,
    ),
    Register(
        "qualifications", Section.PEOPLE, "资格", "资格", entries.QualificationForm,
        {"类别": _chosen("kind"), "职业": _occupation, "等级或级别": _rank, "编号": _plain("number"),
         "有效期至": _valid},
        registers.QUALIFICATIONS, "还没有登记资格。考评人员请登记对应职业的证书或考评员证卡。",
    ),
    Register(
        "venues", Section.VENUES, "场所", "场所", entries.VenueForm,
        {
            "名称": _plain("name"), "用途": _chosen("kind"), "地址": _plain("address"), "权属": _chosen("tenure"),
            "工位数": _plain("seats"), "视频监控": lambda row, _: _yes(row.video),
            "安全消防证明": lambda row, _: _yes(row.safety_proof),
            "适用职业": lambda row, called: "、".join(called.get(code, code) for code in row.occupations),
        },
        registers.VENUES, "还没有登记场所。",
    ),
    Register(
        "equipment", Section.VENUES, "设备", "设备", entries.EquipmentForm,
        {
            "名称": _plain("name"), "品牌及规格型号": _plain("model"), "用于职业": _occupation,
            "数量": _plain("quantity"), "权属": _chosen("tenure"),
        },
        registers.EQUIPMENT, "还没有登记设备。可以逐件添加，也可以下载模板填好后导入。",
        add_equipment_by_sheet, sheets.EQUIPMENT,
    ),
    Register(
        "item_banks", Section.VENUES, "题库", "题库", entries.ItemBankForm,
        {"职业": _occupation, "试题来源": _chosen("source"), "题量": lambda row, _: row.items or "—"},
        registers.ITEM_BANKS, "还没有登记题库或试题来源。",
    ),
    Register(
        "rules", Section.RULES, "规章制度", "制度", entries.RuleForm,
        {"类别": _chosen("kind"), "文件名称": _plain("title"), "公布日期": _published},
        registers.RULES, "还没有登记规章制度。",
    ),
    Register(
        "fees", Section.RULES, "收费标准", "收费项目", entries.FeeForm,
        {
            "收费项目": _plain("name"), "标准（元）": lambda row, _: f"{row.amount_fen / 100:,.2f}",
            "测算依据": _plain("basis"), "公布日期": _published,
        },
        registers.FEES, "还没有登记收费项目。不收费的也请登记一项，标准填0。",
    ),
    Register(
        "subsidiaries", Section.BODY, "下属子公司", "子公司", entries.SubsidiaryForm,
        {"名称": _plain("name"), "统一社会信用代码": _plain("uscc"), "控股关系": _chosen("relation")},
        registers.SUBSIDIARIES, "没有登记子公司。要为全资、控股子公司的职工评价的，才需要登记。",
        only=BodyKind.EMPLOYER,
    ),
)  # fmt: skip
REGISTERS = {register.name: register for register in _ALL}
