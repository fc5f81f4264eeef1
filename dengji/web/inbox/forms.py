"""What people look for among their messages, how they are reached, and what they do not want (消息表单)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings

from dengji.filings.agenda import Item
from dengji.filings.terms import Falling
from dengji.messages.queries import CASE, Switch, Wanted
from dengji.messages.terms import Channel, Topic
from dengji.people.models import Person

NOBODYS = ".invalid"  # no address ends so


class WantedForm(forms.Form):
    """The filters of the list (消息筛选)."""

    topic = forms.ChoiceField(label="事项", required=False)
    state = forms.ChoiceField(
        label="阅读情况", choices=[("", "全部"), ("unread", "只看未读")], required=False
    )
    case = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, topics: Iterable[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "全部"), *((topic.value, topic.label) for topic in topics)]
        self.fields["topic"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What is looked for; what cannot be read counts as not asked."""
        self.is_valid()
        said = self.cleaned_data
        about = (CASE, str(said["case"])) if said.get("case") else None
        return Wanted(said.get("topic", ""), about, unread=said.get("state") == "unread")


class FallingForm(forms.Form):
    """The filters of the calendar (到期事项筛选); they stay in the address, with the month."""

    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Falling.choices])
    words = forms.CharField(
        label="机构名称或备案号",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"data-search": "", "type": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    @property
    def narrows(self) -> bool:
        """Whether anything is asked."""
        return bool(self.cleaned_data.get("kind") or self.cleaned_data.get("words"))

    def chosen(self, items: Sequence[Item]) -> list[Item]:
        """Those that are asked for; what cannot be read counts as not asked."""
        kind, words = self.cleaned_data.get("kind", ""), self.cleaned_data.get("words", "")
        return [item for item in items if kind in ("", item.kind) and words in item.title]


class ContactForm(forms.Form):
    """Where a person is reached (联系方式). The demonstration's own addresses stay as they are."""

    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="填写后，通知会同时发到邮箱；新邮箱要打开确认邮件里的链接才生效。清空就不再发送。",
        error_messages={"invalid": "请写成 name@example.cn 的样子。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="手机号码",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs["initial"] = {"email": person.email, "phone": person.phone}
        super().__init__(*args, **kwargs)
        if settings.DENGJI_DEMO and person.email.endswith(NOBODYS):
            self.fields["email"].disabled = True
            self.fields["email"].help_text = "演示账号的邮箱不能修改；发出的邮件保存在服务器的文件夹里。"
        if settings.DENGJI_SMS:
            self.fields["phone"].help_text = "填写手机号码后，重要的通知会同时发短信。"


class SwitchesForm(forms.Form):
    """Which topics come by which channel (通知开关): one box each; those that cannot be switched off are not asked."""

    def __init__(self, *args: Any, switches: Sequence[Switch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.switches = [each for each in switches if each.could]
        for each in self.switches:
            for channel in each.could:
                label = f"{each.topic.label}：{channel.label}"
                self.fields[f"{each.topic}-{channel}"] = forms.BooleanField(
                    label=label, required=False, initial=channel in each.on, disabled=each.required
                )

    def rows(self) -> list[tuple[Switch, list[tuple[Channel, forms.BoundField | None]]]]:
        """Each topic with its boxes, by channel; None where it does not come so."""
        ways = self.ways
        return [
            (each, [(way, self[f"{each.topic}-{way}"] if way in each.could else None) for way in ways])
            for each in self.switches
        ]

    @property
    def ways(self) -> list[Channel]:
        """The channels that any of the topics has."""
        return [channel for channel in Channel if any(channel in each.could for each in self.switches)]

    def unwanted(self) -> list[tuple[Topic, Channel]]:
        """What was switched off."""
        pairs = [(each.topic, channel) for each in self.switches for channel in each.could]
        return [pair for pair in pairs if not self.cleaned_data["-".join(pair)]]
