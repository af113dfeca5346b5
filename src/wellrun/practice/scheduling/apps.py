"""Scheduling as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

#: The pages of the room in the navigation: group, label, address, icon, capability, keys, order.
PAGES = (
    ("Today", "Calendar", "calendar", "calendar", "appointments.read", "g d", 20),
    ("Appointments", "Find a time", "find", "calendar-plus", "appointments.book", "g f", 21),
    ("Appointments", "Change a day", "bulk", "calendar-repeat", "appointments.book", "", 27),
    ("Appointments", "Absences", "absences", "user-off", "appointments.configure", "", 28),
    ("Appointments", "Group visits", "groups", "users", "appointments.read", "", 23),
    ("Appointments", "Not rebooked", "unscheduled", "calendar-off", "appointments.book", "", 29),
    ("Appointments", "Several visits", "orders", "calendar-repeat", "appointments.book", "", 22),
    ("Appointments", "Wait list", "waiting", "hourglass", "waitlist.work", "g l", 24),
    ("Appointments", "Freed times", "openings", "calendar-time", "waitlist.work", "", 25),
    ("Appointments", "Recalls", "recalls", "calendar-repeat", "recalls.work", "g r", 26),
    ("Contact rules", "Offers and recalls", "offer_rules", "settings", "outreach.manage", "", 72),
    ("Booking rules", "Policies", "rules", "clipboard-check", "appointments.configure", "", 70),
    ("Booking rules", "Visit types", "visit_types", "list", "appointments.configure", "", 71),
    ("Booking rules", "Availability", "availability", "clock", "appointments.configure", "", 72),
    ("Booking rules", "Closed days", "closed_days", "calendar-off", "appointments.configure", "", 73),
    ("Booking rules", "Assistants", "assistants", "users", "appointments.configure", "", 74),
    ("Contact rules", "Reminders", "reminders", "bell", "outreach.manage", "", 71),
    ("Office", "Next available", "access", "gauge", "appointments.read", "", 30),
    ("Booking rules", "Between sites", "travel", "map-pin", "appointments.configure", "", 75),
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
        _follow_waiting()
        _show_waiting()
        _bring_invariants()
        _bring_rebooking()
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
    from wellrun.practice.scheduling.queries import waiting_verification as waiting_checks

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
        (
            "Waiting, offers and recalls are in the chart's compartment",
            waiting_checks.waiting_is_in_the_charts_compartment,
        ),
        ("An accepted offer is a visit and fills its opening", waiting_checks.accepted_offers_fill_openings),
        ("What is over is offered to nobody", waiting_checks.nothing_over_is_offered),
    ):
        register_check("scheduling", promise, check)


def _offer_pages() -> None:
    from wellrun.platform.ui.menu import register_item

    for group, label, page, icon, capability, keys, order in PAGES:
        register_item(
            group=group, label=label, url_name=f"scheduling:{page}", icon=icon, capability=capability, keys=keys,
            order=order,
        )  # fmt: skip


def _follow_waiting() -> None:
    """Offer freed times to those who wait, take their answers, and have wait list and recalls follow the charts."""
    from wellrun.platform.events import subscribe
    from wellrun.practice.outreach.api import register_relevance, register_wording
    from wellrun.practice.outreach.events import NoticeAnswered, NoticeFailed
    from wellrun.practice.patients.api import CompartmentChanged, PatientsMerged, PatientsUnmerged
    from wellrun.practice.scheduling import jobs
    from wellrun.practice.scheduling.events import AppointmentCancelled, AppointmentMoved, OpeningChanged
    from wellrun.practice.scheduling.operations import follow_waiting, still_so
    from wellrun.practice.scheduling.operations.wordings import OFFER, RECALL, WORDINGS

    for (kind, language), wording in WORDINGS.items():
        register_wording(kind, language, wording)
    register_relevance([OFFER], still_so.stale_offers)
    register_relevance([RECALL], still_so.stale_recalls)
    subscribe(PatientsMerged, follow_waiting.follow_merge)
    subscribe(PatientsUnmerged, follow_waiting.follow_unmerge)
    subscribe(CompartmentChanged, follow_waiting.follow_chart)

    def follow_freed(event: AppointmentCancelled | AppointmentMoved) -> None:
        jobs.offer_time.defer(
            unit_id=str(event.unit_id),
            appointment_id=str(event.appointment_id),
            freed_at=event.at.isoformat(),
        )

    def follow_opening(event: OpeningChanged) -> None:
        jobs.tend.defer(organization_id=str(event.organization_id), opening_id=str(event.opening_id))

    def follow_answer(event: NoticeAnswered) -> None:
        if event.kind == OFFER:
            jobs.answered.defer(
                organization_id=str(event.organization_id), offer_id=str(event.subject_id), word=event.word
            )

    def follow_failure(event: NoticeFailed) -> None:
        if event.kind == OFFER:
            jobs.undelivered.defer(organization_id=str(event.organization_id), offer_id=str(event.subject_id))

    subscribe(AppointmentCancelled, follow_freed)
    subscribe(AppointmentMoved, follow_freed)
    subscribe(OpeningChanged, follow_opening)
    subscribe(NoticeAnswered, follow_answer)
    subscribe(NoticeFailed, follow_failure)


def _show_waiting() -> None:
    """Offer the pages of the wait list and recalls."""
    from wellrun.practice.patients.api import register_panel
    from wellrun.practice.scheduling.screens import waiting_panel

    register_panel(
        capability="waitlist.work",
        order=12,
        template="scheduling/panel_waiting.html",
        context=waiting_panel.panel,
    )


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
    from wellrun.practice.scheduling.queries import verification

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
            verification.closed_plans_are_settled,
        ),
        ("Absences are blocks in the time book", verification.absences_are_blocks),
        ("Plans are seen with their visits", verification.moves_are_seen_with_their_visits),
    ):
        register_check("scheduling", promise, check)
