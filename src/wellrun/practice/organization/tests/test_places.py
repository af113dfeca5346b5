"""A unit knows its site, and a site the numbers that it gives out."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from wellrun.practice.organization.api import Unit, place_of


def test_sites_are_numbered_in_the_order_in_which_they_opened(office):
    assert [place_of(unit.id).numbered(7) for unit in (office.north, office.south)] == [
        10_000_007,
        20_000_007,
    ]
    assert place_of(office.family_south.id).numbered(7) == 20_000_007


def test_what_is_given_out_above_the_sites_has_no_series(office):
    assert place_of(office.organization.id).numbered(7) == 7


def test_two_sites_never_share_a_series(office):
    with pytest.raises(IntegrityError, match="unit_series_once"), transaction.atomic():
        Unit.objects.filter(id=office.south.id).update(series=1)
