"""Who may open what: each part of the registry for its own posts, and nothing of another place."""

import pytest
from django.test import Client

from dengji.people.terms import Role
from tests.cast import Cast, given_post
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import ROOT, pressed, text_of

OFTEN = (
    "filings/", "texts/", "consultations/", "schedules/", "experts/", "people/", "trail/", "announcements/",
)  # fmt: skip
OPEN_TO = {
    Role.CLERK: {"filings/", "consultations/", "announcements/"},
    Role.APPROVER: {"filings/", "consultations/", "announcements/"},
    Role.AUDITOR: {"filings/", "trail/"},
    Role.ADMINISTRATOR: {"filings/", "texts/", "consultations/", "schedules/", "experts/", "people/"},
}
ADMINISTRATORS = (
    "schedules/new/", "schedules/file/", "experts/new/", "bodies/new/", "people/1/", "texts/JL25/",
    "consultations/new/",
)  # fmt: skip


@pytest.mark.parametrize("role", OPEN_TO)
def test_each_part_opens_to_its_own_posts_only(cast: Cast, role: Role) -> None:
    browser = browser_of(given_post(cast.centre, role, "某人"))
    opened = {part for part in OFTEN if browser.get(ROOT + part).status_code == 200}
    assert opened == OPEN_TO[role]


@pytest.mark.parametrize("page", ADMINISTRATORS)
def test_what_is_the_administrators_is_closed_to_a_clerk(clerk: Client, page: str) -> None:
    assert "属于其他岗位" in text_of(clerk, page, status=403)


@pytest.mark.parametrize("page", ["", "filings/", "trail/", "people/"])
def test_a_body_and_a_stranger_see_nothing_of_the_registry(cast: Cast, client: Client, page: str) -> None:
    assert browser_of(cast.manager).get(ROOT + page).status_code == 403
    assert client.get(ROOT + page).status_code == 302


def test_the_first_page_names_what_this_post_may_do(clerk: Client, auditor: Client) -> None:
    assert "操作记录" not in text_of(clerk, "")
    assert "操作记录" in text_of(auditor, "")


def test_an_auditor_enters_nothing(auditor: Client) -> None:
    assert "补录一件备案" not in text_of(auditor, "filings/")
    pressed(auditor, "filings/enter/", 403)


def test_guessed_addresses_of_another_place_lead_nowhere(cast: Cast) -> None:
    browser = browser_of(given_post(cast.other_centre, Role.ADMINISTRATOR, "别处"))
    expert = cast.experts[0]
    guessed = (
        f"people/{cast.centre.pk}/", f"people/{cast.centre.pk}/new/", f"people/posts/{cast.clerk.pk}/close/",
        f"people/accounts/{cast.clerk.person_id}/", f"people/accounts/{cast.clerk.person_id}/lock/",
        f"people/accounts/{cast.clerk.person_id}/password/", f"experts/{expert.pk}/", f"experts/{expert.pk}/end/",
    )  # fmt: skip
    assert {browser.get(ROOT + page).status_code for page in guessed} == {404}
