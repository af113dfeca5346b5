"""providers.csv: providers of facilities outside this practice."""

from __future__ import annotations

from wellrun.practice.interop.models import ImportedProvider
from wellrun.practice.interop.operations.import_synthea.work import Work
from wellrun.practice.interop.rules.synthea.people import ProviderRow


def import_providers(work: Work) -> None:
    """Keep each provider with the facility."""
    new = []
    for parsed in work.parse("providers"):
        row: ProviderRow = parsed.row
        if parsed.target_id:
            work.refs.providers[row.id] = parsed.target_id
            continue
        facility_id = work.refs.organizations.get(row.organization)
        provider = ImportedProvider(
            organization_id=work.by.organization_id,
            name=row.name,
            specialty=row.specialty,
            facility_id=facility_id,
        )
        new.append(provider)
        work.refs.providers[row.id] = provider.id
        work.bring(parsed.source, "outside provider", provider.id)
        if facility_id is None:
            work.accounts.remark(parsed.source, "Its facility is not among those of organizations.csv.")
    ImportedProvider.objects.bulk_create(new)
