"""The claims room as a Django app: what it listens to, what it tells billing, its pages."""

from __future__ import annotations

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """The claims room."""

    name = "wellrun.practice.claims"
    label = "claims"

    def ready(self) -> None:
        """Subscribe to charges, files and compartments; offer the pages; bring the invariants."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item, register_palette
        from wellrun.platform.verification import register_check
        from wellrun.practice.billing.api import register_open_claim_check, register_owed_reasons
        from wellrun.practice.billing.events import ChargesCorrected, ChargesEntered
        from wellrun.practice.claims import jobs
        from wellrun.practice.claims.operations import follow_chart, follow_merge, listening
        from wellrun.practice.claims.queries import verification
        from wellrun.practice.claims.queries.charges import open_claims, owed_reasons
        from wellrun.practice.claims.queries.unseen import speaks_of_unseen
        from wellrun.practice.exchange.api import register_subjects, register_unseen
        from wellrun.practice.exchange.events import TransmissionReceived
        from wellrun.practice.patients.api import PatientsMerged, PatientsUnmerged
        from wellrun.practice.patients.events import CompartmentChanged, DemographicsChanged

        subscribe(PatientsMerged, follow_merge.follow_merge)
        subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
        subscribe(ChargesEntered, listening.on_charges)
        subscribe(ChargesCorrected, listening.on_charges)
        subscribe(TransmissionReceived, listening.on_file)
        subscribe(CompartmentChanged, follow_chart.follow_chart)
        subscribe(DemographicsChanged, jobs.on_demographics)
        register_subjects(listening.patients_of_transmission)
        register_unseen(speaks_of_unseen)
        register_open_claim_check(open_claims)
        register_owed_reasons(owed_reasons)
        register_item(
            group="Money", label="Claims", url_name="claims:desk", icon="file-invoice",
            capability="claims.read", keys="g i", order=60,
        )  # fmt: skip
        register_item(
            group="Money", label="Remittances", url_name="claims:remittances", icon="report-money",
            capability="claims.read", order=62,
        )  # fmt: skip
        register_palette("claims.read", listening.palette)
        for promise, run in (
            ("Claims add up to their lines", verification.claims_add_up),
            ("Waiting claims bill what is charged", verification.waiting_claims_bill_what_is_charged),
            ("Claims stand where their last step led", verification.states_follow_steps),
            ("What claims say was decided is in the ledger", verification.decisions_are_posted),
            (
                "Claims with insurers are in a batch, others in none",
                verification.claims_with_payers_are_in_batches,
            ),
            ("Posted remittances are in the bank", verification.remittances_are_in_the_bank),
            ("Batches are kept as they were sent", verification.batches_are_as_sent),
        ):
            register_check("claims", promise, run)
