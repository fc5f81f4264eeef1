"""The application form on paper (备案申请表): what a body handed in, and boxes for the opinions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dengji.records.documents import day_in_words
from dengji.records.typesetting import typeset

Dossier = Mapping[str, Any]
Piece = dict[str, Any]


# The columns of the lists, with their widths as shares of the whole.
PLACES = {"序号": 2, "名称": 4, "用途": 5, "地址": 7, "权属": 2, "面积（㎡）": 3, "工位数": 3}
TOOLS = {"序号": 2, "名称": 5, "品牌及规格型号": 5, "用于职业（工种）": 5, "数量": 2, "权属": 3}
STAFF = {"序号": 2, "姓名": 3, "身份证号": 7, "职务、职称": 5, "学历": 3, "主要工作职责": 6}
EXAMINERS = {
    "序号": 3, "姓名": 4, "身份证号": 9, "所在单位": 7, "职务、职称、技能等级": 6, "学历": 3, "考评职业": 4
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """An application form (申请表): its title, the case's number, who gives opinions, and codes in words.

    `words` gives the Chinese word of each code that a dossier holds: levels, tenure, uses of a venue.
    """

    title: str
    number: str
    opinions: tuple[str, ...]
    printed_on: date
    words: Mapping[str, str] = field(default_factory=dict)

    def word(self, code: str | None) -> str:
        """A code in words; one that has none stands as it is."""
        return self.words.get(code or "", code or "")


def print_application(dossier: Dossier, form: Form) -> bytes:
    """申请表: what the body handed in, in the layout of the form; raises what `typeset` raises."""
    return typeset("application.typ", application_content(dossier, form), on=form.printed_on)


def application_content(dossier: Dossier, form: Form) -> dict[str, Any]:
    """申请表内容: five parts, the commitment and a box for each opinion."""
    return {
        "title": form.title,
        "author": [dossier["body"]["name"]],
        "number": f"受理编号：{form.number}",
        "printed": day_in_words(form.printed_on),
        "parts": [
            {"title": "一、基本信息", "pieces": _body(dossier)},
            {"title": "二、规章制度", "pieces": _rules(dossier)},
            {"title": "三、评价（鉴定）范围", "pieces": _scope(dossier, form)},
            {"title": "四、场地及设施设备", "pieces": _premises(dossier, form)},
            {"title": "五、人员情况", "pieces": _people(dossier, form)},
        ],
        "signed": _signed(dossier.get("commitment") or {}),
        "opinions": list(form.opinions),
    }


def _body(dossier: Dossier) -> list[Piece]:
    body = dossier["body"]
    own = (
        ("机构名称", "name"),
        ("机构地址", "registered_address"),
        ("法定代表人", "legal_representative"),
        ("统一社会信用代码", "uscc"),
    )
    contact = (
        ("姓名", "contact_name"),
        ("职务", "contact_post"),
        ("座机", "contact_landline"),
        ("手机", "contact_phone"),
    )
    rows = [[label, body.get(key) or ""] for label, key in contact]
    return [
        _piece("（一）机构信息", "pairs", [[label, body.get(key) or ""] for label, key in own]),
        _piece("（二）联系人", "quads", [*rows, ["电子邮箱", body.get("contact_email") or ""], ["", ""]]),
    ]


def _rules(dossier: Dossier) -> list[Piece]:
    titles = [(rule["title"],) for rule in dossier.get("rules", ())]
    return [_list("", {"序号": 1, "文件名称": 9}, titles)]


def _scope(dossier: Dossier, form: Form) -> list[Piece]:
    occupations = dossier.get("occupations", ())
    ordinary = [
        [_occupation(each), "、".join(map(form.word, each.get("levels", ())))]
        for each in occupations
        if not each.get("special_item")
    ]
    special = [[each["name"]] for each in occupations if each.get("special_item")]
    return [
        _list("职业（工种）", {"序号": 1, "职业（工种）": 5, "等级": 4}, ordinary),
        _list("专项职业能力", {"序号": 1, "项目名称": 9}, special),
    ]


def _premises(dossier: Dossier, form: Form) -> list[Piece]:
    names, venues = _names(dossier), dossier.get("venues", ())
    places = [
        (
            each["name"],
            form.word(each.get("kind")),
            each.get("address"),
            form.word(each.get("tenure")),
            each.get("area"),
            each.get("seats"),
        )
        for each in venues
    ]
    tools = [
        (
            each["name"],
            each.get("model"),
            names.get(each.get("occupation"), each.get("occupation")),
            each.get("quantity"),
            form.word(each.get("tenure")),
        )
        for each in dossier.get("equipment", ())
    ]
    watched = [(each["name"], "已配备" if each.get("video") else "未配备") for each in venues]
    return [
        _list("（一）场地情况", PLACES, places),
        _list("（二）考核设施设备", TOOLS, tools),
        _list("（三）视频监控配备情况", {"序号": 1, "场所": 6, "视频监控": 3}, watched),
    ]


def _people(dossier: Dossier, form: Form) -> list[Piece]:
    names, members = _names(dossier), dossier.get("members", ())
    staff = [
        (
            each["name"],
            each.get("identity_masked"),
            _rank(each, form),
            each.get("education"),
            each.get("duties"),
        )
        for each in members
        if "staff" in each["roles"]
    ]
    examiners = [
        (
            each["name"],
            each.get("identity_masked"),
            each.get("employer"),
            _rank(each, form),
            each.get("education"),
            _fields(each, names),
        )
        for each in members
        if "examiner" in each["roles"]
    ]
    return [_list("（一）专职工作人员", STAFF, staff), _list("（二）考评人员", EXAMINERS, examiners)]


def _names(dossier: Dossier) -> dict[str | None, str]:
    """The names of the occupations applied for, by code."""
    return {each["code"]: each["name"] for each in dossier.get("occupations", ())}


def _rank(member: Mapping[str, Any], form: Form) -> str:
    """A member's post, titles and levels."""
    shown = (form.word(each.get("title_level") or each.get("level")) for each in _qualifications(member))
    return "、".join(dict.fromkeys(filter(None, (member.get("post"), *shown))))


def _fields(member: Mapping[str, Any], names: Mapping[str | None, str]) -> str:
    """The occupations in which a member examines."""
    codes = dict.fromkeys(filter(None, (each.get("occupation") for each in _qualifications(member))))
    return "、".join(names.get(code, code) for code in codes)


def _qualifications(member: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(member.get("qualifications", ()))


def _occupation(occupation: Mapping[str, Any]) -> str:
    """An occupation with its code and, where there is one, its work type."""
    work_type = f"（{occupation['work_type']}）" if occupation.get("work_type") else ""
    return f"{occupation['name']}{work_type} {occupation['code']}"


def _signed(commitment: Mapping[str, Any]) -> str:
    """Who committed the body to the truth of all this, and when."""
    if not commitment.get("signed_by"):
        return ""
    as_whom = "（法定代表人）" if commitment.get("legal_representative") else ""
    day = date.fromisoformat(str(commitment["signed_at"])[:10])
    return f"承诺人：{commitment['signed_by']}{as_whom}　承诺日期：{day_in_words(day)}"


def _piece(title: str, kind: str, rows: list[list[str]]) -> Piece:
    return {"title": title, "kind": kind, "rows": rows}


def _list(title: str, columns: Mapping[str, int], rows: Iterable[Iterable[object]]) -> Piece:
    """A numbered list: columns with their widths, rows without the number; what is not known stays blank."""
    numbered = [
        [str(n), *("" if value is None else str(value) for value in row)] for n, row in enumerate(rows, 1)
    ]
    widths = list(columns.values())
    return {**_piece(title, "list", numbered), "columns": list(columns), "widths": widths}
