"""Single records of the hot paths, read and written by statements that the server has prepared.

The ORM writes its SQL anew for each call, and the server plans it anew: together more than the work itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import JSONField, Model
from orjson import loads

from requite.kernel.reading import Values, fetch_all, run

Record = TypeVar("Record", bound=Model)


@cache
def _select(model: type[Model]) -> tuple[str, list[str]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'r."{field.column}"' for field in fields)
    return f'SELECT {columns} FROM "{model._meta.db_table}" r ', [field.attname for field in fields]  # noqa: S608


@cache
def _insert(model: type[Model]) -> tuple[str, tuple[Any, ...]]:
    fields = tuple(field for field in model._meta.concrete_fields if not field.generated)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', fields  # noqa: S608


def find_record(model: type[Record], rest: str, values: Values) -> Record | None:
    """The first record of `SELECT … FROM the model's table r` with `rest` (WHERE, ORDER BY) after it; None for none."""
    sql, names = _select(model)
    rows = fetch_all(f"{sql}{rest} LIMIT 1", values)
    return model.from_db("default", names, _loaded(model, rows[0])) if rows else None


def _loaded(model: type[Model], row: tuple[Any, ...]) -> list[Any]:
    """The row's values; Django's own cursor gives JSON as text."""
    fields = model._meta.concrete_fields
    return [
        loads(value) if isinstance(value, str) and isinstance(field, JSONField) else value
        for field, value in zip(fields, row, strict=True)
    ]


def insert(record: Model) -> None:
    """Insert the new record as it stands; its key is its own, and the database fills nothing in."""
    sql, fields = _insert(type(record))
    run(sql, [field.get_db_prep_save(field.pre_save(record, True), connection) for field in fields])
    record._state.adding = False
    record._state.db = "default"
