"""Following a link: what is shown, what is proven, and how it ends."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.intake.models import LinkTrial, Submission
from wellrun.practice.intake.operations.links import make_visit_link, send_visit_link
from wellrun.practice.intake.testing import Linked
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import Link, LinkDead, Notice, enter_by_link, token_of
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import (
    Appointment,
    VisitType,
    advance_visit,
    appointment,
    set_attendance_policy,
)
from wellrun.practice.scheduling.testing import NINE, make_appointment, make_visit_type


@pytest.fixture(autouse=True)
def clock():
    held = VirtualClock(NOW)
    with running(held):
        yield held


@pytest.fixture
def linked(office):
    return Linked(office)


def state_of(linked):
    linked.office.program()
    return appointment(linked.visit.id).state


def test_before_the_birth_date_a_link_shows_first_name_and_time_alone(linked):
    page = linked.browser.get(linked.url())
    assert page.status_code == 200
    assert linked.patient.given_name in page.text and "9:00 AM" in page.text
    for hidden in (
        linked.patient.family_name,
        "Follow-up",
        "Cardiology",
        linked.clinic.provider.display_name,
    ):
        assert hidden not in page.text
    for name in ("visit-move", "visit-calendar", "visit-check-in"):
        assert linked.browser.get(linked.url(name)).headers["Location"] == linked.url()
    assert linked.browser.get(linked.url("visit-step", "details")).headers["Location"] == linked.url()
    assert Submission.objects.count() == 0


def test_pages_of_a_link_are_kept_nowhere_and_tell_nobody(linked):
    page = linked.browser.get(linked.url())
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<title>North</title>" in page.text and "http://" not in page.text.replace("http://testserver", "")
    assert str(linked.patient.id) not in linked.url() and str(linked.visit.id) not in linked.url()


def test_confirming_needs_no_birth_date_and_can_be_done_twice(linked):
    for _ in range(2):
        assert linked.browser.post(linked.url(), {"act": "confirm"}).status_code == 302
    assert state_of(linked) == "confirmed"
    assert "You said that you will come" in linked.browser.get(linked.url()).text


def test_declining_takes_a_reason_and_ends_the_link(linked):
    refused = linked.browser.post(linked.url("visit-cancellation"), {"reason": "because"})
    assert refused.status_code == 422 and state_of(linked) == "booked"
    done = linked.browser.post(linked.url("visit-cancellation"), {"reason": "work"})
    assert "Your visit is canceled" in done.text and state_of(linked) == "cancelled"
    assert appointment(linked.visit.id).cancel_reason == "By the patient, by link: Work or school"
    assert appointment(linked.visit.id).cancel_code == "patient-asked"
    again = linked.browser.post(linked.url("visit-cancellation"), {"reason": "work"})
    assert (
        again.status_code == 410
        and "(312) 555-0110" in again.text
        and linked.patient.given_name not in again.text
    )


def test_the_departments_own_notice_is_shown_and_a_late_cancellation_is_late(linked):
    assert "at least 24 hours before" in linked.browser.get(linked.url("visit-cancellation")).text
    set_attendance_policy(
        unit=linked.office.cardiology, values={"notice_hours": 72}, by=linked.office.program(), at=NOW
    )
    assert "at least 72 hours before" in linked.browser.get(linked.url("visit-cancellation")).text
    linked.browser.post(linked.url("visit-cancellation"), {"reason": "work"})
    linked.office.program()
    assert appointment(linked.visit.id).late_cancel is True


def test_who_has_arrived_cancels_nothing_by_link(linked, clock):
    by = linked.office.program(NINE)
    clock.advance(NINE - NOW)
    advance_visit(appointment_id=linked.visit.id, to="arrived", by=by, at=NINE)
    answer = linked.browser.post(linked.url("visit-cancellation"), {"reason": "work"})
    assert answer.status_code == 422 and "Please call us" in answer.text
    assert state_of(linked) == "arrived"


def test_the_fifth_wrong_birth_date_ends_the_link(linked):
    for guess in range(1, 5):
        page = linked.browser.post(linked.url(), linked.birth(birth_year=1900 + guess))
        assert page.status_code == 422 and "That is not the date" in page.text
    # Another browser does not begin anew.
    assert Client().post(linked.url(), linked.birth(birth_year=1907)).status_code == 410
    assert linked.browser.post(linked.url(), linked.birth()).status_code == 410
    linked.office.program()
    assert LinkTrial.objects.get().wrong == 5
    linked.office.actor("auditor")
    assert AuditEvent.objects.filter(kind="denial", act="WrongBirthDate").count() == 5


def test_what_is_no_date_is_no_guess(linked):
    for broken in ({"birth_month": "13"}, {"birth_year": ""}, {"birth_day": "é"}, {"birth_year": "73"}):
        assert linked.browser.post(linked.url(), linked.birth(**broken)).status_code == 422
    linked.office.program()
    assert LinkTrial.objects.count() == 0


def test_the_birth_date_is_asked_once_and_forgotten_after_half_an_hour(linked, clock):
    linked.prove()
    assert "Follow-up" in linked.browser.get(linked.url()).text
    assert "Follow-up" not in Client().get(linked.url()).text
    clock.advance(timedelta(minutes=31))
    assert "Follow-up" not in linked.browser.get(linked.url()).text


def test_one_link_proves_nothing_for_another(linked):
    linked.prove()
    other = make_patient(linked.office)
    visit = make_appointment(linked.office, patient_id=other.id, provider_id=linked.clinic.provider.id,
                             visit_type=linked.clinic.kind, starts_at=NINE + timedelta(hours=1))  # fmt: skip
    link = make_visit_link(visit=appointment(visit.id), at=NOW)
    page = linked.browser.get(linked.url(link=link))
    assert other.given_name in page.text and "Follow-up" not in page.text
    forms = linked.make_link("forms")
    for wrong in ("forms", "booking", "offer"):
        assert (
            linked.browser.get(reverse(f"intake:{wrong}", args=[token_of(linked.link.id)])).status_code == 404
        )
    assert linked.browser.get(reverse("intake:visit", args=[token_of(forms.id)])).status_code == 404


def test_a_newer_link_ends_the_older_one_and_a_past_visit_both(linked, clock):
    newer = linked.make_link()
    assert linked.browser.get(linked.url()).status_code == 410
    assert linked.browser.get(linked.url(link=newer)).status_code == 200
    clock.advance(timedelta(days=3))
    assert linked.browser.get(linked.url(link=newer)).status_code == 410


def test_a_visit_that_is_over_ends_its_links(linked, clock):
    by = linked.office.program(NINE)
    clock.advance(NINE - NOW)
    for state in ("arrived", "roomed", "checked_out"):
        advance_visit(appointment_id=linked.visit.id, to=state, by=by, at=NINE)
    assert Link.objects.get(id=linked.link.id).ended_at is not None


def test_in_the_database_a_link_is_its_unit_and_compartment_and_nothing_else(linked):
    office = linked.office
    hidden = make_patient(office, compartment="restricted")
    elsewhere = make_visit_type(office, unit=office.family_north)
    with running(VirtualClock(NOW)):
        link, actor = enter_by_link(
            token=token_of(linked.link.id), purpose="visit", request_id=uuid.uuid4(), at=NOW
        )
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('wellrun.units'), current_setting('wellrun.compartments'),"
                       " current_setting('wellrun.role'), current_setting('wellrun.user')")  # fmt: skip
        units, compartments, role, user = cursor.fetchone()
    assert units == f"{{{linked.visit.unit_id}}}" and compartments == "{normal}"
    assert role == "patient by link" and user == ""
    assert {each.unit_id for each in Appointment.objects.all()} == {linked.visit.unit_id}
    assert not type(hidden).objects.filter(id=hidden.id).exists()
    assert not actor.may("appointments.book", elsewhere.unit_id) and not actor.may("intake.review")


def test_the_audit_says_that_it_was_the_patient_by_link(linked):
    linked.browser.post(linked.url(), {"act": "confirm"})
    linked.office.actor("auditor")
    events = AuditEvent.objects.filter(role="patient by link")
    assert events.filter(kind="act").exists()
    linked.browser.get(linked.url())
    linked.office.actor("auditor")
    assert events.filter(kind="read", patients__contains=[linked.patient.id]).exists()


def test_a_post_without_its_token_changes_nothing(linked):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(linked.url(), {"act": "confirm"}).status_code == 403
    assert strict.post(linked.url("visit-cancellation"), {"reason": "work"}).status_code == 403
    assert state_of(linked) == "booked"


def test_the_page_speaks_the_patients_language_or_the_one_chosen(office):
    linked = Linked(office)
    type(linked.patient).objects.filter(id=linked.patient.id).update(language="es")
    page = linked.browser.get(linked.url())
    assert '<html lang="es"' in page.text and "miércoles 3 de junio" in page.text and "a. m." in page.text
    assert '<html lang="en"' in linked.browser.get(linked.url() + "?lang=en").text
    assert '<html lang="en"' in linked.browser.get(linked.url()).text


def test_the_calendar_file_tells_when_and_where_and_not_what_for(linked):
    linked.prove()
    file = linked.browser.get(linked.url("visit-calendar"))
    assert file.headers["Content-Type"].startswith("text/calendar")
    text = file.content.decode()
    assert "DTSTART:20260603T140000Z" in text and "SUMMARY:Visit at North" in text
    assert "Follow-up" not in text and linked.patient.family_name not in text


def test_a_visit_is_moved_to_a_free_time_of_its_kind(linked):
    linked.prove()
    page = linked.browser.get(linked.url("visit-move") + "?from=2026-06-04")
    value = f"20260604T1500.{linked.clinic.provider.id}"
    assert value in page.text
    answer = linked.browser.post(linked.url("visit-move"), {"time": value})
    assert answer.headers["Location"] == f"{linked.url()}?said=moved"
    linked.office.program()
    assert appointment(linked.visit.id).starts_at == NINE + timedelta(days=1, hours=1)
    assert "Your visit was moved" in linked.browser.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    "wanted", ["", "20260602T1500", "20260602T2000", "20270604T1500", "20260606T1500", "x.y"]
)
def test_a_time_that_is_not_offered_moves_nothing(linked, wanted):
    linked.prove()
    # Today is within the lead time, 2027 beyond the horizon, June 6 a Saturday.
    answer = linked.browser.post(linked.url("visit-move"), {"time": f"{wanted}.{linked.clinic.provider.id}"})
    assert answer.status_code == 409
    linked.office.program()
    assert appointment(linked.visit.id).starts_at == NINE


def test_a_visit_that_is_not_booked_online_is_moved_by_telephone(linked):
    linked.office.program()
    VisitType.objects.update(online=False)
    linked.prove()
    assert "cannot be changed online" in linked.browser.get(linked.url("visit-move")).text
    value = f"20260604T1500.{linked.clinic.provider.id}"
    assert linked.browser.post(linked.url("visit-move"), {"time": value}).status_code == 409


def test_sending_a_link_stages_a_message_and_ends_the_link_before(linked):
    by = linked.office.actor("north_desk")
    link, notice = send_visit_link(appointment_id=linked.visit.id, by=by, at=NOW)
    assert notice.link_id == link.id and "{link}" in notice.body or notice.channel == "call"
    assert (
        "Cardiology" not in notice.heading + notice.body and "Follow-up" not in notice.heading + notice.body
    )
    with pytest.raises(LinkDead):
        enter_by_link(token=token_of(linked.link.id), purpose="visit", request_id=None, at=NOW)
    linked.office.actor("north_desk")
    again, _ = send_visit_link(appointment_id=linked.visit.id, by=by, at=NOW)
    assert again.id != link.id and Notice.objects.get(id=notice.id).state == "withdrawn"


def test_wrong_birth_dates_count_on_when_the_chart_is_restricted(linked):
    assert linked.browser.post(linked.url(), linked.birth(birth_year=1901)).status_code == 422
    move_to_compartment(patient_id=linked.patient.id, compartment="restricted", reason="asked for it",
                        by=linked.office.program(), at=NOW)  # fmt: skip
    assert linked.browser.post(linked.url(), linked.birth(birth_year=1902)).status_code == 422
    linked.office.program()
    assert LinkTrial.objects.get().wrong == 2
    linked.prove()
