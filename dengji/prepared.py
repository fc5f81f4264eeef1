"""Prepared statements (预备语句): rows read and written by statements whose text is made once.

For the acts that are done all day long: there the ORM takes most of its time to build its queries. What these read
and write is what the ORM would read and write, and each is tested against it.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, CharField, Expression, Field, ForeignKey, IntegerField, Model
from django.db.transaction import get_connection

M = TypeVar("M", bound=Model)
PLAIN = (CharField, IntegerField, ForeignKey, BinaryField)
"""Columns whose texts, numbers and bytes a database takes as they are."""
Values = Sequence[Any]


def rows(sql: str, params: Values) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    with get_connection().cursor() as cursor:
        cursor.execute(sql, params)
        return cast(list[tuple[Any, ...]], cursor.fetchall())


def look_up(sql: str, params: Values) -> list[tuple[Any, ...]]:
    """What a statement finds, by the driver itself: on PostgreSQL the server plans it once for each connection.

    Values come as the driver gives them. For look-ups that are made hundreds of times a second.
    """
    here = get_connection()
    if here.connection is None:
        here.ensure_connection()
    return _found(here.connection, here.vendor, sql, params)


def _found(raw: Any, vendor: str, sql: str, params: Values) -> list[tuple[Any, ...]]:
    if vendor == "sqlite":
        return cast(list[tuple[Any, ...]], raw.execute(_marked(sql), params).fetchall())
    with psycopg.Cursor(raw) as cursor:
        return cursor.execute(sql, params).fetchall()


@cache
def _marked(sql: str) -> str:
    """The statement with its places marked as SQLite's driver wants them."""
    return sql.replace("%s", "?")


def write(sql: str, params: Values) -> None:
    """Make a statement that gives nothing back."""
    with get_connection().cursor() as cursor:
        cursor.execute(sql, params)


@cache
def columns(model: type[Model], alias: str) -> str:
    """The columns of a model for a SELECT, under the name that its table has there."""
    return ", ".join(f'{alias}."{field.column}"' for field in _fields(model))


def width(model: type[Model]) -> int:
    """How many columns that is."""
    return len(_fields(model))


def made(model: type[M], values: Values) -> M:
    """The row that a statement found, as an object; its values come first, as `columns` names them."""
    ready, here = list(values[: width(model)]), get_connection()
    for place, column in _converted(model, here.vendor):
        for convert in _converters(column, here):
            ready[place] = convert(ready[place], column, here)
    return model.from_db(here.alias, [field.attname for field in _fields(model)], ready)


def insert(row: Model) -> None:
    """Write a new row, as `save` does; it gets its number where the database gives one."""
    given = row.pk is not None
    returned = rows(_insertion(type(row), given=given), _values(row, with_key=given))
    row.pk = returned[0][0]
    row._state.adding, row._state.db = False, get_connection().alias


def update(row: Model) -> None:
    """Write every column of a row that is there, as `save` does."""
    write(_updating(type(row)), [*_values(row, with_key=False), row.pk])


@cache
def _fields(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    return tuple(model._meta.concrete_fields)


@cache
def _converted(model: type[Model], vendor: str) -> tuple[tuple[int, Expression], ...]:
    """The columns whose values are not yet, as this database gives them, those of the object; with their places."""
    table = model._meta.db_table
    found = ((place, field.get_col(table)) for place, field in enumerate(_fields(model)))
    return tuple((place, column) for place, column in found if _converters(column, get_connection()))


def _converters(column: Expression, here: BaseDatabaseWrapper) -> list[Any]:
    return [*here.ops.get_db_converters(column), *column.get_db_converters(here)]


@cache
def _insertion(model: type[Model], *, given: bool) -> str:
    written = [f'"{field.column}"' for field in _written(model, with_key=given)]
    places = ", ".join(["%s"] * len(written))
    return (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(written)}) VALUES ({places}) '  # noqa: S608 - our own names
        f'RETURNING "{model._meta.pk.column}"'
    )


@cache
def _updating(model: type[Model]) -> str:
    written = ", ".join(f'"{field.column}" = %s' for field in _written(model, with_key=False))
    return f'UPDATE "{model._meta.db_table}" SET {written} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608 - our own names


@cache
def _written(model: type[Model], *, with_key: bool) -> "tuple[Field[Any, Any], ...]":
    return tuple(field for field in _fields(model) if with_key or not field.primary_key)


def _values(row: Model, *, with_key: bool) -> list[Any]:
    """What is written of a row, as the database takes it."""
    here = get_connection()
    return [
        field.get_db_prep_save(getattr(row, field.attname), here)
        for field in _written(type(row), with_key=with_key)
    ]


def insert_all(
    model: type[Model], names: Sequence[str], lines: Sequence[Values], alike: Mapping[str, Any] | None = None
) -> None:
    """Write many new rows at once: the named columns as given, those in `alike` the same, the others by defaults.

    What `bulk_create` does, without an object for each row; the numbers that the database gives are not read back.
    A key that the database does not give is named like any other column.
    """
    if not lines:
        return
    here = get_connection()
    by_name = {field.attname: field for field in _written(model, with_key=model._meta.pk.attname in names)}
    same = {by_name[name]: value for name, value in (alike or {}).items()}
    others = [field for name, field in by_name.items() if name not in names]
    rest = tuple(
        field.get_db_prep_save(same[field] if field in same else field.get_default(), here)
        for field in others
    )
    named = [by_name[name] for name in names]
    ready = [(*values, *rest) for values in _all_ready(named, lines)]
    _written_down(model, [str(field.column) for field in (*named, *others)], ready)


def _written_down(model: type[Model], names: Sequence[str], ready: Sequence[Values]) -> None:
    """Rows into a table: by COPY where the server knows it, which takes half the time of inserts."""
    here, table = get_connection(), model._meta.db_table
    columns = ", ".join(f'"{name}"' for name in names)
    with here.cursor() as cursor:
        if here.vendor == "postgresql":
            with here.wrap_database_errors, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in ready:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(names))
        sql = f'INSERT INTO "{table}" ({columns}) VALUES ({places})'  # noqa: S608 - our own names
        cursor.executemany(sql, ready)


def _all_ready(fields: "Sequence[Field[Any, Any]]", lines: Sequence[Values]) -> Iterable[Values]:
    """The rows as the database takes them."""
    here = get_connection()
    if all(isinstance(field, PLAIN) for field in fields):
        return lines
    columns = zip(fields, zip(*lines, strict=True), strict=True)
    return zip(*(_ready(field, column, here) for field, column in columns), strict=True)


def _ready(field: "Field[Any, Any]", column: Values, here: BaseDatabaseWrapper) -> Sequence[Any]:
    """A column's values as the database takes them; texts, numbers and bytes are that already."""
    if isinstance(field, PLAIN):
        return column
    made: dict[int, Any] = {}  # one object that stands in many rows is made ready once
    return [
        made[id(value)]
        if id(value) in made
        else made.setdefault(id(value), field.get_db_prep_save(value, here))
        for value in column
    ]
