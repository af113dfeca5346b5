"""The telephone: who calls, why, and what the desk does about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

from wellrun.platform.access.api import Actor
from wellrun.practice.frontdesk.api import CallDetails, log_call, return_call
from wellrun.practice.scheduling.api import cancel_appointment, move_appointment
from wellrun.practice.worklist.api import finish_task, open_tasks
from wellrun.simulation.bookings import book, somebody, times_for
from wellrun.simulation.chance import around, weighted
from wellrun.simulation.practice import DepartmentPlan
from wellrun.simulation.world import Booked, Known, World

_WHY = {"appointment": 46, "cancel": 8, "move": 6, "refill": 12, "results": 8, "symptoms": 5, "billing": 7,
        "referral": 4, "records": 2, "other": 2}  # fmt: skip
_NOTES = {
    "refill": "Asks for a refill; has a week left.",
    "results": "Asks whether the lab results are in.",
    "symptoms": "Worse since yesterday; wants to know whether to come in.",
    "billing": "Does not understand a bill.",
    "referral": "Needs a referral sent to another office.",
    "records": "Needs a form for work.",
    "other": "General question.",
}
_CANCEL_REASONS = (
    "Feels better",
    "Has to work",
    "No way to get here",
    "Ill with something else",
    "Family matter",
)
_OUTCOMES = ("Sent to the pharmacy.", "Told the patient; nothing new.", "Left a message, then reached them.",
             "Booked a visit.", "Explained; settled.")  # fmt: skip
_OPENS, _CLOSES = time(8), time(16, 40)


class Calls:
    """The calls of a day. `booked_today` is told of visits that were booked for the same day."""

    def __init__(self, world: World, booked_today: Callable[[Booked], None]) -> None:
        self.world = world
        self.chance = world.chance.of("calls")
        self.booked_today = booked_today

    def plan_day(self) -> None:
        """Spread the day's calls over the day, more of them in the morning."""
        world = self.world
        opens = world.instant(world.today(), _OPENS)
        minutes = (world.instant(world.today(), _CLOSES) - opens).total_seconds() / 60
        for department in world.plan.departments:
            for _ in range(
                around(self.chance, world.plan.calls_a_day * len(world.providers_in(department.key)) / 2)
            ):
                offset = minutes * min(self.chance.random(), self.chance.random() + 0.25)
                world.agenda.at(opens + timedelta(minutes=offset), lambda each=department: self._rings(each))

    def _rings(self, department: DepartmentPlan) -> None:
        why = weighted(self.chance, _WHY)
        desk = self.chance.choice(self.world.desk_of(department.key))
        with self.world.refusals_counted(), self.world.acting_as(desk) as (by, _):
            if why == "appointment":
                self._wants_visit(department, by)
            elif why in ("cancel", "move"):
                self._changes_visit(department, by, moves=why == "move")
            else:
                self._asks(department, why, by)
        self.world.counts["calls"] += 1

    def _log(self, department: DepartmentPlan, known: Known, reason: str, disposition: str, by: Actor, *,
             note: str = "", due_hours: float = 0) -> None:  # fmt: skip
        at = self.world.now()
        details = CallDetails(
            reason=reason, disposition=disposition, caller_name=known.name, caller_number=known.phone,
            patient_id=known.id, note=note, call_back_due_at=at + timedelta(hours=due_hours) if due_hours else None,
        )  # fmt: skip
        call = log_call(unit_id=self.world.units[department.key].id, details=details, by=by, at=at)
        if due_hours and reason == "referral":
            user = next(each for each, found in self.world.users.items() if found.id == by.user_id)
            self.world.agenda.after(due_hours * 50, lambda: self._returns(call.id, user))

    def _returns(self, call_id, user: str) -> None:
        with self.world.refusals_counted(), self.world.acting_as(user) as (by, at):
            return_call(call_id=call_id, outcome=self.chance.choice(_OUTCOMES), by=by, at=at)

    def _wants_visit(self, department: DepartmentPlan, by: Actor) -> None:
        world, today = self.world, self.world.today()
        visit = weighted(self.chance, {each: each.share for each in department.visits})
        known = somebody(world, department.key, visit, today)
        if known is None:
            return
        soon = "ick" in visit.name or visit.name == "Injury visit"
        ahead = 0 if soon else self.chance.choice((1, 2, 4, 7, 7, 10, 14, 14, 18))
        providers = world.providers_in(department.key)
        for provider in self.chance.sample(providers, len(providers)):
            offers = times_for(
                world, provider.username, department.key, visit, today + timedelta(days=ahead), by, days=8
            )
            free = [each for each in offers if each.starts_at.astimezone(world.zone).date() not in known.days]
            if free:
                starts_at = self.chance.choice(free).starts_at
                booked = book(world, known, provider.username, department.key, visit, starts_at, by)
                self._log(department, known, "appointment", "booked", by)
                if starts_at.astimezone(world.zone).date() == today:
                    self.booked_today(booked)
                return
        self._log(department, known, "appointment", "message", by, note="Nothing free in the week they wanted.",
                  due_hours=24)  # fmt: skip

    def _changes_visit(self, department: DepartmentPlan, by: Actor, *, moves: bool) -> None:
        world, now = self.world, self.world.now()
        coming = [
            each
            for each in world.diary.values()
            if each.department == department.key
            and not each.seat
            and each.starts_at > now + timedelta(hours=1)
        ]
        if not coming:
            return
        booked = self.chance.choice(coming)
        if moves:
            self._moves(booked, by)
        else:
            cancel_appointment(
                appointment_id=booked.id, reason=self.chance.choice(_CANCEL_REASONS), by=by, at=now
            )
            world.diary.pop(booked.id)
            booked.known.days.discard(booked.starts_at.astimezone(world.zone).date())
            world.counts["canceled"] += 1
        self._log(department, booked.known, "cancel", "answered", by)

    def _moves(self, booked: Booked, by: Actor) -> None:
        world, now = self.world, self.world.now()
        later_on = max(booked.starts_at.astimezone(world.zone).date(), world.today()) + timedelta(days=3)
        offers = times_for(world, booked.provider, booked.department, booked.visit, later_on, by, days=10)
        free = [
            each for each in offers if each.starts_at.astimezone(world.zone).date() not in booked.known.days
        ]
        if not free:
            return
        starts_at = self.chance.choice(free).starts_at
        move_appointment(appointment_id=booked.id, starts_at=starts_at, reason="Patient asked", by=by, at=now)
        booked.known.days.discard(booked.starts_at.astimezone(world.zone).date())
        booked.known.days.add(starts_at.astimezone(world.zone).date())
        booked.starts_at, booked.confirmed = starts_at, False
        world.counts["moved"] += 1

    def _asks(self, department: DepartmentPlan, why: str, by: Actor) -> None:
        known = self.chance.choice(self.world.patients_of(department))
        promised = self.chance.random() < 0.7
        self._log(department, known, why, "message" if promised else "answered", by, note=_NOTES[why],
                  due_hours=self.chance.choice((2, 4, 24)) if promised else 0)  # fmt: skip

    def return_promised(self, usernames: list[str], share: float) -> None:
        """Let these people work off a share of the call-backs that are theirs."""
        for username in usernames:
            with self.world.acting_as(username) as (by, at):
                for task in open_tasks(by=by, kind="call back"):
                    if self.chance.random() < share:
                        finish_task(task_id=task.id, resolution=self.chance.choice(_OUTCOMES), by=by, at=at)
                        self.world.counts["calls returned"] += 1
