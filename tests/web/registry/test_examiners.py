"""The register's pages: who enters, who reads, what is shown and what is not; supervisors sent; one's own tasks."""

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from dengji.audit.models import Entry
from dengji.evaluations.acts.sending import send
from dengji.evaluations.examiners.badges import photo_of
from dengji.evaluations.models.examiners import DeclaredTie, RegisteredPerson, RosterSheet
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import Task
from dengji.people.models import Post
from dengji.people.terms import Role
from tests.batch import given_approved, given_filed_venues
from tests.cast import AT, ELECTRICIAN, Cast, given_cast, given_post, identity_number
from tests.evaluations.people import given_examiner, given_examiners, given_supervisor, keeper
from tests.evaluations.test_rostering import sheet
from tests.life import given_filing
from tests.records.papers import PDF, PNG
from tests.road import given_law
from tests.web.body.pages import faults
from tests.web.registry.conftest import browser_of
from tests.web.registry.pages import pressed, rows, text_of

PERSON = {
    "kind": "examiner",
    "number": "KP1",
    "name": "张三",
    "identity_number": identity_number(700),
    "engagement": "part",
    "employer": "第一研究所",
    "employer_uscc": "",
    "valid_from": "2026-01-01",
    "valid_until": "2028-12-31",
}
HELD = {"occupation": ELECTRICIAN, "level": "3", "title_level": "", "number": "Z1"}


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin, with the text that goes on applying."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def centre(cast: Cast) -> Client:
    """The browser of the centre's clerk."""
    return browser_of(keeper(cast))


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """An approved plan of the employer, whose filing the centre supervises."""
    filing = given_filing(cast.employer, keeper(cast), number="Y000012000900")
    given_filed_venues(filing)
    return given_approved(filing)


@pytest.mark.row("JLJD-14.3")
def test_a_clerk_enters_somebody_and_finds_him_in_the_list(centre: Client, cast: Cast) -> None:
    fields = PERSON | {"authority": cast.province_centre.pk} | rows("held", HELD)
    pressed(centre, "examiners/new/", 302, **fields)
    person = RegisteredPerson.objects.get()
    page = text_of(centre, "examiners/?kind=examiner&state=valid&occupation=电工")
    assert f"examiners/{person.token}/" in page
    assert "共1人（已筛选）" in page
    assert "电工 三级/高级工" in page
    pressed(centre, "examiners/new/", 302, **fields)
    assert RegisteredPerson.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(centre: Client, cast: Cast) -> None:
    number = identity_number(700)
    other = next(sign for sign in "0123456789" if sign != number[-1])
    wrong = {
        "identity_number": number[:-1] + other,
        "employer_uscc": "91",
        "valid_until": "2025-01-01",
    }
    fields = PERSON | wrong | {"authority": cast.province_centre.pk} | rows("held", HELD | {"level": ""})
    page = pressed(centre, "examiners/new/", 200, **fields)
    for says in ("校验不符", "应为18位", "早于", "请选择证书等级"):
        assert says in page
    assert 'value="张三"' in page
    assert not RegisteredPerson.objects.exists()


def test_more_rows_are_added_without_losing_any(centre: Client, cast: Cast) -> None:
    fields = PERSON | {"authority": cast.province_centre.pk, "more": "1"} | rows("held", HELD)
    page = pressed(centre, "examiners/new/", 200, **fields)
    assert 'name="held-3-occupation"' in page
    assert 'value="张三"' in page


def test_a_change_keeps_the_person_and_drops_the_row_that_was_emptied(centre: Client, cast: Cast) -> None:
    person = given_examiner(cast)
    page = text_of(centre, f"examiners/{person.token}/change/")
    assert identity_number(700) not in page
    kept = {key: said for key, said in PERSON.items() if key not in {"kind", "identity_number"}}
    empty = dict.fromkeys(HELD, "")
    fields = kept | {"number": person.number} | rows("held", empty, HELD | {"level": "1"})
    pressed(centre, f"examiners/{person.token}/change/", 302, **fields)
    person.refresh_from_db()
    assert person.name == "张三"
    assert [each.level for each in person.qualifications.all()] == ["1"]
    pressed(centre, f"examiners/{person.token}/change/", 200, **kept, **rows("held", empty))


def test_the_number_is_masked_opened_on_the_trail_and_only_by_the_keeper(centre: Client, cast: Cast) -> None:
    person, number = given_examiner(cast), identity_number(700)
    page = text_of(centre, f"examiners/{person.token}/")
    assert person.masked in page
    assert number not in page
    assert number in pressed(centre, f"examiners/{person.token}/identity/", 200)
    assert Entry.objects.filter(act="roster.open_identity").count() == 1
    auditor = browser_of(given_post(cast.province_bureau, Role.AUDITOR))
    assert person.masked in text_of(auditor, f"examiners/{person.token}/")
    assert number not in pressed(auditor, f"examiners/{person.token}/identity/", 403)


def test_the_list_is_taken_away_as_a_sheet_without_identity_numbers(centre: Client, cast: Cast) -> None:
    given_examiner(cast)
    answer = centre.get("/office/registry/examiners/export/?kind=examiner")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert lines[1][1:3] == ["KP000700", "考评700"]
    assert identity_number(700) not in str(lines)


@pytest.mark.row("JLJD-14.3")
def test_a_sheet_is_taken_and_its_faulty_rows_are_named(centre: Client, cast: Cast) -> None:
    upload = io.BytesIO(sheet({}, {"证卡编号": "K2", "身份证号": "1"}).content)
    upload.name = "登记.xlsx"
    fields = {"authority": cast.province_centre.pk, "sheet": upload}
    pressed(centre, "examiners/sheet/", 302, **fields)
    kept = RosterSheet.objects.get()
    page = text_of(centre, f"examiners/sheets/{kept.token}/")
    assert "新登记1人，1行有误，没有登记" in page
    assert "第3行" in page
    assert "应为18位" in page
    assert "1行有误" in text_of(centre, "examiners/sheet/")
    back = centre.get(f"/office/registry/examiners/sheets/{kept.token}/faulty/")
    assert back.content.startswith(b"PK")
    guessed = f"/office/registry/examiners/sheets/{cast.employer.organisation.pk:032x}/"
    assert centre.get(guessed).status_code == 404
    wrong = io.BytesIO(b"no sheet")
    wrong.name = "a.xlsx"
    assert "不是有效的表格" in pressed(
        centre, "examiners/sheet/", 200, authority=cast.province_centre.pk, sheet=wrong
    )
    template = centre.get("/office/registry/examiners/sheet/template/")
    assert template.content.startswith(b"PK")


def test_somebody_is_taken_out_with_a_reason(centre: Client, cast: Cast) -> None:
    person = given_examiner(cast)
    assert "请填写" in pressed(centre, f"examiners/{person.token}/remove/", 200, because="")
    pressed(centre, f"examiners/{person.token}/remove/", 302, because="违反守则<b>")
    page = text_of(centre, f"examiners/{person.token}/")
    assert "违反守则&lt;b&gt;" in page
    assert "移出登记，理由" in page


def test_an_account_is_linked_and_a_tie_declared_and_withdrawn(centre: Client, cast: Cast) -> None:
    person = given_examiner(cast)
    post = given_post(cast.province_centre, Role.EXAMINER, person.name)
    assert "没有这个登录名" in pressed(centre, f"examiners/{person.token}/account/", 200, username="nobody")
    pressed(centre, f"examiners/{person.token}/account/", 302, username=post.person.username)
    own = browser_of(post)
    body = cast.employer.organisation.name
    assert "没有找到" in pressed(
        own, f"examiners/{person.token}/ties/", 200, kind="kin", organisation="某公司"
    )
    assert "只填一项" in pressed(own, f"examiners/{person.token}/ties/", 200, kind="kin")
    pressed(own, f"examiners/{person.token}/ties/", 302, kind="kin", organisation=body)
    tie = DeclaredTie.objects.get()
    assert body in text_of(own, f"examiners/{person.token}/")
    pressed(own, f"examiners/{person.token}/ties/{tie.pk}/withdraw/", 302)
    assert "没有申报需要回避" in text_of(own, f"examiners/{person.token}/")
    pressed(own, f"examiners/{person.token}/ties/{tie.pk}/withdraw/", 404)


@pytest.mark.row("JLJD-15")
def test_a_photo_is_put_to_somebody_shown_to_those_who_may_see_him_and_printed(
    centre: Client, cast: Cast
) -> None:
    person = given_examiner(cast)
    address = f"examiners/{person.token}/photo/"
    text_of(centre, f"{address}picture/", 404)
    for name, content, says in (
        ("a.pdf", PDF, "照片应为图片"),
        ("a.png", PNG + b"0" * 200 * 1024, "照片超过200KB"),
        ("a.png", b"nothing", "不能收"),
    ):
        wrong = io.BytesIO(content)
        wrong.name = name
        assert says in pressed(centre, address, 200, photo=wrong)
    picture = io.BytesIO(PNG)
    picture.name = "张三.png"
    pressed(centre, address, 302, photo=picture)
    shown = centre.get(f"/office/registry/{address}picture/")
    assert shown.content == PNG
    assert browser_of(cast.manager).get(f"/office/registry/{address}picture/").status_code == 403
    person.refresh_from_db()
    assert "data:image/png;base64," in photo_of(person)
    kept = {key: said for key, said in PERSON.items() if key not in {"kind", "identity_number"}}
    pressed(centre, f"examiners/{person.token}/change/", 302, **kept, **rows("held", HELD))
    person.refresh_from_db()
    assert person.photo is not None


@pytest.mark.row("JLJD-17")
def test_a_supervisor_is_sent_and_called_back_on_the_pages(centre: Client, cast: Cast, plan: Plan) -> None:
    person = given_supervisor(cast)
    assert str(plan.token) in text_of(centre, "sending/")
    page = text_of(centre, f"sending/{plan.token}/")
    assert person.number in page
    pressed(centre, f"sending/{plan.token}/", 302, person=str(person.token))
    row = plan.assignments.get(task=Task.WATCHER)
    assert person.name in text_of(centre, "sending/")
    assert person.post is not None
    duties = text_of(browser_of(person.post), "duties/")
    assert plan.number is not None
    assert plan.number in duties
    assert "外派质量督导员" in duties
    assert "请填写" in pressed(centre, f"sending/{plan.token}/{row.pk}/back/", 200, because="")
    pressed(centre, f"sending/{plan.token}/{row.pk}/back/", 302, because="另有任务")
    assert not plan.assignments.filter(task=Task.WATCHER).exists()
    pressed(centre, f"sending/{plan.token}/{row.pk}/back/", 404, because="再按一次")


def test_others_find_nothing(cast: Cast, plan: Plan) -> None:
    person, sent = given_examiner(cast), given_supervisor(cast)
    supervisor, bureau = browser_of(_post(sent)), browser_of(given_post(cast.province_bureau, Role.CLERK))
    for address in ("examiners/", "examiners/new/", "sending/", "examiners/sheet/"):
        text_of(supervisor, address, 403)
    text_of(supervisor, f"examiners/{person.token}/", 404)
    text_of(supervisor, f"examiners/{sent.token}/", 200)
    for address in (f"examiners/{person.token}/change/", f"sending/{plan.token}/"):
        text_of(bureau, address, 404)
    text_of(bureau, "examiners/new/", 403)
    body = browser_of(cast.manager)
    assert body.get(f"/office/registry/examiners/{person.token}/").status_code == 403
    assert Client().get("/office/registry/examiners/").status_code == 302
    assert browser_of(keeper(cast)).get("/office/registry/duties/").status_code == 403


def test_the_list_costs_the_same_for_any_number(
    cast: Cast, centre: Client, django_assert_max_num_queries: Any
) -> None:
    given_examiners(cast, 12)
    text_of(centre, "examiners/")
    with django_assert_max_num_queries(14):
        text_of(centre, "examiners/")


def test_every_page_is_sound_in_its_bones(cast: Cast, centre: Client, plan: Plan) -> None:
    person, sent = given_examiner(cast), given_supervisor(cast)
    send(plan, sent, by=keeper(cast), at=AT)
    pages = ["", "new/", "sheet/", f"{person.token}/", f"{person.token}/change/", f"{person.token}/remove/"]
    pages += [f"{person.token}/ties/", f"{person.token}/account/"]
    found = {page: faults(text_of(centre, f"examiners/{page}")) for page in pages}
    found |= {page: faults(text_of(centre, page)) for page in ("sending/", f"sending/{plan.token}/")}
    found["duties"] = faults(text_of(browser_of(_post(sent)), "duties/"))
    assert {page: said for page, said in found.items() if said} == {}


def _post(person: RegisteredPerson) -> Post:
    assert person.post is not None
    return person.post
