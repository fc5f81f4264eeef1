"""The page of the bulk check: for bodies and authorities only, the sheet in and the answers out."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from dengji import clock
from dengji.institutions.sheets import filled
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.web.checks.views import MOST
from dengji.web.tally import tallies
from tests.cast import Cast, given_cast, given_post
from tests.certified import NAME, NUMBER, given_certificate

pytestmark = pytest.mark.django_db
PAGE = "/desk/certificate-checks/"


@pytest.fixture
def cast(db: None) -> Cast:
    """The bodies and authorities."""
    return given_cast()


def client_of(post: Post) -> Client:
    """Somebody signed in, in that post."""
    client = Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(client: Client, content: bytes | None = None) -> Any:
    """A sheet handed in."""
    held = filled("核对", ["证书编号", "姓名"], [(NUMBER, NAME)]) if content is None else content
    return client.post(PAGE, {"sheet": SimpleUploadedFile("核对.xlsx", held)})


@pytest.mark.row("TJ21-8c")
def test_bodies_and_authorities_send_a_sheet_and_have_it_back_with_answers(cast: Cast) -> None:
    given_certificate()
    for post in (cast.manager, cast.clerk):
        client = client_of(post)
        assert "批量核对" in client.get(PAGE).content.decode()
        answer = sent(client)
        assert answer["Content-Disposition"].startswith("attachment")
        book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
        assert book.get_sheet_by_index(0).to_python()[1][:4] == [NUMBER, NAME, "相符", "有效"]


def test_the_template_is_read_again(cast: Cast) -> None:
    client = client_of(cast.manager)
    assert sent(client, client.get(f"{PAGE}template/").content)["Content-Disposition"].startswith(
        "attachment"
    )


def test_the_public_is_asked_to_sign_in_and_others_are_shown_out(cast: Cast) -> None:
    assert Client().get(PAGE).status_code == 302
    expert = given_post(cast.centre, Role.EXPERT)
    assert client_of(expert).get(PAGE).status_code == 403


@pytest.mark.parametrize("content", [b"", b"no sheet"])
def test_what_is_no_sheet_is_said_on_the_page(cast: Cast, content: bytes) -> None:
    said = sent(client_of(cast.manager), content).content.decode()
    assert "还不能核对" in said
    assert "请选择填好的表格" in client_of(cast.manager).post(PAGE).content.decode()


def test_so_many_sheets_an_hour(cast: Cast, settings: Settings) -> None:
    client = client_of(cast.manager)
    aim = tallies().aim(f"sheets:{cast.manager.organisation_id}")
    tallies().hours.count(aim, int(clock.now().timestamp()), MOST - 1)
    assert "Content-Disposition" in sent(client).headers
    assert "一小时内已核对10个表格" in sent(client).content.decode()
    assert "Content-Disposition" in sent(client_of(cast.clerk)).headers
