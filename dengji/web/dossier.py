"""What was handed in, as tables that people read (申请材料一览): one shape for every desk."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from dengji.filings.forms import complete
from dengji.filings.levels import in_levels
from dengji.filings.terms import Audience
from dengji.institutions.terms import (
    Affiliation,
    BodyKind,
    ItemSource,
    MemberRole,
    QualificationKind,
    RuleKind,
    SubsidiaryRelation,
    Tenure,
    TitleLevel,
    VenueKind,
)
from dengji.occupations.queries import names
from dengji.policy.engine.facts import spoken
from dengji.policy.engine.pack import Pack
from dengji.policy.engine.path import step_of
from dengji.policy.engine.terms import Section
from dengji.policy.engine.vocabulary import term_of
from dengji.workdays.words import in_words

Part = Mapping[str, Any]
NOT_GIVEN = "—"
STANDARDS = {"national": "国家职业标准", "norm": "备案评价规范"}
MARKS = {"access": "准入类", "skill_level": "水平评价类", "both": "准入类、水平评价类"}


class File(NamedTuple):
    """A file in a cell: its address and what it is called."""

    token: str
    name: str


Cell = str | tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table (材料表): its title, columns and rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def lines(self) -> list[list[tuple[str, Cell]]]:
        """Each row's cells with the names of their columns, for narrow screens."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier to be read (申请材料): the body line by line, then a table for each part.

    `altered` is what becomes of a filing; `kept` is what the registers said besides, no part of what is applied for.
    """

    body: Sequence[tuple[str, str]]
    sheets: Sequence[Sheet]
    called: str = "机构信息"
    altered: Sequence[Sheet] = ()
    kept: Sequence[Sheet] = ()


def readable(dossier: Part, pack: Pack, matter: str, *, owed: Collection[str] = ()) -> Dossier:
    """申请材料: the frozen dossier in words; an empty one gives empty tables.

    `owed`: the materials that this applicant has still to hand in, by key, where that is known.
    """
    tell = _Words(names(_codes(dossier)))
    asked = _asked(pack, matter)
    parts: tuple[tuple[str, str, Sequence[str], Callable[[Part], Sequence[Cell]]], ...] = (
        ("occupations", "申报职业", ("职业", "工种", "等级", "评价对象", "依据", "类别"), tell.occupation),
        ("members", "人员", ("姓名", "证件号码", "类别", "职务", "学历", "资格"), tell.member),
        (
            "venues",
            "场所",
            ("名称", "用途", "权属", "地址", "面积和工位", "视频监控", "安全消防", "适用职业"),
            tell.venue,
        ),
        ("equipment", "设备", ("名称", "型号", "数量", "权属", "用于职业"), tell.equipment),
        ("item_banks", "题库", ("职业", "试题来源", "题量"), tell.item_bank),
        ("rules", "规章制度", ("类别", "名称", "公布日期", "文件"), tell.rule),
        ("fees", "收费项目", ("项目", "标准（元）", "公布日期"), tell.fee),
        ("subsidiaries", "下属子公司", ("名称", "统一社会信用代码", "关系", "证明"), tell.subsidiary),
    )
    sheets = [
        (key, Sheet(title, columns, [line(row) for row in dossier.get(key) or ()]))
        for key, title, columns, line in parts
    ]
    body = _body(dossier.get("body") or {})
    whose = Sheet("机构信息", ("项目", "内容"), [] if "body" in asked else body)
    kept = [whose, *(sheet for key, sheet in sheets if key not in asked)]
    return Dossier(
        body if "body" in asked else (),
        [
            *(sheet for key, sheet in sheets if key in asked and (sheet.rows or key != "subsidiaries")),
            _documents(dossier, pack, matter, owed),
            *(sheet for sheet in (_declared(dossier, pack),) if sheet.rows),
        ],
        altered=[sheet for sheet in (_changed(dossier), _left(dossier, tell.called)) if sheet.rows],
        kept=[sheet for sheet in kept if sheet.rows],
    )


PARTS = {
    Section.BODY: ("body", "subsidiaries"),
    Section.OCCUPATIONS: ("occupations",),
    Section.PEOPLE: ("members",),
    Section.VENUES: ("venues", "equipment", "item_banks"),
    Section.RULES: ("rules", "fees"),
}


def _asked(pack: Pack, matter: str) -> set[str]:
    """The parts of a dossier that the matter asks for, by its first step; all where it does not say."""
    sections = step_of(pack, matter, pack.matters[matter].start).sections or list(PARTS)
    return {key for section in sections for key in PARTS.get(section, ())}


def _changed(dossier: Part) -> Sheet:
    """What becomes of the filing: only what differs, as it is filed and as it shall be."""
    rows = [
        (each["label"], _said(each["before"]), _said(each["after"])) for each in dossier.get("changes") or ()
    ]
    return Sheet("变更内容", ("要素", "已备案", "变更后"), rows)


def _left(dossier: Part, called: Mapping[str, str]) -> Sheet:
    """The occupations that leave the filing with this application."""
    rows = [(f"{called.get(code, code)}（{code}）",) for code in dossier.get("given_up") or ()]
    return Sheet("退出的职业", ("职业",), rows)


def _said(value: Any) -> str:
    """An element of a filing, which is a text or several."""
    return "、".join(map(str, value)) or NOT_GIVEN if isinstance(value, list) else _or(value)


def _codes(dossier: Part) -> set[str]:
    """Every occupation that the dossier names by its code only."""
    venues = {code for row in dossier.get("venues") or () for code in row["occupations"]}
    single = {row["occupation"] for key in ("equipment", "item_banks") for row in dossier.get(key) or ()}
    held = {
        each["occupation"]
        for row in dossier.get("members") or ()
        for each in row["qualifications"]
        if each["occupation"]
    }
    return venues | single | held | set(dossier.get("given_up") or ())


class _Words(NamedTuple):
    """The lines of a dossier's tables; `called` gives occupations their names."""

    called: Mapping[str, str]

    def occupation(self, row: Part) -> Sequence[Cell]:
        """An occupation applied for."""
        name = f"{row['name']}（{row['code']}）"
        basis = (
            "专项职业能力考核规范"
            if row.get("special_item")
            else STANDARDS.get(row["standard"] or "", "没有")
        )
        levels = in_levels(row["levels"]) or NOT_GIVEN
        audience = _label(Audience, row["audience"])
        return (
            name,
            row["work_type"] or NOT_GIVEN,
            levels,
            audience,
            basis,
            MARKS.get(row["mark"] or "", NOT_GIVEN),
        )

    def member(self, row: Part) -> Sequence[Cell]:
        """A person, with the identity number masked."""
        roles = "、".join(_label(MemberRole, role) for role in row["roles"])
        held = "；".join(self._held(each) for each in row["qualifications"]) or NOT_GIVEN
        return (
            row["name"],
            row["identity_masked"] or NOT_GIVEN,
            roles,
            _or(row["post"]),
            _or(row["education"]),
            held,
        )

    def _held(self, each: Part) -> str:
        words = (
            _label(QualificationKind, each["kind"]),
            self.called.get(each["occupation"], each["occupation"]),
            in_levels([each["level"]]) if each["level"] else "",
            _label(TitleLevel, each["title_level"]) if each["title_level"] else "",
            f"有效期至{_day(each['valid_until'])}" if each["valid_until"] else "",
        )
        return " ".join(word for word in words if word)

    def venue(self, row: Part) -> Sequence[Cell]:
        """A place where the body examines."""
        size = f"{row['area']}平方米，{row['seats']}个工位" if row["area"] else f"{row['seats']}个工位"
        return (
            row["name"],
            _label(VenueKind, row["kind"]),
            _label(Tenure, row["tenure"]),
            row["address"],
            size,
            _yes(row["video"]),
            _yes(row["safety_proof"]),
            "、".join(self.called.get(code, code) for code in row["occupations"]) or NOT_GIVEN,
        )

    def equipment(self, row: Part) -> Sequence[Cell]:
        """A piece of equipment."""
        of = self.called.get(row["occupation"], row["occupation"])
        return row["name"], _or(row["model"]), str(row["quantity"]), _label(Tenure, row["tenure"]), of

    def item_bank(self, row: Part) -> Sequence[Cell]:
        """A source of test items."""
        of = self.called.get(row["occupation"], row["occupation"])
        return of, _label(ItemSource, row["source"]), str(row["items"] or NOT_GIVEN)

    def rule(self, row: Part) -> Sequence[Cell]:
        """A rule of the body."""
        return (
            _label(RuleKind, row["kind"]),
            row["title"],
            _day(row["published_on"]),
            _file(row["file"], row["title"]),
        )

    def fee(self, row: Part) -> Sequence[Cell]:
        """A fee."""
        return (
            row["name"],
            f"{row['amount_fen'] // 100:,}.{row['amount_fen'] % 100:02d}",
            _day(row["published_on"]),
        )

    def subsidiary(self, row: Part) -> Sequence[Cell]:
        """A subsidiary."""
        return (
            row["name"],
            row["uscc"],
            _label(SubsidiaryRelation, row["relation"]),
            _file(row["proof"], "权属证明"),
        )


def _body(body: Part) -> list[tuple[str, str]]:
    if not body:
        return []
    labels = {
        "legal_representative": "法定代表人",
        "registered_address": "注册地址",
        "department": "专门工作部门",
        "main_business": "主营业务",
        "implementing_department": "设立部门",
        "contact_name": "联系人",
        "contact_phone": "联系电话",
        "contact_email": "电子邮箱",
    }
    return [
        ("名称", str(body["name"])),
        ("统一社会信用代码", _or(body["uscc"])),
        ("机构类型", _label(BodyKind, body["kind"])),
        ("隶属关系", _label(Affiliation, body["affiliation"])),
        ("独立法人", _yes(body["independent_legal_person"])),
        *((label, _or(body.get(key))) for key, label in labels.items()),
        ("登记信息核验", _verified(body["registration_verified"], "一致", "不一致")),
        ("信用记录核验", _verified(body["credit_clean"], "没有不良记录", "有不良记录")),
    ]


def _documents(dossier: Part, pack: Pack, matter: str, owed: Collection[str]) -> Sheet:
    """The files handed in, under the headings of the text; those that nothing came for are named too.

    What is filled in as a form stands among the forms.
    """
    online = complete(pack, matter, dossier)
    handed_in: Mapping[str, Iterable[Part]] = dossier.get("documents") or {}
    keys = dict.fromkeys([key for step in pack.matters[matter].steps for key in step.documents])
    keys = dict.fromkeys(key for key in keys if key not in online) | dict.fromkeys(handed_in)
    rows: list[Sequence[Cell]] = []
    for key in keys:
        files = tuple(File(each["token"], each["name"]) for each in handed_in.get(key, ()))
        label = pack.documents[key].label if key in pack.documents else key
        rows.append((label, files or (NOT_HANDED_IN if key in owed or _always(pack, key) else MAY_LACK)))
    return Sheet("提交的文件", ("材料", "文件"), rows)


NOT_HANDED_IN, MAY_LACK = "没有提交", "未提供（可不提供）"


def _always(pack: Pack, key: str) -> bool:
    """Whether a material is asked of everybody (必交材料)."""
    material = pack.documents.get(key)
    return material is None or (material.applies is None and material.satisfied_by is None)


def _declared(dossier: Part, pack: Pack) -> Sheet:
    """What the applicant declared, and who answers for the truth of it all."""
    declared: Mapping[str, Any] = dossier.get("declarations") or {}
    rows: list[Sequence[Cell]] = [
        (term_of(pack, name).label, spoken(value, term_of(pack, name).choices))
        for name, value in declared.items()
    ]
    commitment: Part = dossier.get("commitment") or {}
    if commitment.get("signed_at"):
        by = f"{commitment['signed_by']}{'（法定代表人）' if commitment['legal_representative'] else ''}"
        rows.append(("承诺", f"{by} {_day(commitment['signed_at'][:10])}签署"))
    return Sheet("申报事项和承诺", ("事项", "内容"), rows)


def _label(terms: Any, code: str) -> str:
    """A code in words; an unknown one as it is."""
    return str(terms(code).label) if code in terms.values else str(code)


def _or(value: Any) -> str:
    return str(value) if value else NOT_GIVEN


def _yes(value: bool | None) -> str:
    return NOT_GIVEN if value is None else "是" if value else "否"


def _verified(value: bool | None, good: str, bad: str) -> str:
    return "还没有核验结果" if value is None else good if value else bad


def _day(value: str | None) -> str:
    return in_words(date.fromisoformat(value)) if value else NOT_GIVEN


def _file(token: str | None, name: str) -> Cell:
    return (File(token, name),) if token else "没有上传"
