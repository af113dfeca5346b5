"""What the check-in page shows: who, what is on file, what is due."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.practice.billing.api import Balance, balances, expected_copay_cents
from wellrun.practice.coverage.api import Coverage, coverage_on
from wellrun.practice.frontdesk.models import CheckIn
from wellrun.practice.patients.api import ConsentKind, Patient, consents_due, patient
from wellrun.practice.scheduling.api import Appointment


@dataclass(frozen=True)
class CheckInSheet:
    """Everything the page asks about one visit. Amounts in cents."""

    visit: Appointment
    patient: Patient
    coverages: list[Coverage]
    consents: list[ConsentKind]
    balance: Balance
    copay_cents: int
    done: CheckIn | None

    @property
    def to_collect_cents(self) -> int:
        """The copay of the visit and what is owed already, less what was paid ahead."""
        return max(self.copay_cents + self.balance.patient_due_cents - self.balance.unapplied_cents, 0)


def check_in_sheet(visit: Appointment, *, on: date) -> CheckInSheet:
    """The sheet of a visit on its day; a bounded number of queries, none in the page."""
    found = patient(visit.patient_id)
    assert found is not None
    return CheckInSheet(
        visit=visit,
        patient=found,
        coverages=coverage_on(patient_id=visit.patient_id, on=on),
        consents=consents_due(visit.patient_id, on),
        balance=balances([visit.patient_id])[visit.patient_id],
        copay_cents=expected_copay_cents(visit) or 0,
        done=check_in_of(visit.id),
    )


def check_in_page(visit: Appointment, by: Actor) -> str:
    """Where `by` checks a visit in; empty for who may not."""
    return reverse("frontdesk:check-in", args=[visit.id]) if by.may("checkin.do", visit.unit_id) else ""


def checked_in(appointment_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these visits that have a check-in in force; asks nothing when there are none."""
    wanted = list(appointment_ids)
    if not wanted:
        return set()
    rows = CheckIn.objects.filter(appointment_id__in=wanted, undone_at__isnull=True)
    return set(rows.values_list("appointment_id", flat=True))


def check_in_of(appointment_id: uuid.UUID) -> CheckIn | None:
    """The check-in in force of a visit, with its payment."""
    rows = CheckIn.objects.filter(appointment_id=appointment_id, undone_at__isnull=True)
    return rows.select_related("payment").first()
