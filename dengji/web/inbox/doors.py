"""Ways in that are the same for everybody (统一入口): each leads on to the page at one's own desk."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dengji.people.terms import Role
from dengji.procedure.queries import seats_of
from dengji.web.access import DESKS, at_desk, desk_of
from dengji.web.middleware import DeskRequest

EVERYBODY = tuple(sorted(role for roles in DESKS.values() for role in roles))


@require_safe
@at_desk("office", *EVERYBODY)
def case(request: DeskRequest, token: UUID) -> HttpResponse:
    """案件入口: a case; for an expert his score sheet, or his tasks where he has no seat any more."""
    desk = desk_of(request.post.role)
    if desk != "expert":
        return redirect(f"{desk}:case", token=token)
    seat = seats_of(request.post).filter(panel__case__token=token).first()
    return redirect("expert:sheet", seat_id=seat.pk) if seat else redirect("expert:home")


@require_safe
@at_desk("office", *EVERYBODY)
def filing(request: DeskRequest, number: str) -> HttpResponse:
    """备案入口: an office sees its register, a body its own page of it, everybody else the public one."""
    match desk_of(request.post.role):
        case "office":
            return redirect("registry:filing", number=number)
        case "body":
            return redirect("body:filing", number=number)
        case _:
            return redirect("public:filing", number=number)


@require_safe
@at_desk("office", *EVERYBODY)
def plan(request: DeskRequest, token: UUID) -> HttpResponse:
    """评价计划入口: a body sees its own page of it, an office the one at its desk."""
    desk = desk_of(request.post.role)
    return redirect("expert:home") if desk == "expert" else redirect(f"{desk}:plan", token=token)


@require_safe
@at_desk("office", *EVERYBODY)
def texts(request: DeskRequest) -> HttpResponse:
    """文本入口: where an administrator decides which texts apply; for everybody else the library."""
    return redirect("registry:texts" if request.post.role == Role.ADMINISTRATOR else "public:library")
