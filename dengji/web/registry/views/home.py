"""登记管理首页: what may be done here by whoever is signed in."""

from django.http import HttpResponse
from django.shortcuts import render

from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.roles import parts_for


@at_desk("office")
def home(request: DeskRequest) -> HttpResponse:
    """登记管理: the parts that this post works in."""
    return render(request, "registry/home.html", {"parts": parts_for(request.post.role), "nav": "home"})
