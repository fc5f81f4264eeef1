"""What people of the demonstration were told: long ago and read, or in the last days and new."""

from datetime import timedelta

import pytest
from django.db.models import Max, Min

from dengji.messages.models import Message
from dengji.messages.terms import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


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
