"""Candidates put on the list, mended, taken off it; what is personal is sealed and opened on the trail."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from dengji.audit.models import Entry
from dengji.evaluations.acts import listing
from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import DocumentKind, PlanState
from dengji.filings.models import Filing
from dengji.filings.terms import Audience
from dengji.people.models import Post
from dengji.people.refusals import Refused
from dengji.people.terms import Role
from dengji.policy.engine.practice import Category
from dengji.policy.models import Edition
from dengji.procedure.refusals import NotAllowed, NotYours
from dengji.records.acts import store
from dengji.records.queries import opened as opened_file
from dengji.sealing.seals import opened
from tests.batch import STARTS, WHOLE, given_candidates, given_plan
from tests.candidates import entry, noted, number_of
from tests.cast import AT, Cast, given_post
from tests.road import manager_of, on_day

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def plan(filing: Filing) -> Plan:
    """A draft of the employer's."""
    return given_plan(filing)


@pytest.fixture
def by(filing: Filing) -> Post:
    """The employer's head."""
    return manager_of(filing.institution)


@pytest.mark.row("TJ21-15")
def test_somebody_is_listed_sealed_and_masked(plan: Plan, by: Post) -> None:
    who = listing.enlist(
        plan, entry(name="张 三", number=f"１{number_of()[1:]}", phone="138 0000 0000"), by=by, at=AT
    )
    assert (who.ordinal, who.masked) == (1, f"{number_of()[:4]}********{number_of()[-4:]}")
    assert opened(who.sealed) == {
        "name": "张三",
        "number": number_of(),
        "phone": "13800000000",
        "sex": "male",
        "born": "1980-01-01",
    }
    for column in ("identity", "named", "stated", "entry", "masked"):
        assert "张三" not in str(getattr(who, column))
        assert number_of() not in str(getattr(who, column))
    said = str(Entry.objects.get(act="plan.enlist").after)
    assert "张三" not in said
    assert number_of() not in said


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ({"number": number_of()[:-1] + ("1" if number_of()[-1] != "1" else "2")}, "证件号码"),
        ({"number": number_of()[:-1]}, "证件号码"),
        ({"number": ""}, "证件号码"),
        ({"born": date(1980, 1, 2)}, "出生日期"),
        ({"sex": "female"}, "性别"),
        ({"name": " "}, "姓名"),
        ({"name": "张三2"}, "姓名"),
        ({"name": "长" * 61}, "姓名"),
        ({"phone": "1380000000"}, "手机号码"),
        ({"document": DocumentKind.PASSPORT, "number": "E123"}, "证件号码"),
        ({"document": DocumentKind.PASSPORT, "number": "E12345678"}, "出生日期"),
        ({"stated": {"years_of_work": 46}}, "从事本职业年限"),
        ({"stated": {"years_of_work": 9, "work_since": "2020-07-01"}}, "从事本职业年限"),
        ({"stated": {"level": "5", "level_on": "2026-11-17"}}, "证书取得日期"),
        ({"stated": {"level_on": "2020-11-17"}}, "已有证书等级"),
        ({"stated": {"level": "none"}, "progress": "advanced"}, "认定分类"),
    ],
)
def test_what_does_not_agree_is_refused_with_its_name(
    plan: Plan, by: Post, told: dict[str, Any], column: str
) -> None:
    with pytest.raises(NotAllowed, match=f"“{column}”"):
        listing.enlist(plan, entry(**told), by=by, at=AT)
    assert not plan.candidates.exists()


def test_a_passport_needs_birth_and_sex_told(plan: Plan, by: Post) -> None:
    told: dict[str, Any] = {
        "document": DocumentKind.PASSPORT,
        "number": "e1234 5678",
        "born": date(1990, 5, 4),
        "sex": "male",
    }
    who = listing.enlist(plan, entry(name="John  Smith", **told), by=by, at=AT)
    assert opened(who.sealed)["name"] == "John Smith"
    assert who.masked == "*" * 9


@pytest.mark.row("JL25-3.2")
@pytest.mark.row("TJ21-2")
@pytest.mark.row("XZ24-15")
@pytest.mark.parametrize("category", [Category.PUBLIC, Category.STUDENT, Category.ELSEWHERE])
def test_whom_the_body_may_not_evaluate_is_refused_by_article(
    plan: Plan, by: Post, category: Category
) -> None:
    with pytest.raises(NotAllowed) as refused:
        listing.enlist(plan, entry(category=category), by=by, at=AT)
    assert f"不能评价“{category.label}”" in refused.value.sentence
    assert "依据" in refused.value.sentence
    assert "第二条" in refused.value.sentence
    assert "劳务派遣人员" in refused.value.sentence, "it says whom the body may evaluate"


@pytest.mark.row("JL25-3.2")
@pytest.mark.row("TJ21-2")
@pytest.mark.row("XZ24-15")
@pytest.mark.parametrize("text", ["JL25", "TJ21", "XZ24"])
@pytest.mark.parametrize(
    ("audience", "taken", "refused"),
    [
        (Audience.OWN_STAFF, Category.EMPLOYEE, Category.STUDENT),
        (Audience.OWN_STUDENTS, Category.STUDENT, Category.EMPLOYEE),
        (Audience.PUBLIC, Category.PUBLIC, None),
        (Audience.PUBLIC, Category.ELSEWHERE, None),
    ],
)
def test_each_text_says_whom_a_body_of_an_audience_may_evaluate(
    plan: Plan, by: Post, text: str, audience: str, taken: Category, refused: Category | None
) -> None:
    edition = Edition.objects.filter(pack_id=text).latest("pk")
    Plan.objects.filter(pk=plan.pk).update(edition=edition, audience=audience, categories=[])
    assert listing.enlist(plan, entry(category=taken), by=by, at=AT).category == taken
    if refused is not None:
        with pytest.raises(NotAllowed, match=f"不能评价“{refused.label}”") as why:
            listing.enlist(plan, entry(9, category=refused), by=by, at=AT)
        assert edition.title in why.value.sentence


@pytest.mark.row("TJ21-2")
@pytest.mark.parametrize(
    "category", [Category.EMPLOYEE, Category.DISPATCHED, Category.OUTSOURCED, Category.INTERN]
)
def test_own_staff_are_those_four(filing: Filing, by: Post, category: Category) -> None:
    plan = given_plan(filing, replace(WHOLE, categories=[]))
    assert listing.enlist(plan, entry(category=category), by=by, at=AT).category == category


@pytest.mark.row("TJ21-15")
def test_who_fails_the_entry_conditions_is_listed_and_told_apart(plan: Plan, by: Post) -> None:
    stated = {"years_of_work": 4, "level": "none", "schooling": "none"}
    who = listing.enlist(plan, entry(stated=stated), by=by, at=AT)
    assert who.admissible is False
    assert who.entry["says"].startswith("不符合：第1项")
    assert "差1年" in who.entry["says"]
    mended = listing.mend(who, entry(stated=stated | {"years_of_work": 5}), by=by, at=AT)
    assert mended.admissible is True
    assert noted("plan.mend_candidate")["changed"] == ["admissible", "entry", "stated"]


def test_nobody_is_listed_twice(plan: Plan, by: Post) -> None:
    listing.enlist(plan, entry(), by=by, at=AT)
    with pytest.raises(NotAllowed, match="已经在这批考生名单中，是第1号"):
        listing.enlist(plan, entry(name="李四"), by=by, at=AT)
    other = listing.enlist(plan, entry(9), by=by, at=AT)
    with pytest.raises(NotAllowed, match="已经在这批考生名单中"):
        listing.mend(other, entry(), by=by, at=AT)
    assert plan.candidates.count() == 2


@pytest.mark.parametrize(("days", "open_"), [(-1, True), (0, False), (1, False)])
def test_the_list_stands_from_the_first_day_on(plan: Plan, by: Post, days: int, *, open_: bool) -> None:
    who = listing.enlist(plan, entry(), by=by, at=AT)
    at = on_day(STARTS + timedelta(days=days))
    acts: list[Callable[[], object]] = [
        lambda: listing.enlist(plan, entry(9), by=by, at=at),
        lambda: listing.withdraw(who, "调离本单位", by=by, at=at),
        lambda: listing.restore(who, by=by, at=at),
        lambda: listing.mend(who, entry(15), by=by, at=at),
    ]
    for act in acts:
        if open_:
            act()
        else:
            with pytest.raises(NotAllowed, match="评价已"):
                act()
    assert listing.mend(who, replace(entry(15 if open_ else 7), name="章三"), by=by, at=at).ordinal == 1


def test_somebody_withdraws_and_comes_back(plan: Plan, by: Post) -> None:
    who = listing.enlist(plan, entry(), by=by, at=AT)
    with pytest.raises(NotAllowed, match="原因"):
        listing.withdraw(who, " ", by=by, at=AT)
    gone = listing.withdraw(who, "调离本单位", by=by, at=AT)
    assert (gone.withdrawn_at, gone.withdrawn_because) == (AT, "调离本单位")
    listing.withdraw(who, "再按一次", by=by, at=AT)
    assert Entry.objects.filter(act="plan.withdraw_candidate").count() == 1
    with pytest.raises(NotAllowed, match="是第1号") as refused:
        listing.enlist(plan, entry(), by=by, at=AT)
    assert "恢复" in refused.value.remedy
    listing.restore(who, by=by, at=AT)
    who.refresh_from_db()
    assert (who.withdrawn_at, who.withdrawn_because) == (None, "")


def test_opening_personal_data_stands_on_the_trail_with_the_reason(plan: Plan, by: Post) -> None:
    who = listing.enlist(plan, entry(), by=by, at=AT)
    with pytest.raises(NotAllowed, match="原因"):
        listing.open_personal(who, "", by=by, at=AT)
    assert listing.open_personal(who, "核对准考证", by=by, at=AT)["number"] == number_of()
    found = Entry.objects.get(act="plan.open_personal")
    assert found.person_id == by.person_id
    assert found.after == {"candidate": str(who.token), "because": "核对准考证"}


def test_only_the_bodys_own_people_touch_its_list(plan: Plan, by: Post, cast: Cast) -> None:
    who, clerk = listing.enlist(plan, entry(), by=by, at=AT), given_post(cast.province_centre, Role.CLERK)
    with pytest.raises(NotYours):
        listing.enlist(plan, entry(9), by=clerk, at=AT)
    with pytest.raises(NotYours):
        listing.open_personal(who, "看看", by=clerk, at=AT)


def test_a_list_of_a_batch_that_is_reported_stands_still(plan: Plan, by: Post) -> None:
    who = listing.enlist(plan, entry(), by=by, at=AT)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.REPORTED)
    with pytest.raises(NotAllowed, match="名单不能再改"):
        listing.mend(who, entry(), by=by, at=AT)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7 no picture", "照片应为图片"),
        (PNG + b"\0" * listing.PHOTO_LIMIT, "超过2兆字节"),
        (b"", "空的"),
    ],
)
def test_a_photo_is_a_picture_of_a_moderate_size(
    plan: Plan, by: Post, content: bytes, says: str, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    who = listing.enlist(plan, entry(), by=by, at=AT)
    with pytest.raises(Refused, match=says):
        listing.put_photo(who, content=io.BytesIO(content), name="照片", by=by, at=AT)
    assert Candidate.objects.get().photo is None
    file = listing.put_photo(who, content=io.BytesIO(PNG), name="照片.png", by=by, at=AT)
    assert Candidate.objects.get().photo == file
    assert PNG not in Path(settings.MEDIA_ROOT, file.path).read_bytes(), "sealed"


def test_photos_that_lie_plain_are_sealed_by_the_migration_and_opened_when_it_is_taken_back(
    plan: Plan, by: Post
) -> None:
    """The file itself; one that another row names stays for it."""
    migration = import_module("dengji.evaluations.migrations.0006_sealed_photos")
    who, owner = given_candidates(plan, 1)[0], plan.filing.institution.organisation
    told: dict[str, Any] = {"name": "照片.png", "owner": owner, "by": by, "at": AT, "retention": "photo"}
    first, second = (store(content=io.BytesIO(PNG), **told) for _ in range(2))
    Candidate.objects.filter(pk=who.pk).update(photo=first)
    for turned, suffix in ((migration.seal, ".sealed"), (migration.unseal, "")):
        turned(apps, None)
        first.refresh_from_db()
        assert Path(first.path).suffix == suffix
        for file in (first, second):
            with opened_file(file) as content:
                assert content.read() == PNG
    assert file.owner_id == by.organisation_id
