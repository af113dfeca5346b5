"""The claims room as a Django app: what it listens to, what it tells billing, its pages."""

from __future__ import annotations

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """The claims room."""

    name = "wellrun.practice.claims"
    label = "claims"

    def ready(self) -> None:
        """Subscribe to charges, files and compartments; offer the pages."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item, register_palette
        from wellrun.practice.billing.api import register_open_claim_check, register_owed_reasons
        from wellrun.practice.billing.events import ChargesCorrected, ChargesEntered
        from wellrun.practice.claims import jobs
        from wellrun.practice.claims.operations import follow_merge, listening
        from wellrun.practice.claims.queries.charges import open_claims, owed_reasons
        from wellrun.practice.exchange.api import register_subjects
        from wellrun.practice.exchange.events import TransmissionReceived
        from wellrun.practice.patients.api import PatientsMerged, PatientsUnmerged
        from wellrun.practice.patients.events import CompartmentChanged, DemographicsChanged

        subscribe(PatientsMerged, follow_merge.follow_merge)
        subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
        subscribe(ChargesEntered, listening.on_charges)
        subscribe(ChargesCorrected, listening.on_charges)
        subscribe(TransmissionReceived, listening.on_file)
        subscribe(CompartmentChanged, listening.on_compartment)
        subscribe(DemographicsChanged, jobs.on_demographics)
        register_subjects(listening.patients_of_transmission)
        register_open_claim_check(open_claims)
        register_owed_reasons(owed_reasons)
        register_item(
            group="Money", label="Claims", url_name="claims:desk", icon="file-invoice",
            capability="claims.read", keys="g c", order=60,
        )  # fmt: skip
        register_item(
            group="Money", label="Remittances", url_name="claims:remittances", icon="report-money",
            capability="claims.read", order=62,
        )  # fmt: skip
        register_palette("claims.read", listening.palette)
