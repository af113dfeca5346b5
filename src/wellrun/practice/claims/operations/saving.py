"""Saving some columns of many rows in one narrow statement, whose text does not grow with the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb


def save_columns(rows: Sequence[models.Model], columns: Mapping[str, str]) -> None:
    """Save these attributes of rows of one model, given with the types of their columns, as they now stand.

    Rows out of reach are left alone, as by any update.
    """
    if not rows:
        return
    values = [[_stored(getattr(row, name)) for row in rows] for name in ("id", *columns)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(rows[0]._meta.db_table, tuple(columns.items())), values)


def _stored(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value


@cache
def _statement(table: str, columns: tuple[tuple[str, str], ...]) -> str:
    # Names of tables and columns come from models and from the constants beside their callers.
    names = [name for name, _ in columns]
    changes = ", ".join(f"{name} = n.{name}" for name in names)
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
    return (
        f"update {table} c set {changes} from unnest(%s::uuid[], {arrays})"  # noqa: S608
        f" as n (id, {', '.join(names)}) where c.id = n.id"
    )
