"""What an auditor reads beside acts of people: a stranger's comment, a last day that moved, a day that passed."""

import pytest
from django.db import transaction

from dengji.audit.acts import record
from dengji.audit.queries import Wanted, entries
from dengji.filings.audited import trail_scope
from dengji.people.models import Division, Organisation, Person
from dengji.people.terms import Office, Role
from tests.cast import AT, Cast, given_authority, given_post
from tests.life import given_filing
from tests.notices.drafts import given_comment, given_consultation

pytestmark = [pytest.mark.row("CR-10"), pytest.mark.django_db]


def read_by(organisation: Organisation, *acts: str) -> set[str]:
    """Those of some acts that an auditor of an authority reads."""
    scope = trail_scope(given_post(organisation, Role.AUDITOR, "钱明"))
    return set(entries(Wanted(), scope).filter(act__in=acts).values_list("act", flat=True))


def test_a_province_reads_the_comments_on_its_drafts_and_the_last_days_that_were_moved(
    django_user_model: type[Person],
) -> None:
    opened = given_consultation()
    given_comment(opened)
    operator = django_user_model.objects.create_user("operator", full_name="运维", joined_at=AT)
    about = ("notices.Consultation", opened.consultation.pk)
    with transaction.atomic():
        record(act="consultation.move", by=operator, at=AT, about=about)
    wanted = ("comment.make", "consultation.move")
    assert read_by(opened.cast.province_bureau, *wanted) == set(wanted)
    assert read_by(opened.cast.bureau, *wanted) == set()


def test_an_authority_reads_what_a_day_did_to_its_filings_and_no_other_does(fujian: Cast) -> None:
    filing = given_filing(fujian.employer, fujian.clerk)
    with transaction.atomic():
        record(act="filing.timer", by=None, at=AT, about=("filings.Filing", filing.pk))
    assert read_by(filing.authority, "filing.timer") == {"filing.timer"}
    assert read_by(fujian.other_centre, "filing.timer") == set()


def test_the_ministry_reads_the_whole_trail(fujian: Cast) -> None:
    country = given_authority(Division.objects.get(code="000000"), Office.CENTRE)
    assert trail_scope(given_post(country, Role.AUDITOR, "钱明")) is None
