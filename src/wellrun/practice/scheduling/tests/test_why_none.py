"""A search that finds nothing says what is missing, by name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wellrun.practice.facilities.api import report_fault
from wellrun.practice.facilities.testing import make_device
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries.why_none import why_none
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours, make_visit_type
from wellrun.practice.workforce.testing import make_provider

WEDNESDAY = date(2026, 6, 3)


@pytest.fixture
def clinic(office):
    return Clinic(office)


def why(clinic, *, kind=None, provider=None, starts_on=WEDNESDAY, days=1, unit_ids=None):
    asked = {
        "visit_type_id": (kind or clinic.kind).id,
        "provider_id": provider.id if provider else None,
        "unit_ids": unit_ids,
        "starts_on": starts_on,
        "days": days,
        "at": NOW,
    }
    assert not scheduling.find_times(**asked, by=clinic.desk())
    return why_none(**asked)


def only(reasons):
    (reason,) = reasons
    return reason.missing, reason.sentence


def fill(clinic, **options):
    """Book the provider's Wednesday from eight to five."""
    for number in range(18):
        clinic.book(
            starts_at=NINE + timedelta(minutes=30 * (number - 2)),
            patient_id=make_patient(clinic.office).id,
            **options,
        )


def test_a_provider_without_hours_there(clinic):
    other = make_provider(clinic.office, family_name="Reyes")
    assert only(why(clinic, provider=other)) == (
        "hours",
        "Dr. Reyes has no hours in Cardiology from June 3, 2026 to June 3, 2026.",
    )


def test_nobody_has_hours_on_those_days(clinic):
    missing, sentence = only(why(clinic, starts_on=date(2026, 6, 6), days=2))
    assert missing == "hours"
    assert sentence == "No provider has hours in Cardiology from June 6, 2026 to June 7, 2026."


def test_hours_that_are_full(clinic):
    fill(clinic)
    plain = make_visit_type(clinic.office, name="Talk")
    missing, sentence = only(why(clinic, kind=plain, provider=clinic.provider))
    assert missing == "provider"
    assert sentence.startswith("Dr. Hale's hours in Cardiology are full from June 3, 2026 to June 3, 2026.")
    assert only(why(clinic, kind=plain))[1].startswith("The hours of every provider in Cardiology are full")


def test_hours_that_are_nearly_full_say_how_near(clinic):
    short = make_visit_type(clinic.office, name="Look", minutes=15)
    fill_but_one = [NINE + timedelta(minutes=30 * number) for number in range(-2, 16) if number != 5]
    for starts_at in fill_but_one:
        clinic.book(starts_at=starts_at, patient_id=make_patient(clinic.office).id)
    clinic.book(
        starts_at=NINE + timedelta(minutes=150),
        visit_type_id=short.id,
        patient_id=make_patient(clinic.office).id,
    )
    _, sentence = only(
        why(clinic, provider=clinic.provider, kind=make_visit_type(clinic.office, name="Talk"))
    )
    assert sentence.endswith("Wednesday, June 3, 2026, 11:30 AM: Dr. Hale is free for 15 of 30 minutes.")


def test_a_department_without_such_a_room(clinic):
    scan = make_visit_type(clinic.office, name="Scan", room_kind="imaging")
    assert only(why(clinic, kind=scan)) == ("room", "Cardiology has no imaging room in use.")


def test_rooms_that_are_all_taken(clinic):
    fill(clinic)
    other = make_provider(clinic.office, family_name="Reyes")
    make_hours(clinic.office, provider_id=other.id)
    exam = make_visit_type(clinic.office, name="Exam", room_kind="exam")
    missing, sentence = only(why(clinic, kind=exam, provider=other))
    assert missing == "room"
    assert sentence.startswith(
        "No exam room in Cardiology is free from June 3, 2026 to June 3, 2026: all of them"
    )


def test_a_device_out_of_service_is_named_with_its_end(clinic):
    report_fault(
        device_id=clinic.device.id,
        starts_at=NOW,
        ends_at=NOW + timedelta(days=9),
        note="No picture",
        by=clinic.desk(),
        at=NOW,
    )
    missing, sentence = only(why(clinic))
    assert missing == "device"
    assert f"{clinic.device.name} is out of service until June 11, 2026 (No picture)." in sentence


def test_a_calibration_that_ended(office):
    clinic = Clinic(office, device_kind="holter")
    make_device(office, name="Holter 1", kind="holter", calibrated_until=date(2026, 6, 1))
    missing, sentence = only(why(clinic))
    assert (missing, "the calibration of Holter 1 ends on June 1, 2026." in sentence) == ("device", True)


def test_a_license_that_ended(clinic):
    ending = make_provider(clinic.office, family_name="Noor", license_until=date(2026, 5, 31))
    make_hours(clinic.office, provider_id=ending.id)
    assert only(why(clinic, provider=ending)) == (
        "credential",
        "Dr. Noor's Illinois license expired on May 31, 2026.",
    )


def test_free_at_times_but_never_together(clinic):
    """The room is free in the afternoon only, the provider in the morning only."""
    other = make_provider(clinic.office, family_name="Reyes")
    make_hours(clinic.office, provider_id=other.id)
    exam = make_visit_type(clinic.office, name="Exam", room_kind="exam", minutes=30)
    talk = make_visit_type(clinic.office, name="Talk")
    for number in range(18):
        starts_at, patient = NINE + timedelta(minutes=30 * (number - 2)), make_patient(clinic.office)
        if number < 8:
            clinic.book(starts_at=starts_at, patient_id=patient.id)
        else:
            clinic.book(
                starts_at=starts_at, patient_id=patient.id, provider_id=other.id, visit_type_id=talk.id
            )
    missing, sentence = only(why(clinic, kind=exam, provider=other))
    assert missing in ("provider", "together")
    assert "Dr. Reyes" in sentence


def test_each_department_of_a_wide_search_has_its_own_reason(office):
    clinic = Clinic(office, name="Scan", room_kind="imaging", device_kind="")
    make_visit_type(office, unit=office.family_north, name="Scan")
    units = [office.cardiology.id, office.family_north.id]
    reasons = {each.unit_id: each.missing for each in why(clinic, unit_ids=units)}
    assert reasons == {office.cardiology.id: "room", office.family_north.id: "hours"}
