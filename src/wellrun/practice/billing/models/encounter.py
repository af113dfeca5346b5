"""Encounters and their charge lines."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.billing.models.account import PatientAccount


class EncounterState(models.TextChoices):
    """Where an encounter stands. A void one has nothing to bill, and says why."""

    OPEN = "open", "Open"
    CHARGED = "charged", "Charged"
    VOID = "void", "Nothing to bill"


class Encounter(Record):
    """What is billed of one visit. `coverage` is the primary one as it stood on the day of service."""

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    version = models.IntegerField(default=1)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("workforce.Provider", on_delete=models.PROTECT, related_name="+")
    appointment = models.OneToOneField(
        "scheduling.Appointment", on_delete=models.PROTECT, null=True, related_name="+"
    )
    coverage = models.ForeignKey("coverage.Coverage", on_delete=models.PROTECT, null=True, related_name="+")
    service_on = models.DateField()
    place_of_service = models.CharField(max_length=2, default="11")
    state = models.CharField(max_length=8, choices=EncounterState.choices, default=EncounterState.OPEN)
    diagnoses = ArrayField(models.CharField(max_length=7), default=list, size=12)
    opened_at = models.DateTimeField()
    charged_at = models.DateTimeField(null=True)
    void_because = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "billing_encounter"
        indexes = [
            models.Index(fields=["patient", "-service_on"], name="encounter_by_patient"),
            models.Index(fields=["unit_id", "state", "service_on"], name="encounter_by_unit"),
        ]


class ChargeState(models.TextChoices):
    """A charge line is posted, or was taken back by a reversal."""

    POSTED = "posted", "Posted"
    REVERSED = "reversed", "Reversed"


class ChargeLine(Record):
    """One procedure code of an encounter at its fee: `charge_cents` for all `units` together.

    `entry_id` is the ledger entry that posted it; a line of no cents has none. `pointers` are 1-based places
    in the encounter's diagnoses.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(PatientAccount, on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    service_on = models.DateField()
    procedure_code = models.CharField(max_length=5)
    modifiers = ArrayField(models.CharField(max_length=2), default=list, size=4)
    units = models.SmallIntegerField(default=1)
    charge_cents = models.BigIntegerField()
    pointers = ArrayField(models.SmallIntegerField(), default=list, size=4)
    state = models.CharField(max_length=8, choices=ChargeState.choices, default=ChargeState.POSTED)
    entry_id = models.UUIDField(null=True)
    posted_at = models.DateTimeField()
    posted_by_id = models.UUIDField(null=True)
    reversed_at = models.DateTimeField(null=True)
    reversed_by_id = models.UUIDField(null=True)
    reversed_because = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "billing_charge_line"
        constraints = [
            models.UniqueConstraint(fields=["encounter", "position"], name="charge_line_position_once"),
            models.CheckConstraint(
                condition=models.Q(units__gte=1, units__lte=999), name="charge_line_units"
            ),
            models.CheckConstraint(condition=models.Q(charge_cents__gte=0), name="charge_line_not_negative"),
            models.CheckConstraint(
                condition=models.Q(state="posted", reversed_at__isnull=True)
                | models.Q(state="reversed", reversed_at__isnull=False),
                name="charge_line_reversed_when_it_says_so",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-service_on"], name="charge_line_by_account"),
            models.Index(fields=["unit_id", "service_on"], name="charge_line_by_unit"),
        ]
