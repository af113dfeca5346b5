"""organizations.csv: facilities outside this practice."""

from __future__ import annotations

from wellrun.practice.interop.models import ImportedOrganization
from wellrun.practice.interop.operations.import_synthea.work import Work
from wellrun.practice.interop.rules.synthea.people import OrganizationRow


def import_organizations(work: Work) -> None:
    """Keep each facility as the source names it."""
    new = []
    for parsed in work.parse("organizations"):
        row: OrganizationRow = parsed.row
        if parsed.target_id:
            work.refs.organizations[row.id] = parsed.target_id
            continue
        facility = ImportedOrganization(
            organization_id=work.by.organization_id,
            name=row.name,
            street=row.street,
            city=row.city,
            state=row.state,
            zip=row.zip,
            phone=row.phone,
        )
        new.append(facility)
        work.refs.organizations[row.id] = facility.id
        work.bring(parsed.source, "facility", facility.id)
    ImportedOrganization.objects.bulk_create(new)
