"""Scheduling as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    """The scheduling room."""

    name = "wellrun.practice.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        """Offer the pages, describe visits to facilities, follow its news and the chart's, and bring the invariants."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item
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
        _bring_rebooking()
        register_panel(
            capability="appointments.read", order=10, template="scheduling/panel.html", context=panel
        )
        for group, label, url_name, icon, capability, keys, order in (
            ("Today", "Calendar", "scheduling:calendar", "calendar", "appointments.read", "g d", 20),
            ("Patients", "Find a time", "scheduling:find", "calendar-plus", "appointments.book", "g f", 21),
            ("Office", "Visit types", "scheduling:visit_types", "list", "appointments.configure", "", 71),
            ("Office", "Availability", "scheduling:availability", "clock", "appointments.configure", "", 72),
            ("Today", "Absences", "scheduling:absences", "user-off", "appointments.configure", "", 24),
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
        ("Visits are in the chart's compartment", verification.visits_are_in_the_charts_compartment),
    ):
        register_check("scheduling", promise, check)


def _bring_rebooking() -> None:
    from wellrun.platform.events import subscribe
    from wellrun.platform.verification import register_check
    from wellrun.practice.scheduling import jobs
    from wellrun.practice.scheduling.events import (
        AppointmentCancelled,
        AppointmentMoved,
        ProviderAway,
        ProviderBack,
    )
    from wellrun.practice.scheduling.operations.accept_plan import follow_visit
    from wellrun.practice.scheduling.queries import rebooking_checks

    def tell(event: ProviderAway) -> None:
        if event.booking_ids:
            jobs.tell_stranded.defer(
                organization_id=str(event.organization_id),
                booking_ids=[str(each) for each in event.booking_ids],
                because=event.because,
            )

    def forget(event: ProviderBack) -> None:
        jobs.forget_stranded.defer(
            organization_id=str(event.organization_id),
            booking_ids=[str(each) for each in event.booking_ids],
            because="The provider is back.",
        )

    subscribe(ProviderAway, tell)
    subscribe(ProviderBack, forget)
    subscribe(AppointmentMoved, follow_visit)
    subscribe(AppointmentCancelled, follow_visit)
    for promise, check in (
        (
            "Every visit of a closed plan is settled or on the worklist",
            rebooking_checks.closed_plans_are_settled,
        ),
        ("Absences are blocks in the time book", rebooking_checks.absences_are_blocks),
        ("Plans are seen with their visits", rebooking_checks.moves_are_seen_with_their_visits),
    ):
        register_check("scheduling", promise, check)
