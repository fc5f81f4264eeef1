"""What somebody fills in to complain of a body (举报投诉表单), and to read how far it is."""

from secrets import token_urlsafe
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.files import File

from dengji.filings.models import Filing
from dengji.notices.writing import LONGEST
from dengji.people.queries import cities_by_province
from dengji.supervision import codes
from dengji.supervision.acts.complaining import FEWEST, Told
from dengji.supervision.terms import Source
from dengji.web.public.forms import LetterForm

SALT, OPEN_FOR = "dengji.complaint", 24 * 3600  # seconds within which a page that lies open is the same one
SENT_TOO_OFTEN = (
    "从您所在的网络提交得太多，请一小时后再试；急需反映的，请直接打当地人力资源社会保障部门的电话。"
)
ASKED_TOO_OFTEN = "从您所在的网络查询得太多，请一小时后再试。"
NOT_FOUND = "没有查到。请核对回执号和查询码，查询码只在提交以后显示过一次。"
TOO_LARGE = "附件合计太大，没有接收，刚才填写的内容也没有收到。请压缩附件，或者少附几个，重新填写后提交。"
BY_ANYBODY = [each for each in Source.choices if each[0] != Source.ABOVE]


class ComplainForm(LetterForm):
    """A complaint about a body; whoever writes need not say who he is."""

    field_order = (
        "body", "place", "source", "people", "reported_at", "content", "when", "where", "name", "contact", "papers",
        "website",
    )  # fmt: skip
    body = forms.CharField(
        label="机构名称", max_length=120, help_text="写全称；不知道全称的，写招牌上的名称。",
        error_messages={"required": "请写明是哪家机构。"},
    )  # fmt: skip
    place = forms.ChoiceField(
        label="机构所在地",
        error_messages={"required": "请选择机构所在地。"},
        help_text="由当地主管机关办理。不清楚的，选择事情发生的地方。",
    )
    source = forms.ChoiceField(
        label="来源", choices=BY_ANYBODY, widget=forms.RadioSelect, initial=Source.SELF,
        error_messages={"required": "请选择来源。"},
    )  # fmt: skip
    people = forms.IntegerField(
        label="人数",
        required=False,
        min_value=FEWEST,
        max_value=100_000,
        help_text="群体反映的填写。",
        error_messages={"invalid": "人数应是整数。", "min_value": f"群体反映的，人数不少于{FEWEST}人。"},
    )
    reported_at = forms.CharField(
        label="报道的网址",
        required=False,
        max_length=500,
        help_text="媒体报道的填写，以 http:// 或者 https:// 开头。",
    )
    content = forms.CharField(
        label="发生了什么",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"写明谁做了什么、有什么凭据，不超过{LONGEST}字。不想让人知道您是谁的，这里不要写自己的姓名、电话。",
        error_messages={
            "required": "请写明发生了什么。",
            "max_length": f"最多{LONGEST}字，现有%(show_value)s字。请精简，或者把详细情况作为附件。",
        },
    )
    when = forms.CharField(label="什么时候", required=False, max_length=100)
    where = forms.CharField(label="什么地方", required=False, max_length=200)
    name = forms.CharField(label="您的姓名或者单位", required=False, max_length=80)
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=80,
        help_text="电话、电子邮箱或者通信地址。留下的，方便向您核实。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, filing: Filing | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filing = filing
        if filing is not None:
            del self.fields["body"], self.fields["place"]
        else:
            cast(forms.ChoiceField, self.fields["place"]).choices = [("", "请选择"), *_places()]

    def told(self, code: str) -> Told:
        """The complaint as its act takes it."""
        said = self.cleaned_data
        return Told(
            code=code,
            source=Source(said["source"]),
            says=said["content"],
            place=said.get("place", ""),
            body=said.get("body", ""),
            filing=self.filing,
            people=said["people"],
            reported_at=said["reported_at"],
            when=said["when"],
            where=said["where"],
            name=said["name"],
            contact=said["contact"],
            files=cast(list[File[bytes]], said["papers"]),
        )


class ProgressForm(forms.Form):
    """A receipt and its code (查办理情况)."""

    receipt = forms.CharField(
        label="回执号",
        max_length=20,
        help_text="以 JB 开头，例如 JB2026-000001。",
        error_messages={
            "required": "请填写回执号，例如 JB2026-000001。",
            "max_length": "回执号太长，请核对。",
        },
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="提交以后显示过的12位查询码。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写查询码。", "max_length": "查询码太长，请核对。"},
    )


def opened_page() -> str:
    """What tells a page that lies open from any other; its code comes from it, and nobody else has it."""
    return signing.dumps(token_urlsafe(16), salt=SALT)


def code_for(page: str) -> str:
    """查询码: of a page that lies open, the same however often its button is pressed."""
    try:
        nonce = signing.loads(page, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        nonce = token_urlsafe(16)
    return codes.code_of(nonce)


def _places() -> list[tuple[str, Any]]:
    """Each province, with its cities."""
    found = cities_by_province().items()
    return [
        (
            province.name,
            [
                (each.code, each.name if each != province else f"{each.name}（不清楚哪个市的）")
                for each in (province, *cities)
            ],
        )
        for province, cities in found
    ]
