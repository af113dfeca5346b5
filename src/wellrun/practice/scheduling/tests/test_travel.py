"""Minutes between sites: entered once for both ways, by who may."""

from __future__ import annotations

import pytest
from django.urls import reverse

from wellrun.platform.access.api import NotAllowed, NotFound
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries.travel import travel_of


def set_travel(office, minutes, by=None, one=None, other=None):
    return scheduling.set_travel(
        one_site_id=(one or office.north).id,
        other_site_id=(other or office.south).id,
        minutes=minutes,
        by=by or office.actor("manager"),
        at=NOW,
    )


def between(office):
    return travel_of(office.organization.id).between(office.south.id, office.north.id)


def test_it_holds_both_ways_and_can_be_forgotten(office):
    set_travel(office, 25)
    assert between(office) == 25
    set_travel(office, 12, one=office.south, other=office.north)
    assert between(office) == 12
    set_travel(office, None)
    assert between(office) == 30


def test_refusals(office):
    with pytest.raises(NotAllowed):
        set_travel(office, 25, by=office.actor("north_desk"))
    with pytest.raises(NotAllowed):
        set_travel(office, 25, by=office.actor("cardio_lead"))
    with pytest.raises(scheduling.WrongTravel):
        set_travel(office, 25, other=office.north)
    with pytest.raises(scheduling.WrongTravel):
        set_travel(office, 0)
    with pytest.raises(NotFound):
        set_travel(office, 25, other=office.cardiology)


def test_the_page_saves_and_refuses(office, client):
    with running(VirtualClock(NOW)):
        client.force_login(office.users["manager"])
        page, name = reverse("scheduling:travel"), f"{office.north.id}_{office.south.id}"
        assert name in client.get(page).text
        assert client.post(page, {name: "999"}).status_code == 422
        client.post(page, {name: "20"})
        assert 'value="20"' in client.get(page).text
    office.program()
    assert between(office) == 20


def test_a_lead_reads_what_others_set(office, client):
    set_travel(office, 25)
    with running(VirtualClock(NOW)):
        client.force_login(office.users["cardio_lead"])
        page = client.get(reverse("scheduling:travel")).text
    assert "25 minutes" in page and '<form method="post" novalidate' not in page
