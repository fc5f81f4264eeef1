"""Prepared statements read and write what the ORM reads and writes."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from dengji.audit.models import Entry
from dengji.exchange.models import Request
from dengji.people.models import Division, Organisation
from dengji.prepared import columns, insert, insert_all, made, rows, update, width, write
from dengji.procedure.models import Case, Event, Letter, Panel, Statement, Submission
from dengji.procedure.terms import Act, CaseState
from tests.cast import AT, given_cast
from tests.road import brought_to, given_application, given_law, given_panel

pytestmark = pytest.mark.django_db
READ = (Case, Division, Entry, Event, Letter, Organisation, Panel, Request, Statement, Submission)


@pytest.fixture
def case() -> Case:
    """A case with its panel: it has made texts, days, moments, numbers, truths, tokens and JSON."""
    given_law("JL25")
    cast = given_cast()
    going = given_application(cast.employer, "JL25")
    brought_to(going, "site_assessment", cast)
    given_panel(going, cast.experts)
    return going


def fields_of(row: Model) -> dict[str, Any]:
    """What the object of a row holds, and where it comes from."""
    return {**row.__dict__, "_state": (row._state.adding, row._state.db)}


@pytest.mark.parametrize("model", READ, ids=lambda model: model.__name__)
def test_what_a_statement_finds_is_what_the_orm_finds(case: Case, model: type[Model]) -> None:
    told = f'SELECT {columns(model, "t")} FROM {model._meta.db_table} t ORDER BY t."{model._meta.pk.column}"'  # noqa: S608 - our own names
    found = [fields_of(made(model, row)) for row in rows(told, ())]
    assert found
    assert found == [fields_of(row) for row in model._default_manager.order_by("pk")]


def test_what_stands_behind_the_columns_is_left_alone(case: Case) -> None:
    told = f"SELECT {columns(Case, 'c')}, 'and more' FROM {Case._meta.db_table} c"  # noqa: S608 - our own names
    ((*values,),) = rows(told, ())
    assert made(Case, values) == case
    assert values[width(Case) :] == ["and more"]


def test_a_new_row_is_written_as_save_writes_it(
    case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    said = {"occupations": ["车工"], "n": 3}
    same = {"case": case, "act": Act.STATE, "label": "核对", "step": case.step, "at": AT, "detail": said}
    by_save, prepared = Event(ordinal=98, **same), Event(ordinal=99, **same)
    by_save.save()
    with django_assert_num_queries(1):
        insert(prepared)
    assert prepared.pk == by_save.pk + 1
    assert fields_of(prepared)["_state"] == fields_of(by_save)["_state"] == (False, "default")
    numbered = {"id": by_save.pk, "ordinal": 98}
    kept, expected = Event.objects.get(pk=prepared.pk), Event.objects.get(pk=by_save.pk)
    assert fields_of(kept) | numbered == fields_of(expected)


def test_a_row_whose_key_is_given_keeps_it(case: Case) -> None:
    division = Division(code="999999", name="某县", rank="county", parent_id=case.place)
    insert(division)
    assert Division.objects.get(name="某县").pk == division.pk == "999999"


def test_every_column_of_a_row_is_written_and_no_other_row(
    case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = Case.objects.get()
    other.pk, other.token, other.number, other.about = None, uuid4(), "另一件", "Y1"
    insert(other)
    case.state, case.ended_at, case.due_on, case.provisional = CaseState.CORRECTING, AT, AT.date(), True
    case.basis, case.office, case.version = "试运行", None, case.version + 1
    with django_assert_num_queries(1):
        update(case)
    written = [field.attname for field in Case._meta.concrete_fields]
    kept, untouched = Case.objects.get(pk=case.pk), Case.objects.get(pk=other.pk)
    assert [getattr(kept, name) for name in written] == [getattr(case, name) for name in written]
    assert [getattr(untouched, name) for name in written] == [getattr(other, name) for name in written]


def events(case: Case, ordinals: Sequence[int]) -> list[dict[str, Any]]:
    """What the rows with these ordinals hold, but for their own numbers."""
    found = Event.objects.filter(case=case, ordinal__in=ordinals).order_by("ordinal")
    return [{**fields_of(each), "id": 0, "ordinal": 0, "_state": 0} for each in found]


def test_many_rows_are_written_as_bulk_create_writes_them(
    case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Texts with every sign that a statement or a copy could trip over; what all have alike; defaults."""
    same = {"case_id": case.pk, "act": Act.STATE, "step": case.step, "at": AT}
    own = [("核对\t一\\n", {"说": ["\\N", None]}), ("", {})]
    rows = [Event(ordinal=90 + n, label=label, detail=said, **same) for n, (label, said) in enumerate(own)]
    Event.objects.bulk_create(rows)
    with django_assert_num_queries(1):
        lines = [(95 + n, label, said) for n, (label, said) in enumerate(own)]
        insert_all(Event, ("ordinal", "label", "detail"), lines, same)
    assert events(case, [95, 96]) == events(case, [90, 91])
    assert len(events(case, [95, 96])) == 2


def test_many_rows_under_one_key_are_refused_like_one(case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(Division, ("code", "name"), [("999999", "甲县"), ("999999", "乙县")], {"rank": "county"})
    assert not Division.objects.filter(code="999999").exists()


def test_a_column_that_is_not_there_is_a_mistake(case: Case) -> None:
    with pytest.raises(KeyError, match="colour"):
        insert_all(Division, ("code", "name"), [("999999", "甲县")], {"rank": "county", "colour": "red"})


def test_a_statement_that_gives_nothing_back_is_made(case: Case) -> None:
    write("UPDATE procedure_case SET basis = %s WHERE id = %s", ["试运行", case.pk])
    assert Case.objects.get().basis == "试运行"
