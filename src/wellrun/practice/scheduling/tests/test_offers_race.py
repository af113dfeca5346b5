"""On real commits: fifty acceptances at once make one booking, and a worker offers what a cancellation frees."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.database.identity import acting
from wellrun.platform.verification import checks
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.testing import NINE, Clinic

FIFTY = 50
FAR = NINE + timedelta(days=7)


def world():
    with transaction.atomic():
        office = open_small_office()
        clinic = Clinic(office, device_kind="")
        patients = [make_patient(office, email="a@example.org") for _ in range(FIFTY)]
    actor = program_actor(organization_id=office.organization.id, name="race", at=NOW)
    with acting(actor.identity()):
        scheduling.set_offer_rule(
            unit_id=office.cardiology.id, changes={"batch_size": 20, "near_hours": 500}, expected_version=0,
            by=actor, at=NOW,
        )  # fmt: skip
        for patient in patients:
            scheduling.join_wait_list(patient_id=patient.id, visit_type_id=clinic.kind.id, by=actor, at=NOW)
        opening = scheduling.open_freed_time(
            provider_id=clinic.provider.id, unit_id=office.cardiology.id, starts_at=FAR,
            ends_at=FAR + timedelta(minutes=30), freed_by=scheduling.FreedBy.HAND, key="race", by=actor, at=NOW,
        )  # fmt: skip
        # Everybody is asked at once: twenty, and the others as if a further batch had been added to it.
        scheduling.tend_opening(opening_id=opening.id, by=actor, at=NOW)
        first = list(opening.time_offers.all())
        entries = scheduling.WaitingEntry.objects.exclude(id__in=[offer.entry_id for offer in first])
        for entry in entries:
            scheduling.TimeOffer.objects.create(
                organization_id=entry.organization_id, unit_id=opening.unit_id, compartment="normal",
                opening=opening, entry=entry, patient_id=entry.patient_id, visit_type=clinic.kind, batch=1,
                made_at=NOW, expires_at=first[0].expires_at,
            )  # fmt: skip
        offers = list(opening.time_offers.values_list("id", flat=True))
    return actor, opening, offers


def test_fifty_at_once_make_one_booking(committed_db):
    actor, opening, offers = world()
    assert len(offers) == FIFTY

    def accept(offer_id):
        try:
            with acting(actor.identity()):
                return scheduling.accept_offer(offer_id=offer_id, by=actor, at=NOW).state
        except scheduling.SomebodyFaster as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(FIFTY) as pool:
        outcomes = Counter(pool.map(accept, offers))
    assert outcomes.pop("accepted") == 1
    [(sentence, losers)] = outcomes.items()
    assert losers == FIFTY - 1 and "you keep your place" in sentence.lower()
    with acting(actor.identity()):
        booked = scheduling.Appointment.objects.filter(starts_at=FAR)
        assert [visit.booked_through for visit in booked] == ["wait list"]
        scheduling.tend_opening(opening_id=opening.id, by=actor, at=NOW)
        states = Counter(opening.time_offers.values_list("state", flat=True))
        assert states == {"accepted": 1, "lost": FIFTY - 1}
        waiting = scheduling.WaitingEntry.objects.filter(state="waiting")
        assert waiting.count() == FIFTY - 1
        assert [said for check in checks() if check.room == "scheduling" for said in check.run()] == []


def work_until_done():
    async def work():
        with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
            async with worker_app.open_async():
                await worker_app.run_worker_async(
                    wait=False, install_signal_handlers=False, listen_notify=False
                )

    asyncio.run(work())


def test_a_worker_offers_what_a_cancellation_frees(committed_db):
    with transaction.atomic():
        office = open_small_office()
        clinic = Clinic(office, device_kind="")
        waiting = make_patient(office, email="a@example.org")
        visit = clinic.book(FAR)
    actor = program_actor(organization_id=office.organization.id, name="tests", at=NOW)
    with acting(actor.identity()):
        scheduling.join_wait_list(patient_id=waiting.id, visit_type_id=clinic.kind.id, by=actor, at=NOW)
        scheduling.cancel_appointment(appointment_id=visit.id, reason="Patient asked", by=actor, at=NOW)
        assert not scheduling.Opening.objects.exists()
    connection.close()
    with running(VirtualClock(NOW)):
        work_until_done()
    with acting(actor.identity()):
        [offer] = scheduling.TimeOffer.objects.select_related("opening")
        assert (offer.patient_id, offer.state, offer.opening.starts_at) == (waiting.id, "offered", FAR)
