"""证书复核: the holder says who he is and what is wrong, and reads the answer at the same place; no account."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from dengji import clock
from dengji.certificates.acts.reviewing import ask_review
from dengji.certificates.forms import titles
from dengji.certificates.models import Certificate
from dengji.certificates.numbers import normal
from dengji.certificates.queries import certificate_by_key, held_by
from dengji.certificates.terms import ReviewState
from dengji.people.refusals import Refused
from dengji.sealing.seals import digest_of
from dengji.web.public.certificates import HERE
from dengji.web.public.limits import within_limit, within_limit_of
from dengji.web.public.reviewing import ASKED_TOO_OFTEN, EXPIRED, NOT_YOURS, DoubtForm, HolderForm

SALT, OPEN_FOR = (
    "dengji.certificate_review",
    30 * 60,
)  # seconds within which he may ask after he said who he is
ABOUT = "certificate_review"


@never_cache
@sensitive_post_parameters()
def look_up(request: HttpRequest) -> HttpResponse:
    """申请复核第一步: which certificate, and that it is his; the same answer for each of the three that is wrong."""
    form = HolderForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        whose = digest_of(f"{ABOUT}:{normal(said['number'])}")
        if not (within_limit(request, ABOUT) and within_limit_of(whose, ABOUT)):
            form.add_error(None, ASKED_TOO_OFTEN)
        elif found := held_by(said["number"], said["name"], said["document"]):
            return _shown(request, found, DoubtForm())
        else:
            form.add_error(None, NOT_YOURS)
    return render(request, "public/certificates/review_search.html", HERE | {"form": form})


@never_cache
@require_POST
@sensitive_post_parameters()
def ask(request: HttpRequest) -> HttpResponse:
    """申请复核第二步: what is wrong; for half an hour after the first."""
    found = _his(request.POST.get("ask", ""))
    if found is None:
        shown = HERE | {"form": HolderForm(), "expired": EXPIRED}
        return render(request, "public/certificates/review_search.html", shown)
    form = DoubtForm(request.POST)
    if form.is_valid():
        if not within_limit(request, f"{ABOUT}_asked"):
            form.add_error(None, ASKED_TOO_OFTEN)
        else:
            try:
                ask_review(
                    found, form.cleaned_data["says"], form.cleaned_data["phone"], by=None, at=clock.now()
                )
            except Refused as refused:
                form.add_error(None, f"{refused.sentence}{refused.remedy}")
            else:
                return _shown(request, found, DoubtForm(), done=True)
    return _shown(request, found, form)


def _shown(
    request: HttpRequest, certificate: Certificate, form: DoubtForm, *, done: bool = False
) -> HttpResponse:
    """His certificate, what was asked of it and answered, and the form where nothing waits."""
    reviews = list(certificate.reviews.select_related("answered_by__organisation"))
    said = {
        "each": certificate,
        "title": titles()[certificate.regime],
        "reviews": reviews,
        "waits": any(one.state == ReviewState.OPEN for one in reviews),
        "ask": signing.dumps(certificate.pk, salt=SALT),
        "form": form,
        "done": done,
    }
    return render(request, "public/certificates/review.html", HERE | said)


def _his(token: str) -> Certificate | None:
    """The certificate of whom said just now that it is his."""
    try:
        return certificate_by_key(signing.loads(token, salt=SALT, max_age=OPEN_FOR))
    except signing.BadSignature:
        return None
