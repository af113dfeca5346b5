"""Patients."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.platform.ui.formatting import format_person


class Sex(models.TextChoices):
    """Sex as claims ask for it (X12 837P, DMG03)."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Unknown"


class Patient(Record):
    """One person who is or was a patient. Lengths are those of a claim (X12 837P, NM1, N3 and N4).

    Phones are E.164; `zip` has five or nine digits; `language` is an ISO 639-1 code. `guarantor` is empty where
    patients answer for themselves. `version` counts changes of demographics.

    A chart that was `merged_into` another is a pointer: its number and address find the survivor, which is never
    a pointer itself.
    """

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "compartment", "version", "registered_at"}),
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    version = models.IntegerField(default=1)
    number = models.IntegerField()
    given_name = models.CharField(max_length=35)
    middle_name = models.CharField(max_length=25, default="")
    family_name = models.CharField(max_length=60)
    suffix = models.CharField(max_length=10, default="")
    preferred_name = models.CharField(max_length=35, default="")
    former_family_names = ArrayField(models.CharField(max_length=60), default=list)
    birth_on = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    phone_mobile = models.CharField(max_length=16, default="")
    phone_home = models.CharField(max_length=16, default="")
    email = models.CharField(max_length=120, default="")
    street = models.CharField(max_length=55, default="")
    street2 = models.CharField(max_length=55, default="")
    city = models.CharField(max_length=30, default="")
    state = models.CharField(max_length=2, default="")
    zip = models.CharField(max_length=9, default="")
    language = models.CharField(max_length=2, default="en")
    interpreter = models.BooleanField(default=False)
    guarantor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    deceased_on = models.DateField(null=True)
    note_for_desk = models.CharField(max_length=500, default="")
    registered_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "patients_patient"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "number"], name="patient_number_once"),
            models.CheckConstraint(condition=models.Q(sex__in=["F", "M", "U"]), name="patient_sex_known"),
            models.CheckConstraint(
                condition=models.Q(zip="") | models.Q(zip__regex=r"^(\d{5}|\d{9})$"), name="patient_zip_form"
            ),
            models.CheckConstraint(
                condition=models.Q(deceased_on__isnull=True)
                | models.Q(deceased_on__gte=models.F("birth_on")),
                name="patient_dies_after_birth",
            ),
            models.CheckConstraint(
                condition=models.Q(guarantor__isnull=True) | ~models.Q(guarantor=models.F("id")),
                name="patient_guarantor_is_another",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="patient_merged_into_another",
            ),
        ]
        indexes = [
            models.Index(fields=["organization_id", "family_name", "given_name"], name="patient_by_name"),
            models.Index(fields=["organization_id", "birth_on"], name="patient_by_birth"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name as lists sort it."""
        return format_person(
            self.family_name,
            self.given_name,
            middle=self.middle_name,
            suffix=self.suffix,
            preferred=self.preferred_name,
        )

    @property
    def spoken_name(self) -> str:
        """The name as one calls it in the waiting room."""
        called = self.preferred_name or self.given_name
        return " ".join(part for part in (called, self.family_name, self.suffix) if part)
