"""What was brought in about a patient stands on the patient's page, for who may see it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.urls import reverse

from wellrun.practice.interop.api import import_synthea, read_folder
from wellrun.practice.interop.screens.past_visits import past_visits_panel
from wellrun.practice.interop.tests.folders import small_export, transition, write_export
from wellrun.practice.patients.api import Patient
from wellrun.practice.patients.testing import make_patient

AT = datetime(2026, 6, 2, 15, tzinfo=UTC)


def drawn(panel) -> str:
    return render_to_string("interop/past_visits.html", {"panel": panel})


def test_the_panel_shows_visits_their_money_and_past_insurance(
    office, tmp_path, django_assert_max_num_queries
):
    rows = small_export()
    rows["payer_transitions"].append(
        transition("2015-01-01", "2016-01-01", OWNERSHIP="Guardian", OWNERNAME="Some Body")
    )
    folder = read_folder(write_export(tmp_path / "export", rows))
    import_synthea(folder=folder, by=office.program(), at=AT)
    patient = Patient.objects.get()
    desk = office.actor("north_desk")
    with django_assert_max_num_queries(6):
        page = drawn(past_visits_panel(desk, patient, AT))
    for text in ("Encounter for symptom", "HARBOR CLINIC", "$100.00", "$70.00", "Some Body"):
        assert text in page
    provider = office.actor("provider")
    assert "$100.00" not in drawn(past_visits_panel(provider, patient, AT))


def test_a_patient_about_whom_nothing_came_has_no_panel(office, django_assert_num_queries):
    patient = make_patient(office)
    desk = office.actor("north_desk")
    with django_assert_num_queries(1):
        assert past_visits_panel(desk, patient, AT) is None


def test_the_patients_page_holds_the_panel(office, client, tmp_path):
    folder = read_folder(write_export(tmp_path / "export", small_export()))
    import_synthea(folder=folder, by=office.program(), at=AT)
    patient = Patient.objects.get()
    client.force_login(office.users["north_desk"])
    page = client.get(reverse("patients:patient", args=[patient.id]))
    assert page.status_code == 200
    assert "Visits elsewhere" in page.content.decode()
    assert "HARBOR CLINIC" in page.content.decode()
