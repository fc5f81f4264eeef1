"""Plans of the term chosen into the text's form of a renewal (选填评价计划): rows from data, still to be edited."""

import datetime
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.filings.acts import applying
from dengji.filings.models import Draft, Filing
from dengji.filings.queries import applied_for
from dengji.filings.sheets import Scope
from dengji.procedure.models import Case
from tests.batch import given_approved, given_candidates, given_checked, given_scores
from tests.cast import AT, ELECTRICIAN, Cast
from tests.evaluations.places import given_at, given_filed, said
from tests.filings.test_forms import PLAN
from tests.life import EXPIRY, noon
from tests.road import manager_of
from tests.web.body.pages import address, faults, signed_in, text

DAY = noon(EXPIRY - timedelta(days=80))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened within the days of renewal."""
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody in Fujian."""
    return given_at("FJ22")


@pytest.fixture
def filing(cast: Cast) -> Filing:
    """A filing entered from paper, with one plan carried out here."""
    filing = given_filed(cast.employer, cast.centre, Scope(ELECTRICIAN, "", ("5", "4"), "own_staff"))
    plan = given_approved(filing, said())
    given_candidates(plan, 3)
    given_scores(plan, [60, 59, None])
    given_checked(plan)
    return filing


@pytest.fixture
def case(filing: Filing) -> Case:
    """A renewal just begun."""
    return applying.begin_about(filing, "renewal", by=manager_of(filing.institution), at=DAY)


def given_others(filing: Filing, how_many: int) -> None:
    """So many more plans that were carried out."""
    day = datetime.date(2026, 6, 1)
    Plan.objects.bulk_create(
        Plan(
            number=f"PJ{serial:05d}", filing=filing, state=PlanState.CHECKED, code=ELECTRICIAN, name="电工",
            level="5", audience="own_staff", starts_on=day, ends_on=day, finished_on=day,
            created_by=manager_of(filing.institution), created_at=AT,
        )
        for serial in range(how_many)
    )  # fmt: skip


def rows(case: Case) -> list[dict[str, str]]:
    """The plans in the form as it is kept."""
    kept: list[dict[str, str]] = applied_for(case).forms["form"]["plans"]
    return kept


@pytest.mark.row("FJ22-A1")
def test_chosen_plans_become_rows_and_what_was_typed_beside_them_stays(filing: Filing, case: Case) -> None:
    """Numbers from the batch; a row mended afterwards stays mended; one not chosen any more goes."""
    desk, page = (
        signed_in(manager_of(filing.institution)),
        address("plan_rows", case, form="form", part="plans"),
    )
    plan, form = Plan.objects.get(), address("one_form", case, form="form")
    assert page in text(desk, form)
    old = {f"plans-0-{name}": cell for name, cell in (PLAN | {"number": "旧1"}).items()}
    desk.post(form, {"head": "李红", **old})
    assert faults(text(desk, page)) == []
    assert desk.post(page, {"plans": [plan.number]}).status_code == 302
    first, second = rows(case)
    assert (first["number"], first["occupation"], first["level"]) == (plan.number, "电工", "四级/中级工")
    assert (first["assessed"], first["passed"], first["year"], first["online"]) == ("2", "1", "2026", "")
    assert second["number"] == "旧1"
    mended = {f"plans-1-{name}": cell for name, cell in (first | {"online": "否"}).items()}
    desk.post(form, {"head": "李红", **old, **mended})
    assert "checked" in text(desk, page)
    desk.post(page, {"plans": [plan.number]})
    assert rows(case)[0]["online"] == "否"
    desk.post(page, {})
    assert [row["number"] for row in rows(case)] == ["旧1"]
    assert "电工" in text(desk, address("one_form", case, form="form"))


@pytest.mark.row("FJ22-A1")
def test_at_most_six_are_chosen_and_what_was_not_saved_stays(filing: Filing, case: Case) -> None:
    """Seven are refused in a sentence; a draft of the form keeps its other words."""
    given_others(filing, 7)
    desk, page = (
        signed_in(manager_of(filing.institution)),
        address("plan_rows", case, form="form", part="plans"),
    )
    form = address("one_form", case, form="form")
    numbers = [f"PJ{serial:05d}" for serial in range(7)]
    assert "最多选6个，现在选了7个" in desk.post(page, {"plans": numbers}).content.decode()
    desk.post(form, {"head": "写了一半", "plans-0-number": "写了一半的", "autosave": "1"})
    assert desk.post(page, {"plans": numbers[:6]}).status_code == 302
    assert len(rows(case)) == 6
    shown = text(desk, form)
    assert 'value="写了一半"' in shown
    assert "写了一半的" not in str(Draft.objects.get().fields)


def test_only_the_part_that_offers_plans_has_the_page(filing: Filing, case: Case, cast: Cast) -> None:
    own, other = signed_in(manager_of(filing.institution)), signed_in(manager_of(cast.school))
    right = address("plan_rows", case, form="form", part="plans")
    assert own.get(right).status_code == 200
    assert other.get(right).status_code == 404
    for form, part in (("form", "head"), ("summary", "plans"), ("nothing", "plans")):
        assert own.get(address("plan_rows", case, form=form, part=part)).status_code == 404
