"""Signing in and out, and which post somebody acts in (登录、退出、切换岗位)."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from dengji import clock
from dengji.people.acts.accounts import change_password
from dengji.people.acts.signing import note_failed_sign_in, note_sign_in, note_sign_out
from dengji.people.forms import PasswordForm, SignInForm
from dengji.people.models import Person
from dengji.people.posts import active_post, choose_post
from dengji.people.queries import demo_accounts_by_place
from dengji.people.refusals import Refused
from dengji.web.access import home_of


class SignIn(LoginView):
    """登录: by name and password; in demo mode the demo's accounts are listed."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """In, and on record."""
        answer = super().form_valid(form)
        person = cast(Person, self.request.user)
        post = active_post(self.request.session, person.pk, clock.today())
        note_sign_in(person, by=post, at=clock.now())
        return answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """A name and a password that do not fit stand on record; a field left empty does not."""
        if form.non_field_errors():
            locked_out = getattr(self.request, "axes_locked_out", False)
            note_failed_sign_in(form.cleaned_data["username"], locked_out=locked_out, at=clock.now())
        return super().form_invalid(form)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """The demo's accounts, in demo mode only."""
        accounts = demo_accounts_by_place(clock.today()) if settings.DENGJI_DEMO else {}
        return super().get_context_data(demo_accounts=accounts, **given)

    def get_default_redirect_url(self) -> str:
        """The desk of the person's post."""
        post = active_post(self.request.session, self.request.user.pk, clock.today())
        return home_of(post.role) if post else "/"


class SignOut(LogoutView):
    """退出登录: on record, if anybody was in."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Out; pressed twice, or after the session ran out, there is nobody to note."""
        if request.user.is_authenticated:
            post = active_post(request.session, request.user.pk, clock.today())
            note_sign_out(request.user, by=post, at=clock.now())
        return super().post(request, *args, **kwargs)


sign_in = SignIn.as_view()
sign_out = SignOut.as_view()


@require_POST
def change_post(request: HttpRequest) -> HttpResponse:
    """切换岗位: act in another of one's own posts."""
    chosen = request.POST.get("post", "")
    post = choose_post(
        request.session, request.user.pk or 0, int(chosen) if chosen.isdigit() else 0, clock.today()
    )
    return redirect(home_of(post.role))


@login_required
def password(request: HttpRequest) -> HttpResponse:
    """修改密码: the old one first; the person stays signed in."""
    person = cast(Person, request.user)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            change_password(person, old=said["old"], new=said["new"], at=clock.now())
        except Refused as refused:
            form.add_error("old", refused.sentence)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, "密码已修改。")
            return redirect("public:desk")
    return render(request, "web/password.html", {"form": form})
