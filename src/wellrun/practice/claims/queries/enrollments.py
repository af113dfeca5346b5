"""Reading what payers let the practice exchange."""

from __future__ import annotations

import uuid

from wellrun.platform.database.once import once_a_transaction
from wellrun.practice.claims.models import PayerEnrollment


@once_a_transaction(PayerEnrollment)
def enrollments_with(payer_id: uuid.UUID) -> dict[tuple[str, str], bool]:
    """Whether an exchange was granted, by NPI and transaction; what is not in the answer is not on file."""
    rows = PayerEnrollment.objects.filter(payer_id=payer_id)
    columns = rows.values_list("legal_entity__npi", "transaction", "granted_on")
    return {(npi, transaction): granted_on is not None for npi, transaction, granted_on in columns}


def enrollments_of(organization_id: uuid.UUID) -> dict[tuple[uuid.UUID, uuid.UUID, str], PayerEnrollment]:
    """Every enrollment of an organization, by entity, payer and transaction."""
    rows = PayerEnrollment.objects.filter(organization_id=organization_id)
    return {(row.legal_entity_id, row.payer_id, row.transaction): row for row in rows}
