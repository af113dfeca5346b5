"""Keeping credentials, and telling in time that they end."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.ui.formatting import format_long_day
from wellrun.practice.workforce.models import Credential, CredentialKind, Provider
from wellrun.practice.worklist.api import Priority, close_tasks, raise_task

#: How long before its end a credential is somebody's work: renewals of licenses take weeks.
NOTICE_DAYS = 60
URGENT_DAYS = 14


class CredentialRefused(Refused):
    """What was entered cannot be a credential."""


def add_credential(
    *,
    provider_id: uuid.UUID,
    kind: str,
    starts_on: date,
    expires_on: date | None = None,
    number: str = "",
    state: str = "",
    payer_id: uuid.UUID | None = None,
    verified_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Credential:
    """Enter a credential, in force through `expires_on`. It replaces, for reminders, what ended before it."""
    provider = Provider.objects.filter(id=provider_id).first()
    if provider is None:
        raise NotFound()
    require(by, "workforce.manage", provider.unit_id)
    _refuse_impossible(kind, starts_on, expires_on, state, payer_id)
    credential = Credential.objects.create(
        organization_id=provider.organization_id,
        provider=provider,
        kind=kind,
        payer_id=payer_id,
        number=number,
        state=state.upper(),
        starts_on=starts_on,
        expires_on=expires_on,
        verified_on=verified_on,
    )
    _replace_earlier(credential, at)
    record_act("credential.added", subject_type="credential", subject_id=credential.id)
    return credential


def _refuse_impossible(
    kind: str, starts_on: date, expires_on: date | None, state: str, payer_id: uuid.UUID | None
) -> None:
    if kind not in CredentialKind.values:
        raise CredentialRefused("Choose what kind of credential this is.", field="kind")
    if expires_on is not None and expires_on < starts_on:
        raise CredentialRefused("A credential ends after it starts.", field="expires_on")
    if kind == CredentialKind.LICENSE and len(state) != 2:
        raise CredentialRefused("Choose the state that gave the license.", field="state")
    if (kind == CredentialKind.ENROLLMENT) != (payer_id is not None):
        raise CredentialRefused("An enrollment, and nothing else, is with a payer.", field="payer")


def _replace_earlier(credential: Credential, at: datetime) -> None:
    earlier = Credential.objects.filter(
        provider_id=credential.provider_id,
        kind=credential.kind,
        payer_id=credential.payer_id,
        state=credential.state,
        replaced_at__isnull=True,
        expires_on__isnull=False,
    ).exclude(id=credential.id)
    if credential.expires_on is not None:
        earlier = earlier.filter(expires_on__lt=credential.expires_on)
    for old in earlier:
        old.replaced_at = at
        old.save(update_fields=["replaced_at"])
        close_tasks(key=_key(old), organization_id=old.organization_id, at=at, because="It was renewed.")


def _key(credential: Credential) -> str:
    return f"credential:{credential.id}"


def raise_expiry_tasks(*, organization_id: uuid.UUID, on: date, at: datetime) -> int:
    """Raise a task for every credential that ends within 60 days of `on`, or has ended; says how many are new.

    Run daily by the program; a credential that was replaced raises nothing, and the same one raises once.
    """
    rows = Credential.objects.filter(
        organization_id=organization_id,
        replaced_at__isnull=True,
        provider__retired_at__isnull=True,
        expires_on__lte=on + timedelta(days=NOTICE_DAYS),
    ).select_related("provider")
    raised = 0
    for credential in rows:
        assert credential.expires_on is not None
        left = (credential.expires_on - on).days
        name = CredentialKind(credential.kind).label.lower()
        says = "expired on" if left < 0 else "ends on"
        raised += raise_task(
            kind="credential expiring",
            key=_key(credential),
            title=f"{credential.provider.display_name}: {name} {says} {format_long_day(credential.expires_on)}",
            detail="Renew it, look at the primary source, then enter the new one.",
            path=f"/providers/{credential.provider_id}/",
            role=Role.OFFICE_MANAGER,
            unit_id=credential.provider.unit_id,
            due_at=datetime.combine(credential.expires_on, time(12), tzinfo=UTC),
            organization_id=organization_id,
            priority=Priority.URGENT if left <= URGENT_DAYS else Priority.NORMAL,
            at=at,
        )
    return raised
