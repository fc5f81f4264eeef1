"""The content policy that every page carries: scripts and styles from this house only."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def content_policy(page: View) -> View:
    """Middleware that says to the browser what a page may load."""

    def with_policy(request: HttpRequest) -> HttpResponse:
        response = page(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_POLICY)
        return response

    return with_policy
