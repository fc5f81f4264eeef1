"""The pages of the demonstration's clock (演示时间): moved from the foot of every page, signed in or not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dengji import clock
from dengji.demo.clock import move_back, move_forward
from dengji.demo.context import page_to_come_back_to
from dengji.demo.forms import MoveForm
from dengji.people.refusals import Refused
from dengji.workdays.words import in_words


def moved(request: HttpRequest) -> HttpResponse:
    """拨快演示时间: to a day, then back to the page that one came from; what is wrong with the day is said here."""
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            move_forward(to, by=request.post, at=clock.now())  # type: ignore[attr-defined]
        except Refused as refused:
            form.add_error("to", refused.sentence + refused.remedy)
        else:
            messages.success(request, f"演示时间现在是{in_words(to)}。")
            return redirect(page_to_come_back_to(request))
    return render(request, "demo/clock.html", {"form": form})


def restored(request: HttpRequest) -> HttpResponse:
    """恢复为今天: first what that means, then it is done."""
    if request.method != "POST":
        return render(request, "demo/restore.html")
    move_back(by=request.post, at=clock.now())  # type: ignore[attr-defined]
    with clock.as_set():
        messages.success(request, f"演示时间已恢复为今天，{in_words(clock.today())}。")
    return redirect(page_to_come_back_to(request))
