"""Whom a hospital's message speaks of: for whoever reads the wires instead of the cases."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor
from wellrun.platform.access.matrix import ALL_COMPARTMENTS
from wellrun.platform.database.identity import across, in_compartments
from wellrun.practice.procedures.models import CaseMessage


def patients_of_message(transmission_id: uuid.UUID) -> list[uuid.UUID]:
    """The patients of the cases that a transmission was for, as far as the identity in place may see them."""
    rows = CaseMessage.objects.filter(transmission_id=transmission_id, case__isnull=False)
    return list(rows.values_list("case__patient_id", flat=True))


def speaks_of_unseen(transmission_id: uuid.UUID, by: Actor, at: datetime) -> bool:
    """Whether a transmission was a message about a case, or for a desk, that does not exist for `by`."""
    rows = CaseMessage.objects.filter(transmission_id=transmission_id)
    seen = rows.count()
    with across(by.organization_id), in_compartments(ALL_COMPARTMENTS):
        return rows.count() > seen
