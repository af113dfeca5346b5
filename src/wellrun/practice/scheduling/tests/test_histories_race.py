"""Many at once: holds, overbookings and last seats go to one; after a storm of acts no promise is broken."""

from __future__ import annotations

import random
from datetime import timedelta

from django.db import transaction

from wellrun.platform.access.api import Refused
from wellrun.platform.database.identity import acting
from wellrun.practice.facilities.testing import make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import NINE
from wellrun.practice.scheduling.tests.test_race import overlaps, together, world

CHECKS = (
    verification.visits_hold_their_time,
    verification.only_visits_hold_time,
    verification.groups_hold_their_time,
    verification.overbooked_visits_say_why,
    verification.open_holds_hold_time,
    verification.patients_are_in_one_place,
    verification.states_follow_steps,
    verification.places_follow_steps,
    verification.histories_are_whole,
    verification.histories_are_seen_with_their_visits,
)


def attempt(actor, operation, **asked):
    """What an operation gave in a transaction of its own, or the refusal."""
    with acting(actor.identity()):
        try:
            with transaction.atomic():
                return operation(by=actor, at=asked.pop("at", NOW), **asked)
        except Refused as refused:
            return refused


def wanted(clinic, starts_at=NINE):
    return {"visit_type_id": clinic.kind.id, "provider_id": clinic.provider.id, "starts_at": starts_at}


def won(outcomes):
    return [each for each in outcomes if not isinstance(each, Exception)]


def test_of_six_who_hold_or_book_one_time_one_has_it(committed_db):
    clinic, _, patients, actor = world(device_kind="")

    def work(number):
        if number % 2:
            return attempt(actor, scheduling.hold_time, **wanted(clinic))
        return attempt(actor, scheduling.book_appointment, patient_id=patients[number].id, **wanted(clinic))

    assert len(won(together(work, 6))) == 1
    assert overlaps(actor) == 0


def test_nobody_slips_in_while_a_hold_becomes_the_visit(committed_db):
    clinic, _, patients, actor = world(device_kind="")
    held = attempt(actor, scheduling.hold_time, **wanted(clinic))

    def work(number):
        mine = {"hold_id": held.id} if number == 3 else {}
        return attempt(
            actor, scheduling.book_appointment, patient_id=patients[number].id, **wanted(clinic), **mine
        )

    [visit] = won(together(work, 8))
    assert (visit.id, visit.patient_id) == (held.id, patients[3].id)
    assert overlaps(actor) == 0


def test_of_four_overbookers_as_many_win_as_the_rule_allows(committed_db):
    clinic, _, patients, actor = world(device_kind="")
    with acting(actor.identity()), transaction.atomic():
        for number in range(4):
            make_room(clinic.office, name=f"Exam {number + 2}")
    attempt(
        actor, scheduling.set_overbook_rule, provider_id=clinic.provider.id, unit=clinic.office.cardiology,
        most_at_once=2, most_a_day=5,
    )  # fmt: skip
    attempt(actor, scheduling.book_appointment, patient_id=patients[9].id, **wanted(clinic))

    def work(number):
        return attempt(
            actor,
            scheduling.book_appointment,
            patient_id=patients[number].id,
            overbook_reason="Must be seen",
            **wanted(clinic),
        )

    assert len(won(together(work, 4))) == 2
    with acting(actor.identity()):
        assert [each() for each in CHECKS] == [[]] * len(CHECKS)


def test_of_three_for_the_last_seat_one_sits(committed_db):
    clinic, _, patients, actor = world(device_kind="")
    clinic.kind.capacity = 2
    with acting(actor.identity()), transaction.atomic():
        clinic.kind.save(update_fields=["capacity"])
    group = attempt(actor, scheduling.open_group, **wanted(clinic))
    attempt(actor, scheduling.join_group, group_id=group.id, patient_id=patients[9].id)

    def work(number):
        return attempt(actor, scheduling.join_group, group_id=group.id, patient_id=patients[number].id)

    outcomes = together(work, 3)
    assert [visit.seat for visit in won(outcomes)] == [2]
    assert sum(isinstance(each, scheduling.GroupFull) for each in outcomes) == 2


def test_a_series_and_a_single_visit_do_not_share_a_time(committed_db):
    clinic, _, patients, actor = world(device_kind="")
    rule = scheduling.SeriesRule(scheduling.Repeats.WEEKS, count=6)

    def work(number):
        if number == 0:
            return attempt(
                actor, scheduling.book_series, patient_id=patients[0].id, visit_type_id=clinic.kind.id,
                provider_id=clinic.provider.id, first_starts_at=NINE, rule=rule,
            )  # fmt: skip
        later = NINE + timedelta(days=35)
        return attempt(actor, scheduling.book_appointment, patient_id=patients[1].id, **wanted(clinic, later))

    series, single = together(work, 2)
    assert isinstance(series, Exception) != isinstance(single, Exception)
    with acting(actor.identity()):
        count = scheduling.Appointment.objects.count()
    assert count == (1 if isinstance(series, Exception) else 6)
    assert overlaps(actor) == 0


class Storm:
    """Random acts of one thread over few providers, one exam room more, and eight patients."""

    def __init__(self, number, clinic, providers, patients, actor):
        self.chance, self.clinic, self.actor = random.Random(number), clinic, actor  # noqa: S311 (not a secret)
        self.providers, self.patients = providers[:3], patients[:8]

    def time(self):
        return NINE + timedelta(minutes=30 * self.chance.randrange(6))

    def wanted(self):
        return wanted(self.clinic, self.time()) | {"provider_id": self.chance.choice(self.providers).id}

    def visit(self):
        with acting(self.actor.identity()):
            ids = list(scheduling.Appointment.objects.values_list("id", flat=True))
        return self.chance.choice(ids) if ids else None

    def act(self):
        kind = self.chance.choice(
            ("book", "book", "move", "move", "cancel", "undo", "hold", "overbook", "bulk")
        )
        patient, visit = self.chance.choice(self.patients).id, self.visit()
        if kind in ("book", "overbook") or visit is None:
            why = {"overbook_reason": "Must be seen"} if kind == "overbook" else {}
            return attempt(
                self.actor, scheduling.book_appointment, patient_id=patient, **why, **self.wanted()
            )
        if kind == "move":
            asked = {"starts_at": self.time(), "provider_id": self.chance.choice(self.providers).id}
            minutes = self.chance.choice((None, 15, 45))
            return attempt(
                self.actor, scheduling.move_appointment, appointment_id=visit, minutes=minutes, **asked
            )
        if kind == "cancel":
            return attempt(self.actor, scheduling.cancel_appointment, appointment_id=visit, reason="Storm")
        if kind == "undo":
            return attempt(self.actor, scheduling.undo_step, appointment_id=visit)
        if kind == "bulk":
            return attempt(self.actor, scheduling.cancel_visits, appointment_ids=[visit], reason="Storm")
        return self.hold(patient)

    def hold(self, patient):
        asked = self.wanted()
        held = attempt(self.actor, scheduling.hold_time, **asked)
        if isinstance(held, Exception):
            return held
        if self.chance.random() < 0.3:
            return attempt(self.actor, scheduling.release_hold, hold_id=held.id)
        at = NOW + timedelta(minutes=self.chance.choice((0, 20)))
        return attempt(
            self.actor, scheduling.book_appointment, patient_id=patient, hold_id=held.id, at=at, **asked
        )


def test_after_a_storm_of_acts_every_promise_holds(committed_db):
    clinic, providers, patients, actor = world(device_kind="")
    with acting(actor.identity()), transaction.atomic():
        make_room(clinic.office, name="Exam 2")
    for provider in providers[:3]:
        attempt(
            actor, scheduling.set_overbook_rule, provider_id=provider.id, unit=clinic.office.cardiology,
            most_at_once=1, most_a_day=4,
        )  # fmt: skip

    def work(number):
        storm = Storm(number, clinic, providers, patients, actor)
        return [type(storm.act()).__name__ for _ in range(30)]

    done = [name for names in together(work, 8) for name in names]
    assert done.count("Appointment") > 20
    assert len(set(done)) > 3
    with acting(actor.identity()):
        assert [each() for each in CHECKS] == [[]] * len(CHECKS)
    assert overlaps(actor) == 0
