"""Patients who do it themselves: they confirm, check in or book by a link, or stand at the kiosk."""

from __future__ import annotations

from datetime import timedelta

from wellrun.practice.intake.api import (
    Origin,
    accept_all,
    book_by_link,
    enter_kiosk,
    find_yourself,
    open_kiosk,
    open_submission,
    prove_birth,
    save_step,
    send_booking_link,
    send_submission,
    send_visit_link,
    serve,
)
from wellrun.practice.outreach.api import enter_by_link, token_of
from wellrun.practice.patients.api import patient
from wellrun.practice.scheduling.api import VisitState, advance_visit, appointment, visit_type
from wellrun.simulation.bookings import enter_in_diary, times_for
from wellrun.simulation.world import Booked, World

#: For how many working days before the last one patients have had links.
_SINCE = 7


class Links:
    """What patients do by link and at the kiosk."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chance = world.chance.of("links")

    def morning(self, left: int) -> None:
        """At each department one patient of the days to come confirms and checks in, another books."""
        if left > _SINCE:
            return
        for department in self.world.plan.departments:
            for booked in self._coming(department.key, 2 if left == 0 else 1):
                sent = self._checks_in(booked)
                if sent is not None and left > 0:
                    self._review(booked, sent)
            if left % 2 == 0:
                self._books(department.key)

    def stop(self) -> None:
        """Somebody stands at the kiosk of each site."""
        for site in self.world.plan.sites:
            self._kiosk(site.key)

    def _coming(self, department: str, count: int) -> list[Booked]:
        now = self.world.now()
        coming = [each for each in self.world.diary.values()
                  if each.department == department and not each.confirmed
                  and now < each.starts_at < now + timedelta(days=2)]  # fmt: skip
        return self.chance.sample(coming, min(count, len(coming)))

    def _checks_in(self, booked: Booked):
        world, sent = self.world, None
        desk = world.desk_of(booked.department)[0]
        with world.refusals_counted(), world.acting_as(desk) as (by, at):
            link, _ = send_visit_link(appointment_id=booked.id, by=by, at=at)
        with world.refusals_counted(), world.acting_as(desk) as (_, at):
            link, guest = enter_by_link(token=token_of(link.id), purpose="visit", request_id=None, at=at)
            visit, chart = appointment(booked.id), patient(booked.known.id)
            assert visit is not None
            assert chart is not None
            prove_birth(link=link, patient=chart, given=chart.birth_on, by=guest, at=at)
            advance_visit(appointment_id=visit.id, to=VisitState.CONFIRMED, by=guest, at=at)
            booked.confirmed = True
            draft = open_submission(
                visit=visit, patient=chart, origin=Origin.LINK, language=chart.language, by=guest, at=at
            )
            sent = self._fills_in(draft.id, visit, guest, at)
            world.counts["checked in by link"] += 1
        return sent

    def _fills_in(self, draft_id, visit, guest, at):
        number = self.chance.randint(10, 99)
        details = {"preferred_name": "", "street2": f"Unit {number}"}
        save_step(submission_id=draft_id, step="details", values=details, by=guest, at=at)
        if self.chance.random() < 0.3:
            values = {"changed": "yes", "note": "New card since the first of the month"}
            save_step(submission_id=draft_id, step="insurance", values=values, by=guest, at=at)
        return send_submission(submission_id=draft_id, visit=visit, by=guest, at=at).id

    def _review(self, booked: Booked, submission_id) -> None:
        world = self.world
        with world.refusals_counted(), world.acting_as(world.desk_of(booked.department)[-1]) as (by, at):
            accept_all(submission_id=submission_id, by=by, at=at)
            world.counts["submissions reviewed"] += 1

    def _books(self, department: str) -> None:
        world, plan = self.world, self.world.plan.department(department)
        visit = next((each for each in plan.visits if each.online), None)
        pool = [each for each in world.patients_of(plan) if visit is not None and each.fits(department, visit)
                and department in each.seen]  # fmt: skip
        if visit is None or not pool:
            return
        known, desk = self.chance.choice(pool), world.desk_of(department)[0]
        provider = self.chance.choice(world.providers_in(department)).username
        with world.refusals_counted(), world.acting_as(desk) as (by, at):
            link, _ = send_booking_link(patient_id=known.id, unit_id=world.units[department].id, by=by, at=at)
            offers = times_for(
                world, provider, department, visit, world.today() + timedelta(days=3), by, days=10
            )
            free = [each for each in offers if each.starts_at.astimezone(world.zone).date() not in known.days]
        if not free:
            return
        booked = None
        with world.refusals_counted(), world.acting_as(desk) as (_, at):
            link, guest = enter_by_link(token=token_of(link.id), purpose="booking", request_id=None, at=at)
            chart, kind = patient(known.id), visit_type(world.visit_types[department, visit.name].id)
            made = book_by_link(
                link=link, patient=chart, visit_type=kind, starts_at=free[0].starts_at,
                provider_id=world.providers[provider].id, by=guest, at=at,
            )  # fmt: skip
            booked = made.subject_id
        if booked is not None:
            with world.as_program():
                enter_in_diary(world, appointment(booked), department, as_visit=visit)
            world.counts["booked by link"] += 1

    def _kiosk(self, site: str) -> None:
        world = self.world
        here = [each.key for each in world.plan.departments if each.site == site]
        coming = [each for each in world.diary.values()
                  if each.department in here and each.starts_at.astimezone(world.zone).date() == world.today()
                  and each.starts_at > world.now()]  # fmt: skip
        desk = world.desk_of(here[0])[0] if here else None
        if desk is None:
            return
        with world.refusals_counted(), world.acting_as(desk) as (by, at):
            _, token = open_kiosk(unit_id=world.units[site].id, by=by, at=at)
        for booked in coming[:1]:
            with world.refusals_counted(), world.acting_as(desk) as (_, at):
                family_name = patient(booked.known.id).family_name
                kiosk, guest = enter_kiosk(token=token, request_id=None, at=at)
                visit, _ = find_yourself(kiosk=kiosk, family_name=family_name, birth_on=booked.known.birth_on,
                                         phone_last=booked.known.phone[-4:], by=guest, at=at)  # fmt: skip
                if visit is not None:
                    draft = serve(kiosk=kiosk, visit=visit, step="details", by=guest, at=at)
                    self._fills_in(draft.id, visit, guest, at)
                    world.counts["checked in at a kiosk"] += 1
