"""A time is found and booked: everything that a visit needs is reserved together, and one time goes to one patient."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.timebook.models import Reservation


def book_with_a_provider(day) -> None:
    """The first free times of a given provider; a double click books one visit, with provider and room."""
    dana = day.practice.patients["dana"]
    with day.visited_by("sally", f"/appointments/find/?patient={dana.id}") as sally:
        page = sally.page
        page.get_by_label("Visit").select_option(label="Follow-up (30 min)")
        page.get_by_label("Provider", exact=True).select_option(label="Dr. Hale")
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_role("status").filter(has_text="free time")).to_be_visible()
        expect(page.get_by_role("heading", name=re.compile("Dr. Ito"))).to_have_count(0)
        sally.look("find-times")
        sally.look_narrow("find-times-narrow")
        _times(page, "Dr. Hale").first.click()
        expect(page.get_by_text("Whitcomb, Danielle")).to_be_visible()
        page.get_by_label("Reason for the visit").fill("Chest tightness")
        sally.look("book")
        page.get_by_role("button", name="Book").dblclick()
        expect(page.get_by_role("heading", name="Your next visit")).to_be_visible()
        sally.look("booked-card")
        page.get_by_role("link", name="Open the visit").click()
        sally.look("visit")
        sally.look_narrow("visit-narrow")
    with day.practice.as_program():
        booked = Appointment.objects.get(patient_id=dana.id)
        assert _reserved(booked.id) == ["provider", "room"]
        assert day.practice.acts_on(booked.id) == ["appointment.booked"]
    day.practice.visits["dana"] = booked


def two_want_one_time(day) -> None:
    """Two secretaries have the same time before them; the second is told so, with the next best, and takes that."""
    ruth, nkechi = day.practice.patients["ruth"], day.practice.patients["nkechi"]
    with day.visited_by("sally") as sally, day.visited_by("simon", dark=True) as simon:
        for visitor, patient in ((sally, nkechi), (simon, ruth)):
            visitor.go(f"/appointments/find/?patient={patient.id}")
            visitor.page.get_by_label("Visit").select_option(label="Echocardiogram (45 min)")
            visitor.page.get_by_role("button", name="Find").click()
        # Both lists were made before either opened the time, which is held from then on.
        _times(sally.page, "Dr. Ito").first.click()
        expect(sally.page.get_by_text("This time is held for you: 10 minutes left.")).to_be_visible()
        _times(simon.page, "Dr. Ito").first.click()
        expect(simon.page.get_by_text(re.compile("^Dr. Ito was just taken at"))).to_be_visible()
        assert sally.page.url.split("&patient")[0] == simon.page.url.split("&patient")[0]
        sally.page.get_by_role("button", name="Book").click()
        expect(sally.page.get_by_role("heading", name="Your next visit")).to_be_visible()
        simon.page.get_by_role("button", name="Book").click()
        expect(simon.page.get_by_text(re.compile("^Dr. Ito was just taken at"))).to_be_visible()
        expect(simon.page.get_by_text("The next free times", exact=True)).to_be_visible()
        simon.look("time-taken-dark")
        simon.look_narrow("time-taken-narrow")
        with day.practice.as_program():
            assert Appointment.objects.filter(patient_id=ruth.id, state="booked").count() == 1, (
                "the early one only"
            )
            assert Reservation.objects.filter(booking_id__in=_visits_of(nkechi)).count() == 3
        _times(simon.page, "Dr.").first.click()
        expect(simon.page.get_by_text("Okafor, Ruth")).to_be_visible()
        simon.page.get_by_role("button", name="Book").click()
        expect(simon.page.get_by_role("heading", name="Your next visit")).to_be_visible()
    with day.practice.as_program():
        first = Appointment.objects.get(patient_id=nkechi.id)
        second = Appointment.objects.exclude(id=day.practice.visits["ruth"].id).get(patient_id=ruth.id)
        assert _reserved(first.id) == _reserved(second.id) == ["device", "provider", "room"]
        assert second.starts_at >= first.ends_at, "there is one echocardiograph"
    day.practice.visits["nkechi"], day.practice.visits["later"] = first, second


def cancel_and_take_back(day) -> None:
    """A visit is canceled with a reason and gives its time back; taken back, it has its time again."""
    visit = day.practice.visits["later"]
    with day.visited_by("sally", f"/appointments/{visit.id}/") as sally:
        page = sally.page
        page.get_by_role("button", name="Cancel…").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Reason").select_option(label="No ride")
        sally.look("cancel-dialog")
        dialog.get_by_role("button", name="Cancel the visit").click()
        expect(page.get_by_text("Canceled because")).to_be_visible()
        with day.practice.as_program():
            assert _reserved(visit.id) == []
        page.get_by_role("button", name="Undo the last step").click()
        expect(page.get_by_text("Canceled because")).to_have_count(0)
    with day.practice.as_program():
        assert _reserved(visit.id) == ["device", "provider", "room"]
        assert Appointment.objects.get(id=visit.id).state == "booked"


def look_at_any_site(day) -> None:
    """Who books for every site is offered times at every site; the calendar shows the day by provider."""
    with day.visited_by("olive", "/appointments/find/") as olive:
        page = olive.page
        page.get_by_label("Visit").select_option(label="Follow-up (30 min)")
        page.get_by_label("Where").select_option(label="Any site")
        page.get_by_role("button", name="Find").click()
        expect(page.get_by_text("Cardiology, Hill Road").last).to_be_visible()
        expect(page.get_by_text("Cardiology, Main Street").last).to_be_visible()
        olive.look("find-any-site")
        cardiology = day.practice.units["cardiology"]
        olive.go(f"/appointments/calendar/?unit={cardiology.id}")
        expect(page.get_by_role("button", name=re.compile("Whitcomb")).first).to_be_visible()
        olive.look("calendar")
        olive.look_narrow("calendar-narrow")


def _times(page, provider: str):
    """The times offered with a provider."""
    return page.get_by_role("group", name=re.compile(provider)).get_by_role("link")


def _visits_of(patient) -> list:
    return list(Appointment.objects.filter(patient_id=patient.id).values_list("id", flat=True))


def _reserved(booking_id) -> list[str]:
    """The kinds of what is reserved for a booking and still held."""
    rows = Reservation.objects.filter(booking_id=booking_id, active=True)
    return sorted(rows.values_list("resource__kind", flat=True))
