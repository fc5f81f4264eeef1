"""What every template may use (模板公共内容)."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dengji.messages.queries import unread


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Demo or not, the posts among which a person may change, and what is new to him (asked where it is shown)."""
    person = getattr(getattr(request, "user", None), "pk", None)
    return {
        "demo": settings.DENGJI_DEMO,
        "demo_password": settings.DENGJI_DEMO_PASSWORD if settings.DENGJI_DEMO else "",
        "posts": getattr(request, "posts", ()) if person else (),
        "unread": SimpleLazyObject(partial(unread, person)) if person else None,
    }
