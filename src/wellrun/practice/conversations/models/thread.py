"""Threads, who is part of them, and what they wrote."""

from __future__ import annotations

from django.db import models

from wellrun.platform.access.matrix import Role
from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class Thread(Record):
    """What colleagues write about one subject, or about nothing. `subject_kind` is the word of the room that owns the
    subject; `patient_id` is set where it concerns a patient, whose compartment the thread then has."""

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset(
            {"id", "organization_id", "compartment", "begun_by_id", "begun_at", "last_at", "messages"}
        ),
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="office")
    title = models.CharField(max_length=150)
    subject_kind = models.CharField(max_length=20, default="")
    subject_id = models.UUIDField(null=True)
    patient_id = models.UUIDField(null=True)
    begun_by_id = models.UUIDField()
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()
    messages = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "conversations_thread"
        indexes = [
            models.Index(fields=["organization_id", "-last_at"], name="thread_by_time"),
            models.Index(fields=["subject_id"], name="thread_by_subject"),
            models.Index(fields=["patient_id"], name="thread_by_patient"),
        ]


class Participant(Record):
    """Somebody who is part of a thread: a person, or whoever holds a role at a unit. `read` counts the messages that a
    person has read; of a role it counts what anybody of it has read."""

    guard = Guard(rows=Rows.ORGANIZATION, compartment="compartment")

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="office")
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="participants")
    person_id = models.UUIDField(null=True)
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role], default="")
    unit_id = models.UUIDField(null=True)
    read = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    read_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "conversations_participant"
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "person_id"],
                condition=models.Q(person_id__isnull=False),
                name="participant_once",
            ),
            models.UniqueConstraint(
                fields=["thread", "role", "unit_id"],
                condition=~models.Q(role=""),
                name="participant_role_once",
            ),
            models.CheckConstraint(
                condition=models.Q(person_id__isnull=False, role="", unit_id__isnull=True)
                | (models.Q(person_id__isnull=True, unit_id__isnull=False) & ~models.Q(role="")),
                name="participant_is_a_person_or_a_role",
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="participant_by_person")]


class Message(Record):
    """One contribution, as it was written: nobody changes it afterwards."""

    guard = Guard(rows=Rows.ORGANIZATION, compartment="compartment", phi=frozenset({"text"}))

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="office")
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=2000)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "conversations_message"
        constraints = [models.UniqueConstraint(fields=["thread", "position"], name="message_position_once")]
