"""Outreach as a Django app."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The room outreach."""

    name = "wellrun.practice.outreach"
    label = "outreach"

    def ready(self) -> None:
        """Offer the pages, show a patient's messages, follow the chart, and bring the invariants."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item
        from wellrun.platform.verification import register_check
        from wellrun.practice.outreach.operations import follow_chart as following
        from wellrun.practice.outreach.queries import verification
        from wellrun.practice.outreach.screens.panel import panel
        from wellrun.practice.patients.api import (
            CompartmentChanged,
            PatientsMerged,
            PatientsUnmerged,
            register_panel,
        )

        subscribe(CompartmentChanged, following.follow_chart)
        subscribe(PatientsMerged, following.follow_merge)
        subscribe(PatientsUnmerged, following.follow_unmerge)
        register_panel(
            capability="outreach.read", order=60, template="outreach/panel.html", context=panel, place="aside"
        )
        for promise, check in (
            ("What was taken back never left", verification.taken_back_never_left),
            ("Nothing leaves too early or too late", verification.nothing_left_early),
            ("Numbers that said stop are not texted", verification.stopped_numbers_are_not_texted),
            ("Notices are in the chart's compartment", verification.notices_are_in_the_charts_compartment),
        ):
            register_check("outreach", promise, check)
        for group, label, url_name, icon, capability, keys, order in (
            ("Patients", "Call list", "outreach:calls", "phone-call", "outreach.read", "g o", 24),
            ("Patients", "Sent to patients", "outreach:log", "send", "outreach.read", "", 33),
            ("Contact rules", "Wordings", "outreach:wordings", "language", "outreach.manage", "", 73),
            ("Contact rules", "Gateways", "outreach:gateways", "plug", "organization.manage", "", 75),
        ):
            register_item(
                group=group,
                label=label,
                url_name=url_name,
                icon=icon,
                capability=capability,
                keys=keys,
                order=order,
            )
