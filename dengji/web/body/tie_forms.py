"""The form of a declaration on paper (书面回避申报表单)."""

from django import forms

from dengji.evaluations.acts.declaring import TieEntry
from dengji.evaluations.terms import OF_CANDIDATES, DocumentKind, Tie
from dengji.web.body.forms import PlainForm


class PaperTieForm(PlainForm):
    """A tie to a candidate, as somebody declared it on paper, and the paper."""

    kind = forms.ChoiceField(
        label="与考生的关系", choices=[(tie.value, str(tie.label)) for tie in Tie if tie in OF_CANDIDATES]
    )
    document = forms.ChoiceField(label="考生的证件类型", choices=DocumentKind.choices)
    number = forms.CharField(
        label="考生的证件号码", max_length=30, help_text="只用来与名单核对，保存摘要，页面上不显示完整号码。"
    )
    paper = forms.FileField(
        label="本人签字的申报表", max_length=200, help_text="扫描件或者照片，PDF、PNG、JPG，最大20兆字节。"
    )

    def entry(self) -> TieEntry:
        """The tie as its act takes it."""
        said = self.cleaned_data
        return TieEntry(Tie(said["kind"]), None, said["number"], DocumentKind(said["document"]))
