"""How long waits may be is each department's own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from wellrun.platform.access.api import NotAllowed
from wellrun.practice.frontdesk.operations.wait_limits import LimitsReversed, set_wait_limits
from wellrun.practice.frontdesk.queries.wait_limits import USUAL, wait_limits_of
from wellrun.practice.organization.testing import NOW


def test_a_department_has_its_own_limits_and_the_others_the_usual_ones(office):
    lead = office.actor("cardio_lead")
    set_wait_limits(unit_id=office.cardiology.id, limits={"arrived": (5, 9)}, by=lead, at=NOW)
    set_wait_limits(unit_id=office.cardiology.id, limits={"arrived": (6, 10)}, by=lead, at=NOW)
    found = wait_limits_of([office.cardiology.id, office.family_north.id])
    assert found[office.cardiology.id] == USUAL | {"arrived": (6, 10)}
    assert found[office.family_north.id] == USUAL
    with pytest.raises(NotAllowed):
        set_wait_limits(unit_id=office.family_north.id, limits={"arrived": (5, 9)}, by=lead, at=NOW)
    with pytest.raises(LimitsReversed):
        set_wait_limits(unit_id=office.cardiology.id, limits={"arrived": (9, 9)}, by=lead, at=NOW)


def test_the_page_sets_them_and_says_what_is_wrong_beside_the_field(office, client):
    client.force_login(office.users["cardio_lead"])
    page = reverse("frontdesk:wait-limit", args=[office.cardiology.id])
    sent = {f"{state}_{which}": 10 for state in USUAL for which in ("slow", "bad")}
    refused = client.post(page, sent)
    assert refused.status_code == 422 and "arrived_bad" in refused.context["form"].errors
    client.post(page, sent | {f"{state}_bad": 20 for state in USUAL})
    assert b"10 / 20 min" in client.get(reverse("frontdesk:wait-limits")).content
    assert client.get(reverse("frontdesk:wait-limit", args=[office.family_south.id])).status_code == 404
