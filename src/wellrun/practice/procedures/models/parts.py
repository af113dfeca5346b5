"""The parts of a case: its procedures, its implants, its history."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.procedures.models.case import Case, Laterality


class CaseProcedure(Record):
    """One procedure of a case: a code of the HCPCS form, our own words for it, its side, and how many.

    `global_days` is the global period that the office entered (0, 10 or 90 days), empty where none is known.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment", deletable=True)

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="procedures")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=5)
    words = models.CharField(max_length=120)
    laterality = models.CharField(max_length=5, choices=Laterality.choices, default="", blank=True)
    units = models.PositiveSmallIntegerField(default=1)
    global_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "procedures_case_procedure"
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="case_procedure_position_once"),
            models.CheckConstraint(
                condition=models.Q(global_days__isnull=True) | models.Q(global_days__in=[0, 10, 90]),
                name="case_procedure_global_period",
            ),
            models.CheckConstraint(condition=models.Q(units__gte=1), name="case_procedure_units"),
        ]

    @property
    def said(self) -> str:
        """The procedure as sheets say it: "27447 Knee replacement, left"."""
        side = f", {self.get_laterality_display().lower()}" if self.laterality else ""
        return f"{self.code} {self.words}{side}"


class CaseImplant(Record):
    """Something a vendor brings, and whether the representative was told."""

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment", deletable=True)

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="implants")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=120)
    vendor = models.CharField(max_length=60, default="", blank=True)
    representative = models.CharField(max_length=60, default="", blank=True)
    phone = models.CharField(max_length=16, default="", blank=True)
    informed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "procedures_case_implant"
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="case_implant_position_once")
        ]


class CaseStep(Record):
    """Something that happened to a case. Steps are numbered from 1 and never change."""

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    what = models.CharField(max_length=60)
    detail = models.CharField(max_length=300, default="", blank=True)
    state = models.CharField(max_length=9)
    starts_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "procedures_case_step"
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="case_step_position_once")]
