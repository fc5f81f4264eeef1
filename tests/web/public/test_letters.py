"""What the code on a letter leads to: enough to check it by, and the whole only to whom it belongs."""

import pytest
from django.test import Client

from dengji.audit.models import Entry
from dengji.people.models import Post
from dengji.people.terms import Role
from dengji.procedure.models import CaseParty, Letter
from dengji.records.documents import letter_address
from tests.cast import Cast, given_cast, given_post
from tests.web.public.builder import given_case, given_filing, given_letter, given_texts
from tests.web.public.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The cast with the texts."""
    given_texts()
    return given_cast()


@pytest.fixture
def notice(cast: Cast) -> Letter:
    """The notice of a filing that was granted."""
    case = given_case(cast, step="notice", state="ended", ending="granted")
    given_filing(cast.employer, cast.bureau, "Y000022000001", case=case)
    return given_letter(case, "notice", "备案通知", "人社备〔2026〕1号")


@pytest.fixture
def refusal(cast: Cast) -> Letter:
    """A letter that refuses."""
    case = given_case(cast, step="deliberation", state="ended", ending="refused")
    CaseParty.objects.create(case=case, organisation=cast.bureau)
    return given_letter(case, "refusal", "不予备案通知书")


def page(letter: Letter) -> str:
    """Where a letter is checked."""
    return f"/letter/{letter.token}/"


def pdf(client: Client, letter: Letter) -> bytes:
    """A letter's file, read to its end."""
    answer = client.get(f"{page(letter)}pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert type(answer["Content-Type"]) is str  # a server takes no other kind of text in a header
    content: bytes = answer.getvalue()
    answer.close()
    return content


def signed_in(client: Client, post: Post) -> Client:
    """The client, signed in by somebody."""
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_code_on_a_letter_leads_to_its_page(notice: Letter, client: Client) -> None:
    path = letter_address(notice).partition("8000")[2]
    assert path == page(notice)


@pytest.mark.row("TJ21-3.1", "JLJD-9.2")
def test_a_notice_of_a_filing_can_be_checked_and_read_by_everybody(notice: Letter, client: Client) -> None:
    said = words(client.get(page(notice)))
    for part in ("备案通知", "人社备〔2026〕1号", "松江机械制造有限公司", "2026年11月18日 (周三)"):
        assert part in said
    assert "现在的状态 ✓ 有效" in said
    assert pdf(client, notice).startswith(b"%PDF")


def test_of_a_refusal_only_its_being_is_confirmed(refusal: Letter, client: Client) -> None:
    said = words(client.get(page(refusal)))
    assert "确有这份文书" in said
    assert "不予备案通知书" in said
    assert "松江机械制造有限公司" not in said
    assert "理由写在这里" not in said
    assert "PDF" not in said


def test_a_refusals_pdf_is_nowhere_for_others_and_their_try_is_on_record(
    refusal: Letter, client: Client, cast: Cast
) -> None:
    assert client.get(f"{page(refusal)}pdf/").status_code == 404
    assert signed_in(client, cast.wrong_clerk).get(f"{page(refusal)}pdf/").status_code == 404
    tries = Entry.objects.filter(act="file.refused_reading")
    assert [entry.object_id for entry in tries] == [str(refusal.token)] * 2


@pytest.mark.parametrize("who", ["manager", "office"])
def test_the_parties_of_a_case_read_its_letters_whole(
    refusal: Letter, client: Client, cast: Cast, who: str
) -> None:
    post = cast.manager if who == "manager" else given_post(cast.bureau, Role.CLERK)
    signed_in(client, post)
    assert "松江机械制造有限公司" in words(client.get(page(refusal)))
    assert pdf(client, refusal).startswith(b"%PDF")


def test_a_notice_in_a_case_that_was_not_granted_stays_with_its_parties(cast: Cast, client: Client) -> None:
    letter = given_letter(given_case(cast), "notice", "备案通知", "人社备〔2026〕2号")
    assert "松江机械制造有限公司" not in words(client.get(page(letter)))
    assert client.get(f"{page(letter)}pdf/").status_code == 404
