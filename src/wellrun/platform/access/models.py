"""What the door remembers: which submitted forms were already answered."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows


class Submission(models.Model):
    """One submitted form, by the key it was drawn with: a double click gets the first answer again."""

    guard = Guard(rows=Rows.OPEN, audited=False, deletable=True)

    key = models.UUIDField(primary_key=True)
    user_id = models.UUIDField()
    location = models.CharField(max_length=500, default="")
    received_at = models.DateTimeField()

    class Meta:
        db_table = "access_submission"
