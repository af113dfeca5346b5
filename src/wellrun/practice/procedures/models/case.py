"""Cases: procedures at a hospital or center."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class CaseState(models.TextChoices):
    """Where a case stands, from the decision to the charge."""

    REQUESTED = "requested", "Requested"
    SENT = "sent", "Sent"
    CONFIRMED = "confirmed", "Confirmed"
    READY = "ready", "Ready"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Canceled"
    POSTPONED = "postponed", "Postponed"


#: States in which a case that has a time holds it.
HOLDS_TIME = (
    CaseState.REQUESTED,
    CaseState.SENT,
    CaseState.CONFIRMED,
    CaseState.READY,
    CaseState.DONE,
)
#: States in which there is still something to prepare.
AHEAD = (CaseState.REQUESTED, CaseState.SENT, CaseState.CONFIRMED, CaseState.READY, CaseState.POSTPONED)


class Anesthesia(models.TextChoices):
    """How the patient is kept from pain."""

    GENERAL = "general", "General"
    SPINAL = "spinal", "Spinal or epidural"
    REGIONAL = "regional", "Regional block"
    MONITORED = "monitored", "Monitored sedation"
    LOCAL = "local", "Local"
    NONE = "none", "None"


class PatientClass(models.TextChoices):
    """How the hospital takes the patient in."""

    OUTPATIENT = "outpatient", "Outpatient"
    OBSERVATION = "observation", "Observation"
    INPATIENT = "inpatient", "Inpatient"


class Laterality(models.TextChoices):
    """On which side."""

    NONE = "", "No side"
    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    BOTH = "both", "Both sides"


class CaseUrgency(models.TextChoices):
    """How soon a case must be."""

    ELECTIVE = "elective", "Elective"
    URGENT = "urgent", "Urgent"
    EMERGENT = "emergent", "Emergent"


class Case(Record):
    """One procedure at a facility. Its id is the booking in the time book; `unit` is the surgeon's department.

    `placer_number` is our number in messages, `hospital_number` the hospital's. `starts_at` is when the room is taken;
    the length is set-up, procedure and clean-up together, and the surgeon is also away for `travel_minutes` before and
    after. `told_at` and `told_sequence` are MSH-7 and MSH-13 of the last message of the hospital that was applied: an
    older one changes nothing.
    """

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "unit", "compartment", "version", "placer_number"}),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    compartment = models.CharField(max_length=12, default="normal")
    version = models.PositiveIntegerField(default=1)
    placer_number = models.CharField(max_length=20)
    hospital_number = models.CharField(max_length=40, default="", blank=True)
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facility = models.ForeignKey("procedures.Facility", on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey(
        "procedures.PreferenceCard", on_delete=models.PROTECT, null=True, related_name="+"
    )
    diagnoses = ArrayField(models.CharField(max_length=8), default=list, size=12)
    wanted_from_on = models.DateField(null=True)
    wanted_to_on = models.DateField(null=True)
    starts_at = models.DateTimeField(null=True)
    setup_minutes = models.PositiveSmallIntegerField(default=20)
    procedure_minutes = models.PositiveSmallIntegerField(default=60)
    cleanup_minutes = models.PositiveSmallIntegerField(default=20)
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    anesthesia = models.CharField(max_length=10, choices=Anesthesia.choices, default=Anesthesia.GENERAL)
    position = models.CharField(max_length=60, default="", blank=True)
    equipment = models.CharField(max_length=500, default="", blank=True)
    assistant = models.CharField(max_length=100, default="", blank=True)
    patient_class = models.CharField(
        max_length=11, choices=PatientClass.choices, default=PatientClass.OUTPATIENT
    )
    urgency = models.CharField(max_length=8, choices=CaseUrgency.choices, default=CaseUrgency.ELECTIVE)
    blood_note = models.CharField(max_length=200, default="", blank=True)
    allergies_note = models.CharField(max_length=200, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)
    state = models.CharField(max_length=9, choices=CaseState.choices, default=CaseState.REQUESTED)
    state_at = models.DateTimeField()
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=200, default="", blank=True)
    told_at = models.DateTimeField(null=True)
    told_sequence = models.BigIntegerField(null=True)

    class Meta:
        db_table = "procedures_case"
        indexes = [
            models.Index(fields=["unit", "starts_at"], name="case_by_day"),
            models.Index(fields=["patient", "starts_at"], name="case_by_patient"),
            models.Index(fields=["provider", "starts_at"], name="case_by_surgeon"),
            models.Index(fields=["facility", "starts_at"], name="case_by_facility"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "placer_number"], name="case_placer_once"),
            models.UniqueConstraint(
                fields=["facility", "hospital_number"],
                condition=~models.Q(hospital_number="") & ~models.Q(state="cancelled"),
                name="case_hospital_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(procedure_minutes__gte=5, procedure_minutes__lte=720)
                & models.Q(setup_minutes__lte=240, cleanup_minutes__lte=240, travel_minutes__lte=240),
                name="case_minutes",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "ready"]) | models.Q(starts_at__isnull=False),
                name="case_confirmed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_on__isnull=False), name="case_done_on_a_day"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["cancelled", "postponed"]) | ~models.Q(ended_because=""),
                name="case_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(wanted_to_on__isnull=True)
                | models.Q(wanted_to_on__gte=models.F("wanted_from_on")),
                name="case_window_in_order",
            ),
        ]

    @property
    def minutes(self) -> int:
        """The length of the case: set-up, procedure and clean-up."""
        return self.setup_minutes + self.procedure_minutes + self.cleanup_minutes

    @property
    def ends_at(self) -> datetime | None:
        """When the room is free again; None while the case has no time."""
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def away(self) -> tuple[datetime, datetime] | None:
        """From when until when the surgeon is away, travel included."""
        if self.starts_at is None:
            return None
        travel = timedelta(minutes=self.travel_minutes)
        return self.starts_at - travel, self.starts_at + timedelta(minutes=self.minutes) + travel
