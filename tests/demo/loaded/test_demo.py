"""The demonstration world: it shows every step, and every account on the sign-in page opens."""

import io
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Max, Min
from django.test import Client
from django.utils.timezone import localtime

from dengji.audit.queries import verify
from dengji.exchange.models import Request
from dengji.exchange.terms import State
from dengji.filings.models import Filing
from dengji.institutions.models import Institution
from dengji.messages.models import Message
from dengji.messages.terms import Topic
from dengji.notices.comments import answers_shown, comments_to
from dengji.notices.consultations import consultations_shown, seen_on
from dengji.notices.queries import publicities_open
from dengji.people.models import Expert, Person
from dengji.people.queries import demo_accounts
from dengji.policy.models import Adoption, Edition
from dengji.policy.queries import calendar_in_force, pack_of
from dengji.procedure.models import Case, Event, PanelSeat, Round
from dengji.procedure.terms import CaseState, Ending
from tests.demo import stage

TODAY = date.fromisoformat(stage.TODAY)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_every_step_of_every_first_filing_has_been_gone_through() -> None:
    for edition in Edition.objects.current().filter(pk__in=Case.objects.values("edition")):
        steps = {step.id for step in pack_of(edition.pk).matters["initial"].steps}
        gone = set(Event.objects.filter(case__edition=edition).values_list("step", flat=True))
        standing = set(Case.objects.filter(edition=edition).values_list("step", flat=True))
        assert steps - gone - standing == set(), edition.pack_id


def test_four_texts_have_cases() -> None:
    assert Case.objects.values("edition__pack_id").distinct().count() == 4


def test_drafts_on_trial_and_expired_texts_continued_say_that_the_demonstration_did_it() -> None:
    reasons = Adoption.objects.standing().values_list("kind", "reason")
    assert sorted(kind for kind, _ in reasons) == ["continued", "trial", "trial"]
    assert all(reason.startswith("仅供演示") for _, reason in reasons)


def test_cases_are_late_returned_made_public_and_ended_in_every_way() -> None:
    under_way = Case.objects.exclude(state=CaseState.ENDED)
    assert under_way.filter(due_on__lt=TODAY).exists()
    assert under_way.filter(state=CaseState.DRAFT).exists()
    assert under_way.filter(state=CaseState.CORRECTING, corrections__resolved_at=None).exists()
    assert publicities_open(TODAY).exists()
    by_people = set(Ending) - {
        Ending.OVERTAKEN
    }  # that one comes of a day, and no day comes while it is loaded
    assert set(Case.objects.filter(state=CaseState.ENDED).values_list("ending", flat=True)) == by_people


def test_a_publicity_has_an_objection_open_and_another_is_past_its_last_day() -> None:
    at_publicity = Case.objects.filter(publicities__closed_at=None)
    asked = at_publicity.filter(publicities__objections__isnull=False)
    assert asked.filter(publicities__objections__answered_at=None).exists()
    assert at_publicity.filter(publicities__last_day__lt=TODAY).exists()


@pytest.mark.row("JL25-C")
def test_a_draft_is_open_to_comment_today_and_another_was_concluded_with_its_answers() -> None:
    calendar = calendar_in_force()
    seen = {
        each.edition.pack_id: seen_on(each, TODAY, calendar) for each in consultations_shown().order_by("pk")
    }
    assert {pack_id: str(each.phase) for pack_id, each in seen.items()} == {
        "JL25": "concluded",
        "JLJD": "open",
    }
    assert seen["JLJD"].comments >= 4
    assert answers_shown(seen["JL25"].consultation).count() >= 4
    assert comments_to(seen["JLJD"].consultation, {"uptake": "waiting"}).exists()


def test_what_is_granted_came_through_the_acts_with_number_scope_and_letter() -> None:
    granted = Filing.objects.filter(case__isnull=False)
    assert granted.count() >= 6
    assert not granted.filter(scope=None).exists()
    assert not granted.exclude(case__letters__kind__in=("notice", "receipt")).exists()


def test_rounds_are_past_closed_with_cases_at_selection_and_open() -> None:
    rounds = Round.objects.filter(pack_id="TJ21")
    assert rounds.filter(selected_at__isnull=False, cases__ending=Ending.NOT_SELECTED).exists()
    closed = rounds.filter(selected_at=None, closes_until__lt=TODAY)
    assert closed.filter(cases__step="selection", cases__panels__total__gt=0).exists()
    assert rounds.filter(opens_on__lte=TODAY, closes_until__gte=TODAY).exists()


def test_nothing_is_done_on_a_day_off_or_out_of_hours() -> None:
    calendar = calendar_in_force()
    moments = [localtime(at) for at in Event.objects.values_list("at", flat=True)]
    assert all(calendar.is_workday(moment.date()) and 9 <= moment.hour < 18 for moment in moments)
    assert max(moment.date() for moment in moments) < TODAY


def test_the_trail_is_whole() -> None:
    assert verify().ok


def test_every_account_on_the_sign_in_page_signs_in() -> None:
    names = {post.person.username for post in demo_accounts(TODAY)}
    refused = [name for name in names if not signs_in(name)]
    assert len(names) > 15
    assert refused == []


def test_no_other_account_can_sign_in() -> None:
    others = Person.objects.filter(email="")
    assert others.exists()
    assert not any(person.has_usable_password() for person in others)


def test_no_address_leads_anywhere() -> None:
    addresses = [
        *Person.objects.exclude(email="").values_list("email", flat=True),
        *Institution.objects.values_list("contact_email", flat=True),
    ]
    assert [each for each in addresses if not each.endswith(".invalid")] == []


def test_rosters_are_long_enough_and_have_conflicts() -> None:
    rosters = Expert.objects.values("post__organisation").annotate(count=Count("id"))
    assert min(row["count"] for row in rosters) >= 9
    names = set(Institution.objects.values_list("organisation__name", flat=True))
    assert Expert.objects.filter(employer__in=names).exists()


def test_the_sheet_that_is_missing_is_that_of_an_expert_who_can_sign_in() -> None:
    begun = PanelSeat.objects.filter(panel__drawn_up_at=None, panel__seats__handed_in_at__isnull=False)
    waiting = begun.filter(handed_in_at=None, expert__post__person__email__gt="")
    assert waiting.exists()


def test_registers_answered_and_the_ministry_is_still_waited_for() -> None:
    assert Request.objects.filter(state=State.ANSWERED).exists()
    assert Request.objects.filter(register="ministry_network", state=State.WAITING).exists()


def test_an_old_filing_is_due_long_after_it_began() -> None:
    filings = Filing.objects.exclude(valid_until=None)
    assert not filings.filter(valid_until__lte=F("valid_from") + timedelta(days=1000)).exists()


def test_with_if_empty_nothing_is_loaded_where_there_are_cases() -> None:
    before = Case.objects.count()
    assert stage.loaded("--if-empty") is None
    assert Case.objects.count() == before
    said = io.StringIO()
    call_command("demo", "load", "--if-empty", stdout=said, skip_checks=True)
    assert "没有装入" in said.getvalue()


def test_loading_twice_is_refused() -> None:
    with pytest.raises(CommandError, match="已有案件"):
        stage.loaded()


def signs_in(name: str) -> bool:
    """True if somebody signs in with the demonstration's password."""
    client = Client()
    client.post(settings.LOGIN_URL, {"username": name, "password": settings.DENGJI_DEMO_PASSWORD})
    return "_auth_user_id" in client.session


def test_people_have_read_what_they_were_told_but_for_the_last_days() -> None:
    new, read = Message.objects.filter(read_at=None), Message.objects.exclude(read_at=None)
    assert new.count() < read.count()
    first_new, last_read = new.aggregate(at=Min("at"))["at"], read.aggregate(at=Max("at"))["at"]
    assert last_read < first_new
    assert Message.objects.aggregate(at=Max("at"))["at"] - first_new < timedelta(days=7)


def test_bodies_offices_and_experts_were_told() -> None:
    told = set(Message.objects.values_list("topic", flat=True))
    assert {
        Topic.ARRIVED,
        Topic.CORRECTION,
        Topic.DECISION,
        Topic.LETTER,
        Topic.PANEL,
        Topic.OBJECTION,
    } <= told
