"""The page of the keys: what each is worth, which comes to its end, and that nothing is done on it."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dengji.signing.acts import Owner, make_key, rotate, withdraw_key
from dengji.signing.models import Key
from dengji.signing.terms import Purpose
from tests.cast import AT
from tests.web.office.desk import well_built
from tests.web.registry.pages import ROOT, text_of

PAGE = "keys/"
pytestmark = pytest.mark.row("TJ21-8b")


def test_without_keys_it_says_what_to_do(administrator: Client) -> None:
    page = text_of(administrator, PAGE)
    assert "dengji keys ensure" in page
    well_built(page)


def test_every_key_is_listed_with_what_it_is_worth(administrator: Client) -> None:
    rotate(
        make_key(Purpose.CREDENTIAL, by=None, at=AT - timedelta(days=2)), by=None, at=AT - timedelta(days=1)
    )
    own = make_key(Purpose.DOCUMENT, owner=Owner(7, "海河机电<b>"), by=None, at=AT)
    withdraw_key(own, because="介质遗失<b>", by=None, at=AT)
    page = text_of(administrator, PAGE)
    well_built(page)
    assert [page.count(f">{state}</span>") for state in ("在用", "已停用", "已撤回")] == [1, 1, 1]
    assert page.index(">c2<") < page.index(">c1<")
    assert "介质遗失&lt;b&gt;" in page
    assert "<b>" not in page
    assert "<form" not in page.partition("<h1>")[2].partition("</main>")[0]


@pytest.mark.parametrize(("left", "warned"), [(61, False), (60, True), (59, True)])
def test_a_key_that_ends_within_two_months_stands_out(
    left: int, administrator: Client, *, warned: bool
) -> None:
    make_key(Purpose.DOCUMENT, by=None, at=AT)
    Key.objects.update(until=AT.date() + timedelta(days=left))
    page = text_of(administrator, PAGE)
    assert (f"d1还有{left}天到期" in page) is warned
    assert (">快到期</span>" in page) is warned


def test_only_administrators_read_it_and_nobody_writes_to_it(administrator: Client, clerk: Client) -> None:
    text_of(clerk, PAGE, 403)
    assert administrator.post(ROOT + PAGE).status_code == 405


def test_it_costs_the_same_few_statements_however_many_keys_there_are(
    administrator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        make_key(Purpose.CREDENTIAL, by=None, at=AT)
    with django_assert_max_num_queries(12):
        text_of(administrator, PAGE)
