"""What rooms above add to the patient's page."""

from __future__ import annotations

import pytest

from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import register_panel
from wellrun.practice.patients.queries import panels
from wellrun.practice.patients.testing import make_patient


@pytest.fixture(autouse=True)
def only_these_panels(monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})


def shown(office, name, patient):
    drawn = panels.panels_for(actor=office.actor(name), patient=patient, at=NOW)
    return {place: [panel.template for panel in found] for place, found in drawn.items()}


def test_panels_come_in_order_to_those_who_may_see_them(office):
    patient = make_patient(office)

    def context(actor, patient, at):
        return {"number": patient.number}

    register_panel(capability="claims.read", order=30, template="claims", context=context)
    register_panel(capability="accounts.read", order=20, template="account", context=context)
    register_panel(capability="accounts.read", order=10, template="balance", context=context, place="header")
    assert shown(office, "biller", patient) == {
        "header": ["balance"],
        "main": ["account", "claims"],
        "aside": [],
    }
    assert shown(office, "north_desk", patient)["main"] == ["account"]
    assert shown(office, "provider", patient) == {"header": [], "main": [], "aside": []}


def test_a_panel_with_nothing_to_say_is_left_out(office):
    register_panel(
        capability="patients.read", order=1, template="empty", context=lambda actor, patient, at: None
    )
    assert shown(office, "north_desk", make_patient(office))["main"] == []


def test_a_panel_stands_somewhere_on_the_page():
    with pytest.raises(ValueError, match="No such place"):
        register_panel(capability="patients.read", order=1, template="x", context=dict, place="footer")


def test_the_page_draws_what_a_panel_brings(office, client, tmp_path, settings):
    (tmp_path / "balance.html").write_text("Owes {{ panel.owes }} for {{ patient.number }}")
    folder = settings.TEMPLATES[0] | {"DIRS": [tmp_path]}
    settings.TEMPLATES = [folder]
    register_panel(
        capability="accounts.read", order=1, template="balance.html", place="header",
        context=lambda actor, patient, at: {"owes": "$12.00"},
    )  # fmt: skip
    patient = make_patient(office)
    client.force_login(office.users["north_desk"])
    assert f"Owes $12.00 for {patient.number}" in client.get(f"/patients/{patient.id}/").text
