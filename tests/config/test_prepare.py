"""`dengji prepare`: one command makes a database ready to serve, and does nothing to one that is."""

import pytest
from django.core.management import call_command
from pytest_django import Settings

from dengji.occupations.models import Occupation
from dengji.people.models import Division, Organisation
from dengji.policy.models import Edition
from dengji.signing.models import Key
from dengji.signing.terms import Purpose


def counted() -> tuple[int, ...]:
    """How much of each catalogue there is."""
    return tuple(kind._default_manager.count() for kind in (Division, Occupation, Edition))


@pytest.mark.django_db
def test_places_occupations_and_texts_are_there_after_it_and_no_demo(settings: Settings) -> None:
    settings.DENGJI_DEMO = False
    call_command("prepare")
    ready = counted()
    assert all(ready)
    assert Key.objects.count() == len(Purpose)  # one to sign each kind of thing
    assert not Organisation.objects.exists()
    call_command("prepare")
    assert (counted(), Key.objects.count()) == (ready, len(Purpose))
