"""What a transaction has read once is not asked again, and never outlives what it depends on."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wellrun.platform.database.identity import across
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.organization.api import Unit, place_of, zone_of


def test_a_place_is_read_once_a_transaction(office):
    place_of(office.cardiology.id)
    with CaptureQueriesContext(connection) as asked:
        assert zone_of(office.cardiology.id) == "America/Chicago"
        assert place_of(office.cardiology.id).site.unit_id == office.north.id
    assert own_queries(asked) == []


def test_another_identity_asks_again(office):
    place_of(office.cardiology.id)
    with CaptureQueriesContext(connection) as asked, across(office.organization.id):
        place_of(office.cardiology.id)
    assert sum("unnest(lineage)" in each for each in own_queries(asked)) == 1


def test_a_saved_unit_is_read_again(office):
    unit = office.cardiology
    assert zone_of(unit.id) == "America/Chicago"
    unit.zone = "America/Denver"
    unit.save(update_fields=["zone"])
    assert zone_of(unit.id) == "America/Denver"


def test_what_a_rolled_back_part_has_read_is_forgotten(office):
    unit = office.cardiology
    zone_of(unit.id)

    def moves_and_fails() -> None:
        with transaction.atomic():
            unit.zone = "America/Denver"
            unit.save(update_fields=["zone"])
            assert zone_of(unit.id) == "America/Denver"
            raise RuntimeError("back")

    with pytest.raises(RuntimeError, match="back"):
        moves_and_fails()
    assert zone_of(unit.id) == "America/Chicago"


def test_an_unknown_place_says_so(office):
    with pytest.raises(Unit.DoesNotExist):
        place_of(uuid.uuid4())
