"""The front desk as a Django app."""

from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    """The front desk."""

    name = "wellrun.practice.frontdesk"
    label = "frontdesk"

    def ready(self) -> None:
        """Offer the desk's pages, add to those of others, listen to the rooms below, and bring the invariants."""
        _offer_pages()
        _add_to_pages()
        _listen()
        _bring_invariants()


def _offer_pages() -> None:
    from wellrun.platform.ui.menu import register_item

    for group, label, url_name, icon, capability, keys, order in (
        ("Today", "Walk-ins", "frontdesk:queue", "users", "queue.work", "g q", 25),
        ("Today", "Calls", "frontdesk:calls", "phone", "calls.log", "g c", 30),
        ("Today", "My drawer", "frontdesk:drawer", "cash", "cash.take", "g m", 40),
        ("Booking rules", "Waits", "frontdesk:wait-limits", "hourglass", "appointments.configure", "", 76),
        ("Office", "Downtime pack", "frontdesk:downtime", "printer", "downtime.print", "", 78),
        (
            "Contact rules",
            "Telephone lines",
            "frontdesk:telephone-lines",
            "phone",
            "telephony.manage",
            "",
            75,
        ),
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


def _add_to_pages() -> None:
    from wellrun.practice.billing.api import register_open_drawer
    from wellrun.practice.conversations.api import register_subject
    from wellrun.practice.frontdesk.operations.kiosk_walk_ins import queue_from_kiosk
    from wellrun.practice.frontdesk.queries.check_in import check_in_page
    from wellrun.practice.frontdesk.queries.drawers import drawer_of
    from wellrun.practice.frontdesk.screens import panels, subjects
    from wellrun.practice.intake.api import register_walk_in_desk
    from wellrun.practice.patients.api import register_panel
    from wellrun.practice.scheduling.api import register_arrival_page, register_visit_panel

    register_open_drawer(drawer_of)
    register_walk_in_desk(queue_from_kiosk)
    register_arrival_page(check_in_page)
    for kind, describe in (
        ("patient", subjects.patient_subject),
        ("visit", subjects.visit_subject),
        ("call", subjects.call_subject),
    ):
        register_subject(kind, describe)
    about, prints = "conversations/about.html", "frontdesk/visit_prints.html"
    register_visit_panel(capability="messages.use", order=80, template=about, context=panels.visit_messages)
    register_visit_panel(
        capability="appointments.read", order=90, template=prints, context=panels.visit_prints
    )
    register_panel(
        capability="messages.use", order=80, template=about, context=panels.patient_messages, place="aside"
    )
    prints = "frontdesk/patient_prints.html"
    register_panel(
        capability="appointments.read",
        order=90,
        template=prints,
        context=panels.patient_prints,
        place="aside",
    )


def _listen() -> None:
    from wellrun.platform.events import subscribe
    from wellrun.practice.billing.events import PaymentTaken, PaymentVoided
    from wellrun.practice.frontdesk.operations import calls, cash, check_in, follow_merge
    from wellrun.practice.frontdesk.operations.follow_chart import follow_chart
    from wellrun.practice.patients.api import CompartmentChanged, PatientsMerged, PatientsUnmerged
    from wellrun.practice.scheduling.events import VisitAdvanced
    from wellrun.practice.worklist.events import TaskFinished, TaskReopened

    subscribe(PatientsMerged, follow_merge.follow_merge)
    subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
    subscribe(CompartmentChanged, follow_chart)
    subscribe(TaskFinished, calls.note_finished_task)
    subscribe(TaskReopened, calls.note_reopened_task)
    subscribe(PaymentTaken, cash.check_drawer)
    subscribe(PaymentVoided, cash.check_voided)
    subscribe(VisitAdvanced, check_in.note_step_back)


def _bring_invariants() -> None:
    from wellrun.platform.verification import register_check
    from wellrun.practice.frontdesk.queries import verification

    for promise, check in (
        ("Check-ins in force belong to visits that arrived", verification.check_ins_arrived),
        ("Money of a check-in was taken for its visit", verification.check_in_money),
        ("Counted drawers tie to the ledger", verification.counts_follow_the_ledger),
        ("Cash lies in the drawer of who took it", verification.cash_lies_in_drawers),
        ("Closed days keep their totals", verification.closed_days_keep_their_totals),
        ("Call-backs and their tasks wait together", verification.call_backs_have_their_tasks),
        ("Walk-ins with a visit have one that was booked for them", verification.walk_ins_have_their_visits),
    ):
        register_check("frontdesk", promise, check)
