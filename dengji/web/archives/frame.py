"""What the pages of this desk share (档案页面): the head of whoever opens them, and refusals kept on the page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render

from dengji.people.refusals import Refused
from dengji.people.terms import BODY_ROLES, OFFICE_ROLES
from dengji.procedure.refusals import Moved
from dengji.web.access import desk_of
from dengji.web.middleware import DeskRequest

A_PAGE = 50
READERS = tuple(BODY_ROLES | OFFICE_ROLES)


def shown_to(request: DeskRequest, template: str, said: dict[str, Any]) -> HttpResponse:
    """A page under the head of the desk at which the person sits."""
    frame = {"base": f"{desk_of(request.post.role)}/base.html", "nav": "archives"}
    return render(request, f"archives/{template}.html", frame | said)


def page_of(request: DeskRequest, rows: Any) -> Page[Any]:
    """The page of a list that the address asks for."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def done(form: forms.Form, deed: Callable[[], object]) -> bool:
    """Whether a valid form's deed was done; a refusal stays on the page with what was typed. Raises `Moved`."""
    if not form.is_valid():
        return False
    try:
        deed()
    except Moved:
        raise
    except Refused as refused:
        form.add_error(None, f"{refused.sentence}{refused.remedy}")
        return False
    return True
