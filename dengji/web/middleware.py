"""What every page shares (网页公共处理): the post somebody acts in, and refusals turned into pages."""

import logging
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dengji import clock
from dengji.people.models import Post
from dengji.people.posts import chosen_of
from dengji.people.queries import posts_of
from dengji.people.refusals import Refused
from dengji.procedure.refusals import Moved

log = logging.getLogger("dengji.web")
Answer = Callable[[HttpRequest], HttpResponse]
CONFLICT, FORBIDDEN = 409, 403
SEEN, MINUTE = "seen", 60


class DeskRequest(HttpRequest):
    """A request by somebody who acts in a post (当前岗位)."""

    post: Post


class DeskMiddleware:
    """Gives each request the posts of its person, the one that he acts in, and each refusal its page."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the posts and the active one; none for the public."""
        held = list(posts_of(request.user.pk, clock.today())) if request.user.pk else []
        request.posts = held  # type: ignore[attr-defined]
        request.post = chosen_of(request.session, held)  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            renew(request.session, clock.now())
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal becomes a page that says article, facts and remedy; what was typed is in the browser's back."""
        if not isinstance(error, Refused):
            return None
        status = CONFLICT if isinstance(error, Moved) else FORBIDDEN
        return render(request, "web/refusal.html", {"refusal": error}, status=status)


def renew(session: SessionBase, at: datetime) -> None:
    """续会话: somebody is there; kept to the minute, so that not every page writes the session.

    A clock that was set back, as a demonstration's may be, is no reason to let it run out.
    """
    if abs(at.timestamp() - session.get(SEEN, 0)) >= MINUTE:
        session[SEEN] = int(at.timestamp())


def failed(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours (500), with a number that support finds in the log."""
    reference = token_hex(4).upper()
    log.error("fault %s at %s", reference, request.path)
    return render(request, "web/fault.html", {"reference": reference}, status=500)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere, or to what somebody may not see (404)."""
    return render(request, "web/not_found.html", status=404)
