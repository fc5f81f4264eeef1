"""登记机构: a body and the account of whoever is in charge of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.institutions.acts.founding import found_body
from dengji.people.refusals import Refused
from dengji.web.access import at_desk
from dengji.web.middleware import DeskRequest
from dengji.web.registry.forms.people import NewBodyForm
from dengji.web.registry.places import places_of
from dengji.web.registry.roles import ADMINISTRATOR


@at_desk("office", *ADMINISTRATOR)
def new(request: DeskRequest) -> HttpResponse:
    """登记机构: the body, an account and the first post, together."""
    form = NewBodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            institution = found_body(form.body(), form.newcomer(), by=request.post, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{institution}已登记，负责人可以用初始密码登录。")
            return redirect("registry:organisation", pk=institution.pk)
    return render(
        request,
        "registry/new_body.html",
        {"form": form, "places": places_of(request.post.organisation), "nav": "people"},
    )
