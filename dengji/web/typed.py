"""What was typed is not lost (填写内容不丢失): when a page is left early, and when the session ran out meanwhile."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from dengji import clock
from dengji.filings.acts.drafts import LONGEST, discard_draft, keep_draft
from dengji.filings.queries import draft_of
from dengji.web.middleware import DeskRequest

P = ParamSpec("P")
F = TypeVar("F", bound=forms.Form)
View = Callable[Concatenate[DeskRequest, P], HttpResponse]
Fields = dict[str, list[str]]
KEY, SALT, FILLED_BY = "typed", "dengji.typed", "filled_by"
NOT_TYPED = {"csrfmiddlewaretoken", FILLED_BY, "autosave", "version", "and_finish", "identity_number"}
"""What no draft keeps: what the page put there itself, and what may not lie about unsealed (身份证号)."""
FOUND = 302
NO_CONTENT, TOO_LARGE = 204, 413


def filler(person_pk: int) -> str:
    """Who a form was shown to, signed: what is typed into it is given back to nobody else."""
    return signing.dumps(person_pk, salt=SALT)


def keep_for_sign_in(request: HttpRequest) -> None:
    """保留填写内容: a form that arrives after the session ran out waits in the new session until sign-in."""
    if request.method != "POST" or FILLED_BY not in request.POST:
        return
    try:
        person = signing.loads(request.POST[FILLED_BY], salt=SALT)
    except signing.BadSignature:
        return
    fields = fields_of(request.POST)
    if sum(len(value) for values in fields.values() for value in values) > LONGEST:
        return
    request.session[KEY] = {"person": person, "page": request.path, "fields": fields}
    messages.info(request, "登录已过期。您刚才填写的内容已经保留，登录后会自动带回；选择的文件需要重新选择。")


def keeps_typed(view: View[P]) -> View[P]:
    """Around the view of a form: an automatic save keeps what is typed, a real one clears it."""

    @wraps(view)
    def keeping(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and "autosave" in request.POST:
            kept = keep_draft(request.path, fields_of(request.POST), by=request.post, at=clock.now())
            return HttpResponse(status=NO_CONTENT if kept else TOO_LARGE)
        if request.method == "POST" and "discard" in request.POST:
            discard_draft(request.path, by=request.post)
            return redirect(request.path)
        _take_over(request)
        answer = view(request, *args, **kwargs)
        if request.method == "POST" and answer.status_code == FOUND:
            discard_draft(request.path, by=request.post)
        return answer

    return keeping


def opened(form: type[F], request: DeskRequest, saved: Mapping[str, Any], **given: Any) -> F:
    """The form as it is to be shown: as posted; else as it was typed and not saved; else as it was saved."""
    if request.method == "POST":
        return form(request.POST, request.FILES, **given)
    shown = form(initial=dict(saved), **given)
    draft = draft_of(request.path, request.post)
    if draft is not None:
        shown.initial.update(_values(shown, draft.fields))
        shown.kept_at = draft.kept_at  # type: ignore[attr-defined]  # the template says from when it is
    return shown


def fields_of(posted: QueryDict) -> Fields:
    """What was typed into a form, without what the page itself put there."""
    return {
        name: [str(value) for value in values] for name, values in posted.lists() if name not in NOT_TYPED
    }


def _take_over(request: DeskRequest) -> None:
    """What waited in the session becomes a draft of the person to whom the form was shown."""
    waits = request.session.get(KEY)
    if waits and waits["page"] == request.path and waits["person"] == request.post.person_id:
        keep_draft(request.path, waits["fields"], by=request.post, at=clock.now())
        del request.session[KEY]


def _values(form: forms.Form, fields: Fields) -> dict[str, Any]:
    typed = QueryDict(mutable=True)
    for name, values in fields.items():
        typed.setlist(name, values)
    return {
        name: field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }
