"""Billing as a Django app: its pages in the navigation, its balance on the patient's page."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """The billing room."""

    name = "wellrun.practice.billing"
    label = "billing"

    def ready(self) -> None:
        """Follow charts to their compartments, offer billing's pages, and bring its invariants."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item
        from wellrun.platform.verification import register_check
        from wellrun.practice.billing import jobs  # noqa: F401 (declares the jobs)
        from wellrun.practice.billing.events import ChargesEntered
        from wellrun.practice.billing.operations import expect_charges, follow_merge
        from wellrun.practice.billing.operations.follow_chart import follow_chart
        from wellrun.practice.billing.queries import verification
        from wellrun.practice.billing.screens.panel import panel
        from wellrun.practice.patients.api import (
            CompartmentChanged,
            PatientsMerged,
            PatientsUnmerged,
            register_merge_obstacles,
            register_panel,
        )
        from wellrun.practice.procedures.events import CaseDone, CaseNotDone

        subscribe(CaseDone, expect_charges.expect_charge)
        subscribe(CaseNotDone, expect_charges.forget_charge)
        subscribe(ChargesEntered, expect_charges.meet_expected)
        subscribe(PatientsMerged, follow_merge.follow_merge)
        subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
        register_merge_obstacles(unmerging=follow_merge.money_mixed_since)
        subscribe(CompartmentChanged, follow_chart)
        for promise, run in (
            ("Charges are in the ledger with their amounts", verification.charges_are_posted),
            ("Charges are reversed where their entries are", verification.reversed_charges_are_reversed),
            ("Charged visits have charges", verification.charged_visits_have_charges),
            ("Receipts and statements are numbered without gaps", verification.numbers_have_no_gaps),
            ("Payments are in the ledger with their amounts", verification.payments_are_posted),
            ("No payment is applied beyond its amount", verification.payments_are_applied_once),
            (
                "Hospital cases that were done are charged or expected to be",
                verification.done_cases_are_expected,
            ),
        ):
            register_check("billing", promise, run)
        register_panel(
            capability="accounts.read", order=10, template="billing/_panel.html", context=panel, place="aside"
        )
        for label, url_name, icon, capability, keys in (
            ("Missing charges", "billing:missing", "list-check", "charges.read", "g e"),
            ("Statements", "billing:statements", "file-invoice", "statements.send", ""),
            ("Fees", "billing:schedules", "report-money", "charges.read", ""),
        ):
            register_item(
                group="Money", label=label, url_name=url_name, icon=icon, capability=capability, keys=keys
            )
