"""Application rounds: opened from a day to a day, and decided in one selection over all who applied."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from dengji.institutions.terms import BodyKind
from dengji.people.terms import Role
from dengji.procedure.models import Case, Round
from dengji.procedure.terms import CaseState, Ending
from tests.cast import AT, Cast, given_body
from tests.road import brought_to, given_application, post_in, whoever_holds
from tests.web.office.desk import browser_of, opened, sent, well_built

pytestmark = pytest.mark.django_db
CALL: dict[str, Any] = {
    "basis": "TJ21:initial",
    "title": "2026年第二批",
    "scope": "装备制造",
    "opens_on": "2026-12-01",
    "closes_until": "2026-12-31",
    "places": "3",
}


@pytest.fixture
def applied(tianjin: Cast) -> Iterator[list[Case]]:
    """Two social organisations that have come to the selection, on the day after the round closed."""
    other = given_body(tianjin.county, BodyKind.SOCIAL_ORGANISATION, "海河职业培训学校", 9)
    cases = [given_application(each, "TJ21") for each in (tianjin.social_organisation, other)]
    for case in cases:
        brought_to(case, "selection", tianjin)
    with time_machine.travel(AT + timedelta(days=10), tick=False):
        yield cases


def choice(cases: list[Case], **changed: str) -> dict[str, Any]:
    """The ranked list as the page sends it: the first is chosen."""
    said: dict[str, Any] = {}
    for place, case in enumerate(cases, 1):
        said |= {
            f"rank-{case.pk}": str(place),
            f"version-{case.pk}": str(case.version),
            f"reason-{case.pk}": "",
        }
    return said | {f"choose-{cases[0].pk}": "on", f"reason-{cases[0].pk}": "产业急需"} | changed


@pytest.mark.row("TJ21-10.1")
def test_a_bureau_opens_a_round(tianjin: Cast) -> None:
    page = opened(tianjin.approver, "/office/rounds/")
    assert "发布申报安排" in page
    assert "申报中" in page
    well_built(page)
    well_built(opened(tianjin.approver, "/office/rounds/new/"))
    assert "请填写名称" in sent(tianjin.approver, "/office/rounds/new/", title="").content.decode()
    assert sent(tianjin.approver, "/office/rounds/new/", **CALL).status_code == 302
    made = Round.objects.get(title="2026年第二批")
    assert (made.authority, made.pack_id, made.places) == (tianjin.bureau, "TJ21", 3)
    assert "未开始" in opened(tianjin.approver, "/office/rounds/")


def test_a_round_that_ends_before_it_begins_is_refused(tianjin: Cast) -> None:
    answer = sent(tianjin.approver, "/office/rounds/new/", **CALL | {"closes_until": "2026-11-30"})
    assert "截止日期不能早于开始日期" in answer.content.decode()
    assert "2026年第二批" in answer.content.decode()


def test_others_cannot_open_rounds(tianjin: Cast) -> None:
    administrator = post_in(tianjin.bureau, Role.ADMINISTRATOR)
    assert browser_of(administrator).get("/office/rounds/new/").status_code == 403


@pytest.mark.row("TJ21-10.3b")
def test_the_selection_ranks_all_by_score_and_is_decided_at_once(tianjin: Cast, applied: list[Case]) -> None:
    opened_round = Round.objects.get()
    address = f"/office/rounds/{opened_round.pk}/"
    by = whoever_holds(applied[0])
    page = opened(by, address)
    assert "下一步：核对遴选决定" in page
    assert page.count('value="1"') >= 1
    assert "100.00" in page
    well_built(page)
    assert "到本批次集中遴选" in opened(by, f"/office/cases/{applied[0].token}/")
    check = sent(by, address, **choice(applied)).content.decode()
    assert "作出遴选决定" in check
    assert check.index("列入建议名单</span>") < check.index("未入选，办结")
    well_built(check)
    assert Round.objects.get().selected_at is None
    answer = sent(by, address, **choice(applied, confirm="1"))
    assert answer.status_code == 302, answer.content.decode().partition("error-summary")[2][:500]
    for case in applied:
        case.refresh_from_db()
    assert applied[0].step == "approval"
    assert (applied[1].state, applied[1].ending) == (CaseState.ENDED, Ending.NOT_SELECTED)
    result = opened(by, address)
    assert result.index(applied[0].number) < result.index(applied[1].number)
    assert "产业急需" in result
    well_built(result)


def test_nobody_is_passed_over_by_pressing_once(tianjin: Cast, applied: list[Case]) -> None:
    said = choice(applied)
    del said[f"choose-{applied[0].pk}"]
    answer = sent(whoever_holds(applied[0]), f"/office/rounds/{Round.objects.get().pk}/", **said)
    assert answer.content.decode().count("未入选，办结") == 2
    applied[0].refresh_from_db()
    assert applied[0].state == CaseState.OPEN


@pytest.mark.parametrize(
    ("place", "changed", "said"),
    [(1, {"rank": "1"}, "名次"), (0, {"reason": " "}, "入选的理由"), (1, {"version": "1"}, "有变化")],
)
def test_a_list_that_is_not_whole_is_not_decided(
    tianjin: Cast, applied: list[Case], place: int, changed: dict[str, str], said: str
) -> None:
    given = {f"{name}-{applied[place].pk}": value for name, value in changed.items()}
    address = f"/office/rounds/{Round.objects.get().pk}/"
    answer = sent(whoever_holds(applied[0]), address, **choice(applied, **given))
    assert said in answer.content.decode()
    assert Round.objects.get().selected_at is None


def test_more_than_the_places_cannot_be_chosen(tianjin: Cast, applied: list[Case]) -> None:
    more = {f"choose-{applied[1].pk}": "on", f"reason-{applied[1].pk}": "也好"}
    answer = sent(
        whoever_holds(applied[0]), f"/office/rounds/{Round.objects.get().pk}/", **choice(applied, **more)
    )
    assert "拟入选1家，现在选了2家" in answer.content.decode()


@pytest.mark.parametrize(("days", "ready"), [(8, False), (9, False), (10, True)])
def test_nothing_is_selected_before_the_round_is_over(
    tianjin: Cast, applied: list[Case], days: int, ready: bool
) -> None:
    with time_machine.travel(AT + timedelta(days=days), tick=False):
        page = opened(whoever_holds(applied[0]), f"/office/rounds/{Round.objects.get().pk}/")
    assert ("下一步：核对遴选决定" in page) is ready
    assert ("申报截止、全部申请完成评估以后，才能集中遴选" in page) is not ready


def test_the_bureau_sees_the_list_but_does_not_decide(tianjin: Cast, applied: list[Case]) -> None:
    page = opened(tianjin.approver, f"/office/rounds/{Round.objects.get().pk}/")
    assert "集中遴选由承办岗位作出" in page
    assert "核对遴选决定" not in page


def test_a_round_of_another_place_is_not_found(tianjin: Cast) -> None:
    outsider = tianjin.wrong_clerk
    assert browser_of(outsider).get(f"/office/rounds/{Round.objects.get().pk}/").status_code == 404
    assert browser_of(outsider).get("/office/rounds/999/").status_code == 404


def test_where_a_text_selects_nobody_the_round_lists_all_who_applied(xinzhou: Cast, case: Case) -> None:
    page = opened(xinzhou.approver, f"/office/rounds/{Round.objects.get().pk}/")
    assert "本批次的申请" in page
    assert case.number in page
