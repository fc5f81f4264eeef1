"""Trying an act from a form (办理尝试): a refusal stays on the page with what was typed; a moved case does not."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django import forms
from django.http import HttpRequest

from dengji import clock
from dengji.people.refusals import Refused
from dengji.procedure.door import ensure_unmoved
from dengji.procedure.models import Case
from dengji.procedure.refusals import Moved
from dengji.web.casework import case_or_404
from dengji.web.middleware import DeskRequest
from dengji.web.refusing import explain

Done = TypeVar("Done")


def attempt(form: forms.Form, act: Callable[[], Done]) -> Done | None:
    """Do the act; a refusal becomes the form's error with its article and remedy. Raises `Moved`."""
    try:
        return act()
    except Moved:
        raise
    except Refused as refused:
        explain(form, refused)
        return None


def case_at(request: DeskRequest, token: UUID) -> Case:
    """The case at an address. Raises Http404, and `Moved` for what is sent from a page that it has left behind."""
    case = case_or_404(request.post, token, clock.now())
    said = request.POST.get("version", "")
    if said.isdecimal():
        ensure_unmoved(case, int(said))
    return case


def seen(case: Case, request: HttpRequest) -> Case:
    """The case as the page showed it: an act on an older version is refused, the button pressed twice too."""
    said = request.POST.get("version", "")
    if said.isdecimal():
        case.version = int(said)
    return case
