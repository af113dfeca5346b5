"""Audit events and the seals over them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity


class AuditEvent(models.Model):
    """One thing that happened. Rows arrive only through the database's own functions.

    `txid` is the database transaction it belongs to; `at` the instant by the clock of the person acting,
    `recorded_at` by the database's. `patients` are those whose health information was touched.
    """

    guard = Guard(rows=Rows.AUDIT, fields=Sensitivity.PHI, audited=False, frozen=True, kept_by_database=True)

    id = models.BigAutoField(primary_key=True)
    txid = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=8)
    act = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    patients = ArrayField(models.UUIDField(), default=list)
    user_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    role = models.CharField(max_length=200)
    request_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["txid", "id"], name="audit_event_by_txid"),
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_event_by_subject"),
            models.Index(fields=["user_id", "id"], name="audit_event_by_user"),
        ]


class Seal(models.Model):
    """A signed Merkle root over the events whose transactions lie in [from_txid, upto_txid).

    A server numbers its own transactions, so numbers count within an `epoch`: one for every server that has kept
    this database. An epoch's events begin at `first_event_id` and end where the next epoch's begin.
    """

    guard = Guard(rows=Rows.OPEN, audited=False, frozen=True)

    id = models.BigAutoField(primary_key=True)
    epoch = models.SmallIntegerField(default=0)
    first_event_id = models.BigIntegerField(default=0)
    from_txid = models.BigIntegerField()
    upto_txid = models.BigIntegerField()
    events = models.IntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "audit_seal"
        constraints = [models.UniqueConstraint(fields=["epoch", "from_txid"], name="audit_seal_once")]
