"""What colleagues write to each other."""

from __future__ import annotations

from wellrun.platform.access.matrix import Role
from wellrun.practice.conversations.api import To, begin_thread, read_thread, reply
from wellrun.simulation.world import World

_ASKED = (
    (
        "Exam 3",
        "The otoscope in Exam 3 is dead again. Is there a spare?",
        "Took one from Exam 5; ordered batteries.",
    ),
    ("Lunch cover", "Can you take my window from 12 to 1 today?", "Sure."),
    ("Interpreter", "Spanish interpreter is booked for the 2 o'clock.", "Thanks, I told the patient."),
    ("Forms", "The school forms are on your desk to sign.", "Signed, in the tray."),
    ("Voicemail", "Voicemail had nine messages this morning, all logged.", "Great, thank you."),
    ("Supplies", "Down to the last box of small gloves.", "More come Thursday."),
)


class Colleagues:
    """Threads between staff: a few each day, most of them answered."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chance = world.chance.of("colleagues")

    def morning(self, left: int) -> None:
        """One of each site writes to another, who reads it and answers."""
        for site in self.world.plan.sites:
            self._thread(site.key, answered=left > 0 or self.chance.random() < 0.5)

    def stop(self) -> None:
        """What was written this morning is still unread: to the front desk, to a manager, to the surgical desk."""
        world = self.world
        manager = world.staff(Role.OFFICE_MANAGER, "")[0]
        for site in world.plan.sites:
            desk = world.staff(Role.MEDICAL_SECRETARY, site.key)
            with world.refusals_counted(), world.acting_as(manager) as (by, at):
                begin_thread(
                    title="Closed on the holiday", text="Please tell everybody who calls that we are closed that day.",
                    to=[To(role=Role.MEDICAL_SECRETARY.value, unit_id=world.units[site.key].id)], by=by, at=at,
                )  # fmt: skip
            for receiver in (manager, *world.staff(Role.SURGICAL_COORDINATOR, site.key)):
                with world.refusals_counted(), world.acting_as(desk[0]) as (by, at):
                    begin_thread(
                        title="Patient at the window", text="Asks about the estimate for the operation. Can you call?",
                        to=[To(person_id=world.users[receiver].person_id)], by=by, at=at,
                    )  # fmt: skip
                    world.counts["messages between staff"] += 1

    def _thread(self, site: str, *, answered: bool) -> None:
        world = self.world
        units = [site, *(each.key for each in world.plan.departments if each.site == site)]
        people = [each.username for each in world.plan.staff if each.unit in units]
        sender, receiver = self.chance.sample(people, 2)
        title, asked, said = self.chance.choice(_ASKED)
        with world.refusals_counted(), world.acting_as(sender) as (by, at):
            to = [To(person_id=world.users[receiver].person_id)]
            thread = begin_thread(title=title, text=asked, to=to, by=by, at=at)
            world.counts["messages between staff"] += 1
        if answered:
            with world.refusals_counted(), world.acting_as(receiver) as (by, at):
                read_thread(thread_id=thread.id, by=by, at=at)
                reply(thread_id=thread.id, text=said, by=by, at=at)
            with world.refusals_counted(), world.acting_as(sender) as (by, at):
                read_thread(thread_id=thread.id, by=by, at=at)
