"""Telephone calls."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class CallReason(models.TextChoices):
    """Why somebody called."""

    APPOINTMENT = "appointment", "Appointment"
    CANCEL = "cancel", "Cancel or move a visit"
    REFILL = "refill", "Refill"
    RESULTS = "results", "Results"
    SYMPTOMS = "symptoms", "Symptoms or a clinical question"
    BILLING = "billing", "Bill or insurance"
    REFERRAL = "referral", "Referral or authorization"
    RECORDS = "records", "Records or forms"
    OTHER = "other", "Other"


class Disposition(models.TextChoices):
    """What became of a call when it ended."""

    ANSWERED = "answered", "Answered"
    MESSAGE = "message", "Message taken"
    TRANSFERRED = "transferred", "Put through"
    BOOKED = "booked", "Visit booked"
    VOICEMAIL = "voicemail", "Left on voicemail"
    HUNG_UP = "hung up", "Hung up before it was answered"


class PhoneCall(Record):
    """One call. A call-back that is due has a task of the worklist, which ends when it is made."""

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, null=True, related_name="+")
    caller_name = models.CharField(max_length=120, default="")
    caller_number = models.CharField(max_length=16, default="")
    reason = models.CharField(max_length=12, choices=CallReason.choices)
    note = models.CharField(max_length=1000, default="")
    disposition = models.CharField(max_length=12, choices=Disposition.choices)
    taken_at = models.DateTimeField()
    taken_by_id = models.UUIDField(null=True)
    call_back_due_at = models.DateTimeField(null=True)
    called_back_at = models.DateTimeField(null=True)
    called_back_by_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=300, default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "frontdesk_call"
        indexes = [
            models.Index(fields=["unit_id", "-taken_at"], name="call_by_time"),
            models.Index(fields=["patient", "-taken_at"], name="call_by_patient"),
            models.Index(
                fields=["unit_id", "call_back_due_at"],
                condition=models.Q(
                    call_back_due_at__isnull=False, called_back_at__isnull=True, withdrawn_at__isnull=True
                ),
                name="call_back_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(called_back_at__isnull=True) | models.Q(call_back_due_at__isnull=False),
                name="call_back_was_due",
            )
        ]
