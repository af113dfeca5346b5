"""Work that follows from faults: the visits that they strand become tasks of their departments."""

from __future__ import annotations

import uuid

from django.db import transaction

from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.organization.api import program_actor
from wellrun.practice.scheduling.operations.strand import key_of, raise_stranded
from wellrun.practice.worklist.api import close_tasks


@job(name="scheduling.stranded_by_fault")
def tell_stranded(organization_id: str, booking_ids: list[str], because: str) -> int:
    """Raise a task for every visit among these bookings; as the program, since whoever reports a fault need not
    see patients."""
    organization = uuid.UUID(organization_id)
    with transaction.atomic():
        actor = program_actor(organization_id=organization, name="faults", at=now())
    with acting(actor.identity()):
        return raise_stranded(
            appointment_ids=[uuid.UUID(each) for each in booking_ids], because=because, at=now()
        )


@job(name="scheduling.fault_cleared")
def forget_stranded(
    organization_id: str, booking_ids: list[str], because: str = "It is in order again."
) -> int:
    """Close the tasks of visits whose room or device is in order again, or whose provider is back."""
    organization = uuid.UUID(organization_id)
    with transaction.atomic():
        actor = program_actor(organization_id=organization, name="faults", at=now())
    with acting(actor.identity()):
        return sum(
            close_tasks(
                key=key_of(uuid.UUID(each)),
                organization_id=organization,
                at=now(),
                because=because,
            )
            for each in booking_ids
        )
