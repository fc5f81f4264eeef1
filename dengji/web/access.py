"""Who may open which desk (网页权限): by the post that somebody acts in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dengji.people.terms import BODY_ROLES, OFFICE_ROLES, SENT_ROLES, Role
from dengji.web.middleware import DeskRequest
from dengji.web.typed import keep_for_sign_in

P = ParamSpec("P")
View = Callable[Concatenate[DeskRequest, P], HttpResponse]
DESKS = {
    "body": BODY_ROLES,
    "office": OFFICE_ROLES | SENT_ROLES | {Role.MINISTRY},
    "expert": frozenset({Role.EXPERT}),
}
HOMES = {"body": "/body/", "office": "/office/", "expert": "/expert/"}
SENT_HOME = "/office/registry/duties/"


def desk_of(role: str) -> str:
    """The desk at which a role works."""
    return next(desk for desk, roles in DESKS.items() if role in roles)


def home_of(role: str) -> str:
    """Where somebody in a role begins: his desk's first page; who is sent to evaluations, his own tasks."""
    return SENT_HOME if role in SENT_ROLES else HOMES[desk_of(role)]


def at_desk(
    desk: str, *roles: str
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Open a page only to those who sit at that desk (and, if given, in one of these roles)."""
    wanted = frozenset(roles) or DESKS[desk]

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                keep_for_sign_in(request)
                return redirect_to_login(request.get_full_path())
            post = request.post  # type: ignore[attr-defined]
            if post is None or post.role not in wanted:
                return render(request, "web/no_permission.html", {"desk": desk}, status=403)
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        return guarded

    return decorate
