"""The application form on paper (备案申请表): what a body handed in, and boxes for the opinions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dengji.policy.engine.annexes import Register
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
        **head(dossier, form),
        "parts": [
            {"title": title, "pieces": [taken(register, called, dossier, form) for register, called in held]}
            for title, held in PARTS
        ],
    }


def head(dossier: Dossier, form: Form) -> dict[str, Any]:
    """What stands around the parts of a form: title, number, day, commitment, opinions."""
    return {
        "title": form.title,
        "author": [dossier["body"]["name"]],
        "number": f"受理编号：{form.number}",
        "printed": day_in_words(form.printed_on),
        "signed": _signed(dossier.get("commitment") or {}),
        "opinions": list(form.opinions),
    }


def taken(register: Register, title: str, dossier: Dossier, form: Form) -> Piece:
    """A register of the body as a piece of a form, under a title."""
    return {**PIECES[register](dossier, form), "title": title}


def _body(dossier: Dossier, form: Form) -> Piece:
    own = (
        ("机构名称", "name"),
        ("机构地址", "registered_address"),
        ("法定代表人", "legal_representative"),
        ("统一社会信用代码", "uscc"),
    )
    return _piece("pairs", [[label, dossier["body"].get(key) or ""] for label, key in own])


def _contact(dossier: Dossier, form: Form) -> Piece:
    body = dossier["body"]
    contact = (
        ("姓名", "contact_name"),
        ("职务", "contact_post"),
        ("座机", "contact_landline"),
        ("手机", "contact_phone"),
    )
    rows = [[label, body.get(key) or ""] for label, key in contact]
    return _piece("quads", [*rows, ["电子邮箱", body.get("contact_email") or ""], ["", ""]])


def _rules(dossier: Dossier, form: Form) -> Piece:
    titles = [(rule["title"],) for rule in dossier.get("rules", ())]
    return _list({"序号": 1, "文件名称": 9}, titles)


def _scope(dossier: Dossier, form: Form) -> Piece:
    ordinary = [
        [_occupation(each), "、".join(map(form.word, each.get("levels", ())))]
        for each in dossier.get("occupations", ())
        if not each.get("special_item")
    ]
    return _list({"序号": 1, "职业（工种）": 5, "等级": 4}, ordinary)


def _special_items(dossier: Dossier, form: Form) -> Piece:
    special = [[each["name"]] for each in dossier.get("occupations", ()) if each.get("special_item")]
    return _list({"序号": 1, "项目名称": 9}, special)


def _venues(dossier: Dossier, form: Form) -> Piece:
    places = [
        (
            each["name"],
            form.word(each.get("kind")),
            each.get("address"),
            form.word(each.get("tenure")),
            each.get("area"),
            each.get("seats"),
        )
        for each in dossier.get("venues", ())
    ]
    return _list(PLACES, places)


def _equipment(dossier: Dossier, form: Form) -> Piece:
    names = _names(dossier)
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
    return _list(TOOLS, tools)


def _video(dossier: Dossier, form: Form) -> Piece:
    watched = [
        (each["name"], "已配备" if each.get("video") else "未配备") for each in dossier.get("venues", ())
    ]
    return _list({"序号": 1, "场所": 6, "视频监控": 3}, watched)


def _staff(dossier: Dossier, form: Form) -> Piece:
    staff = [
        (
            each["name"],
            each.get("identity_masked"),
            _rank(each, form),
            each.get("education"),
            each.get("duties"),
        )
        for each in dossier.get("members", ())
        if "staff" in each["roles"]
    ]
    return _list(STAFF, staff)


def _examiners(dossier: Dossier, form: Form) -> Piece:
    names = _names(dossier)
    examiners = [
        (
            each["name"],
            each.get("identity_masked"),
            each.get("employer"),
            _rank(each, form),
            each.get("education"),
            _fields(each, names),
        )
        for each in dossier.get("members", ())
        if "examiner" in each["roles"]
    ]
    return _list(EXAMINERS, examiners)


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


def _piece(kind: str, rows: list[list[str]]) -> Piece:
    return {"title": "", "kind": kind, "rows": rows}


def _list(columns: Mapping[str, int], rows: Iterable[Iterable[object]]) -> Piece:
    """A numbered list: columns with their widths, rows without the number; what is not known stays blank."""
    numbered = [
        [str(n), *("" if value is None else str(value) for value in row)] for n, row in enumerate(rows, 1)
    ]
    widths = list(columns.values())
    return {**_piece("list", numbered), "columns": list(columns), "widths": widths}


PIECES: Mapping[Register, Callable[[Dossier, Form], Piece]] = {
    Register.BODY: _body,
    Register.CONTACT: _contact,
    Register.RULES: _rules,
    Register.OCCUPATIONS: _scope,
    Register.SPECIAL_ITEMS: _special_items,
    Register.VENUES: _venues,
    Register.EQUIPMENT: _equipment,
    Register.VIDEO: _video,
    Register.STAFF: _staff,
    Register.EXAMINERS: _examiners,
}
PARTS: tuple[tuple[str, tuple[tuple[Register, str], ...]], ...] = (
    ("一、基本信息", ((Register.BODY, "（一）机构信息"), (Register.CONTACT, "（二）联系人"))),
    ("二、规章制度", ((Register.RULES, ""),)),
    (
        "三、评价（鉴定）范围",
        ((Register.OCCUPATIONS, "职业（工种）"), (Register.SPECIAL_ITEMS, "专项职业能力")),
    ),
    (
        "四、场地及设施设备",
        (
            (Register.VENUES, "（一）场地情况"),
            (Register.EQUIPMENT, "（二）考核设施设备"),
            (Register.VIDEO, "（三）视频监控配备情况"),
        ),
    ),
    ("五、人员情况", ((Register.STAFF, "（一）专职工作人员"), (Register.EXAMINERS, "（二）考评人员"))),
)
"""The parts of the form that the system prints where a text has none of its own."""
