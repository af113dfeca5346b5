"""Entering the charges of an encounter: complete, once, and in the ledger in the same breath."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.billing.events import ChargesEntered
from wellrun.practice.billing.models import ChargeLine, Encounter, EncounterState, PatientAccount
from wellrun.practice.billing.operations.accounts import account_for, lock_account
from wellrun.practice.billing.operations.apply_unapplied import apply_unapplied
from wellrun.practice.billing.operations.open_encounter import locked_encounter
from wellrun.practice.billing.queries.fees import fees_for
from wellrun.practice.billing.queries.gaps import charge_gaps, completed, coverage_of
from wellrun.practice.billing.queries.places import posting_day
from wellrun.practice.billing.rules.drafts import ChargeDraft, Gap, LineDraft
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line


class ChargesIncomplete(Refused):
    """Something is missing; `gaps` says everything that is."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self.gaps = list(gaps)
        super().__init__(" ".join(gap.sentence for gap in gaps), field=gaps[0].field)


class AlreadyCharged(Refused):
    """The charges were entered before."""

    status = 409
    sentence = "The charges of this visit are entered already. Correct them instead."


class NothingToBill(Refused):
    """The encounter was said to have nothing to bill."""

    status = 409
    sentence = "This visit was marked as having nothing to bill. Reopen it first."


def enter_charges(
    *, encounter_id: uuid.UUID, draft: ChargeDraft, expected_version: int, by: Actor, at: datetime
) -> Encounter:
    """Post an encounter's charges, each to the insurer when one covers the day, or else to the patient.

    Refuses with everything that is missing (`ChargesIncomplete.gaps`). Money that the patient had paid before
    is applied to what falls to them.
    """
    encounter = locked_encounter(encounter_id, expected_version, by)
    if encounter.state == EncounterState.CHARGED:
        raise AlreadyCharged()
    if encounter.state == EncounterState.VOID:
        raise NothingToBill()
    draft = refuse_gaps(draft, encounter)
    account = lock_account(account_for(encounter.patient_id, encounter.organization_id).id)
    encounter.coverage = coverage_of(encounter)
    post_lines(encounter, account, draft.lines, by=by, at=at)
    encounter.state, encounter.charged_at = EncounterState.CHARGED, at
    keep_draft(encounter, draft)
    apply_unapplied(account, by=by, at=at)
    record_act("charges.entered", subject_type="encounter", subject_id=encounter.id,
               patients=[encounter.patient_id])  # fmt: skip
    publish(ChargesEntered(encounter.id, encounter.patient_id, encounter.unit_id, at, by))
    return encounter


def refuse_gaps(draft: ChargeDraft, encounter: Encounter) -> ChargeDraft:
    """The draft as it will be stored; raises `ChargesIncomplete` when something is missing."""
    gaps = [gap for gap in charge_gaps(draft, encounter=encounter) if gap.blocks]
    if gaps:
        raise ChargesIncomplete(gaps)
    return completed(draft, encounter)


def keep_draft(encounter: Encounter, draft: ChargeDraft) -> None:
    """Keep the encounter with the draft's diagnoses and place, one version on."""
    encounter.diagnoses = list(draft.diagnoses)
    encounter.place_of_service = draft.place_of_service
    encounter.version += 1
    encounter.save(
        update_fields=["coverage", "state", "charged_at", "diagnoses", "place_of_service", "version"]
    )


def post_lines(
    encounter: Encounter, account: PatientAccount, drafts: Sequence[LineDraft], *, by: Actor, at: datetime
) -> list[ChargeLine]:
    """Write charge lines after those there are, and post each under its own source key."""
    payer_id = encounter.coverage.payer_id if encounter.coverage else None
    fees = fees_for([(d.code, tuple(d.modifiers)) for d in drafts], payer_id, encounter.service_on)
    first = ChargeLine.objects.filter(encounter=encounter).count() + 1
    effective_on = posting_day([encounter.unit_id], at)
    lines = []
    for position, draft in enumerate(drafts, start=first):
        line = ChargeLine(
            organization_id=encounter.organization_id,
            unit_id=encounter.unit_id,
            compartment=encounter.compartment,
            encounter=encounter,
            account=account,
            position=position,
            service_on=encounter.service_on,
            procedure_code=draft.code,
            modifiers=list(draft.modifiers),
            units=draft.units,
            charge_cents=fees[draft.code, tuple(draft.modifiers)] * draft.units,
            pointers=list(draft.pointers),
            posted_at=at,
            posted_by_id=by.person_id,
        )
        line.entry_id = _post(line, encounter, payer_id, effective_on, by=by, at=at)
        lines.append(line)
    return ChargeLine.objects.bulk_create(lines)


def _post(
    line: ChargeLine,
    encounter: Encounter,
    payer_id: uuid.UUID | None,
    effective_on: date,
    *,
    by: Actor,
    at: datetime,
) -> uuid.UUID | None:
    if not line.charge_cents:
        return None
    dimensions = {
        "patient_account_id": line.account_id,
        "charge_id": line.id,
        "payer_id": payer_id,
        "unit_id": line.unit_id,
        "provider_id": encounter.provider_id,
    }
    owed_by = Account.INSURANCE_RECEIVABLE if payer_id else Account.PATIENT_RECEIVABLE
    return ledger.post(
        source_kind="charge",
        source_key=f"charge:{line.id}",
        effective_on=effective_on,
        lines=[
            Line(owed_by, line.charge_cents, **dimensions),
            Line(Account.PATIENT_REVENUE, -line.charge_cents, **dimensions),
        ],
        memo=f"{line.procedure_code} on {line.service_on:%m/%d/%Y}",
        by=by,
        at=at,
    ).entry_id
