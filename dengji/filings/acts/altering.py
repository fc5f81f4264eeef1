"""Filling in what becomes of a filing (填写变更、续期、新增): proposals, what is given up, forms; every step saved."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dengji.filings.acts.applying import filling, saved
from dengji.filings.changes import PROPOSED, filed
from dengji.filings.forms import ensure_fits, forms_of
from dengji.filings.models import Application, Filing
from dengji.people.models import Post
from dengji.policy.engine.terms import ELEMENT_LABELS, Element
from dengji.policy.queries import pack_of
from dengji.procedure.models import Case
from dengji.procedure.refusals import NotAllowed, within

LONGEST = {Element.NAME: 120, Element.ADDRESS: 200, Element.LEGAL_REPRESENTATIVE: 60}


@transaction.atomic
def propose(case: Case, said: Mapping[Element, str | bool], *, by: Post, at: datetime) -> None:
    """填写变更: what elements of the filing shall be; it replaces what was proposed before.

    Text for those that have a text of their own, empty where it stays; True for those that follow the registers.
    Raises NotAllowed for an element that the text does not let change, and for a text that changes nothing.
    """
    application = filling(case, by)
    filing = _about(application)
    wanted = {element: value for element, value in said.items() if value}
    allowed = pack_of(case.edition_id).matters[case.matter].elements
    if strange := [element.label for element in wanted if element not in allowed]:
        raise NotAllowed(f"本地文本没有把{'、'.join(strange)}列入可以变更的事项。")
    proposed = {
        element.value: _proposed(filing, element, value, localdate(at)) for element, value in wanted.items()
    }
    application.proposed = proposed
    application.save(update_fields=["proposed"])
    told = {ELEMENT_LABELS[name]: value for name, value in proposed.items()}
    saved(application, "propose", told, by=by, at=at)


@transaction.atomic
def leave_out(case: Case, codes: Sequence[str], *, by: Post, at: datetime) -> None:
    """填写退出职业: the occupations of the filing that shall leave it; the list replaces the one before."""
    application = filling(case, by)
    filing = _about(application)
    held = set(filing.scope.in_force(localdate(at)).values_list("code", flat=True))
    if strange := [code for code in codes if code not in held]:
        raise NotAllowed(f"备案范围里没有职业{'、'.join(strange)}，不能退出。")
    application.given_up = sorted(set(codes))
    application.save(update_fields=["given_up"])
    saved(application, "leave_out", {"codes": application.given_up}, by=by, at=at)


@transaction.atomic
def fill_in(case: Case, form: str, values: Mapping[str, Any], *, by: Post, at: datetime) -> None:
    """填写表格: the contents of one of the text's forms; parts not named stay as they are.

    Raises NotAllowed for a form that the matter does not have, and for what the form cannot take.
    """
    application = filling(case, by)
    annex = forms_of(pack_of(case.edition_id), case.matter).get(form)
    if annex is None:
        raise NotAllowed("这件申请没有这张表格。")
    ensure_fits(annex, values)
    there = application.forms.get(form, {})
    application.forms = application.forms | {form: there | dict(values)}
    application.save(update_fields=["forms"])
    saved(application, "fill_in", {"form": form, "parts": sorted(values)}, by=by, at=at)


def _about(application: Application) -> Filing:
    if application.filing is None:
        raise NotAllowed("这件申请不涉及已有备案。")
    return application.filing


def _proposed(filing: Filing, element: Element, value: str | bool, on: date) -> str | bool:
    """A proposal made tidy; the same as is filed changes nothing, and is refused."""
    if element not in PROPOSED:
        return True
    text = within(str(value), LONGEST[element], please=f"请填写变更后的{element.label}")
    if text == filed(filing, element, on):
        raise NotAllowed(f"{element.label}与已备案的相同，没有变更。", remedy="不变更的请留空。")
    return text
