"""The wait list: patients who would come sooner, or come at all, when a time is freed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.outreach.api import Channel
from wellrun.practice.scheduling.models.appointment import Urgency


class WaitingState(models.TextChoices):
    """Where a place on the wait list stands."""

    WAITING = "waiting", "Waiting"
    BOOKED = "booked", "Booked from the list"
    ENDED = "ended", "Taken off the list"


class DayTime(models.TextChoices):
    """Parts of a day by wall time: before noon, from noon to five, from five on."""

    MORNING = "morning", "Morning"
    AFTERNOON = "afternoon", "Afternoon"
    EVENING = "evening", "From 5 PM"


class WaitingEntry(Record):
    """One patient's place on the wait list of a department for one type of visit.

    `unit_ids` are the departments that would do (its own among them), where the visit is offered under the same name.
    `provider_ids`, `weekdays` (0 is Monday) and `day_times` say what would do; empty means any. Days are
    [earliest_on, latest_on], either may be open. `notice_hours` is how long before a visit the patient must know.
    `visit` is the visit that the patient has already and would have earlier. `offered_at` is when a time was last
    offered, `offers` how often.
    """

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "unit", "compartment", "version", "state", "made_by_id"}),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=1)
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visit_type = models.ForeignKey("scheduling.VisitType", on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(
        "scheduling.Appointment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit_ids = ArrayField(models.UUIDField())
    provider_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    weekdays = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    day_times = ArrayField(models.CharField(max_length=9, choices=DayTime.choices), default=list, blank=True)
    earliest_on = models.DateField(null=True)
    latest_on = models.DateField(null=True)
    notice_hours = models.PositiveSmallIntegerField(default=2)
    urgency = models.CharField(max_length=7, choices=Urgency.choices, default=Urgency.ROUTINE)
    channel = models.CharField(max_length=5, choices=Channel.choices, default="", blank=True)
    note = models.CharField(max_length=300, default="", blank=True)
    since = models.DateTimeField()
    state = models.CharField(max_length=7, choices=WaitingState.choices, default=WaitingState.WAITING)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, default="", blank=True)
    offered_at = models.DateTimeField(null=True)
    offers = models.PositiveIntegerField(default=0)
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "scheduling_waiting_entry"
        indexes = [
            models.Index(
                fields=["unit", "since"], condition=models.Q(state="waiting"), name="waiting_by_unit"
            ),
            models.Index(fields=["patient"], name="waiting_by_patient"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "visit_type"],
                condition=models.Q(state="waiting"),
                name="waiting_once_for_a_visit_type",
            ),
            models.CheckConstraint(
                condition=models.Q(earliest_on__isnull=True)
                | models.Q(latest_on__isnull=True)
                | models.Q(latest_on__gte=models.F("earliest_on")),
                name="waiting_days_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", ended_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(ended_at__isnull=False)),
                name="waiting_ends_once",
            ),
        ]
