"""Models from plain SQL: for the few statements that run so often that writing them anew each time would cost more
than running them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@cache
def columns_of(model: type[models.Model], *, alias: str = "") -> str:
    """Every column of a model's table as text for a `select` or `insert`, in the order that `from_row` expects."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(f'{prefix}"{field.column}"' for field in model._meta.concrete_fields)


def _attributes(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def from_row(model: type[Row], row: Sequence[Any]) -> Row:
    """The model of a row that was selected with `columns_of`."""
    return model.from_db("default", _attributes(model), row)


def values_of(row: models.Model) -> list[Any]:
    """What a model holds, in the order of `columns_of`, as parameters of an `insert`."""
    return [getattr(row, name) for name in _attributes(type(row))]


def text_of(rows: models.QuerySet[Any]) -> str:
    """A query as text, to be joined in a statement. Its values are `RawSQL` that names a column or %(parameter)s of
    that statement, so that nothing is left to bind here."""
    text, values = rows.query.sql_with_params()
    if values:
        raise ValueError("A query that becomes part of a statement binds no values of its own.")
    return str(text)
