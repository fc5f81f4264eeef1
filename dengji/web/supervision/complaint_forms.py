"""Forms by which complaints are dealt with (举报投诉办理表单)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms

from dengji.filings.models import Filing
from dengji.filings.queries import filing_by_number
from dengji.people.models import Organisation, Post
from dengji.supervision.acts.complaining import FEWEST, Told
from dengji.supervision.complaints import those_who_may_handle, those_who_may_have_it
from dengji.supervision.models import Complaint
from dengji.supervision.terms import Outcome, Source
from dengji.web.supervision.forms import day_field, words_field

PROPOSED = timedelta(days=60)
READ_BY_REPORTER = "反映人查询时会看到，不要写反映人的姓名和联系方式。"


class DeedForm(forms.Form):
    """A step on a complaint, by somebody on a day."""

    def __init__(self, *args: Any, found: Complaint, post: Post, on: date) -> None:
        super().__init__(*args)
        self.ready(found, post, on)

    def ready(self, found: Complaint, post: Post, on: date) -> None:
        """Whatever is to be chosen from."""


class HandlerForm(DeedForm):
    """Who handles it."""

    handler = forms.ModelChoiceField(
        Post.objects.none(), label="承办人", error_messages={"required": "请选择承办人。"}
    )

    def ready(self, found: Complaint, post: Post, on: date) -> None:
        """Those of the office."""
        field = cast("forms.ModelChoiceField[Post]", self.fields["handler"])
        field.queryset = those_who_may_handle(post, on).exclude(pk__in=[found.handler_id])
        named = [
            (each.pk, f"{each.person.full_name}（{each.get_role_display()}）") for each in field.queryset
        ]
        field.choices = [("", "请选择"), *named]


class TakeForm(HandlerForm):
    """Who handles it, until when."""

    due_on = day_field("答复期限", "没有文本规定期限，系统按60天预填，可以改。反映人查询时会看到。")

    def ready(self, found: Complaint, post: Post, on: date) -> None:
        """A day is proposed, and whoever takes it."""
        super().ready(found, post, on)
        self.initial = {"due_on": on + PROPOSED, "handler": post.pk}


class HandOverForm(HandlerForm):
    """Who handles it instead, and why."""

    because = words_field("更换的理由")


class RefuseForm(DeedForm):
    """Why it is not taken."""

    because = words_field("不予受理的理由", f"写明为什么不受理，可以向哪里反映。{READ_BY_REPORTER}")


class TransferForm(DeedForm):
    """To which authority, and why."""

    to = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="转交给",
        help_text="所在地和上级的机关、备案机关，以及各省级部门。",
        error_messages={"required": "请选择转交给哪个机关。"},
    )
    because = words_field("转交的理由", READ_BY_REPORTER)

    def ready(self, found: Complaint, post: Post, on: date) -> None:
        """Those who may have it."""
        cast("forms.ModelChoiceField[Organisation]", self.fields["to"]).queryset = those_who_may_have_it(
            found
        )


class LaterForm(DeedForm):
    """A later day, and why."""

    due_on = day_field("延长至")
    because = words_field("延长的理由", READ_BY_REPORTER)


class NoteForm(DeedForm):
    """What was looked into."""

    says = words_field("调查的情况", "写明向谁了解、查了什么、发现什么。只留在本机关。")


class AnswerForm(DeedForm):
    """What was found."""

    outcome = forms.ChoiceField(
        label="核查结论",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核查结论。"},
    )
    says = words_field("答复", f"写明核查的情况、结论和怎样处理。{READ_BY_REPORTER}")


class LookForm(forms.Form):
    """Why somebody wants to know who wrote."""

    because = forms.CharField(
        label="查看的理由",
        max_length=500,
        help_text="例如：向反映人核实收费的时间。会留在操作记录里，不要写反映人的姓名。",
        error_messages={"required": "请写明查看的理由。"},
    )


class EnterForm(forms.Form):
    """What came by letter, telephone or from above (登记来信来电、上级转办)."""

    source = forms.ChoiceField(
        label="来源",
        choices=Source.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择来源。"},
    )
    people = forms.IntegerField(
        label="人数", required=False, min_value=FEWEST, help_text="群体反映的填写。",
        error_messages={"invalid": "人数应是整数。", "min_value": f"群体反映的，人数不少于{FEWEST}人。"},
    )  # fmt: skip
    reported_at = forms.CharField(
        label="报道的网址", required=False, max_length=500, help_text="媒体报道的填写。"
    )
    number = forms.CharField(
        label="备案号", required=False, max_length=20, help_text="机构有备案的填写，填了就不用填机构名称。"
    )
    body = forms.CharField(
        label="机构名称", required=False, max_length=120, help_text="没有备案，或者不知道备案号的填写。"
    )
    place = forms.ChoiceField(label="机构所在地", required=False, help_text="填了备案号的，按备案的所在地。")
    says = words_field("反映的情况", "不要写反映人的姓名和联系方式。")
    when = forms.CharField(label="什么时候", required=False, max_length=100)
    where = forms.CharField(label="什么地方", required=False, max_length=200)
    name = forms.CharField(label="反映人姓名或者单位", required=False, max_length=80)
    contact = forms.CharField(label="反映人联系方式", required=False, max_length=80)
    file = forms.FileField(
        label="来信、转办单", required=False, help_text="PDF、图片或者Word文件；多份的，合成一份PDF。"
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], on: date) -> None:
        super().__init__(*args)
        self.on = on
        cast(forms.ChoiceField, self.fields["place"]).choices = places

    def clean_number(self) -> Filing | None:
        """The filing of that number."""
        number = self.cleaned_data["number"].strip()
        found = filing_by_number(number, self.on) if number else None
        if number and found is None:
            raise forms.ValidationError("没有这个备案号。请核对，或者不填备案号，填写机构名称。")
        return found

    def told(self, code: str) -> Told:
        """The complaint as its act takes it."""
        said = dict(self.cleaned_data)
        given = said.pop("file")
        return Told(code, filing=said.pop("number"), files=[given] if given else (), **said)
