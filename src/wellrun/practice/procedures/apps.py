"""Procedures as a Django app."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The room procedures."""

    name = "wellrun.practice.procedures"
    label = "procedures"

    def ready(self) -> None:
        """Offer the pages, describe cases, follow charts, tasks and messages, and bring the invariants."""
        from wellrun.platform.events import subscribe
        from wellrun.practice.exchange.api import register_subjects, register_unseen
        from wellrun.practice.exchange.events import TransmissionReceived
        from wellrun.practice.facilities.api import register_describer
        from wellrun.practice.patients.api import (
            CompartmentChanged,
            PatientsMerged,
            PatientsUnmerged,
            register_merge_obstacles,
            register_panel,
        )
        from wellrun.practice.procedures import jobs  # noqa: F401 (declares the jobs)
        from wellrun.practice.procedures.operations import follow_chart, follow_tasks
        from wellrun.practice.procedures.operations.receive_message import take_message
        from wellrun.practice.procedures.queries.conflicts import describe_cases
        from wellrun.practice.procedures.queries.transmissions import patients_of_message, speaks_of_unseen
        from wellrun.practice.procedures.screens.panel import global_period_flag, panel
        from wellrun.practice.scheduling.api import register_visit_flag
        from wellrun.practice.worklist.events import TaskFinished

        subscribe(CompartmentChanged, follow_chart.follow_chart)
        subscribe(PatientsMerged, follow_chart.follow_merge)
        subscribe(PatientsUnmerged, follow_chart.follow_unmerge)
        subscribe(TaskFinished, follow_tasks.follow_finished)
        subscribe(TransmissionReceived, take_message)
        register_subjects(patients_of_message)
        register_unseen(speaks_of_unseen)
        register_merge_obstacles(merging=follow_chart.overlapping_cases)
        register_describer(describe_cases)
        register_visit_flag(global_period_flag)
        register_panel(capability="cases.read", order=15, template="procedures/panel.html", context=panel)
        _offer_pages()
        _bring_invariants()


def _offer_pages() -> None:
    from wellrun.platform.ui.menu import register_item

    for label, url_name, icon, capability, keys, order in (
        ("Cases", "procedures:cases", "building-hospital", "cases.read", "g h", 30),
        ("Block time", "procedures:blocks", "calendar-time", "cases.read", "", 31),
        ("Hospital messages", "procedures:messages", "transfer", "cases.read", "", 32),
        ("Hospitals", "procedures:facilities", "building", "blocks.manage", "", 33),
        ("Preference cards", "procedures:cards", "id", "blocks.manage", "", 34),
    ):
        register_item(
            group="Surgery",
            label=label,
            url_name=url_name,
            icon=icon,
            capability=capability,
            keys=keys,
            order=order,
        )


def _bring_invariants() -> None:
    from wellrun.platform.verification import register_check
    from wellrun.practice.procedures.queries import verification

    for promise, check in (
        ("Cases hold their surgeon, travel included", verification.cases_hold_their_surgeon),
        ("Only cases that are to be hold time for cases", verification.only_cases_hold_theaters),
        ("Ready cases have nothing open that blocks", verification.ready_cases_are_ready),
        ("Histories of cases are whole", verification.case_histories_are_whole),
        ("Cases are in the chart's compartment", verification.cases_are_in_the_charts_compartment),
    ):
        register_check("procedures", promise, check)
