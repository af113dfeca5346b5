"""Interop as a Django app."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    """The interop room."""

    name = "wellrun.practice.interop"
    label = "interop"

    def ready(self) -> None:
        """Follow charts to their compartments, bring the room's invariants, and add past visits to patients' pages."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.verification import register_check
        from wellrun.practice.interop.operations import follow_merge
        from wellrun.practice.interop.operations.follow_chart import follow_chart
        from wellrun.practice.interop.queries import verification
        from wellrun.practice.interop.screens.past_visits import past_visits_panel
        from wellrun.practice.patients.api import (
            CompartmentChanged,
            PatientsMerged,
            PatientsUnmerged,
            register_panel,
        )

        subscribe(PatientsMerged, follow_merge.follow_merge)
        subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
        subscribe(CompartmentChanged, follow_chart)
        register_check("interop", "Past claims add up to their transactions", verification.claims_add_up)
        register_check(
            "interop", "Open balances of past claims are in the ledger", verification.balances_posted
        )
        register_panel(
            capability="history.read",
            order=90,
            template="interop/past_visits.html",
            context=past_visits_panel,
        )
