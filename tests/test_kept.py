"""Worlds that are built once: what is put back is what was built, and nothing else is."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from dengji.people.models import Division, Organisation
from dengji.people.terms import Role
from tests.cast import Cast, given_cast, given_divisions, given_post

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[Any]]:
    """Every row of every table of ours."""
    ours = [kind for kind in apps.get_models() if kind.__module__.startswith("dengji.")]
    return {kind._meta.label: list(kind._default_manager.order_by("pk").values()) for kind in ours}


def given_twice(county: str, other: str) -> tuple[list[Cast], list[dict[str, list[Any]]]]:
    """The cast given, taken back, and given again; and what stood in the tables each time."""
    casts, seen = [], []
    for _ in range(2):
        with transaction.atomic():
            casts.append(given_cast(county, other))
            seen.append(rows())
            transaction.set_rollback(True)
    return casts, seen


def test_the_second_cast_is_the_first_put_back() -> None:
    casts, seen = given_twice("220202", "220302")
    assert seen[0] == seen[1]
    assert casts[0] == casts[1]
    assert casts[0].employer is not casts[1].employer


def test_a_row_after_it_has_a_number_of_its_own() -> None:
    given_twice("220202", "220302")
    cast = given_cast("220202", "220302")
    assert given_post(cast.centre, Role.CLERK, "何静").pk > cast.administrator.pk


def test_where_something_stands_already_the_cast_is_built_around_it() -> None:
    given_twice("120116", "120104")
    there = given_divisions("120116")
    Organisation.objects.create(kind="body", name="先来公司", division=there["province"])
    cast = given_cast("120116", "120104")
    assert Organisation.objects.filter(name="先来公司").exists()
    assert Division.objects.filter(pk=cast.province.pk).count() == 1


def test_another_county_is_another_cast() -> None:
    first = given_twice("120116", "120104")[0][0]
    assert given_cast("220202", "220302").county != first.county
