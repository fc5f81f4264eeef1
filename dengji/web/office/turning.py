"""Addresses of list pages (翻页与筛选地址): filters stay in them, so that a view can be sent to a colleague."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from dengji.procedure.worklist import After

NO_DAY = "none"


def cleaned(form: forms.Form) -> dict[str, Any]:
    """What a form of filters was given, without what it does not offer."""
    form.is_valid()
    return form.cleaned_data


def key_of(said: str) -> After | None:
    """The key in an address: `2026-11-21.17` or `none.17`; anything else is the first page."""
    day, _, number = said.partition(".")
    if not number.isdecimal():
        return None
    if day == NO_DAY:
        return After(None, int(number))
    try:
        return After(date.fromisoformat(day), int(number))
    except ValueError:
        return None


def next_page(request: HttpRequest, following: After | None) -> str:
    """The address of the next page with the same filters; empty on the last."""
    if following is None:
        return ""
    day = following.due_on.isoformat() if following.due_on else NO_DAY
    return without(request, "after", after=f"{day}.{following.id}")


def without(request: HttpRequest, *names: str, **instead: str) -> str:
    """The page's own question without some of its parts, and with others instead."""
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    for name, value in instead.items():
        asked[name] = value
    return f"?{asked.urlencode()}"
