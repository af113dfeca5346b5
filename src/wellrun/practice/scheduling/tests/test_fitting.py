"""Visit types for new and for established patients: who is which, what is said, and who knows better."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.operations.fitting import Unfitting, keep_type, refuse_unfitting
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours, make_visit_type


@pytest.fixture
def clinic(office):
    clinic = Clinic(office, name="Follow-up", room_kind="", device_kind="", new_patient=False)
    clinic.new = make_visit_type(office, name="New patient", minutes=45, new_patient=True)
    clinic.anyone = make_visit_type(office, name="Consultation", minutes=45)
    return clinic


def saw(clinic, at, *, kind=None, patient=None, state="checked_out"):
    """A visit that was finished then."""
    Appointment.objects.create(
        organization_id=clinic.office.organization.id,
        unit_id=(kind or clinic.anyone).unit_id,
        patient=patient or clinic.patient,
        provider_id=clinic.provider.id,
        visit_type=kind or clinic.anyone,
        starts_at=at,
        ends_at=at + timedelta(minutes=30),
        state=state,
        state_at=at,
        booked_at=at,
    )


def refuse(clinic, kind, **options):
    refuse_unfitting(
        visit_type=scheduling.visit_type(kind.id), patient_id=clinic.patient.id, starts_at=NINE, **options
    )


LAST_YEAR = datetime(2025, 6, 2, 15, 0, tzinfo=UTC)


def test_a_new_patient_visit_is_not_for_one_who_was_seen(clinic):
    refuse(clinic, clinic.new)
    saw(clinic, LAST_YEAR)
    with pytest.raises(Unfitting) as refusal:
        refuse(clinic, clinic.new)
    assert refusal.value.sentence == (
        "New patient is for patients whom Cardiology has not seen in 3 years. Dr. Hale saw this patient at North on"
        " Monday, June 2, 2025. Choose Follow-up, or say why it is New patient nonetheless."
    )
    refuse(clinic, clinic.kind)


def test_an_established_visit_is_not_for_one_who_was_never_seen(clinic):
    with pytest.raises(
        Unfitting, match="no finished visit of this patient there is on record. Choose New patient,"
    ):
        refuse(clinic, clinic.kind)


@pytest.mark.parametrize(
    ("before", "is_new"),
    [
        (datetime(2023, 6, 3, 14, 0, tzinfo=UTC), False),
        (datetime(2023, 6, 3, 13, 59, tzinfo=UTC), True),
        (NINE + timedelta(hours=1), True),
    ],
)
def test_three_years_before_the_visit_decide(clinic, before, is_new):
    saw(clinic, before)
    with pytest.raises(Unfitting):
        refuse(clinic, clinic.kind if is_new else clinic.new)
    refuse(clinic, clinic.new if is_new else clinic.kind)


@pytest.mark.parametrize("state", ["no_show", "cancelled", "booked"])
def test_a_visit_that_did_not_take_place_is_none(clinic, state):
    if state == "cancelled":
        clinic.office.program()
        saw(clinic, LAST_YEAR)
        Appointment.objects.update(state="cancelled", cancel_reason="Ill")
    else:
        saw(clinic, LAST_YEAR, state=state)
    refuse(clinic, clinic.new)


def test_another_specialty_does_not_count_and_another_site_does(clinic):
    office = clinic.office
    family = make_visit_type(office, unit=office.family_south, name="Physical")
    saw(clinic, LAST_YEAR, kind=family)
    refuse(clinic, clinic.new)
    north = make_visit_type(office, unit=office.family_north, name="First visit", new_patient=True)
    with pytest.raises(Unfitting, match="saw this patient at South"):
        refuse(clinic, north)


def test_a_stated_reason_lets_it_pass_and_one_query_decides(clinic):
    refuse(clinic, clinic.kind, note=keep_type("Brings films.", "Paper chart from 2024."))
    assert keep_type("Brings films.", "Paper chart from 2024.") == (
        "Visit type kept: Paper chart from 2024. Brings films."
    )
    kind = scheduling.visit_type(clinic.new.id)
    with CaptureQueriesContext(connection) as asked:
        refuse_unfitting(visit_type=kind, patient_id=clinic.patient.id, starts_at=NINE)
        refuse_unfitting(
            visit_type=scheduling.VisitType(new_patient=None), patient_id=clinic.patient.id, starts_at=NINE
        )
    assert len(asked) == 1


class TestPages:
    @pytest.fixture(autouse=True)
    def at_the_desk(self, clinic, client):
        self.client = client
        client.force_login(clinic.office.users["north_desk"])
        with running(VirtualClock(NOW)):
            yield

    def url(self, clinic, kind):
        return reverse("scheduling:book") + (
            f"?type={kind.id}&provider={clinic.provider.id}&at={NINE:%Y-%m-%dT%H:%MZ}&patient={clinic.patient.id}"
        )

    def test_the_page_warns_and_books_with_a_reason_only(self, clinic):
        url = self.url(clinic, clinic.kind)
        assert "no finished visit of this patient" in self.client.get(url).text
        form = {"patient": clinic.patient.id, "note": "Brings films."}
        page = self.client.post(url, form)
        assert page.status_code == 422
        assert "no finished visit of this patient" in page.text
        long = form | {"despite": "Paper chart", "note": "x" * 290}
        assert "Shorten one of them." in self.client.post(url, long).text
        assert self.client.post(url, form | {"despite": "Paper chart from 2024"}).status_code == 302
        clinic.office.program()
        visit = scheduling.appointments_of(clinic.patient.id)[0]
        assert visit.note == "Visit type kept: Paper chart from 2024. Brings films."

    def test_a_type_that_fits_is_booked_without_a_word(self, clinic):
        url = self.url(clinic, clinic.new)
        assert "visit type" not in self.client.get(url).text.lower()
        assert self.client.post(url, {"patient": clinic.patient.id}).status_code == 302

    def test_a_type_that_does_not_fit_leads_to_the_times_of_the_one_that_does(self, clinic):
        url = self.url(clinic, clinic.kind)
        name, address = self.client.get(url).context["instead"]
        assert name == "New patient"
        page = self.client.get(address)
        assert page.status_code == 200
        assert f'value="{clinic.new.id}" selected' in page.text
        assert page.context["patient"].id == clinic.patient.id

    def test_types_that_fit_the_patient_come_first(self, clinic):
        make_hours(clinic.office, provider_id=clinic.provider.id)
        page = self.client.get(reverse("scheduling:find"), {"patient": clinic.patient.id}).text
        other = page.index("Not for this patient, by the record")
        assert page.index("New patient (45 min)") < other < page.index("Follow-up (30 min)")
        chosen = re.search(r'<option value="([^"]+)" selected', page).group(1)
        assert chosen != str(clinic.kind.id)
        plain = self.client.get(reverse("scheduling:find"), {"patient": make_patient(clinic.office).id}).text
        assert "Another visit type fits" not in plain
        told = self.client.get(
            reverse("scheduling:find"), {"patient": clinic.patient.id, "type": clinic.kind.id}
        )
        assert "Another visit type fits this patient" in told.text
        assert f"type={clinic.new.id}" in told.text[told.text.index("It can be booked nonetheless") :][:300]
