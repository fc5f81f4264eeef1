"""How far an auditor reads the trail: by his authority, what lies within it, and the cases that it has a part in."""

import pytest
from django.db import transaction

from dengji.audit.acts import record
from dengji.audit.queries import Wanted, entries
from dengji.people.acts.signing import note_failed_sign_in
from dengji.people.models import Division, Organisation, Post
from dengji.people.terms import Office, Role
from dengji.procedure.audited import trail_scope
from dengji.procedure.models import Case
from tests.cast import AT, Cast, given_authority, given_department, given_post
from tests.road import brought_to, given_application

pytestmark = [pytest.mark.row("CR-10"), pytest.mark.django_db]


def auditor(organisation: Organisation) -> Post:
    """An auditor of an authority."""
    return given_post(organisation, Role.AUDITOR, "钱明")


def read_by(organisation: Organisation) -> set[str]:
    """The acts that an auditor of an authority reads."""
    scope = trail_scope(auditor(organisation))
    return set(entries(Wanted(), scope).values_list("act", flat=True))


def given_acts(*by: tuple[str, Post | None]) -> None:
    """Acts on record, each under a name of its own."""
    with transaction.atomic():
        for act, post in by:
            record(act=act, by=post, at=AT, about=("notices.Announcement", 1))


@pytest.fixture
def acts(jilin: Cast) -> Cast:
    """Acts of the province, of a city, of another city, of a body in the first, and of the system."""
    given_acts(
        ("of.province", jilin.issuer),
        ("of.city", jilin.clerk),
        ("of.other", jilin.wrong_clerk),
        ("of.body", jilin.manager),
        ("of.nobody", None),
    )
    return jilin


def test_a_city_reads_its_own_acts_and_its_bodies(acts: Cast) -> None:
    found = {act for act in read_by(acts.bureau) if act.startswith("of.")}
    assert found == {"of.city", "of.body"}


def test_a_province_reads_those_of_its_cities_too(acts: Cast) -> None:
    found = {act for act in read_by(acts.province_bureau) if act.startswith("of.")}
    assert found == {"of.province", "of.city", "of.other", "of.body"}


def test_the_ministry_reads_the_whole_trail(acts: Cast) -> None:
    country = given_authority(Division.objects.get(code="000000"), Office.CENTRE)
    assert trail_scope(auditor(country)) is None
    assert "of.nobody" in read_by(country)


def test_another_department_reads_its_own_acts_and_those_of_the_bodies_that_it_set_up(acts: Cast) -> None:
    given_acts(
        ("of.department", given_post(acts.department, Role.APPROVER, "丁队")),
        ("of.station", given_post(acts.examination_body.organisation, Role.MANAGER, "站长")),
        ("of.elsewhere", given_post(given_department(acts.province), Role.APPROVER, "丙队")),
    )
    found = {act for act in read_by(acts.department) if act.startswith("of.")}
    assert found == {"of.department", "of.station"}


def on_case(case: Case, organisation: Organisation | None = None) -> list[str]:
    """What an auditor reads of the acts on a case; without an authority, all that there is."""
    wanted = Wanted(kind="procedure.Case", identity=str(case.pk))
    scope = trail_scope(auditor(organisation)) if organisation else None
    return [entry.act for entry in entries(wanted, scope)]


def test_what_was_done_to_a_case_is_read_by_whoever_has_a_part_in_it_and_by_nobody_else(jilin: Cast) -> None:
    case = given_application(jilin.employer, "JL25")
    brought_to(case, "first_review", jilin)
    assert on_case(case, jilin.bureau) == on_case(case)
    assert {"case.open", "case.submit", "case.accept"} <= set(on_case(case))
    assert on_case(case, jilin.other_centre) == []


def test_an_office_of_another_place_with_a_part_in_a_case_reads_all_that_was_done_to_it(jilin: Cast) -> None:
    case = given_application(jilin.examination_body, "JLJD")
    brought_to(case, "acceptance", jilin)
    jilin.examination_body.organisation.overseen_by = None
    jilin.examination_body.organisation.save()
    assert on_case(case, jilin.department) == on_case(case)
    case.parties.filter(organisation=jilin.department).delete()
    assert on_case(case, jilin.department) == ["case.confirm"]  # its own act


def test_failed_sign_ins_are_read_where_the_account_has_a_post(jilin: Cast) -> None:
    note_failed_sign_in(jilin.clerk.person.username, locked_out=False, at=AT)
    note_failed_sign_in("nobody", locked_out=False, at=AT)
    wanted = Wanted(act="people.fail_to_sign_in")
    for office, count in ((jilin.centre, 1), (jilin.province_centre, 1), (jilin.other_centre, 0)):
        assert entries(wanted, trail_scope(auditor(office))).count() == count
    assert entries(wanted).count() == 2
