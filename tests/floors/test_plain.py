"""Models from plain SQL are the models that the ORM would have read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL

from wellrun.platform.database.plain import columns_of, from_row, text_of, values_of
from wellrun.practice.organization.api import Unit


def read(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def test_a_row_becomes_its_model(office):
    row = read(f"select {columns_of(Unit)} from organization_unit where id = %s", [office.north.id])
    unit = from_row(Unit, row)
    assert unit == office.north
    assert values_of(unit) == values_of(Unit.objects.get(id=office.north.id))


def test_a_query_becomes_part_of_a_statement(office):
    inner = text_of(Unit.objects.filter(id=RawSQL("wanted.id", ())).values("zone"))  # noqa: S611
    row = read(
        f"select unit.zone from (select %s::uuid as id) as wanted cross join lateral ({inner}) as unit",
        [office.north.id],
    )
    assert row == (office.north.zone,)


def test_a_query_with_values_of_its_own_does_not(office):
    with pytest.raises(ValueError, match="binds no values"):
        text_of(Unit.objects.filter(name="North"))
