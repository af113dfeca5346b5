"""Preference cards: what a surgeon needs for a procedure."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record
from wellrun.practice.procedures.models.case import Anesthesia, PatientClass


class PreferenceCard(Record):
    """One version of what a surgeon wants for a procedure code. A change makes the next version and leaves this one,
    so that a case can say which it was filled from; `superseded_at` is empty on the version in force.

    `implants` are lines of description, vendor, representative and phone, parted by "|".
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    provider = models.ForeignKey("workforce.Provider", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=5)
    words = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    setup_minutes = models.PositiveSmallIntegerField(default=20)
    procedure_minutes = models.PositiveSmallIntegerField(default=60)
    cleanup_minutes = models.PositiveSmallIntegerField(default=20)
    anesthesia = models.CharField(max_length=10, choices=Anesthesia.choices, default=Anesthesia.GENERAL)
    position = models.CharField(max_length=60, default="", blank=True)
    equipment = models.CharField(max_length=500, default="", blank=True)
    implants = ArrayField(models.CharField(max_length=250), default=list, blank=True, size=8)
    needs_assistant = models.BooleanField(default=False)
    patient_class = models.CharField(
        max_length=11, choices=PatientClass.choices, default=PatientClass.OUTPATIENT
    )
    global_days = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, default="", blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120, default="")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "procedures_preference_card"
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "code"],
                condition=models.Q(superseded_at__isnull=True),
                name="preference_card_in_force_once",
            ),
            models.UniqueConstraint(fields=["provider", "code", "version"], name="preference_card_version"),
            models.CheckConstraint(
                condition=models.Q(procedure_minutes__gte=5, procedure_minutes__lte=720)
                & models.Q(setup_minutes__lte=240, cleanup_minutes__lte=240),
                name="preference_card_minutes",
            ),
        ]
