"""Signed links."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Link(Record):
    """An address by which one patient does one thing (`purpose`) with one subject, until `expires_at`.

    The address itself is signed, not stored. Rows are open, since whoever follows a link has no identity yet; they hold
    opaque ids only, and the signature decides.
    """

    guard = Guard(rows=Rows.OPEN)

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    patient_id = models.UUIDField()
    purpose = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    first_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outreach_link"
        indexes = [models.Index(fields=["subject_id"], name="link_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="link_dies_after_it_is_made"
            )
        ]
