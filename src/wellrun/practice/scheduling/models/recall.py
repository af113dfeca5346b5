"""Recalls: patients who are due to come back, by rule or because somebody said so, and how they were asked."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.outreach.api import Channel


class RecallState(models.TextChoices):
    """Where a recall stands."""

    OPEN = "open", "To be asked"
    CALL = "call", "To be called"
    BOOKED = "booked", "Booked"
    ENDED = "ended", "Ended"


class RecallRule(Record):
    """Who comes back when: patients whose last finished visit in the department (of `seen_type` where one is named)
    is `interval_months` ago are asked to book `visit_type`, from `lead_days` before.

    `diagnosis` is the beginning of an ICD-10-CM code of the problem list, ages are in years, half-open, `sex` is "" for
    anybody. `channels` are tried in order, one an attempt (the last again), `attempts` times `days_between` apart;
    then somebody calls.
    """

    guard = Guard(rows=Rows.UNIT)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    visit_type = models.ForeignKey("scheduling.VisitType", on_delete=models.PROTECT, related_name="+")
    seen_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, null=True, related_name="+"
    )
    diagnosis = models.CharField(max_length=8, default="", blank=True)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_below = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=1, default="", blank=True)
    interval_months = models.PositiveSmallIntegerField()
    lead_days = models.PositiveSmallIntegerField(default=30)
    channels = ArrayField(models.CharField(max_length=5, choices=Channel.choices), default=list)
    attempts = models.PositiveSmallIntegerField(default=3)
    days_between = models.PositiveSmallIntegerField(default=7)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "scheduling_recall_rule"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="recall_rule_name_once_in_unit"),
            models.CheckConstraint(
                condition=models.Q(interval_months__gte=1, interval_months__lte=120),
                name="recall_rule_interval",
            ),
            models.CheckConstraint(
                condition=models.Q(attempts__gte=1, attempts__lte=10, days_between__gte=1),
                name="recall_rule_attempts",
            ),
            models.CheckConstraint(condition=models.Q(sex__in=["", "F", "M"]), name="recall_rule_sex"),
        ]


class Recall(Record):
    """One patient who is due back on a day. By a rule there is one for each period, which begins on `after_on`, the
    day the patient was seen; without a rule somebody set it for this patient."""

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "unit", "compartment", "state", "rule", "made_by_id"}),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visit_type = models.ForeignKey("scheduling.VisitType", on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey("scheduling.RecallRule", on_delete=models.PROTECT, null=True, related_name="+")
    after_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=6, choices=RecallState.choices, default=RecallState.OPEN)
    asked = models.PositiveSmallIntegerField(default=0)
    next_on = models.DateField(null=True)
    note = models.CharField(max_length=200, default="", blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=120, default="")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, default="", blank=True)
    appointment_id = models.UUIDField(null=True)

    class Meta:
        db_table = "scheduling_recall"
        indexes = [
            models.Index(fields=["unit", "due_on"], name="recall_by_unit"),
            models.Index(fields=["patient"], name="recall_by_patient"),
            models.Index(fields=["next_on"], condition=models.Q(state="open"), name="recall_to_ask"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "patient", "after_on"],
                condition=models.Q(rule__isnull=False),
                name="recall_once_for_rule_and_period",
            ),
            models.UniqueConstraint(
                fields=["patient", "visit_type"],
                condition=models.Q(rule__isnull=True, state__in=["open", "call"]),
                name="recall_set_once",
            ),
        ]


class RecallAttempt(Record):
    """One time a patient was asked to come back: by which way, when, and what came of it."""

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "unit", "compartment", "number", "at", "by_id"}),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12)
    recall = models.ForeignKey("scheduling.Recall", on_delete=models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=5, choices=Channel.choices)
    notice_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "scheduling_recall_attempt"
        constraints = [models.UniqueConstraint(fields=["recall", "number"], name="recall_attempt_once")]
