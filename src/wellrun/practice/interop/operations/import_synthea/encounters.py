"""encounters.csv: past visits elsewhere."""

from __future__ import annotations

import uuid

from wellrun.practice.interop.models import ImportedEncounter
from wellrun.practice.interop.operations.import_synthea.work import Parsed, Work
from wellrun.practice.interop.rules.synthea.clinical import EncounterRow


def import_encounters(work: Work) -> dict[str, uuid.UUID]:
    """Keep each visit; returns all of the patient's visits by the source's ids."""
    visits: dict[str, uuid.UUID] = {}
    new = []
    for parsed in work.parse("encounters"):
        row: EncounterRow = parsed.row
        if parsed.target_id:
            visits[row.id] = parsed.target_id
            continue
        visit = _visit(work, row)
        new.append(visit)
        visits[row.id] = visit.id
        work.bring(parsed.source, "past encounter", visit.id)
        _remark_unknown(work, parsed)
    ImportedEncounter.objects.bulk_create(new)
    return visits


def _visit(work: Work, row: EncounterRow) -> ImportedEncounter:
    refs = work.refs
    return ImportedEncounter(
        organization_id=work.by.organization_id,
        compartment=work.the_patient.compartment,
        patient=work.the_patient,
        facility_id=refs.organizations.get(row.organization or ""),
        provider_id=refs.providers.get(row.provider or ""),
        payer_id=refs.payers.get(row.payer or ""),
        kind=row.kind,
        code=row.code,
        text=row.text,
        reason_code=row.reason_code or "",
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        base_cost_cents=row.base_cost_cents,
        total_cost_cents=row.total_cost_cents,
        payer_paid_cents=row.payer_paid_cents,
    )


def _remark_unknown(work: Work, parsed: Parsed) -> None:
    row: EncounterRow = parsed.row
    unknown = [
        name
        for name, key, among in (
            ("facility", row.organization, work.refs.organizations),
            ("provider", row.provider, work.refs.providers),
            ("payer", row.payer, work.refs.payers),
        )
        if key and key not in among
    ]
    if unknown:
        work.accounts.remark(
            parsed.source, f"Its {' and '.join(unknown)} did not come in and was left empty."
        )
