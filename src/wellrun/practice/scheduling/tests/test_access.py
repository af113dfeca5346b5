"""Third next available: three that could all be booked, in calendar days, noted once a day."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.models import AccessSample
from wellrun.practice.scheduling.operations.sample_access import sample_access
from wellrun.practice.scheduling.queries.access import access_of
from wellrun.practice.scheduling.queries.visit_types import visit_type
from wellrun.practice.scheduling.testing import NINE, Clinic


def measured(clinic):
    kind = visit_type(clinic.kind.id)
    return access_of(kinds=[kind], by=clinic.desk(), at=NOW)[0]


def test_the_third_visit_that_could_be_booked_beside_the_first_two(office):
    clinic = Clinic(office, room_kind="", device_kind="", minutes=60)
    # It is nine: the first is at nine, the second at ten, the third at eleven.
    assert (measured(clinic).days, measured(clinic).starts_at) == (0, NOW + timedelta(hours=2))
    for hour in range(8):
        who = make_patient(office, given_name=f"Ann{chr(97 + hour)}")
        clinic.book(NOW + timedelta(hours=hour), patient_id=who.id)
    assert (measured(clinic).days, measured(clinic).starts_at) == (1, NINE + timedelta(hours=1))


def test_nobody_far_and_wide_is_no_number(office):
    clinic = Clinic(office, device_kind="mri", room_kind="")
    assert (measured(clinic).days, measured(clinic).starts_at) == (None, None)


def test_a_day_is_noted_once(office):
    clinic = Clinic(office, room_kind="", device_kind="")
    program = office.program()
    assert sample_access(by=program, at=NOW) == 1
    assert sample_access(by=program, at=NOW + timedelta(hours=1)) == 0
    assert sample_access(by=program, at=NOW + timedelta(days=7)) == 1
    assert list(AccessSample.objects.values_list("days", flat=True)) == [0, 0]
    assert clinic.provider.id == AccessSample.objects.first().provider_id


def test_the_page_leads_to_the_times(office, client):
    clinic = Clinic(office, room_kind="", device_kind="")
    client.force_login(office.users["north_desk"])
    with running(VirtualClock(NOW)):
        page = client.get(reverse("scheduling:access"), {"unit": office.cardiology.id})
    assert f"type={clinic.kind.id}&amp;provider={clinic.provider.id}".encode() in page.content
