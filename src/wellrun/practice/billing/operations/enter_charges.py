"""Entering the charges of an encounter: complete, once, and in the ledger in the same breath."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.billing.events import ChargesEntered, Entered
from wellrun.practice.billing.models import ChargeLine, Encounter, EncounterState, PatientAccount
from wellrun.practice.billing.operations.accounts import lock_account_of
from wellrun.practice.billing.operations.apply_unapplied import apply_locked
from wellrun.practice.billing.operations.open_encounter import locked_encounter
from wellrun.practice.billing.queries.fees import Wanted
from wellrun.practice.billing.queries.gaps import ReadDraft, read_draft
from wellrun.practice.billing.queries.posting_days import posting_day
from wellrun.practice.billing.rules.drafts import ChargeDraft, Gap, LineDraft
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Entry, Line


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
    rows = ("patient", "provider__person")
    encounter = locked_encounter(encounter_id, expected_version, by, also=rows)
    if encounter.state == EncounterState.CHARGED:
        raise AlreadyCharged()
    if encounter.state == EncounterState.VOID:
        raise NothingToBill()
    read = refuse_gaps(draft, encounter)
    account = lock_account_of(encounter.patient_id, encounter.organization_id)
    encounter.coverage = read.coverage
    # Whatever happens to an encounter counts its version up: at the first, no line was ever written.
    first = encounter.version == 1
    lines = post_lines(
        encounter, account, read.draft.lines, read.fees, after=0 if first else None, by=by, at=at
    )
    encounter.state, encounter.charged_at = EncounterState.CHARGED, at
    keep_draft(encounter, read.draft)
    # What an insurer owes leaves the patient's own debts, and so their money, as they were.
    if read.coverage is None:
        apply_locked(account, by=by, at=at)
    record_act("charges.entered", subject_type="encounter", subject_id=encounter.id,
               patients=[encounter.patient_id])  # fmt: skip
    entered = Entered(
        encounter, account, lines, read.coverages, read.diagnoses, read.procedures, read.standing, first
    )
    publish(ChargesEntered(encounter.id, encounter.patient_id, encounter.unit_id, at, by, entered))
    return encounter


def refuse_gaps(draft: ChargeDraft, encounter: Encounter) -> ReadDraft:
    """The draft as it will be stored, with all that was read of it; raises `ChargesIncomplete` when something is
    missing.
    """
    read = read_draft(draft, encounter=encounter)
    gaps = [gap for gap in read.gaps if gap.blocks]
    if gaps:
        raise ChargesIncomplete(gaps)
    return read


def keep_draft(encounter: Encounter, draft: ChargeDraft) -> None:
    """Keep the encounter with the draft's diagnoses and place, one version on."""
    encounter.diagnoses = list(draft.diagnoses)
    encounter.place_of_service = draft.place_of_service
    encounter.version += 1
    encounter.save(
        update_fields=["coverage", "state", "charged_at", "diagnoses", "place_of_service", "version"]
    )


def post_lines(
    encounter: Encounter,
    account: PatientAccount,
    drafts: Sequence[LineDraft],
    fees: Mapping[Wanted, int],
    *,
    after: int | None = None,
    by: Actor,
    at: datetime,
) -> list[ChargeLine]:
    """Write charge lines behind those there are (`after` so many, when it is known), and post each under its own key.

    `fees` are the cents for one unit, as `fees_for` answers for the payer of the encounter's coverage.
    """
    before = ChargeLine.objects.filter(encounter=encounter).count() if after is None else after
    lines = [
        ChargeLine(
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
        for position, draft in enumerate(drafts, start=before + 1)
    ]
    worth = [line for line in lines if line.charge_cents]
    effective_on = posting_day([encounter.unit_id], at)
    posted = ledger.post_all([_entry(line, encounter, effective_on) for line in worth], by=by, at=at)
    for line, one in zip(worth, posted, strict=True):
        line.entry_id = one.entry_id
    return ChargeLine.objects.bulk_create(lines)


def _entry(line: ChargeLine, encounter: Encounter, effective_on: date) -> Entry:
    payer_id = encounter.coverage.payer_id if encounter.coverage else None
    dimensions = {
        "patient_account_id": line.account_id,
        "charge_id": line.id,
        "payer_id": payer_id,
        "unit_id": line.unit_id,
        "provider_id": encounter.provider_id,
    }
    owed_by = Account.INSURANCE_RECEIVABLE if payer_id else Account.PATIENT_RECEIVABLE
    return Entry(
        source_kind="charge",
        source_key=f"charge:{line.id}",
        effective_on=effective_on,
        lines=[
            Line(owed_by, line.charge_cents, **dimensions),
            Line(Account.PATIENT_REVENUE, -line.charge_cents, **dimensions),
        ],
        memo=f"{line.procedure_code} on {line.service_on:%m/%d/%Y}",
    )
