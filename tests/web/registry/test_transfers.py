"""Taking a case to another text at the registry's desk: which cases stay behind, both texts' steps, the reason."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from dengji.messages.models import Message
from dengji.people.terms import Role
from dengji.policy.models import Edition
from dengji.procedure.acts.receiving import Correction, return_for_correction
from dengji.procedure.models import Case
from dengji.procedure.terms import Act
from tests.cast import AT, Cast, given_cast, given_post
from tests.life import given_filing
from tests.road import (
    PACKS,
    brought_to,
    given_application,
    given_law,
    given_round,
    given_texts,
    whoever_holds,
)
from tests.web.office.desk import well_built
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import ROOT, pressed, text_of

LIST = "texts/cases/"
OLD, NEW = "忻州市职业技能等级评价机构管理办法（2024年修订版）", "忻州市职业技能等级评价机构管理办法（新）"


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody in Xinzhou, with a call that is open."""
    given_law()
    everybody = given_cast("140902", "140213")
    given_round(everybody.bureau, "XZ24")
    return everybody


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case waiting to be accepted."""
    case = given_application(cast.employer, "XZ24")
    brought_to(case, "acceptance", cast)
    return case


@pytest.fixture
def edition(case: Case, tmp_path: Path) -> Edition:
    """The text loaded anew under another title, after the case began."""
    folder = tmp_path / "xz24"
    folder.mkdir()
    said = (PACKS / "xinzhou/xz24/pack.yaml").read_text(encoding="utf-8")
    assert OLD in said
    (folder / "pack.yaml").write_text(said.replace(OLD, NEW, 1), encoding="utf-8")
    given_texts(tmp_path, at=AT)
    return Edition.objects.current().get(pack_id="XZ24")


def page_of(case: Case) -> str:
    """The address of the page that takes a case over."""
    return f"{LIST}{case.token}/"


def form(case: Case, edition: Edition, **other: str) -> dict[str, str]:
    """The form filled in."""
    said = {
        "version": str(case.version),
        "edition": str(edition.pk),
        "step": "acceptance",
        "reason": "省厅要求",
    }
    return said | other


def test_where_every_case_follows_its_text_nothing_is_listed(case: Case, administrator: Client) -> None:
    page = text_of(administrator, LIST)
    assert "没有要转用文本的在办案件" in page
    assert case.number not in page
    well_built(page)


def test_a_case_left_behind_is_listed_and_any_other_is_found_by_name(
    case: Case, cast: Cast, edition: Edition, administrator: Client
) -> None:
    page = text_of(administrator, LIST)
    assert case.number in page
    assert OLD in page
    assert NEW in page
    well_built(page)
    assert case.number in text_of(administrator, f"{LIST}?words=松江")
    assert "没有符合条件的在办案件" in text_of(administrator, f"{LIST}?words=没有这家")


@pytest.mark.row("CR-6")
def test_both_texts_stand_side_by_side_and_the_same_step_is_offered(
    case: Case, edition: Edition, administrator: Client
) -> None:
    page = text_of(administrator, page_of(case))
    for said in ("现在在这里", "同一步骤", NEW, "从同一起算日重新推算"):
        assert said in page
    assert 'value="acceptance" ' in page
    assert 'value="apply"' not in page
    well_built(page)


@pytest.mark.row("CR-6")
def test_a_case_is_taken_over_with_its_step_and_a_reason(
    case: Case, cast: Cast, edition: Edition, administrator: Client
) -> None:
    assert "请填写“转用的理由”" in pressed(
        administrator, page_of(case), 200, **form(case, edition, reason=" ")
    )
    assert "请从列出的选项中选择" in pressed(
        administrator, page_of(case), 200, **form(case, edition, step="no_such_step")
    )
    pressed(administrator, page_of(case), 302, **form(case, edition))
    case.refresh_from_db()
    assert (case.edition_id, case.step) == (edition.pk, "acceptance")
    event = case.events.get(act=Act.FOLLOW)
    assert (event.reason, event.by) == ("省厅要求", cast.administrator)
    assert Message.objects.filter(recipient=cast.clerk.person, about_id=str(case.pk)).exists()


def test_a_page_that_the_case_has_left_behind_moves_nothing(
    case: Case, edition: Edition, administrator: Client
) -> None:
    stale = form(case, edition)
    pressed(administrator, page_of(case), 302, **stale)
    text = browser_text(administrator, page_of(case), stale)
    assert "不能转用" in text or "本页内容不是最新的" in text
    assert case.events.filter(act=Act.FOLLOW).count() == 1


def browser_text(client: Client, address: str, said: dict[str, str]) -> str:
    """What comes back, whatever its status."""
    return client.post(ROOT + address, said).content.decode()


def test_a_case_that_is_being_corrected_comes_to_where_it_is_handed_in(
    case: Case, edition: Edition, administrator: Client
) -> None:
    return_for_correction(case, [Correction("body", "补电话")], by=whoever_holds(case), at=AT)
    page = text_of(administrator, page_of(case))
    assert 'value="apply"' in page
    assert 'value="acceptance"' not in page


def test_without_another_text_the_page_says_so(case: Case, administrator: Client) -> None:
    assert "不能转用" in text_of(administrator, page_of(case))


def test_cases_of_another_place_and_drafts_are_nobodys_to_move(
    case: Case, cast: Cast, edition: Edition
) -> None:
    elsewhere = browser_of(given_post(cast.other_centre, Role.ADMINISTRATOR, "别处"))
    text_of(elsewhere, page_of(case), status=404)
    assert case.number not in text_of(elsewhere, LIST)
    draft = given_application(cast.school, "XZ24", at=AT + timedelta(hours=1))
    text_of(browser_of(cast.administrator), page_of(draft), status=404)


def test_a_clerk_moves_no_case(case: Case, clerk: Client, edition: Edition) -> None:
    pressed(clerk, page_of(case), 403, **form(case, edition))
    case.refresh_from_db()
    assert case.edition_id != edition.pk


def test_filings_are_found_by_when_they_end(cast: Cast, clerk: Client) -> None:
    given_filing(cast.employer, cast.clerk, number="Y000014000900", until=AT.date() + timedelta(days=30))
    given_filing(cast.school, cast.clerk, number="Y000014000901", until=AT.date() + timedelta(days=31))
    page = text_of(clerk, "filings/?due=30")
    assert "Y000014000900" in page
    assert "Y000014000901" not in page
    assert "Y000014000901" in text_of(clerk, "filings/?due=60")
