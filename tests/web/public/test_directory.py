"""The directory: found by what people know, shown as it stands today, with whom to ask."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from dengji.filings.models import ScopeRow
from dengji.filings.queries import Sought, directory
from dengji.filings.register import figures, places, scope_in_short
from dengji.institutions.models import RuleDocument
from dengji.people.models import Organisation
from dengji.records.acts import store
from tests.cast import AT, ELECTRICIAN, given_cast
from tests.records import papers
from tests.web.public.builder import ON, given_case, given_filing, given_publicity, given_texts
from tests.web.public.reading import words

pytestmark = pytest.mark.django_db
MANY = {
    "one": "松江机械制造有限公司",
    "two": "北江职业培训学校",
    "three": "北江技师学院",
}


@pytest.fixture
def filed() -> None:
    """Three bodies: an employer's in force, a training school's in another city ended, a school's run out."""
    cast = given_cast()
    given_filing(cast.employer, cast.bureau, "Y000022000001")
    given_filing(cast.social_organisation, cast.other_centre, "S000022000002", state="ended", place="220302")
    given_filing(cast.school, cast.province_bureau, "Y000022000003", valid_until=date(2026, 11, 17))
    ScopeRow.objects.filter(filing__number="S000022000002").update(audience="public", levels=["1"])


@pytest.mark.row("JLJD-28", "XZ24-14", "JLJD-9.2", "TJ21-3.1")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["one", "two", "three"]),
        ("words=松江", ["one"]),
        ("words=Y000022000003", ["three"]),
        ("words=%20松江%20", ["one"]),
        ("place=220200", ["one", "three"]),
        ("place=220300", ["two"]),
        ("place=220000", ["one", "two", "three"]),
        (f"occupation={ELECTRICIAN}", ["one", "two", "three"]),
        ("occupation=车工", ["one", "two", "three"]),
        ("occupation=焊工", []),
        ("level=1", ["two"]),
        ("kind=school", ["three"]),
        ("audience=public", ["two"]),
        ("state=in_force", ["one"]),
        ("state=expired", ["three"]),
        ("state=ended", ["two"]),
        ("kind=nonsense", ["one", "two", "three"]),
        ("words=松江&kind=school", []),
    ],
)
def test_bodies_are_found_by_what_is_asked(filed: None, client: Client, asked: str, found: list[str]) -> None:
    said = words(client.get(f"/directory/?{asked}"))
    assert [name for name, body in MANY.items() if body in said] == found
    assert f"共{len(found)}项备案" in said


def test_what_is_not_found_says_what_to_do(filed: None, client: Client) -> None:
    said = words(client.get("/directory/?words=没有这家"))
    assert "没有符合这些条件的备案" in said
    assert "清除条件，看全部备案" in said


@pytest.mark.parametrize("order", ["name", "number", "until", "granted", "nonsense"])
def test_the_list_says_by_what_it_is_sorted(filed: None, client: Client, order: str) -> None:
    said = words(client.get(f"/directory/?sort={order}"))
    named = {"number": "按备案号", "until": "按有效期先后", "granted": "按备案日期（新的在前）"}
    assert f"{named.get(order, '按机构名称')}排列" in said


def test_a_page_past_the_end_is_the_last_one(filed: None, client: Client) -> None:
    assert client.get("/directory/?page=99").status_code == 200


def test_a_province_is_no_prefix_of_another() -> None:
    cast = given_cast()
    given_filing(cast.employer, cast.bureau, "Y000022000001", place="510100")
    assert not directory(Sought(place="500000"), ON).exists()
    assert directory(Sought(place="510000"), ON).exists()


@pytest.mark.row("JLJD-28")
@pytest.mark.parametrize(
    ("day", "count"), [(date(2026, 11, 16), 2), (date(2026, 11, 17), 2), (date(2026, 11, 18), 1)]
)
def test_what_is_in_force_is_counted_to_its_last_day(filed: None, day: date, count: int) -> None:
    assert sum(each.count for each in figures(day)) == count


def test_places_count_what_is_in_force_and_name_where_anything_was_filed(filed: None) -> None:
    (province,) = places(ON)
    assert (province.name, province.count) == ("吉林省", 1)
    assert [(city.code, city.count) for city in province.cities] == [("220200", 1), ("220300", 0)]


def test_where_there_is_no_city_the_county_stands_for_it() -> None:
    cast = given_cast("120101")
    given_filing(cast.employer, cast.bureau, "Y000012000001")
    (province,) = places(ON)
    assert [city.name for city in province.cities] == ["和平区"]


@pytest.mark.row("JL25-5")
def test_a_filings_page_says_who_supervises_and_how_to_reach_it(filed: None, client: Client) -> None:
    Organisation.objects.filter(office="bureau").update(phone="0432-12333", address="松江路1号")
    said = words(client.get("/directory/Y000022000001/"))
    assert "吉林市人力资源社会保障部门（也是监管机关）" in said
    assert "向监管机关反映" in said
    assert "0432-12333" in said
    assert "松江路1号" in said


@pytest.mark.row("XZ24-18")
def test_a_filings_page_shows_scope_venues_rules_and_fees(filed: None, client: Client) -> None:
    said = words(client.get("/directory/Y000022000001/"))
    for part in ("五级/初级工、四级/中级工", "数控车工", "本单位职工", "一号机房", "建设街1号"):
        assert part in said
    for rule in ("考务管理制度", "质量管控制度", "证书管理制度", "收费管理办法"):
        assert rule in said
    assert "职业技能等级认定 0.00" in said


@pytest.mark.row("XZ24-18")
def test_a_rule_is_read_by_everybody_only_once_published(filed: None, client: Client) -> None:
    rule = RuleDocument.objects.filter(institution__filings__number="Y000022000001").first()
    assert rule is not None
    owner = rule.institution.organisation
    rule.file = store(
        content=io.BytesIO(papers.PDF), name="制度.pdf", owner=owner, by=None, at=AT, retention="rule"
    )
    rule.save()
    address = f"/directory/Y000022000001/rules/{rule.pk}/"
    answer = client.get(address)
    assert answer.getvalue() == papers.PDF
    RuleDocument.objects.filter(pk=rule.pk).update(published_on=None)
    assert client.get(address).status_code == 404
    answer.close()  # last, since it ends the request and with it the connection


@pytest.mark.row("JLJD-28")
def test_a_filing_that_has_run_out_says_so_on_its_page(filed: None, client: Client) -> None:
    said = words(client.get("/directory/Y000022000003/"))
    assert "已到期" in said
    assert "有效期到2026年11月17日 (周二)为止" in said


def test_a_filings_page_shows_its_publicity_its_text_and_the_bodys_other_filings(client: Client) -> None:
    given_texts()
    cast = given_cast()
    case = given_case(cast, state="ended", ending="granted")
    given_publicity(case, closed_at=AT)
    filing = given_filing(cast.employer, cast.bureau, "Y000022000001", case=case, edition=case.edition)
    given_filing(cast.employer, cast.bureau, "Y000022000009", valid_until=None, regime="special_ability")
    said = words(client.get(f"/directory/{filing.number}/"))
    assert "2026年11月16日 至 2026年11月23日" in said
    assert "《吉林省职业技能等级认定机构评估备案办法（试行）》" in said
    assert "Y000022000009" in said
    assert "长期" in words(client.get("/directory/Y000022000009/"))


def test_a_line_names_two_occupations_and_counts_the_rest() -> None:
    rows = [ScopeRow(name=name) for name in ("电工", "车工", "钳工", "电工")]
    assert scope_in_short(rows) == "电工、车工等3个职业（工种）"
    assert scope_in_short(rows[:2]) == "电工、车工"
    assert scope_in_short([]) == ""


def sheet(content: bytes) -> list[list[Any]]:
    """The rows of a sheet."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_what_was_sought_comes_as_a_sheet_that_says_what_was_asked(filed: None, client: Client) -> None:
    Organisation.objects.filter(name="松江机械制造有限公司").update(name="=1+1")
    answer = client.get("/directory/export/?kind=employer")
    rows = sheet(answer.content)
    assert rows[0][0] == "机构目录（机构类型：用人单位），共1条，2026年11月18日 (周三)导出"
    assert rows[2][0] == "=1+1"
    assert rows[2][5] == "Y000022000001"
    assert "车工（数控车工） 三级/高级工 本单位职工" in str(rows[2][6])
    assert "attachment" in answer["Content-Disposition"]


def test_a_sheet_that_is_cut_says_so(filed: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dengji.web.public.views.directory.MOST_EXPORTED", 2)
    rows = sheet(client.get("/directory/export/").content)
    assert "共3条，只导出前2条" in str(rows[0][0])
    assert len(rows) == 4


def test_markup_in_a_name_stays_text(client: Client) -> None:
    cast = given_cast()
    given_filing(cast.employer, cast.bureau, "Y000022000001")
    Organisation.objects.filter(pk=cast.employer.pk).update(name="<b>甲</b>公司")
    for address in ("/directory/", "/directory/Y000022000001/", "/directory/?words=<script>"):
        html = client.get(address).content.decode()
        assert "<b>甲</b>" not in html
        assert "<script" not in html
