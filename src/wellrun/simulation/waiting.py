"""The wait list and recalls: who would come sooner, what a cancellation offers them, and whom the rules call back."""

from __future__ import annotations

import uuid
from datetime import timedelta

from wellrun.platform.access.matrix import Role
from wellrun.practice.outreach.api import enter_by_link, make_link, token_of
from wellrun.practice.scheduling.api import (
    Appointment,
    AppointmentStep,
    Opening,
    Recall,
    RecallRule,
    TimeOffer,
    Urgency,
    VisitState,
    WaitingEntry,
    accept_offer,
    appointment,
    ask_due_recalls,
    decline_offer,
    find_times,
    join_wait_list,
    make_due_recalls,
    note_call,
    offer_by_hand,
    offer_freed_time,
    set_recall,
    tend_opening,
)
from wellrun.simulation.bookings import enter_in_diary, follow_move
from wellrun.simulation.world import Booked, World

#: So many wait in each department at least, while there are visits that could be earlier.
_WAITING, _OPENINGS_AN_EVENING = 6, 3
_RECALLS_AT, _GAPS_AT = (10, 5, 1), (11, 6, 2)


class Waiting:
    """The wait list of every department, through the days."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chance = world.chance.of("waiting")
        self.offered: set[uuid.UUID] = set()

    def morning(self, left: int) -> None:
        """Patients join; some days a gap is offered by hand, or the rules say whom to call back."""
        for department in self.world.plan.departments:
            self._join(department.key)
        if left in _GAPS_AT:
            self._offer_gap()
        if left in _RECALLS_AT:
            self._recall()

    def evening(self) -> None:
        """Offer the times that were freed today, the soonest first, and ask the first batch of each."""
        world = self.world
        with world.as_program() as (_, at):
            freed = list(
                Appointment.objects.filter(
                    state=VisitState.CANCELLED, starts_at__gt=at + timedelta(hours=14), group_id__isnull=True
                ).exclude(id__in=self.offered).order_by("starts_at", "id")[:_OPENINGS_AN_EVENING]
            )  # fmt: skip
        for visit in freed:
            self.offered.add(visit.id)
            self._offer(visit)

    def stop(self) -> None:
        """Leave one freed time offered and unanswered, and promise a few returns."""
        self.evening()
        self._offer_gap()
        self._set_recalls()

    def _offer(self, visit: Appointment) -> None:
        world = self.world
        with world.refusals_counted(), world.as_program() as (by, at):
            step = AppointmentStep.objects.filter(appointment=visit).order_by("-position").first()
            assert step is not None
            opening = offer_freed_time(appointment_id=visit.id, freed_at=step.at, by=by, at=at)
            if opening is not None:
                tend_opening(opening_id=opening.id, by=by, at=at)
                world.counts["times offered"] += 1

    def _offer_gap(self) -> None:
        """Offer a gap of the days to come, by hand, until one is found that somebody who waits is asked to take."""
        world = self.world
        for department in world.plan.departments:
            desk = world.desk_of(department.key)[0]
            with world.acting_as(desk):
                rows = WaitingEntry.objects.filter(unit_id=world.units[department.key].id, state="waiting")
                entries = list(
                    rows.filter(visit__isnull=False)
                    .select_related("visit_type", "visit")
                    .order_by("since", "id")
                )
            if any(self._offers_gap(entry, desk) for entry in entries):
                return

    def _offers_gap(self, entry: WaitingEntry, desk: str) -> bool:
        """Offer a time of the provider whom somebody waits for; says whether anybody is asked now."""
        world, visit, made = self.world, entry.visit, None
        assert visit is not None
        with world.refusals_counted(), world.acting_as(desk) as (by, at):
            free = find_times(visit_type_id=entry.visit_type_id, provider_id=visit.provider_id,
                              starts_on=world.today() + timedelta(days=1), days=8, limit=1, by=by, at=at)  # fmt: skip
            if free and free[0].starts_at < visit.starts_at:
                made = offer_by_hand(provider_id=visit.provider_id, unit_id=entry.unit_id, by=by, at=at,
                                     starts_at=free[0].starts_at, minutes=entry.visit_type.minutes)  # fmt: skip
        if made is not None:
            with world.refusals_counted(), world.as_program() as (by, at):
                world.counts["times offered"] += 1
                return tend_opening(opening_id=made.id, by=by, at=at).state == "open"
        return False

    def _join(self, department: str) -> None:
        world = self.world
        desk = self.chance.choice(world.desk_of(department))
        coming = [each for each in world.diary.values()
                  if each.department == department and each.starts_at > world.now() + timedelta(days=3)]  # fmt: skip
        coming = [each for each in coming if (department, each.visit.name) in world.visit_types]
        with world.acting_as(desk):
            count = WaitingEntry.objects.filter(unit_id=world.units[department].id, state="waiting").count()
        for booked in self.chance.sample(coming, min(len(coming), max(0, _WAITING - count))):
            self._joins(booked, desk)

    def _joins(self, booked: Booked, desk: str) -> None:
        world = self.world
        urgent = self.chance.random() < 0.15
        wishes = {"urgency": Urgency.URGENT if urgent else Urgency.ROUTINE, "notice_hours": 2}
        if self.chance.random() < 0.3:
            wishes |= {"day_times": ["morning" if self.chance.random() < 0.5 else "afternoon"]}
        if self.chance.random() < 0.3:
            wishes |= {"provider_ids": [world.providers[booked.provider].id]}
        with world.refusals_counted(), world.acting_as(desk) as (by, at):
            join_wait_list(
                patient_id=booked.known.id,
                visit_type_id=world.visit_types[booked.department, booked.visit.name].id,
                # Some would have another visit besides, and not an earlier one.
                visit_id=booked.id if self.chance.random() < 0.75 else None, wishes=wishes, by=by, at=at,
            )  # fmt: skip
            world.counts["joined the wait list"] += 1

    def answer(self) -> None:
        """The first of each batch takes the time, by the link or on the telephone; the others decline or stay silent.
        A batch whose time is up is followed by the next."""
        world = self.world
        with world.as_program():
            open_now = list(Opening.objects.filter(state="open").order_by("made_at", "id"))
        for opening in open_now:
            with world.refusals_counted(), world.as_program() as (by, at):
                tend_opening(opening_id=opening.id, by=by, at=at)
                offers = list(
                    TimeOffer.objects.filter(opening=opening, state="offered").order_by("made_at", "id")
                )
            taken = False
            for offer in offers:
                if not taken and self.chance.random() < 0.75:
                    taken = self._accepts(offer)
                elif not taken and self.chance.random() < 0.5:
                    self._declines(offer)

    def _accepts(self, offer: TimeOffer) -> bool:
        world = self.world
        department = next(key for key, unit in world.units.items() if unit.id == offer.unit_id)
        accepted, source = None, None
        with world.refusals_counted(), world.acting_as(world.desk_of(department)[0]) as (by, at):
            source = offer.entry.visit
            if self.chance.random() < 0.6:
                link = make_link(purpose="offer", subject_id=offer.id, patient=offer.patient, unit_id=offer.unit_id,
                                 expires_at=offer.expires_at, at=at)  # fmt: skip
                _, by = enter_by_link(token=token_of(link.id), purpose="offer", request_id=None, at=at)
            accepted = accept_offer(offer_id=offer.id, by=by, at=at)
        if accepted is None or accepted.appointment_id is None:
            return False
        world.counts["offers accepted"] += 1
        with world.as_program():
            visit = appointment(accepted.appointment_id)
            assert visit is not None
        if visit.id in world.diary:
            follow_move(world, visit)
            self._offer(visit)
        else:
            if source is not None:
                world.diary.pop(source.id, None)
            enter_in_diary(world, visit, department)
        return True

    def _declines(self, offer: TimeOffer) -> None:
        world = self.world
        department = next(key for key, unit in world.units.items() if unit.id == offer.unit_id)
        with world.refusals_counted(), world.acting_as(world.desk_of(department)[0]) as (by, at):
            decline_offer(offer_id=offer.id, by=by, at=at)
            world.counts["offers declined"] += 1

    def _recall(self) -> None:
        world = self.world
        with world.as_program() as (by, at):
            rules = RecallRule.objects.filter(organization_id=world.organization.id).select_related(
                "visit_type"
            )
            for rule in rules.order_by("id"):
                world.counts["recalls by rule"] += make_due_recalls(rule=rule, by=by, at=at)
            world.counts["recalls asked"] += ask_due_recalls(by=by, at=at, limit=40)
        self._call_recalled()

    def _call_recalled(self) -> None:
        world = self.world
        for department in world.plan.departments:
            desk = world.desk_of(department.key)[0]
            with world.refusals_counted(), world.acting_as(desk) as (by, at):
                for recall in Recall.objects.filter(
                    unit_id=world.units[department.key].id, state="call"
                ).order_by("id")[:3]:
                    note_call(recall_id=recall.id, outcome="Left a message", by=by, at=at)

    def _set_recalls(self) -> None:
        world = self.world
        for department in world.plan.departments:
            seen = [each for each in world.papers.values() if each.department == department.key][:2]
            desk = world.staff(Role.MEDICAL_SECRETARY, department.site)[0]
            for booked in seen:
                kind = world.visit_types[department.key, department.visits[0].name]
                with world.refusals_counted(), world.acting_as(desk) as (by, at):
                    set_recall(patient_id=booked.known.id, visit_type_id=kind.id,
                               due_on=world.today() + timedelta(days=90), note="As said at check-out", by=by,
                               at=at)  # fmt: skip
                    world.counts["recalls set"] += 1
