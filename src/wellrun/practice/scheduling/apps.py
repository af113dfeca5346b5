"""Scheduling as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

#: The pages of the room in the navigation: group, label, address, icon, capability, keys, order.
PAGES = (
    ("Today", "Calendar", "calendar", "calendar", "appointments.read", "g d", 20),
    ("Patients", "Find a time", "find", "calendar-plus", "appointments.book", "g f", 21),
    ("Today", "Change a day", "bulk", "calendar-repeat", "appointments.book", "", 23),
    ("Today", "Group visits", "groups", "users", "appointments.read", "", 24),
    ("Patients", "Not rebooked", "unscheduled", "calendar-off", "appointments.book", "", 24),
    ("Patients", "Several visits", "orders", "calendar-repeat", "appointments.book", "", 22),
    ("Office", "Booking rules", "rules", "clipboard-check", "appointments.configure", "", 70),
    ("Office", "Visit types", "visit_types", "list", "appointments.configure", "", 71),
    ("Office", "Availability", "availability", "clock", "appointments.configure", "", 72),
    ("Office", "Closed days", "closed_days", "calendar-off", "appointments.configure", "", 73),
    ("Office", "Assistants", "assistants", "users", "appointments.configure", "", 74),
    ("Office", "Reminders", "reminders", "bell", "outreach.manage", "", 76),
    ("Office", "Access", "access", "gauge", "appointments.read", "", 75),
)


class SchedulingConfig(AppConfig):
    """The scheduling room."""

    name = "wellrun.practice.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        """Offer the pages, describe visits to facilities, follow its news and the chart's, and bring the invariants."""
        from wellrun.platform.events import subscribe
        from wellrun.practice.facilities.api import register_describer
        from wellrun.practice.facilities.events import FaultCleared, FaultReported
        from wellrun.practice.patients.api import (
            CompartmentChanged,
            PatientsMerged,
            PatientsUnmerged,
            register_merge_obstacles,
            register_panel,
        )
        from wellrun.practice.scheduling import jobs
        from wellrun.practice.scheduling.operations import follow_merge
        from wellrun.practice.scheduling.operations.follow_chart import follow_chart
        from wellrun.practice.scheduling.queries.stranded import describe_visits
        from wellrun.practice.scheduling.screens.panel import panel

        subscribe(PatientsMerged, follow_merge.follow_merge)
        subscribe(PatientsUnmerged, follow_merge.follow_unmerge)
        register_merge_obstacles(merging=follow_merge.overlapping_visits)
        register_describer(describe_visits)

        def follow_fault(event: FaultReported) -> None:
            if event.booking_ids:
                jobs.tell_stranded.defer(
                    organization_id=str(event.organization_id),
                    booking_ids=[str(each) for each in event.booking_ids],
                    because=f"{event.name} is out of order: {event.note}",
                )

        def follow_repair(event: FaultCleared) -> None:
            if event.booking_ids:
                jobs.forget_stranded.defer(
                    organization_id=str(event.organization_id),
                    booking_ids=[str(each) for each in event.booking_ids],
                )

        subscribe(FaultReported, follow_fault)
        subscribe(FaultCleared, follow_repair)
        subscribe(CompartmentChanged, follow_chart)
        _bring_invariants()
        register_panel(
            capability="appointments.read", order=10, template="scheduling/panel.html", context=panel
        )
        _offer_pages()
        _reach_patients()


def _reach_patients() -> None:
    from wellrun.platform.events import subscribe
    from wellrun.practice.outreach.api import register_relevance
    from wellrun.practice.outreach.events import GatewaySet, NoticeAnswered
    from wellrun.practice.scheduling.operations import visit_words
    from wellrun.practice.scheduling.operations.follow_answer import follow_answer, follow_gateway
    from wellrun.practice.scheduling.operations.tell_patient import untrue

    visit_words.bring_wordings()
    register_relevance(visit_words.KINDS, untrue)
    subscribe(NoticeAnswered, follow_answer)
    subscribe(GatewaySet, follow_gateway)


def _bring_invariants() -> None:
    from wellrun.platform.verification import register_check
    from wellrun.practice.scheduling.queries import verification

    for promise, check in (
        ("Visits hold exactly what they need, when they need it", verification.visits_hold_their_time),
        ("Only visits that are to be hold time", verification.only_visits_hold_time),
        ("No patient is in two places", verification.patients_are_in_one_place),
        ("Visits are in the state of their last step", verification.states_follow_steps),
        ("Visits are where their history puts them", verification.places_follow_steps),
        ("Histories of visits are whole", verification.histories_are_whole),
        ("Histories are seen with their visits", verification.histories_are_seen_with_their_visits),
        ("Group visits hold their time for all", verification.groups_hold_their_time),
        ("Overbooked visits say why", verification.overbooked_visits_say_why),
        ("Only open holds hold time", verification.open_holds_hold_time),
        ("Visits are in the chart's compartment", verification.visits_are_in_the_charts_compartment),
    ):
        register_check("scheduling", promise, check)


def _offer_pages() -> None:
    from wellrun.platform.ui.menu import register_item

    for group, label, page, icon, capability, keys, order in PAGES:
        register_item(
            group=group, label=label, url_name=f"scheduling:{page}", icon=icon, capability=capability, keys=keys,
            order=order,
        )  # fmt: skip
