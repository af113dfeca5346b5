from datetime import timedelta

import pytest

from wellrun.platform.access.api import NotFound
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import LinkDead, end_links, follow_link, make_link, patient_actor, token_of
from wellrun.practice.patients.testing import make_patient


def made(office, **changed):
    patient = make_patient(office)
    asked = {"purpose": "visit", "subject_id": patient.id, "patient": patient, "unit_id": office.north.id}
    return make_link(**asked | {"expires_at": NOW + timedelta(days=2), "at": NOW} | changed)


def test_a_link_opens_what_it_is_for_and_nothing_else(office):
    office.actor("north_desk")
    link = made(office)
    assert follow_link(token=token_of(link.id), purpose="visit", at=NOW).id == link.id
    with pytest.raises(NotFound):
        follow_link(token=token_of(link.id), purpose="offer", at=NOW)


@pytest.mark.parametrize("at", [0, 7, 20, 30, 42])
def test_a_token_that_was_tampered_with_opens_nothing(office, at):
    office.actor("north_desk")
    token = token_of(made(office).id)
    other = "A" if token[at] != "A" else "B"
    # The last character carries four bits only: a change of the others is no other token.
    if at < 42:
        with pytest.raises(NotFound):
            follow_link(token=token[:at] + other + token[at + 1 :], purpose="visit", at=NOW)
    for broken in ("", "x", "é" * 43, token + "A", token[:-2]):
        with pytest.raises(NotFound):
            follow_link(token=broken, purpose="visit", at=NOW)


def test_a_link_dies(office):
    office.actor("north_desk")
    link = made(office)
    with pytest.raises(LinkDead):
        follow_link(token=token_of(link.id), purpose="visit", at=NOW + timedelta(days=2))
    assert end_links(subject_id=link.subject_id, at=NOW) == 1
    with pytest.raises(LinkDead):
        follow_link(token=token_of(link.id), purpose="visit", at=NOW)


def test_whoever_follows_a_link_reaches_its_unit_alone(office):
    office.actor("north_desk")
    actor = patient_actor(made(office), zone="America/Chicago", at=NOW)
    assert actor.units() == {office.north.id}
    assert not actor.may("accounts.read") and not actor.may("appointments.configure")
