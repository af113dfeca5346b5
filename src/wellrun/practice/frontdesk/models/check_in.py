"""Check-ins."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class Identifier(models.TextChoices):
    """What a patient may be told apart by; two are asked at every check-in."""

    NAME = "name", "Full name"
    BIRTH_DATE = "birth date", "Date of birth"
    ADDRESS = "address", "Home address"
    PHONE = "phone", "Telephone number"
    PHOTO_ID = "photo id", "Photo identification"


class CheckIn(Record):
    """What was asked and accepted when a patient arrived. An undone check-in stays, and another may follow it."""

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    appointment = models.ForeignKey("scheduling.Appointment", on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    identifiers = ArrayField(models.CharField(max_length=12, choices=Identifier.choices))
    demographics_accepted = ArrayField(models.CharField(max_length=30), default=list)
    coverage = models.ForeignKey("coverage.Coverage", on_delete=models.PROTECT, null=True, related_name="+")
    coverage_result = models.CharField(max_length=10, default="")
    consents_signed = ArrayField(models.CharField(max_length=30), default=list)
    payment = models.ForeignKey("billing.Payment", on_delete=models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField()
    completed_by_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "frontdesk_check_in"
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=models.Q(undone_at__isnull=True),
                name="check_in_once_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(identifiers__len__gte=2), name="check_in_two_identifiers"
            ),
        ]
