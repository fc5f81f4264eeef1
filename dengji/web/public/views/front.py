"""The public's first page, and the way to one's own desk (首页、工作台入口)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dengji import clock
from dengji.filings.register import figures
from dengji.notices.queries import public_view, publicities_open
from dengji.web.access import home_of

ELDER_DAYS = 365
SHOWN = 5


def home(request: HttpRequest) -> HttpResponse:
    """首页: what this site is, the three ways in, what is made public now, how many are in force."""
    today = clock.today()
    open_now = publicities_open(today)
    numbers = figures(today)
    shown = {
        "figures": numbers,
        "total": sum(each.count for each in numbers),
        "notices": [public_view(each, today) for each in open_now[:SHOWN]],
        "open_count": open_now.count(),
        "today": today,
    }
    return render(request, "public/home.html", shown)


def desk(request: HttpRequest) -> HttpResponse:
    """工作台入口: to the desk of the post that somebody acts in."""
    post = request.post  # type: ignore[attr-defined]
    return redirect(home_of(post.role) if post else "public:sign_in")


@csrf_exempt  # larger letters are all that a strange page could bring about
@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """大字版: larger and plainer pages, or back again; back to where one was."""
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    answer = redirect(target if safe else "/")
    if request.COOKIES.get("elder"):
        answer.delete_cookie("elder")
    else:
        answer.set_cookie("elder", "1", max_age=ELDER_DAYS * 24 * 3600, samesite="Lax", httponly=True)
    return answer
