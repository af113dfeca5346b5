"""The front desk as a Django app."""

from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    """The front desk."""

    name = "wellrun.practice.frontdesk"
    label = "frontdesk"

    def ready(self) -> None:
        """Offer the desk's pages in the navigation, and listen to the rooms below."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item
        from wellrun.platform.verification import register_check
        from wellrun.practice.billing.api import register_open_drawer
        from wellrun.practice.billing.events import PaymentTaken, PaymentVoided
        from wellrun.practice.frontdesk.operations import calls, cash, check_in, follow_merge
        from wellrun.practice.frontdesk.operations.follow_chart import follow_chart
        from wellrun.practice.frontdesk.queries import verification
        from wellrun.practice.frontdesk.queries.check_in import check_in_page
        from wellrun.practice.frontdesk.queries.drawers import drawer_of
        from wellrun.practice.frontdesk.screens.panels import visit_prints
        from wellrun.practice.patients.api import CompartmentChanged, PatientsMerged, PatientsUnmerged
        from wellrun.practice.scheduling.api import register_arrival_page, register_visit_panel
        from wellrun.practice.scheduling.events import VisitAdvanced
        from wellrun.practice.worklist.events import TaskFinished, TaskReopened

        subscribe(PatientsMerged, follow_merge.follow_merge)
        subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
        register_item(group="Today", label="Calls", url_name="frontdesk:calls", icon="phone",
                      capability="calls.log", keys="g c", order=30)  # fmt: skip
        register_item(group="Today", label="My drawer", url_name="frontdesk:drawer", icon="cash",
                      capability="cash.take", keys="g m", order=40)  # fmt: skip
        register_check(
            "frontdesk", "Check-ins in force belong to visits that arrived", verification.check_ins_arrived
        )
        register_check(
            "frontdesk", "Money of a check-in was taken for its visit", verification.check_in_money
        )
        register_check(
            "frontdesk", "Counted drawers tie to the ledger", verification.counts_follow_the_ledger
        )
        register_check(
            "frontdesk", "Cash lies in the drawer of who took it", verification.cash_lies_in_drawers
        )
        register_check(
            "frontdesk", "Closed days keep their totals", verification.closed_days_keep_their_totals
        )
        register_check(
            "frontdesk", "Call-backs and their tasks wait together", verification.call_backs_have_their_tasks
        )
        register_visit_panel(
            capability="appointments.read",
            order=90,
            template="frontdesk/visit_prints.html",
            context=visit_prints,
        )
        register_open_drawer(drawer_of)
        register_arrival_page(check_in_page)
        subscribe(CompartmentChanged, follow_chart)
        subscribe(TaskFinished, calls.note_finished_task)
        subscribe(TaskReopened, calls.note_reopened_task)
        subscribe(PaymentTaken, cash.check_drawer)
        subscribe(PaymentVoided, cash.check_voided)
        subscribe(VisitAdvanced, check_in.note_step_back)
