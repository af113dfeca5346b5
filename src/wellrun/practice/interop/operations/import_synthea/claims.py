"""claims.csv: past claims, with what their transactions leave open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from wellrun.practice.interop.models import ImportedClaim
from wellrun.practice.interop.operations.import_synthea.work import Parsed, Work
from wellrun.practice.interop.rules.synthea.money import ClaimRow


@dataclass
class ClaimAtHand:
    """One claim of this run: the record, whether it is new, and its transactions as far as they could be read.

    `whole` is False where a transaction could not be read, has changed or is gone, so that no balance can be told.
    """

    parsed: Parsed
    claim: ImportedClaim
    new: bool
    transactions: list[Parsed] = field(default_factory=list)
    whole: bool = True

    @property
    def moved(self) -> bool:
        """Whether its money is new in this run."""
        return self.new or any(not step.target_id for step in self.transactions)


def read_claims(work: Work, visits: dict[str, uuid.UUID]) -> dict[str, ClaimAtHand]:
    """The patient's claims by the source's ids; new ones are not written yet, for their money comes next."""
    parsed_rows = work.parse("claims")
    known = {each.target_id for each in parsed_rows if each.target_id}
    stored = ImportedClaim.objects.in_bulk(known) if known else {}
    at_hand: dict[str, ClaimAtHand] = {}
    for parsed in parsed_rows:
        row: ClaimRow = parsed.row
        if parsed.target_id:
            at_hand[row.id] = ClaimAtHand(
                parsed, stored[parsed.target_id], new=False, whole=not parsed.changed
            )
            continue
        at_hand[row.id] = ClaimAtHand(parsed, _claim(work, row, visits), new=True)
        work.bring(parsed.source, "past claim", at_hand[row.id].claim.id)
        _remark_unknown(work, parsed, visits)
    return at_hand


def write_claims(at_hand: dict[str, ClaimAtHand], changed: list[ClaimAtHand]) -> None:
    """Write the new claims, and the money of those whose transactions came later."""
    ImportedClaim.objects.bulk_create([each.claim for each in at_hand.values() if each.new])
    money = [
        "charged_cents",
        "paid_cents",
        "primary_open_cents",
        "secondary_open_cents",
        "patient_open_cents",
    ]
    for each in changed:
        if not each.new:
            each.claim.save(update_fields=[*money, "opening_entry_id"])


def _claim(work: Work, row: ClaimRow, visits: dict[str, uuid.UUID]) -> ImportedClaim:
    refs = work.refs
    return ImportedClaim(
        organization_id=work.by.organization_id,
        compartment=work.the_patient.compartment,
        patient=work.the_patient,
        encounter_id=visits.get(row.encounter or ""),
        provider_id=refs.providers.get(row.provider or ""),
        primary_payer_id=refs.payers.get(row.primary_payer or ""),
        secondary_payer_id=refs.payers.get(row.secondary_payer or ""),
        institutional=row.claim_type == "2",
        diagnoses=row.diagnoses,
        service_at=row.service_at,
        status_primary=row.status_primary,
        status_secondary=row.status_secondary,
        status_patient=row.status_patient,
        stated_primary_cents=row.stated_primary_cents,
        stated_secondary_cents=row.stated_secondary_cents,
        stated_patient_cents=row.stated_patient_cents,
    )


def _remark_unknown(work: Work, parsed: Parsed, visits: dict[str, uuid.UUID]) -> None:
    row: ClaimRow = parsed.row
    unknown = [
        name
        for name, key, among in (
            ("visit", row.encounter, visits),
            ("provider", row.provider, work.refs.providers),
            ("primary payer", row.primary_payer, work.refs.payers),
            ("secondary payer", row.secondary_payer, work.refs.payers),
        )
        if key and key not in among
    ]
    if unknown:
        work.accounts.remark(
            parsed.source, f"Its {' and '.join(unknown)} did not come in and was left empty."
        )
