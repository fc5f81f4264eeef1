"""消息、联系方式: what somebody was told, where he is reached, and the way from a message to its page."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dengji import clock
from dengji.messages import queries
from dengji.messages.acts import read, read_all, switch_off
from dengji.messages.confirming import change_reached
from dengji.messages.models import Message
from dengji.messages.topics import topics_for
from dengji.people.acts.contact import GOOD_FOR, confirm_mailbox, proved_by
from dengji.people.models import Person, Post
from dengji.people.posts import choose_post
from dengji.people.queries import posts_of
from dengji.people.refusals import Refused
from dengji.web.access import desk_of
from dengji.web.inbox.forms import ContactForm, SwitchesForm, WantedForm

A_PAGE = 30


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """消息: what is new first, filtered by topic, by what is new, or by a case."""
    form = _asked(request)
    found = queries.inbox(_person(request), form.wanted)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    filters = {name: str(said) for name, said in request.GET.items() if name in form.fields and said}
    shown = {"form": form, "page": page, "filtered": bool(filters), "filters": urlencode(filters)}
    return render(request, "inbox/messages.html", shown | _frame(request))


@require_POST
@login_required
def read_listed(request: HttpRequest) -> HttpResponse:
    """全部标为已读: those that the filters of the address show."""
    person = _person(request)
    count = read_all(queries.inbox(person, _asked(request).wanted), by=person, at=clock.now())
    messages.success(request, f"{count}条消息已标为已读。")
    return _back(request)


@require_POST
@login_required
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """标为已读: one message; back to the list."""
    read(_message(request, pk), by=_person(request), at=clock.now())
    return _back(request)


@require_safe
@login_required
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """打开消息: it is read, and its page opens in the post that it concerns."""
    message, person = _message(request, pk), _person(request)
    read(message, by=person, at=clock.now())
    try:
        choose_post(request.session, person.pk, message.post_id, clock.today())
    except Refused:
        messages.warning(request, f"这条消息属于您已经结束的岗位，页面不能打开：{message.title}")
        return redirect("inbox:messages")
    return redirect(message.path)


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """联系方式与通知: where the person is reached, and what he is told of besides in the site."""
    return _me(request)


@require_POST
@login_required
def contact(request: HttpRequest) -> HttpResponse:
    """修改联系方式."""
    person = _person(request)
    form = ContactForm(request.POST, person=person)
    if form.is_valid():
        try:
            waits = change_reached(person, **form.cleaned_data, at=clock.now())
        except Refused as refused:
            form.add_error(None, f"{refused.sentence}{refused.remedy}")
        else:
            sent = f"确认邮件已发到{waits}，请在{GOOD_FOR.days}天内打开邮件里的链接，确认后才向新邮箱发通知。"
            messages.success(request, sent if waits else "联系方式已保存。")
            return redirect("inbox:me")
    return _me(request, contact=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mailbox(request: HttpRequest, proof: str) -> HttpResponse:
    """确认邮箱: the page to which the letter leads; opened by a machine it does nothing, so there is a button."""
    person, shown = _person(request), _frame(request) | {"nav": "me"}
    try:
        if request.method == "POST":
            messages.success(request, f"邮箱{confirm_mailbox(person, proof, at=clock.now())}已确认。")
            return redirect("inbox:me")
        shown["email"] = proved_by(person, proof)
    except Refused as refused:
        messages.warning(request, f"{refused.sentence}{refused.remedy}")
        return redirect("inbox:me")
    return render(request, "inbox/mailbox.html", shown)


@require_POST
@login_required
def switches(request: HttpRequest) -> HttpResponse:
    """修改通知方式."""
    person = _person(request)
    form = SwitchesForm(request.POST, switches=queries.switches(person, _roles(request)))
    form.full_clean()  # a box is ticked or not: nothing can be wrong
    switch_off(form.unwanted(), by=person, at=clock.now())
    messages.success(request, "通知方式已保存。")
    return redirect("inbox:me")


def _me(request: HttpRequest, contact: ContactForm | None = None) -> HttpResponse:
    person = _person(request)
    shown = {
        "contact": contact or ContactForm(person=person),
        "switches": SwitchesForm(switches=queries.switches(person, _roles(request))),
        "not_taken": queries.not_taken(person).count(),
        "nav": "me",
    }
    return render(request, "inbox/me.html", shown | _frame(request))


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _post(request: HttpRequest) -> Post | None:
    return cast(Post | None, request.post)  # type: ignore[attr-defined]


def _roles(request: HttpRequest) -> set[str]:
    """The roles of every post that the person holds today."""
    return {post.role for post in posts_of(_person(request).pk, clock.today())}


def _asked(request: HttpRequest) -> WantedForm:
    return WantedForm(request.GET, topics=topics_for(_roles(request)))


def _message(request: HttpRequest, pk: int) -> Message:
    message = queries.message_for(_person(request), pk)
    if message is None:
        raise Http404
    return message


def _back(request: HttpRequest) -> HttpResponse:
    """To the list, with the filters that the address had."""
    answer = redirect("inbox:messages")
    if request.GET:
        answer["Location"] += f"?{request.GET.urlencode()}"
    return answer


def _frame(request: HttpRequest) -> dict[str, Any]:
    """The head of the desk at which the person sits; the public's where he has no post."""
    post = _post(request)
    return {"base": f"{desk_of(post.role)}/base.html" if post else "web/public.html"}
