"""What every page of a demonstration shares (演示网页公共处理): its clock, and that it is not there without one."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from dengji import clock


class DemoMiddleware:
    """Sets the clock for each page; the demonstration's own addresses lead nowhere in a house in service."""

    def __init__(self, page: Callable[[HttpRequest], HttpResponse]) -> None:
        self.page = page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request by the clock as it is set when the request comes."""
        with clock.as_set():
            return self.page(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Raises Http404 for an address of the demonstration, before anything is asked of the request."""
        where = request.resolver_match
        if not settings.DENGJI_DEMO and where is not None and where.app_name == "demo":
            raise Http404
