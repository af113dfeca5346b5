"""Facilities, their block time and preference cards: what the office keeps up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import place_of
from wellrun.practice.procedures.models import (
    BlockDecision,
    BlockTime,
    ConfirmsBy,
    Facility,
    PreferenceCard,
    Recurrence,
)
from wellrun.practice.procedures.rules.details import PROCEDURE_CODE
from wellrun.practice.workforce.api import provider

FACILITY_FIELDS = (
    "name", "short_name", "kind", "street", "city", "state", "zip", "zone", "phone", "fax", "email", "confirms_by",
    "hl7_host", "hl7_port", "their_application", "their_facility", "our_application", "our_facility",
    "travel_minutes", "place_of_service", "gate_7", "gate_3", "active",
)  # fmt: skip
BLOCK_FIELDS = (
    "provider_id", "group_name", "recurrence", "weekday", "nth", "starts", "ends", "effective_from",
    "effective_to", "release_days",
)  # fmt: skip
CARD_FIELDS = (
    "words", "setup_minutes", "procedure_minutes", "cleanup_minutes", "anesthesia", "position", "equipment",
    "implants", "needs_assistant", "patient_class", "global_days", "note",
)  # fmt: skip


class FacilityRefused(Refused):
    """A facility cannot be so."""


class BlockRefused(Refused):
    """A block cannot be so."""


class CardRefused(Refused):
    """A card cannot be so."""


def keep_facility(
    *,
    facility_id: uuid.UUID | None = None,
    desk_unit_id: uuid.UUID,
    details: Mapping[str, Any],
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Facility:
    """Add a facility, or change one; `details` are `FACILITY_FIELDS`. What cases hold already stays."""
    require(by, "blocks.manage", desk_unit_id)
    place = place_of(desk_unit_id)
    facility = _locked(Facility, facility_id, expected_version) if facility_id else Facility(
        organization_id=place.unit.organization_id, version=0
    )  # fmt: skip
    if facility_id:
        require(by, "blocks.manage", facility.desk_unit_id)
    for name in FACILITY_FIELDS:
        if name in details:
            setattr(facility, name, details[name])
    facility.desk_unit = place.unit
    facility.zone = facility.zone or place.unit.zone
    facility.short_name = facility.short_name or facility.name[:20]
    if facility.confirms_by == ConfirmsBy.HL7 and not (
        facility.hl7_host and facility.hl7_port and facility.their_facility
    ):
        raise FacilityRefused(
            "Messages need a host, a port and the hospital's name in them.", field="hl7_host"
        )
    _save_once(
        facility, FacilityRefused("Another facility has this name, or this sender in messages.", field="name")
    )
    record_act("facility.kept", subject_type="facility", subject_id=facility.id)
    return facility


def keep_block(
    *,
    block_id: uuid.UUID | None = None,
    facility_id: uuid.UUID,
    details: Mapping[str, Any],
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> BlockTime:
    """Add block time at a facility, or change it; `details` are `BLOCK_FIELDS`."""
    facility = _facility(facility_id, by)
    block = _locked(BlockTime, block_id, expected_version) if block_id else BlockTime(
        organization_id=facility.organization_id, facility=facility, version=0
    )  # fmt: skip
    for name in BLOCK_FIELDS:
        if name in details:
            setattr(block, name, details[name])
    if block.provider_id is None and not block.group_name:
        raise BlockRefused("Choose the surgeon, or name the group that owns the block.", field="provider")
    if block.ends <= block.starts:
        raise BlockRefused("The block ends before it begins.", field="ends")
    if block.recurrence == Recurrence.NTH and block.nth not in range(1, 6):
        raise BlockRefused("Say which week of the month.", field="nth")
    if block.effective_to and block.effective_to <= block.effective_from:
        raise BlockRefused("The block ends before its first day.", field="effective_to")
    _save_once(block, BlockRefused("The block cannot be kept so."))
    record_act("block.kept", subject_type="block", subject_id=block.id)
    return block


def decide_block(*, block_id: uuid.UUID, on: date, released: bool, by: Actor, at: datetime) -> BlockDecision:
    """Give one day of a block back early, or keep it beyond its release day."""
    block = BlockTime.objects.select_related("facility").filter(id=block_id).first()
    if block is None:
        raise NotFound()
    require(by, "blocks.manage", block.facility.desk_unit_id)
    decision, _ = BlockDecision.objects.update_or_create(
        block=block,
        on=on,
        defaults={
            "organization_id": block.organization_id,
            "released": released,
            "decided_at": at,
            "decided_by_id": by.person_id,
            "decided_by_name": by.name,
        },
    )
    act = "block.released" if released else "block.kept_open"
    record_act(act, subject_type="block", subject_id=block.id, detail={"on": on.isoformat()})
    return decision


def keep_card(
    *, provider_id: uuid.UUID, code: str, details: Mapping[str, Any], by: Actor, at: datetime
) -> PreferenceCard:
    """Write a surgeon's card for a procedure: a first one, or the next version; what did not change makes none."""
    surgeon = provider(provider_id)
    if surgeon is None:
        raise NotFound()
    require(by, "blocks.manage", surgeon.unit_id)
    if not PROCEDURE_CODE.fullmatch(code):
        raise CardRefused("A procedure code has five characters, such as 27447 or G0105.", field="code")
    before = (
        PreferenceCard.objects.select_for_update()
        .filter(provider_id=provider_id, code=code, superseded_at__isnull=True)
        .first()
    )
    told = {name: details[name] for name in CARD_FIELDS if name in details}
    if before and all(getattr(before, name) == value for name, value in told.items()):
        return before
    if before:
        before.superseded_at = at
        before.save(update_fields=["superseded_at"])
        told = {name: getattr(before, name) for name in CARD_FIELDS} | told
    card = PreferenceCard.objects.create(
        organization_id=surgeon.organization_id,
        provider=surgeon,
        code=code,
        version=before.version + 1 if before else 1,
        made_at=at,
        made_by_name=by.name,
        **told,
    )
    record_act("card.kept", subject_type="card", subject_id=card.id)
    return card


def _facility(facility_id: uuid.UUID, by: Actor) -> Facility:
    facility = Facility.objects.filter(id=facility_id).first()
    if facility is None:
        raise NotFound()
    require(by, "blocks.manage", facility.desk_unit_id)
    return facility


def _locked(model: Any, row_id: uuid.UUID, expected_version: int | None) -> Any:
    found = model.objects.select_for_update().filter(id=row_id).first()
    if found is None:
        raise NotFound()
    if expected_version is not None and expected_version != found.version:
        raise Stale()
    return found


def _save_once(row: Any, refusal: Refused) -> None:
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise refusal from fault
