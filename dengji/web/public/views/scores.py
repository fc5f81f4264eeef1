"""One's own scores (查成绩): one question, one clear answer, nothing kept; and a complaint from there."""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from dengji import clock
from dengji.evaluations.acts import complaining
from dengji.evaluations.scores.lookup import Own, own, own_candidate, own_scores
from dengji.institutions.codes import plain_code
from dengji.people.refusals import Refused
from dengji.policy.engine.practice import Method
from dengji.sealing.seals import digest_of
from dengji.web.public.limits import within_limit, within_limit_of
from dengji.web.public.scoring import ASKED_TOO_OFTEN, EXPIRED, NOT_FOUND, ComplaintForm, LookUpForm

SALT, OPEN_FOR = "dengji.scores", 30 * 60  # seconds within which a complaint may follow a look-up
ABOUT = "score_look_up"


@never_cache
@sensitive_post_parameters("number", "named")
def look_up(request: HttpRequest) -> HttpResponse:
    """查成绩: by document number and ticket or name; the same answer for whoever is not there as for a wrong name."""
    form = LookUpForm(request.POST or None)
    found: list[Own] = []
    if request.method == "POST" and form.is_valid():
        number, named = form.cleaned_data["number"], form.cleaned_data["named"]
        whose = digest_of(f"{ABOUT}:{plain_code(number)}")
        if not (within_limit(request, ABOUT) and within_limit_of(whose, ABOUT)):
            form.add_error(None, ASKED_TOO_OFTEN)
        else:
            found = own_scores(number, named)
            if not found:
                form.add_error(None, NOT_FOUND)
    if found:
        return render(request, "public/scores.html", {"found": _shown(found)})
    return render(request, "public/scores_search.html", {"form": form})


@never_cache
@require_POST
@sensitive_post_parameters()
def complain(request: HttpRequest) -> HttpResponse:
    """申请成绩复核: for half an hour after the look-up, by whoever looked up."""
    mine, method = _looked_up(request), request.POST.get("method", "")
    if mine is None or method not in mine.candidate.plan.methods:
        return render(request, "public/scores_search.html", {"form": LookUpForm(), "expired": EXPIRED})
    form = ComplaintForm(request.POST if "says" in request.POST else None)
    if form.is_bound and form.is_valid():
        if not within_limit(request, "score_complaint"):
            form.add_error(None, ASKED_TOO_OFTEN)
        else:
            try:
                says = form.cleaned_data["says"]
                complaining.complain(mine.candidate, Method(method), says, at=clock.now())
            except Refused as refused:
                form.add_error(None, f"{refused.sentence}{refused.remedy}")
            else:
                again = own_candidate(mine.candidate.token)
                found = _shown([own(again)] if again else [])
                return render(request, "public/scores.html", {"found": found, "done": True})
    part = next(each for each in mine.parts if each.method == method)
    shown = {"form": form, "mine": mine, "part": part, "ask": request.POST["ask"]}
    return render(request, "public/scores_complain.html", shown)


def _shown(found: list[Own]) -> list[tuple[Own, str, bool]]:
    """What was found, each with what lets a complaint follow, and whether one may."""
    today = clock.today()
    return [
        (each, signing.dumps(str(each.candidate.token), salt=SALT), each.may_complain(today))
        for each in found
    ]


def _looked_up(request: HttpRequest) -> Own | None:
    """Whose scores were looked up just now."""
    try:
        token = signing.loads(request.POST.get("ask", ""), salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    who = own_candidate(UUID(token))
    return own(who) if who is not None else None
