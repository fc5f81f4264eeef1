"""证书查询: which way, what is known, one clear answer; the same for programs; and what a printed code leads to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dengji import clock
from dengji.audit.middleware import address_of
from dengji.certificates.advice import NOT_FOUND, filing_in
from dengji.certificates.scanning import scanned
from dengji.web.public.asking import Outcome, Verdict, asked
from dengji.web.public.certificates import (
    HERE,
    INCOMPLETE,
    JSON,
    MISREAD,
    READ_PICTURE,
    WAIT,
    DocumentForm,
    LookUpForm,
    NumberForm,
    as_json,
    at_in_words,
    found_in_words,
    refused_as_json,
)
from dengji.web.public.questions import Unreadable, fields_of, question_of

STATUS = {Verdict.ANSWERED: 200, Verdict.CHALLENGED: 429, Verdict.TOO_OFTEN: 429}
WAYS = {"number": NumberForm, "document": DocumentForm}
kept_nowhere = cache_control(no_store=True)


@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """证书查询: by what somebody can look up."""
    return render(request, "public/certificates/ways.html", HERE)


@require_safe
def wrong(request: HttpRequest) -> HttpResponse:
    """信息有误或者查不到: whom to ask, with what, and what happens then."""
    return render(request, "public/certificates/wrong.html", HERE)


@csrf_exempt  # nothing is done, and nobody is signed in by it
@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def look_up(request: HttpRequest, way: str) -> HttpResponse:
    """按编号或者证件号码查: the form, and its answer."""
    form, at = WAYS[way](request.POST if request.method == "POST" else None), clock.now()
    if not form.is_valid():
        return _unanswered(request, way, form, None)
    said = form.cleaned_data
    outcome = asked(form.question, address_of(request), said["token"], said["answer"], at=at)
    if outcome.found:
        return render(request, "public/certificates/answer.html", HERE | found_in_words(outcome.found, at))
    if outcome.verdict is Verdict.TOO_OFTEN:
        return _later(render(request, "public/certificates/too_often.html", HERE, status=429))
    return _unanswered(request, way, form, outcome)


@csrf_exempt
@kept_nowhere
@require_POST
@sensitive_post_parameters()
def look_up_json(request: HttpRequest) -> HttpResponse:
    """证书查询接口: by POST only, so that no name lands in a log of addresses."""
    at = clock.now()
    try:
        fields = fields_of(request.content_type or "", request.body)
        question = question_of(fields)
    except Unreadable:
        return HttpResponse(refused_as_json(INCOMPLETE), content_type=JSON, status=400)
    token, answer = fields.get("token", ""), fields.get("answer", "")
    outcome = asked(question, address_of(request), token, answer, at=at)
    response = HttpResponse(as_json(outcome, at), content_type=JSON, status=STATUS[outcome.verdict])
    return _later(response) if outcome.verdict is Verdict.TOO_OFTEN else response


@kept_nowhere
@require_safe
def code(request: HttpRequest, said: str) -> HttpResponse:
    """扫码核验: whether a printed code is genuine, and what the certificate is worth today."""
    found = scanned(said)
    return render(
        request, "public/certificates/code.html", HERE | {"found": found, "at": at_in_words(clock.now())}
    )


def _later(response: HttpResponse) -> HttpResponse:
    """Says when to come again."""
    response.headers["Retry-After"] = WAIT
    return response


def _unanswered(request: HttpRequest, way: str, form: LookUpForm, outcome: Outcome | None) -> HttpResponse:
    """The form again: empty, with what is wrong in it, or with what may be wrong with what was asked."""
    shown = HERE | {"form": form, "way": way, "outcome": outcome}
    if outcome is None:
        return render(request, "public/certificates/form.html", shown)
    if outcome.verdict is Verdict.CHALLENGED:
        form.add_error("answer", MISREAD if outcome.misread else READ_PICTURE)
    else:
        form.add_error(None, NOT_FOUND)
        shown["filing"] = filing_in(form.question)
    return render(request, "public/certificates/form.html", shown, status=STATUS[outcome.verdict])
