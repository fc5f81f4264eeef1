"""What every template may use (模板公共内容)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localdate

from dengji.people.queries import posts_of


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Demo or not, and the posts among which a person may change."""
    person = getattr(getattr(request, "user", None), "pk", None)
    return {
        "demo": settings.DENGJI_DEMO,
        "demo_password": settings.DENGJI_DEMO_PASSWORD if settings.DENGJI_DEMO else "",
        "posts": posts_of(person, localdate()) if person else (),
    }
