"""Forms about scores (成绩表单): entering, items of a sheet, a correction, an answer, whose account."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.safestring import SafeString

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment
from dengji.evaluations.scores.rules import Unreadable, is_blank, read
from dengji.people.models import Post
from dengji.web.body.forms import PlainForm

PREFIX = "s-"
ITEM = re.compile(r"(?P<label>.+?)[\s,，:：]+(?P<most>\d{1,3}(\.\d)?)\s*分?")


class ScoreField(forms.CharField):
    """A score as it is typed: 0 to 100 with one decimal, or 缺考; empty is not said yet."""

    def __init__(self, label: str, **given: Any) -> None:
        super().__init__(label=label, max_length=10, strip=True, **given)
        self.widget.attrs |= {"autocomplete": "off", "size": "8"}

    def clean(self, value: Any) -> Any:
        """The score, None for 缺考, an empty text for nothing."""
        said = super().clean(value)
        if is_blank(said):
            return ""
        try:
            return read(said)
        except Unreadable as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class EntryForm(PlainForm):
    """A field for each of these candidates, in the order of the list (登分表)."""

    def __init__(
        self, people: Sequence[Candidate], *args: Any, own: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        for who in people:
            name = f"{PREFIX}{who.token}"
            self.fields[name] = ScoreField(f"第{who.ordinal}号{who.masked}的成绩", required=False)
            self.initial[name] = own.get(who.pk, "")
        for name in list(self.fields)[:1]:
            self.fields[name].widget.attrs["autofocus"] = True

    def cell(self, who: Candidate) -> SafeString:
        """The field of a candidate."""
        return self[f"{PREFIX}{who.token}"].as_widget()

    def scores(self) -> dict[UUID, Decimal | None]:
        """What was typed, and is not as one typed it before."""
        said = {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data[name] != ""}
        return {
            UUID(name.removeprefix(PREFIX)): value
            for name, value in said.items()
            if name in self.changed_data
        }


class ItemsForm(PlainForm):
    """The items of a score sheet, one a line with its marks (评分项)."""

    items = forms.CharField(
        label="评分项",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        help_text="一行一项，先写名称，空格后写分值，例如“接线工艺 40”。各项合计100分。",
    )

    def clean_items(self) -> list[tuple[str, Decimal]]:
        """The items with their marks."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        found = [(number, line, ITEM.fullmatch(line)) for number, line in enumerate(lines, 1)]
        wrong = [f"第{number}行“{line[:20]}”没有写分值。" for number, line, match in found if match is None]
        if wrong:
            raise forms.ValidationError(wrong)
        return [(match["label"], Decimal(match["most"])) for _, _, match in found if match]


class CorrectionForm(PlainForm):
    """What a score should be, and why (成绩更正)."""

    after = ScoreField("更正后的成绩", help_text="0到100，最多一位小数；缺考的填“缺考”。")
    reason = forms.CharField(
        label="理由",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        help_text="写明错在哪里、依据什么更正，例如复核答卷发现第三大题漏计4分。",
    )


class DeclineForm(PlainForm):
    """Why a correction is not agreed to (不同意更正)."""

    because = forms.CharField(label="不同意的理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class DropForm(DeclineForm):
    """Why one's own proposal is dropped (撤下)."""

    because = forms.CharField(label="撤下的理由", widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class WithdrawForm(PlainForm):
    """Why a whole sheet of scores is taken back (撤回导入)."""

    reason = forms.CharField(
        label="撤回的理由",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        help_text="写明错在哪里，例如整列成绩错了一行，或者导入了另一个批次的成绩。",
    )


class AnswerForm(PlainForm):
    """The answer to a complaint about a score (成绩复核答复)."""

    upheld = forms.ChoiceField(
        label="核查结果",
        choices=[("yes", "成立：成绩有误，接着提出更正"), ("no", "不成立：成绩无误")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="答复",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        help_text="写明怎样核查、结果如何、为什么。考生查询成绩时会看到。",
    )


class AccountForm(PlainForm):
    """With which account of the body one of its examiners signs (考评员账号)."""

    post = forms.TypedChoiceField(label="账号", coerce=int)

    def __init__(self, assignment: Assignment, posts: Iterable[Post], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"a{assignment.pk}", **kwargs)
        self.assignment = assignment
        self.posts = {each.pk: each for each in posts if each.person.full_name == assignment.name}
        told = [(pk, f"{each.person.full_name}（{each.person.username}）") for pk, each in self.posts.items()]
        self.fields["post"].choices = told  # type: ignore[attr-defined]
