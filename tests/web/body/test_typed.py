"""What was typed is not lost (填写内容不丢失): kept by itself, and over a session that ran out."""

from django.test import Client

from dengji.filings.models import Draft
from dengji.institutions.models import Member
from dengji.people.terms import Role
from dengji.procedure.models import Case
from dengji.web.typed import FILLED_BY, filler
from tests.cast import PASSWORD, Cast, given_post
from tests.web.body.pages import BACKEND, MEMBER, address, signed_in, text

TYPED = {**MEMBER, "name": "赵一半", "roles": ["expert", "staff"], "duties": "还没写完"}


def signed_out(desk: Client) -> None:
    """The session runs out."""
    desk.logout()


def sign_in(desk: Client, cast: Cast, page: str) -> str:
    """Sign in at the page that the desk led to; what it then shows."""
    typed = {"username": cast.manager.person.username, "password": PASSWORD, "next": page}
    return str(desk.post("/sign-in/", typed, follow=True).content.decode())


def test_a_page_left_early_shows_what_was_typed_when_it_is_opened_again(desk: Client) -> None:
    page = address("row_add", register="members")
    assert desk.post(page, {**TYPED, "autosave": "1"}).status_code == 204
    assert not Member.objects.filter(name="赵一半").exists()
    shown = text(desk, page)
    assert "还没有保存的内容" in shown
    assert 'value="赵一半"' in shown
    assert 'value="还没写完"' in shown
    assert shown.count("checked") == 2


def test_saving_clears_what_was_kept_and_so_does_giving_it_up(desk: Client) -> None:
    page = address("row_add", register="members")
    desk.post(page, {**TYPED, "autosave": "1"})
    desk.post(page, TYPED)
    assert not Draft.objects.exists()
    desk.post(page, {**TYPED, "autosave": "1"})
    desk.post(page, {"discard": "1"})
    assert 'value="赵一半"' not in text(desk, page)


def test_a_refused_form_keeps_what_was_kept(desk: Client) -> None:
    page = address("row_add", register="members")
    desk.post(page, {**TYPED, "autosave": "1"})
    desk.post(page, {**TYPED, "roles": []})
    assert Draft.objects.count() == 1


def test_a_session_that_ran_out_gives_the_kept_text_back_after_sign_in(desk: Client, cast: Cast) -> None:
    page = address("row_add", register="members")
    desk.post(page, {**TYPED, "autosave": "1"})
    signed_out(desk)
    assert desk.get(page).headers["Location"].startswith("/sign-in/")
    assert 'value="赵一半"' in sign_in(desk, cast, page)


def test_what_is_posted_after_the_session_ran_out_is_there_after_sign_in(desk: Client, cast: Cast) -> None:
    page = address("row_add", register="members")
    author = filler(cast.manager.person_id)
    signed_out(desk)
    led = desk.post(page, {**TYPED, FILLED_BY: author}, follow=True)
    assert "您刚才填写的内容已经保留" in led.content.decode()
    shown = sign_in(desk, cast, page)
    assert 'value="赵一半"' in shown
    assert shown.count("checked") == 2
    desk.post(page, TYPED)
    assert Member.objects.filter(name="赵一半").count() == 1


def test_the_questions_of_an_application_survive_too(desk: Client, cast: Cast, application: Case) -> None:
    page = address("declarations", application)
    assert FILLED_BY in text(desk, page)
    signed_out(desk)
    desk.post(page, {"not_for_profit": "no", FILLED_BY: filler(cast.manager.person_id)})
    shown = sign_in(desk, cast, page)
    assert '<option value="no" selected>' in shown


def test_nobody_else_gets_what_was_typed(desk: Client, cast: Cast) -> None:
    page = address("row_add", register="members")
    other = given_post(cast.employer.organisation, Role.STAFF, "小李")
    signed_out(desk)
    desk.post(page, {**TYPED, FILLED_BY: filler(cast.manager.person_id)})
    desk.force_login(other.person, backend=BACKEND)
    assert "赵一半" not in text(desk, page)
    desk.logout()
    signed_in(cast.manager).post(page, {**TYPED, "autosave": "1"})
    assert "赵一半" not in text(signed_in(other), page)


def test_what_comes_without_a_shown_form_or_is_too_long_is_not_kept(desk: Client, cast: Cast) -> None:
    page = address("row_add", register="members")
    long = {**TYPED, "duties": "长" * 250_000}
    assert desk.post(page, {**long, "autosave": "1"}).status_code == 413
    signed_out(desk)
    for posted in (
        TYPED,
        {**TYPED, FILLED_BY: "forged"},
        {**long, FILLED_BY: filler(cast.manager.person_id)},
    ):
        desk.post(page, posted)
        assert "typed" not in desk.session
    assert not Draft.objects.exists()
