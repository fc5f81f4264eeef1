"""A year's days off, loaded by form or by file: looked at first, and every open due day follows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dengji.audit.models import Entry
from dengji.policy.models import HolidaySchedule
from dengji.procedure.models import Case, Event
from tests.cast import Cast, given_cast
from tests.road import brought_to, given_application, given_law, given_round, on_day
from tests.web.registry.pages import ROOT, pressed, rows, text_of

LATE = on_day(date(2026, 12, 30))
NEW_YEAR = {"name": "元旦", "first": "2027-01-01", "last": "2027-01-04"}
EMPTY = {"name": "", "first": "", "last": ""}
FILE = """\
year: 2027
source: "某通知"
published_on: null
holidays:
  - {name: "元旦", from: "2027-01-01", to: "2027-01-04"}
make_up_days: []
"""


def typed(*holidays: dict[str, str], **said: Any) -> dict[str, Any]:
    """The days off of 2027 as somebody types them."""
    asked = {
        "year": "2027",
        "source": "国办发明电〔2026〕1号",
        "published_on": "",
        "make_up_days": "2027-01-10\n",
    }
    return asked | rows("holiday", *(holidays or (NEW_YEAR, EMPTY))) | said


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the last day of a year whose successor has no schedule yet."""
    with time_machine.travel(on_day(date(2026, 12, 31)), tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody where an expired text goes on, whose first step has five working days."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that came in so late that its due day lies in a year without schedule."""
    given_round(cast.bureau, "TJ21", at=LATE)
    made = given_application(cast.employer, "TJ21", at=LATE)
    brought_to(made, "first_review", cast, at=LATE)
    return made


@pytest.fixture
def schedule_text(administrator: Client) -> str:
    """What the page carries to be loaded, after the form was filled in."""
    answer = administrator.post(f"{ROOT}schedules/new/", typed())
    return str(answer.context["form"].initial["text"])


@pytest.mark.row("CR-8")
def test_the_page_says_which_years_have_no_schedule(administrator: Client) -> None:
    page = text_of(administrator, "schedules/")
    assert "2027年的放假安排还没有装载" in page
    assert "2026年、" not in page
    assert "暂定" in page


@pytest.mark.row("CR-8")
def test_a_schedule_is_looked_at_before_it_is_loaded(administrator: Client, case: Case) -> None:
    page = pressed(administrator, "schedules/new/", 200, **typed())
    assert "2027年1月1日 (周五)至2027年1月4日 (周一)，共4天" in page
    assert "2027年1月10日 (周日)" in page
    assert case.number in page
    assert not HolidaySchedule.objects.filter(year=2027).exists()


@pytest.mark.row("CR-8")
def test_loading_by_form_reckons_open_due_days_again_and_shows_each(
    administrator: Client, case: Case, schedule_text: str
) -> None:
    due, provisional = case.due_on, case.provisional
    pressed(administrator, "schedules/load/", 302, text=schedule_text, name="页面填写")
    case.refresh_from_db()
    page = text_of(administrator, f"schedules/{HolidaySchedule.objects.get(year=2027).pk}/")
    assert (provisional, case.provisional) == (True, False)
    assert (due, case.due_on) == (date(2027, 1, 6), date(2027, 1, 8))
    assert case.number in page
    assert Event.objects.filter(case=case, act="recompute").count() == 1
    assert list(Entry.objects.order_by("-position").values_list("act", flat=True)[:2]) == [
        "case.recompute",
        "policy.load_schedule",
    ]


def test_loading_the_same_twice_changes_nothing(administrator: Client, schedule_text: str) -> None:
    pressed(administrator, "schedules/load/", 302, text=schedule_text, name="页面填写")
    pressed(administrator, "schedules/load/", 302, text=schedule_text, name="页面填写")
    assert HolidaySchedule.objects.filter(year=2027).count() == 1


def test_a_corrected_schedule_says_which_days_differ(administrator: Client, schedule_text: str) -> None:
    pressed(administrator, "schedules/load/", 302, text=schedule_text, name="页面填写")
    longer = NEW_YEAR | {"last": "2027-01-05"}
    page = pressed(administrator, "schedules/new/", 200, **typed(longer))
    assert "共1天" in page
    assert "2027年1月5日 (周二)" in page


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"year": ""}, "请填写“年份”"),
        ({"make_up_days": "元月十日"}, "“元月十日”不是日期"),
        ({"make_up_days": "2027-01-05"}, "不是周六或周日"),
        ({"holiday-0-last": "2026-12-31"}, "早于起日"),
        ({"holiday-0-last": ""}, "请填写“放假末日”"),
    ],
)
def test_a_fault_in_the_form_is_said_in_words(administrator: Client, said: dict[str, str], says: str) -> None:
    page = pressed(administrator, "schedules/new/", 200, **(typed() | said))
    assert says in page
    assert "国办发明电〔2026〕1号" in page


def test_a_file_is_looked_at_and_its_faults_are_named_by_line(administrator: Client) -> None:
    good = SimpleUploadedFile("2027.yaml", FILE.encode())
    assert "核对2027年放假安排" in pressed(administrator, "schedules/file/", 200, file=good)
    wrong = SimpleUploadedFile("2027.yaml", FILE.replace("2027-01-04", "2027-13-04").encode())
    assert "2027.yaml 第5行" in pressed(administrator, "schedules/file/", 200, file=wrong)
    binary = SimpleUploadedFile("2027.yaml", b"\xff\xfe\x00")
    assert "不是 UTF-8 编码" in pressed(administrator, "schedules/file/", 200, file=binary)


def test_a_text_that_nobody_looked_at_is_still_checked(administrator: Client) -> None:
    pressed(administrator, "schedules/load/", 302, text="year: 1", name="x")
    pressed(administrator, "schedules/load/", 404)
    assert not HolidaySchedule.objects.filter(year=2027).exists()
    text_of(administrator, "schedules/77/", status=404)
