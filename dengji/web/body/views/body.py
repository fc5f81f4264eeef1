"""What is told of the body itself (机构信息), and its look-up in the registers (联网核验)."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.institutions.acts.body import change_body, verify
from dengji.institutions.entries import BodyEntry
from dengji.institutions.models import Institution
from dengji.institutions.queries import verification
from dengji.institutions.terms import Affiliation, BodyKind
from dengji.people.queries import implementing_departments, place_in_full
from dengji.people.refusals import Refused
from dengji.policy.engine.terms import Section
from dengji.web.access import at_desk
from dengji.web.body.forms import PlainForm, TruthField, day_field
from dengji.web.body.frame import frame_of
from dengji.web.body.registers import parts_listed
from dengji.web.body.views.sections import around, finished, saved
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keeps_typed, opened

NONE = ""
PHONE = forms.TextInput(attrs={"inputmode": "tel"})


class BodyForm(PlainForm):
    """What a body tells of itself; code, kind, place and affiliation are its authority's to change."""

    name = forms.CharField(label="机构名称", max_length=120)
    legal_representative = forms.CharField(label="法定代表人", max_length=60)
    registered_address = forms.CharField(label="注册地址", max_length=200)
    established_on = day_field("成立日期")
    independent_legal_person = TruthField(label="是否独立法人", required=False)
    main_business = forms.CharField(
        label="主营业务", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    department = forms.CharField(
        label="专门工作部门", required=False, max_length=100, help_text="负责评价工作的部门名称，没有的不填。"
    )
    contact_name = forms.CharField(label="联系人", max_length=60)
    contact_post = forms.CharField(label="联系人职务", required=False, max_length=60)
    contact_phone = forms.CharField(label="联系人手机", max_length=20, widget=PHONE)
    contact_landline = forms.CharField(label="联系人座机", required=False, max_length=30)
    contact_email = forms.EmailField(label="联系人电子邮箱", required=False)
    overseen_by = forms.ChoiceField(
        label="设立本机构的实施部门", required=False, help_text="由人社部门设立的不选。"
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        self.offered = {
            str(each.pk): each for each in implementing_departments(institution.organisation.division_id)
        }
        if institution.kind != BodyKind.EXAMINATION_BODY or not self.offered:
            del self.fields["overseen_by"]
        else:
            choices = [
                (NONE, "人力资源社会保障部门"),
                *((key, each.name) for key, each in self.offered.items()),
            ]
            self.fields["overseen_by"].choices = choices  # type: ignore[attr-defined]

    def entry(self) -> BodyEntry:
        """The body, with what it may not change as it stands."""
        there, said = self.institution, self.cleaned_data
        overseer = there.organisation.overseen_by
        if "overseen_by" in self.fields:
            overseer = self.offered.get(said["overseen_by"])
        kept = {
            "uscc": there.organisation.uscc or "",
            "division": there.organisation.division_id,
            "kind": BodyKind(there.kind),
            "affiliation": Affiliation(there.affiliation),
            "overseen_by": overseer,
        }
        return BodyEntry(**{**said, **kept})

    @staticmethod
    def shown(institution: Institution) -> dict[str, Any]:
        """The body, as the form shows it."""
        names = [field.name for field in fields(BodyEntry) if hasattr(institution, field.name)]
        said = {name: getattr(institution, name) for name in names}
        organisation = institution.organisation
        return {**said, "name": organisation.name, "overseen_by": str(organisation.overseen_by_id or NONE)}


@at_desk("body")
@keeps_typed
def body(request: DeskRequest, token: UUID | None = None) -> HttpResponse:
    """机构信息: written as it is told now; in an application the part is marked as finished here."""
    frame = frame_of(request.post, token, clock.today())
    if "finish" in request.POST or "undone" in request.POST:
        return finished(request, frame, Section.BODY)
    form = opened(BodyForm, request, BodyForm.shown(frame.institution), institution=frame.institution)
    if request.method == "POST" and form.is_valid():
        try:
            change_body(frame.institution, form.entry(), by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused.sentence, refused.remedy)
        else:
            messages.success(request, "机构信息已保存。")
            return saved(request, frame, Section.BODY)
    shown = {
        "form": form,
        "listed": parts_listed(frame.institution, Section.BODY),
        "place": place_in_full(frame.institution.organisation.division_id),
        "verification": verification(frame.institution, clock.today()),
    }
    return render(request, "body/body.html", around(frame, Section.BODY) | shown)


@at_desk("body")
def look_up(request: DeskRequest, token: UUID | None = None) -> HttpResponse:
    """联网核验: the company and the credit register are asked about the body."""
    frame = frame_of(request.post, token, clock.today())
    if request.method == "POST":
        verify(frame.institution, by=request.post, at=clock.now())
        messages.success(request, "已向登记机关和信用系统发出核验请求，结果回来后显示在这里。")
    return redirect(frame.section(Section.BODY))
