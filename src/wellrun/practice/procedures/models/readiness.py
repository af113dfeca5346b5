"""Readiness: what must be done before a case, dated back from it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.access.matrix import Role
from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.procedures.models.case import Case


class ItemState(models.TextChoices):
    """Where an item of the checklist stands."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    WAIVED = "waived", "Not needed"


class Evidence(models.TextChoices):
    """What shows that an item is done."""

    NOTE = "note", "A note"
    DOCUMENT = "document", "A document and its day"
    AUTHORIZATION = "authorization", "An authorization with its days and units"


class Applies(models.TextChoices):
    """To which cases an item belongs."""

    ALWAYS = "always", "Every case"
    COVERED = "covered", "Where an insurer pays"
    ANESTHESIA = "anesthesia", "With anesthesia other than local"
    IMPLANTS = "implants", "With implants"


class ReadinessRule(Record):
    """One line of the practice's template. `days_before` are business days before the case; `valid_days` say how old
    the evidence may be on the day of the case, empty for any age. `needs` are keys that must be done first."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    days_before = models.PositiveSmallIntegerField()
    needs = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    evidence = models.CharField(max_length=13, choices=Evidence.choices, default=Evidence.NOTE)
    applies = models.CharField(max_length=10, choices=Applies.choices, default=Applies.ALWAYS)
    valid_days = models.PositiveSmallIntegerField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    blocks = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "procedures_readiness_rule"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "key"], name="readiness_rule_once"),
            models.CheckConstraint(
                condition=models.Q(days_before__lte=120, weight__gte=1, weight__lte=10),
                name="readiness_rule_possible",
            ),
        ]


class ReadinessItem(Record):
    """One line of a case's checklist, with its evidence.

    `evidence_on` is the day the evidence is of (of the examination, not of the filing). An authorization is valid on
    the days [valid_from, valid_to], both included, as payers write them. `reopened_because` says why it is open again.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=30)
    days_before = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)
    needs = ArrayField(models.CharField(max_length=20), default=list)
    evidence = models.CharField(max_length=13, choices=Evidence.choices)
    valid_days = models.PositiveSmallIntegerField(null=True)
    weight = models.PositiveSmallIntegerField(default=1)
    blocks = models.BooleanField(default=True)
    state = models.CharField(max_length=6, choices=ItemState.choices, default=ItemState.OPEN)
    note = models.CharField(max_length=300, default="", blank=True)
    document_id = models.UUIDField(null=True)
    evidence_on = models.DateField(null=True)
    authorization_number = models.CharField(max_length=40, default="", blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    units = models.PositiveSmallIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=120, default="", blank=True)
    reopened_because = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "procedures_readiness_item"
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="readiness_item_once"),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(settled_at__isnull=False),
                name="readiness_item_settled_when_it_says_so",
            ),
        ]
