"""The base of every stored thing: an opaque id, and a guard that says whose it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from wellrun.platform.database.guards import Guard
from wellrun.platform.database.ids import new_id


class Record(models.Model):
    """A row with a UUIDv7 and a `guard`; a model without a guard stops the program at start."""

    guard: ClassVar[Guard]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
