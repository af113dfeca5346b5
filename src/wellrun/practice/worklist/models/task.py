"""Tasks."""

from __future__ import annotations

from django.db import models

from wellrun.platform.access.matrix import Role
from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class TaskState(models.TextChoices):
    """Where a task stands. `CLOSED` means its cause went away by itself."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    CLOSED = "closed", "No longer needed"


class Priority(models.IntegerChoices):
    """How pressing a task is; lists sort by it after the due time has passed."""

    URGENT = 1, "Urgent"
    HIGH = 2, "High"
    NORMAL = 3, "Normal"
    LOW = 4, "Low"


class Task(Record):
    """Something a person must do. `path` is the page on which it is done; `key` is unique while it is open.

    One that is late climbs at `escalates_at`: it is then also the work of the role `escalated_to`.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    detail = models.CharField(max_length=1000, default="")
    path = models.CharField(max_length=300, default="")
    patient_id = models.UUIDField(null=True)
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    person_id = models.UUIDField(null=True)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    due_at = models.DateTimeField()
    escalates_at = models.DateTimeField(null=True)
    escalated_to = models.CharField(max_length=30, default="", blank=True)
    escalated_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=TaskState.choices, default=TaskState.OPEN)
    resolution = models.CharField(max_length=300, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "worklist_task"
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "key"], condition=models.Q(state="open"), name="task_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at__isnull=True)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False)),
                name="task_ended_when_not_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "role", "due_at"],
                condition=models.Q(state="open"),
                name="task_open_by_owner",
            ),
            models.Index(
                fields=["person_id", "due_at"], condition=models.Q(state="open"), name="task_by_person"
            ),
            models.Index(fields=["escalates_at"], condition=models.Q(state="open"), name="task_climbing"),
        ]
