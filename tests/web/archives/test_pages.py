"""The archives' desk: what a body keeps and destroys, what its authority stops and approves, and nobody else sees."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from dengji.people.terms import Role
from dengji.records.keeping import ItemEntry, Opened, open_archive
from dengji.records.models import Archive, Disposal
from tests.cast import AT, Cast, given_cast, given_post
from tests.web.registry.conftest import browser_of

ROOT = "/desk/archives/"
TODAY = AT.date()


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the day of the cast."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody."""
    return given_cast()


@pytest.fixture
def archive(cast: Cast) -> Archive:
    """One with a thing that is due, and one that is not."""
    opened = Opened(
        "batch", "FA12", "电工评价批次（FA12）", cast.employer.organisation, cast.centre, date(2023, 1, 1)
    )
    due, later = TODAY - timedelta(days=1), TODAY
    items = [
        ItemEntry("papers", "papers", "试卷<b>", "paper", "第十七条（纸质）", due),
        ItemEntry("scores", "registration", "报名表", "electronic", "第十七条（电子）", later),
    ]
    return open_archive(opened, items, by=None, at=AT)


@pytest.fixture
def manager(cast: Cast) -> Client:
    """The head of the body."""
    return browser_of(given_post(cast.employer.organisation, Role.MANAGER, "周启明"))


@pytest.fixture
def clerk(cast: Cast) -> Client:
    """The clerk of its centre."""
    return browser_of(cast.clerk)


def page(client: Client, address: str, status: int = 200) -> str:
    """What a page says."""
    answer = client.get(ROOT + address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def pressed(client: Client, address: str, status: int = 302, **fields: object) -> str:
    """What comes back when a form is sent."""
    answer = client.post(ROOT + address, fields)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_a_body_sees_its_archive_by_volume(archive: Archive, manager: Client) -> None:
    """Volumes in their order, what is due marked, markup escaped, each thing with its article."""
    said = page(manager, f"{archive.token}/")
    assert said.index("第一卷") < said.index("第四卷")
    assert "试卷&lt;b&gt;" in said
    assert re.search(r"2026年11月15日.*?期满", said, re.S)
    assert "第十七条（纸质）" in said


def test_the_list_filters_and_says_how_many(
    archive: Archive, manager: Client, clerk: Client, django_assert_max_num_queries: object
) -> None:
    """By words and by state; queries do not grow with the rows."""
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(11):
        assert "共1卷" in page(manager, "")
    assert "电工评价批次" in page(clerk, "?words=FA12&state=due")
    assert "没有符合条件的档案" in page(clerk, "?state=held")


def test_others_find_nothing(archive: Archive, cast: Cast) -> None:
    """Another body and another centre: an empty list, and 404 for a guessed address."""
    for organisation, role in ((cast.school.organisation, Role.MANAGER), (cast.other_centre, Role.CLERK)):
        client = browser_of(given_post(organisation, role, "外人"))
        assert "还没有档案" in page(client, "")
        page(client, f"{archive.token}/", 404)
        page(client, f"items/{archive.items.earliest('pk').pk}/", 404)


def test_a_thing_gets_its_place(archive: Archive, manager: Client) -> None:
    """What is lacking is said beside the field; then it stands on the page."""
    thing = archive.items.get(key="papers")
    assert "请写明存放在哪里" in pressed(manager, f"items/{thing.pk}/", 200, kept_at="")
    pressed(manager, f"items/{thing.pk}/", kept_at="三号柜", quantity="2盒")
    assert "三号柜" in page(manager, f"{archive.token}/")


@pytest.mark.row("TJ21-17")
def test_a_list_is_proposed_approved_and_carried_out(
    archive: Archive, manager: Client, clerk: Client
) -> None:
    """Only what is due is offered; pressed twice it is refused; the certificate can be read."""
    offered = page(manager, "disposals/new/")
    assert "试卷" in offered
    assert "报名表" not in offered
    assert "请选择要销毁的材料" in pressed(manager, "disposals/new/", 200, reason="期满")
    thing = archive.items.get(key="papers")
    pressed(manager, "disposals/new/", items=[thing.pk], reason="期满")
    assert "有的材料已经不能选择" in pressed(manager, "disposals/new/", 200, items=[thing.pk], reason="期满")
    disposal = Disposal.objects.get()
    pressed(manager, f"disposals/{disposal.token}/decide/", 403, decision="approve")
    pressed(clerk, f"disposals/{disposal.token}/decide/", decision="approve")
    pressed(clerk, f"disposals/{disposal.token}/decide/", 409, decision="approve")
    pressed(manager, f"disposals/{disposal.token}/carry-out/", way="碎纸", witnesses="甲、乙")
    assert "已销毁" in page(manager, f"disposals/{disposal.token}/")
    answer = clerk.get(f"{ROOT}disposals/{disposal.token}/certificate.pdf")
    assert answer.content[:4] == b"%PDF"


def test_a_refusal_needs_its_reason(archive: Archive, manager: Client, clerk: Client) -> None:
    """It stays on the page until there is one."""
    pressed(manager, "disposals/new/", items=[archive.items.get(key="papers").pk], reason="期满")
    token = Disposal.objects.get().token
    assert "请写明不批准的理由" in pressed(clerk, f"disposals/{token}/decide/", 200, decision="refuse")
    pressed(clerk, f"disposals/{token}/decide/", decision="refuse", opinion="有投诉")
    assert "未批准" in page(clerk, "disposals/")


@pytest.mark.row("TJ21-17")
def test_the_authority_stops_and_lets_go(archive: Archive, manager: Client, clerk: Client) -> None:
    """The body reads why, and can propose nothing meanwhile; it cannot lift it itself."""
    pressed(clerk, f"{archive.token}/hold/", reason="举报正在调查")
    assert "举报正在调查" in page(manager, f"{archive.token}/")
    assert "现在没有可以提出销毁的材料" in page(manager, "disposals/new/")
    pressed(manager, f"{archive.token}/lift/", 403, reason="算了")
    pressed(clerk, f"{archive.token}/lift/", reason="已经查完")
    assert "试卷" in page(manager, "disposals/new/")
    assert page(clerk, f"{archive.token}/lift/", 302) == ""
