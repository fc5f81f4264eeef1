"""Every public page: there for everybody, built soundly, light, with few queries however much there is."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji.institutions.terms import BodyKind
from dengji.notices.acts.objecting import object_to
from tests.cast import given_body, given_cast
from tests.web.public.builder import (
    given_case,
    given_filing,
    given_letter,
    given_publicity,
    given_texts,
    moment,
)
from tests.web.public.reading import faults, words

pytestmark = pytest.mark.django_db
NUMBER = "Y000022000001"


@pytest.fixture
def addresses() -> dict[str, str]:
    """One address of each page, with something on it."""
    given_texts()
    cast = given_cast()
    given_filing(cast.employer, cast.bureau, NUMBER)
    case = given_case(cast)
    publicity = given_publicity(case)
    objection = object_to(
        publicity, name="张三", contact="13800001111", content="没有车间", at=moment("2026-11-18T09:00")
    )
    letter = given_letter(case, "notice", "备案通知", "人社备〔2026〕1号")
    return {
        "home": "/",
        "directory": "/directory/",
        "filing": f"/directory/{NUMBER}/",
        "publicities": "/publicity/",
        "publicity": f"/publicity/{publicity.token}/",
        "objection": f"/objection/{objection.token}/",
        "objection_search": "/objection/",
        "library": "/law/",
        "text": "/law/XZ24/",
        "conditions": "/law/XZ24/conditions/",
        "procedure": "/law/XZ24/procedures/initial/",
        "which": "/law/which/?place=220200&regime=skill_level&on=2026-11-18",
        "letter": f"/letter/{letter.token}/",
        "sign_in": "/sign-in/",
    }


PAGES = [
    "home",
    "directory",
    "filing",
    "publicities",
    "publicity",
    "objection",
    "objection_search",
    "library",
    "text",
    "conditions",
    "procedure",
    "which",
    "letter",
    "sign_in",
]
MOST = {"directory": 6, "filing": 10, "publicity": 6, "text": 8, "conditions": 7, "procedure": 7, "which": 9}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_there_for_everybody_and_soundly_built(
    page: str, addresses: dict[str, str], client: Client
) -> None:
    answer = client.get(addresses[page])
    assert answer.status_code == 200
    assert faults(answer) == []
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_the_tables_a_few_times_only(
    page: str,
    addresses: dict[str, str],
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(addresses[page])
    with django_assert_max_num_queries(MOST.get(page, 5)):
        client.get(addresses[page])


def test_the_directory_asks_no_more_often_with_many_filings(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cast = given_cast()
    for serial in range(30, 60):
        body = given_body(cast.county, BodyKind.SCHOOL, f"第{serial}学校", serial)
        given_filing(body, cast.bureau, f"S0000220000{serial}")
    with django_assert_max_num_queries(6):
        answer = client.get("/directory/")
    assert "共30项备案" in words(answer)
    assert "第1页，共2页" in words(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/directory/NONE/",
        "/directory/NONE/rules/1/",
        "/law/NONE/",
        "/publicity/00000000-0000-4000-8000-000000000000/",
        "/objection/00000000-0000-4000-8000-000000000000/",
        "/letter/00000000-0000-4000-8000-000000000000/",
        "/letter/00000000-0000-4000-8000-000000000000/pdf/",
        "/nothing/here/",
    ],
)
def test_a_guessed_address_leads_nowhere_in_plain_words(address: str, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有找到这个页面" in words(answer)


@pytest.mark.parametrize("page", PAGES)
def test_larger_letters_stay_on_from_page_to_page(
    page: str, addresses: dict[str, str], client: Client
) -> None:
    client.post("/elder/", {"next": addresses[page]})
    assert 'class="public elder"' in client.get(addresses[page]).content.decode()
    client.post("/elder/", {"next": addresses[page]})
    assert 'class="public elder"' not in client.get(addresses[page]).content.decode()


def test_larger_letters_lead_to_no_other_site(client: Client) -> None:
    assert client.post("/elder/", {"next": "https://elsewhere.example/"})["Location"] == "/"


def test_the_home_page_counts_what_is_in_force_and_shows_what_is_made_public(client: Client) -> None:
    given_texts()
    cast = given_cast()
    given_filing(cast.employer, cast.bureau, NUMBER)
    given_publicity(given_case(cast))
    said = words(client.get("/"))
    assert "共1项" in said
    assert "松江机械制造有限公司首次评估备案公示" in said
    assert "截止 2026年11月23日 (周一)" in said


def test_an_empty_site_says_so_and_what_to_do(client: Client) -> None:
    assert "今天没有正在公示的申请" in words(client.get("/"))
    assert "还没有备案的机构" in words(client.get("/directory/"))
    assert "政策库里还没有文本" in words(client.get("/law/"))
