"""Taking charges back, and correcting them: the ledger keeps both what was and what is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.billing.events import ChargesCorrected
from wellrun.practice.billing.models import ChargeLine, ChargeState, Encounter, EncounterState
from wellrun.practice.billing.operations.accounts import lock_account
from wellrun.practice.billing.operations.apply_unapplied import apply_locked, apply_unapplied, take_back
from wellrun.practice.billing.operations.enter_charges import keep_draft, post_lines, refuse_gaps
from wellrun.practice.billing.operations.open_encounter import locked_encounter
from wellrun.practice.billing.queries.encounters import charge_lines
from wellrun.practice.billing.queries.money import money_of
from wellrun.practice.billing.queries.posting_days import posting_day
from wellrun.practice.billing.rules.drafts import ChargeDraft, LineDraft
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, LineRow


class InsurerAnswered(Refused):
    """The insurer has already paid or adjusted this charge."""

    status = 409

    def __init__(self, code: str) -> None:
        super().__init__(f"The insurer has already answered for {code}. Post its take-back first.")


class AlreadyReversed(Refused):
    """The charge was taken back before."""

    status = 409
    sentence = "This charge is reversed already."


class NotCharged(Refused):
    """There are no charges to correct."""

    status = 409
    sentence = "This visit has no charges yet. Enter them first."


def reverse_charge(
    *, charge_id: uuid.UUID, because: str, expected_version: int | None = None, by: Actor, at: datetime
) -> Encounter:
    """Take one charge back. What the patient had paid on it is applied to what else they owe, or kept for them.

    With its last charge gone, the encounter is open again.
    """
    line = ChargeLine.objects.filter(id=charge_id).first()
    if line is None:
        raise NotFound()
    encounter = locked_encounter(line.encounter_id, expected_version, by)
    line.refresh_from_db()
    if line.state == ChargeState.REVERSED:
        raise AlreadyReversed()
    _reverse(encounter, [line], _reason(because), by=by, at=at)
    if not encounter.lines.filter(state=ChargeState.POSTED).exists():
        encounter.state, encounter.charged_at = EncounterState.OPEN, None
    encounter.version += 1
    encounter.save(update_fields=["state", "charged_at", "version"])
    apply_unapplied(line.account, by=by, at=at)
    _tell(encounter, [line], "charge.reversed", by=by, at=at)
    return encounter


def correct_charges(
    *,
    encounter_id: uuid.UUID,
    draft: ChargeDraft,
    because: str,
    expected_version: int,
    by: Actor,
    at: datetime,
) -> Encounter:
    """Make an encounter's charges those of the draft: what is alike stays, the rest is reversed and posted anew."""
    encounter = locked_encounter(encounter_id, expected_version, by)
    if encounter.state != EncounterState.CHARGED:
        raise NotCharged()
    read = refuse_gaps(draft, encounter)
    draft = read.draft
    wanted = [_alike(line) for line in draft.lines]
    old = charge_lines(encounter.id)
    gone = [line for line in old if _alike(line) not in wanted]
    kept = [_alike(line) for line in old if line not in gone]
    new = [line for line in draft.lines if _alike(line) not in kept]
    account = lock_account(old[0].account_id)
    _reverse(encounter, gone, _reason(because), by=by, at=at)
    post_lines(encounter, account, new, read.fees, by=by, at=at)
    keep_draft(encounter, draft)
    apply_locked(account, by=by, at=at)
    _tell(encounter, gone, "charges.corrected", by=by, at=at)
    return encounter


def _reason(because: str) -> str:
    if not because.strip():
        raise Refused("Say why the charge is taken back.", field="because")
    return because.strip()[:200]


def _alike(line: LineDraft | ChargeLine) -> tuple[object, ...]:
    code = line.procedure_code if isinstance(line, ChargeLine) else line.code
    return code, tuple(line.modifiers), line.units, tuple(line.pointers)


def _reverse(
    encounter: Encounter, gone: Sequence[ChargeLine], because: str, *, by: Actor, at: datetime
) -> None:
    if not gone:
        return
    money = money_of(lock_account(gone[0].account_id))
    effective_on = posting_day([encounter.unit_id], at)
    for line in gone:
        if _insurer_answered(line, money.lines):
            raise InsurerAnswered(line.procedure_code)
        take_back(money.applied_to(line.id), because, by=by, at=at)
        if line.entry_id:
            ledger.reverse(entry_id=line.entry_id, effective_on=effective_on, memo=because, by=by, at=at)
        line.state, line.reversed_at = ChargeState.REVERSED, at
        line.reversed_by_id, line.reversed_because = by.person_id, because
        line.save(update_fields=["state", "reversed_at", "reversed_by_id", "reversed_because"])


def _insurer_answered(line: ChargeLine, rows: Sequence[LineRow]) -> bool:
    # A payment that was taken back whole leaves nothing behind, and does not stand in the way.
    open_accounts = (Account.INSURANCE_RECEIVABLE, Account.PATIENT_RECEIVABLE)
    applied = {row.entry_id for row in rows if row.account is Account.UNAPPLIED_PAYMENTS}
    others = [
        row
        for row in rows
        if row.charge_id == line.id and row.entry_id not in applied and row.entry_id != line.entry_id
    ]
    return any(sum(r.amount_cents for r in others if r.account is account) for account in open_accounts)


def _tell(encounter: Encounter, gone: Sequence[ChargeLine], act: str, *, by: Actor, at: datetime) -> None:
    record_act(act, subject_type="encounter", subject_id=encounter.id, patients=[encounter.patient_id])
    reversed_ids = tuple(line.id for line in gone)
    publish(ChargesCorrected(encounter.id, encounter.patient_id, encounter.unit_id, reversed_ids, at, by))
