"""What the desk prints: labels, cards, letters, superbills and deposit slips, each a PDF that opens in the browser."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import Actor, NotFound, Refused, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import asked_day, now
from wellrun.platform.ui.papers import pdf
from wellrun.practice.frontdesk.queries.deposits import deposit_of
from wellrun.practice.frontdesk.queries.printing.card import card_pdf
from wellrun.practice.frontdesk.queries.printing.deposit import deposit_pdf
from wellrun.practice.frontdesk.queries.printing.labels import labels_pdf
from wellrun.practice.frontdesk.queries.printing.letter import letter_pdf
from wellrun.practice.frontdesk.queries.printing.superbill import superbill_pdf
from wellrun.practice.frontdesk.screens.print_forms import LabelsForm, LetterForm
from wellrun.practice.organization.api import local_day, sites_of
from wellrun.practice.patients.api import Patient
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.api import Appointment, appointment_for, appointments_of

AHEAD = ("booked", "confirmed")
HAPPENED = ("arrived", "roomed", "with_provider", "checked_out")
MOST_ON_A_CARD = 4


class NothingAhead(Refused):
    """A card without a visit."""

    sentence = "This patient has no visit ahead, so there is nothing to put on a card."


class NotHere(Refused):
    """A letter about a visit that did not take place."""

    status = 409
    sentence = "A letter says that a patient was here. This visit has not taken place."


def _patient(patient_id: uuid.UUID) -> Patient:
    found = find_patient(patient_id)
    if found is None:
        raise NotFound()
    return found


@screen("patients.read")
def labels(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Labels of a patient: asks how many and where the sheet begins, then is the sheet."""
    patient, form = _patient(patient_id), LabelsForm(request.GET if "copies" in request.GET else None)
    if form.is_bound and form.is_valid():
        record_read("patients.read", subject_type="labels", subject_id=patient.id, patients=[patient.id])
        return pdf(labels_pdf(patient=patient, **form.cleaned_data, at=now()), f"labels-{patient.number}.pdf")
    context = {"page_title": f"Labels of {patient.spoken_name}", "form": form, "patient": patient}
    return show(request, "frontdesk/print_labels.html", context, patients=[patient.id],
                status=422 if form.errors else 200)  # fmt: skip


@screen("appointments.read")
def card(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """A card with a patient's next visits, of those that the person asking may see."""
    patient, at = _patient(patient_id), now()
    visits = _ahead(request.actor, patient, at)
    if not visits:
        raise NothingAhead()
    record_read("appointments.read", subject_type="card", subject_id=patient.id, patients=[patient.id])
    return pdf(card_pdf(patient=patient, visits=visits, at=at), f"card-{patient.number}.pdf")


def _ahead(by: Actor, patient: Patient, at: datetime) -> list[Appointment]:
    rows = appointments_of(patient.id, since=at)
    ahead = [row for row in rows if row.state in AHEAD and by.may("appointments.read", row.unit_id)]
    return sorted(ahead, key=lambda row: row.starts_at)[:MOST_ON_A_CARD]


@screen("appointments.read")
def superbill(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The superbill of a visit."""
    visit, at = appointment_for(request.actor, appointment_id), now()
    record_read(
        "appointments.read", subject_type="superbill", subject_id=visit.id, patients=[visit.patient_id]
    )
    content = superbill_pdf(visit=visit, on=local_day(visit.unit_id, at), at=at)
    return pdf(content, f"superbill-{visit.patient.number}.pdf")


@screen("appointments.read")
def letter(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """A letter for a school or an employer: asks for whom and until when, then is the letter."""
    visit, at = appointment_for(request.actor, appointment_id), now()
    if visit.state not in HAPPENED:
        raise NotHere()
    on = local_day(visit.unit_id, at)
    form = LetterForm(request.POST or None, visit_on=local_day(visit.unit_id, visit.starts_at))
    if form.is_bound and form.is_valid():
        record_read(
            "appointments.read", subject_type="letter", subject_id=visit.id, patients=[visit.patient_id]
        )
        content = letter_pdf(visit=visit, details=form.details(), on=on, at=at)
        return pdf(content, f"letter-{visit.patient.number}.pdf")
    context = {"page_title": f"Letter for {visit.patient.spoken_name}", "form": form, "visit": visit}
    return show(request, "frontdesk/print_letter.html", context, patients=[visit.patient_id], subject=visit.id,
                status=422 if form.errors else 200)  # fmt: skip


@screen("day.close")
def deposit(request: HttpRequest, site_id: uuid.UUID, on: str) -> HttpResponse:
    """The deposit slip of a site's day."""
    by, day = request.actor, asked_day(on)
    site = next((one for one in sites_of(by.organization_id) if one.id == site_id), None)
    if site is None or day is None or not by.may("day.close", site.id):
        raise NotFound()
    record_read("day.close", subject_type="deposit", subject_id=site.id, patients=[])
    return pdf(deposit_pdf(deposit=deposit_of(site_id=site.id, on=day), at=now()), f"deposit-{day}.pdf")
