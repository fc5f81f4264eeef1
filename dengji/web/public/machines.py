"""Addresses for programs (机器读取的地址): answered before sessions and sign-in, so that anybody may keep them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
PLACES = ("/log/", "/.well-known/")
FOR_EVER = "public, max-age=31536000, immutable"
METHODS = ("GET", "HEAD")
WRONG_METHOD, WRONG_WORDS, NOT_THERE = 405, 400, 404


class NotAnswered(Exception):
    """What a program asked cannot be answered (不能答复): the status, and a sentence that says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class MachineMiddleware:
    """Answers the addresses that are for programs; hands all others on."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Neither reads nor sets a cookie for a program."""
        if request.path_info.startswith(PLACES):
            try:
                found = resolve(request.path_info)
            except Resolver404:
                return self.answer(request)
            if getattr(found.func, "for_machines", False):
                return cast(HttpResponse, found.func(request, *found.args, **found.kwargs))
        return self.answer(request)


def for_machines(view: View[P]) -> View[P]:
    """A view whose answer anybody may fetch, from any page and without a cookie; what it cannot answer it says."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            if request.method not in METHODS:
                raise NotAnswered(WRONG_METHOD, "这个地址只能读取")
            answer = view(request, *args, **kwargs)
        except NotAnswered as wrong:
            answer = JsonResponse({"error": wrong.sentence}, status=wrong.status)
            answer.headers["Cache-Control"] = "no-store"
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    answered.for_machines = True  # type: ignore[attr-defined]
    return answered


def number_in(request: HttpRequest, name: str, usual: int | None = None) -> int:
    """A whole number of the address; the usual one where it is left out. Raises NotAnswered."""
    said = request.GET.get(name, "" if usual is None else str(usual))
    if not (said.isascii() and said.isdecimal() and len(said) < 18):
        raise NotAnswered(WRONG_WORDS, f"参数{name}要写成不带符号的整数")
    return int(said)
