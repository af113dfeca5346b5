"""Keeping what a payer lets the practice exchange with it."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.claims.models import Exchanged, PayerEnrollment
from wellrun.practice.claims.operations.tell_unchecked import close_when_checked
from wellrun.practice.coverage.api import payer as find_payer
from wellrun.practice.organization.api import LegalEntity, local_day


class EnrollmentRefused(Refused):
    """What was entered cannot be an enrollment."""


def keep_enrollment(
    *,
    legal_entity_id: uuid.UUID,
    payer_id: uuid.UUID,
    transaction: str,
    granted_on: date | None,
    by: Actor,
    at: datetime,
) -> PayerEnrollment:
    """Enter or change an enrollment; `granted_on` None says that it was asked for and not granted yet.

    Claims that the payer has not let in are then held; where nothing is entered they go out all the same.
    """
    require(by, "payers.manage")
    entity = LegalEntity.objects.filter(id=legal_entity_id, organization_id=by.organization_id).first()
    if entity is None or find_payer(payer_id) is None:
        raise NotFound()
    if transaction not in Exchanged.values:
        raise EnrollmentRefused("Choose claims or remittances.", field="transaction")
    today = local_day(entity.organization_id, at)
    if granted_on is not None and granted_on > today:
        raise EnrollmentRefused("Enter the day on which it was granted, once it was.", field="granted_on")
    kept, _ = PayerEnrollment.objects.update_or_create(
        legal_entity=entity,
        payer_id=payer_id,
        transaction=transaction,
        defaults={"organization_id": entity.organization_id, "granted_on": granted_on},
    )
    record_act("enrollment.kept", subject_type="payer", subject_id=payer_id,
               detail={"transaction": transaction, "granted": granted_on is not None})  # fmt: skip
    close_when_checked(organization_id=entity.organization_id, on=today, at=at)
    return kept
