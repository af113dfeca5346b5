"""Intake as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room intake."""

    name = "wellrun.practice.intake"
    label = "intake"

    def ready(self) -> None:
        """Offer the pages, bring words and invariants, and follow visits and charts."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item
        from wellrun.platform.verification import register_check
        from wellrun.practice.intake.operations import follow_merge, follow_visit
        from wellrun.practice.intake.operations.follow_chart import follow_chart
        from wellrun.practice.intake.operations.wordings import register_wordings
        from wellrun.practice.intake.queries import verification
        from wellrun.practice.intake.screens.flag import says_here
        from wellrun.practice.intake.screens.panel import panel
        from wellrun.practice.patients.api import (
            CompartmentChanged,
            PatientsMerged,
            PatientsUnmerged,
            register_panel,
        )
        from wellrun.practice.scheduling.api import register_visit_flag, register_visit_page
        from wellrun.practice.scheduling.events import AppointmentCancelled, VisitAdvanced

        register_wordings()
        register_visit_page(
            label="Send link", icon="link", url_name="intake:visit-links", capability="appointments.book"
        )
        register_visit_flag(says_here)
        subscribe(AppointmentCancelled, follow_visit.follow_cancellation)
        subscribe(VisitAdvanced, follow_visit.follow_state)
        subscribe(PatientsMerged, follow_merge.follow_merge)
        subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
        subscribe(CompartmentChanged, follow_chart)
        for promise, check in (
            (
                "Nothing that a patient entered was taken over without a person",
                verification.nothing_taken_over_unreviewed,
            ),
            ("A submission is reviewed when none of its items waits", verification.reviews_are_whole),
            ("Submissions are in the chart's compartment", verification.submissions_follow_their_charts),
        ):
            register_check("intake", promise, check)
        register_panel(
            capability="appointments.book", order=15, template="intake/staff/panel.html", context=panel
        )
        register_item(group="Patients", label="Entered by patients", url_name="intake:queue",
                      icon="clipboard-text", capability="intake.review", keys="g n", order=35)  # fmt: skip
        register_item(group="Patients", label="Kiosks", url_name="intake:kiosks", icon="device-tablet",
                      capability="kiosk.run", order=60)  # fmt: skip
        register_item(group="Contact rules", label="Forms for patients", url_name="intake:intake-forms",
                      icon="clipboard-list", capability="appointments.configure", order=73)  # fmt: skip
