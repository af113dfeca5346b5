"""Bringing resources into the time book and taking them out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from wellrun.practice.timebook.models import Resource, ResourceKind


def add_resource(
    *,
    organization_id: uuid.UUID,
    unit_id: uuid.UUID,
    kind: ResourceKind,
    subject_id: uuid.UUID,
    name: str,
    zone: str,
    tags: Sequence[str] = (),
    capacity: int = 1,
) -> Resource:
    """Make something bookable. The room that owns the subject calls this and checks who may."""
    return Resource.objects.create(
        organization_id=organization_id,
        unit_id=unit_id,
        kind=kind,
        subject_id=subject_id,
        name=name,
        zone=zone,
        tags=sorted(tags),
        capacity=capacity,
    )


def retire_resource(*, resource: Resource, at: datetime) -> None:
    """Stop offering a resource; what it holds stays until somebody moves it."""
    resource.retired_at = at
    resource.save(update_fields=["retired_at"])


def retag_resource(*, resource: Resource, tags: Sequence[str], retired_at: datetime | None = None) -> None:
    """Say anew what a resource can serve as, and whether it is offered; what it holds stays."""
    resource.tags, resource.retired_at = sorted(set(tags)), retired_at
    resource.save(update_fields=["tags", "retired_at"])
