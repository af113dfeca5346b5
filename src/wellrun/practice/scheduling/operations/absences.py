"""Taking a provider out: the time is blocked at once, and whoever is booked then is known."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.scheduling.events import ProviderAway, ProviderBack
from wellrun.practice.scheduling.models import Absence, AbsenceKind
from wellrun.practice.timebook.api import Block, Resource, lift_block, open_block, stranded_by
from wellrun.practice.workforce.api import provider as find_provider

LONGEST = timedelta(days=366)


class WrongAbsence(Refused):
    """The range is empty, over, or too long."""

    sentence = "Say until when: a time after the start, still to come, and within a year."
    field = "ends_at"


class AlreadyAway(Refused):
    """The provider is away then already."""

    status = 409
    sentence = "This provider is away then already. Change that absence instead."
    field = "starts_at"


class AbsenceOver(Refused):
    """The absence has ended."""

    status = 409
    sentence = "This absence is over."


def take_out(
    *,
    provider_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
    kind: AbsenceKind,
    note: str = "",
    by: Actor,
    at: datetime,
) -> tuple[Absence, list[uuid.UUID]]:
    """Take a provider out during [starts_at, ends_at), everywhere; returns the absence and the bookings it strands, in
    time order. Nobody books into it from now on; what is booked stays until somebody moves it.

    Raises `WrongAbsence`, `AlreadyAway`, or `NotFound` for no such provider.
    """
    who = find_provider(provider_id)
    if who is None:
        raise NotFound()
    require(by, "appointments.configure", who.unit_id)
    _refuse_range(starts_at, ends_at, at)
    resource = _locked(provider_id)
    if _away(provider_id, starts_at, ends_at).exists():
        raise AlreadyAway()
    block, stranded = open_block(
        resource=resource, starts_at=starts_at, ends_at=ends_at, kind=kind.value, note=note[:200]
    )
    absence = Absence.objects.create(
        organization_id=who.organization_id,
        unit_id=who.unit_id,
        provider=who,
        block=block,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        note=note[:120],
        taken_at=at,
        taken_by_id=by.person_id,
    )
    record_act("absence.taken", subject_type="absence", subject_id=absence.id)
    _tell_away(absence, stranded, at)
    return absence, stranded


def change_absence(
    *, absence_id: uuid.UUID, ends_at: datetime, expected_version: int | None = None, by: Actor, at: datetime
) -> list[uuid.UUID]:
    """Let an absence end at another time: later strands more, earlier frees the rest at once. Ending it at `at` or
    before ends it now. Returns the bookings it strands from now on.

    Raises `AbsenceOver`, `Stale`, `WrongAbsence` or `AlreadyAway` (where the next one begins).
    """
    absence = _absence_to_change(absence_id, expected_version, by, at)
    before = set(stranded_by(absence.block))
    if ends_at <= at:
        ends_at, absence.ended_at = max(at, absence.starts_at), at
    else:
        _refuse_range(absence.starts_at, ends_at, at)
        if _away(absence.provider_id, absence.starts_at, ends_at).exclude(id=absence.id).exists():
            raise AlreadyAway(field="ends_at")
    resource, since = absence.block.resource, absence.starts_at
    lift_block(block=absence.block, at=at)
    stranded: list[uuid.UUID] = []
    if ends_at > since:
        absence.block, stranded = _reopened(absence, resource, ends_at)
        absence.ends_at = ends_at
    absence.version += 1
    absence.save(update_fields=["block", "ends_at", "ended_at", "version"])
    record_act("absence.changed", subject_type="absence", subject_id=absence.id)
    fresh = [each for each in stranded if each not in before]
    if fresh:
        _tell_away(absence, fresh, at)
    back = before - set(stranded)
    if back:
        publish(
            ProviderBack(
                absence.id, absence.organization_id, absence.provider_id, tuple(sorted(back, key=str)), at
            )
        )
    return stranded


def end_absence(
    *, absence_id: uuid.UUID, expected_version: int | None = None, by: Actor, at: datetime
) -> list[uuid.UUID]:
    """The provider is back, or does not go: the time from `at` on is free at once."""
    return change_absence(absence_id=absence_id, ends_at=at, expected_version=expected_version, by=by, at=at)


def _absence_to_change(
    absence_id: uuid.UUID, expected_version: int | None, by: Actor, at: datetime
) -> Absence:
    rows = Absence.objects.select_for_update(of=("self",)).select_related(
        "block__resource", "provider", "unit"
    )
    absence = rows.filter(id=absence_id).first()
    if absence is None:
        raise NotFound()
    require(by, "appointments.configure", absence.unit_id)
    if absence.ended_at is not None or absence.ends_at <= at:
        raise AbsenceOver()
    if expected_version is not None and expected_version != absence.version:
        raise Stale()
    return absence


def _reopened(absence: Absence, resource: Resource, ends_at: datetime) -> tuple[Block, list[uuid.UUID]]:
    return open_block(
        resource=resource,
        starts_at=absence.starts_at,
        ends_at=ends_at,
        kind=absence.kind,
        note=absence.block.note,
    )


def _refuse_range(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= starts_at or ends_at <= at or ends_at - starts_at > LONGEST:
        raise WrongAbsence()


def _locked(provider_id: uuid.UUID) -> Resource:
    # Two who take the same provider out wait here, so that the second is told.
    resource = Resource.objects.select_for_update(no_key=True).filter(subject_id=provider_id).first()
    if resource is None:
        raise NotFound()
    return resource


def _away(provider_id: uuid.UUID, starts_at: datetime, ends_at: datetime):
    return Absence.objects.filter(
        provider_id=provider_id, ended_at__isnull=True, starts_at__lt=ends_at, ends_at__gt=starts_at
    )


def _tell_away(absence: Absence, stranded: list[uuid.UUID], at: datetime) -> None:
    because = f"{absence.provider.display_name} is away."
    publish(
        ProviderAway(absence.id, absence.organization_id, absence.provider_id, because, tuple(stranded), at)
    )
