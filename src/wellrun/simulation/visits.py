"""A visit on its day: whether they come, when, and their way through the office."""

from __future__ import annotations

from datetime import datetime, timedelta

from wellrun.practice.frontdesk.api import CheckInDraft, check_in
from wellrun.practice.patients.api import HistoryDetails, add_history, consents_due, patient
from wellrun.practice.scheduling.api import VisitState, advance_visit
from wellrun.simulation.bookings import book, times_for
from wellrun.simulation.charging import enter_superbill
from wellrun.simulation.medicine import complaint_named
from wellrun.simulation.world import Booked, World

#: After so many minutes nobody expects the patient any more.
GIVEN_UP_AFTER = 35
#: Payers' answers about eligibility are asked for anew after so many days; the claim edits want them fresh.
ASKED_AGAIN_AFTER = timedelta(days=20)
_SELF_PAY_DEPOSIT_CENTS = 8000


class Visits:
    """The visits of one day. Each provider sees one patient at a time, in the order in which they were roomed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chance = world.chance.of("visits")
        self.free_at: dict[str, datetime] = {}

    def expect(self, booked: Booked) -> None:
        """Decide whether the patient will come, and when; called in the morning, and for what is booked that day."""
        starts_at = booked.starts_at
        missing = 0.09 if booked.known.payer in ("medicaid", "") else 0.045
        if self.chance.random() < missing * (0.5 if booked.confirmed else 1.3):
            self.world.agenda.at(
                booked.starts_at + timedelta(minutes=GIVEN_UP_AFTER), lambda: self._missed(booked, starts_at)
            )
            return
        offset = self.chance.gauss(-9, 6)
        if self.chance.random() < 0.08:
            offset = self.chance.uniform(11, 28)
        arrives_at = starts_at + timedelta(minutes=offset)
        self.world.agenda.at(arrives_at, lambda: self._arrives(booked, starts_at))

    def _missed(self, booked: Booked, starts_at: datetime) -> None:
        if self._gone(booked, starts_at):
            return
        desk = self.chance.choice(self.world.desk_of(booked.department))
        with self.world.acting_as(desk) as (by, at):
            advance_visit(appointment_id=booked.id, to=VisitState.NO_SHOW, by=by, at=at)
        self._leaves_book(booked)
        self.world.counts["no-shows"] += 1

    def _gone(self, booked: Booked, starts_at: datetime) -> bool:
        # Canceled, or moved to another time, since the morning.
        return booked.id not in self.world.diary or booked.starts_at != starts_at

    def _leaves_book(self, booked: Booked) -> None:
        self.world.diary.pop(booked.id, None)

    def _arrives(self, booked: Booked, starts_at: datetime) -> None:
        if self._gone(booked, starts_at):
            return
        world, known = self.world, booked.known
        desk = self.chance.choice(world.desk_of(booked.department))
        with world.acting_as(desk) as (by, at):
            changes = {}
            version = 1
            if self.chance.random() < 0.03:
                version = patient(known.id).version
                changes = {"email": f"{known.name.replace(' ', '.')}.{version}@mail.example".lower()}
            cents, method = self._pays(booked)
            draft = CheckInDraft(
                identifiers=("name", "birth date"),
                expected_version=version,
                changes=changes,
                coverage_id=known.coverage_id,
                coverage_result=self._asks_payer(booked),
                consents=tuple(consents_due(known.id, world.today())),
                payment_cents=cents,
                payment_method=method,
                payment_reference=f"APPR {self.chance.randint(100000, 999999)}" if method == "card" else "",
            )
            check_in(appointment_id=booked.id, draft=draft, by=by, at=at)
        world.counts["arrived"] += 1
        self._wait_for_room(booked)

    def _asks_payer(self, booked: Booked) -> str:
        known, today = booked.known, self.world.today()
        fresh = known.verified_on is not None and today - known.verified_on < ASKED_AGAIN_AFTER
        # In the morning rush the question is forgotten now and then; the claim then waits for a biller.
        if known.coverage_id is None or fresh or self.chance.random() < 0.06:
            return ""
        known.verified_on = today
        return "active"

    def _pays(self, booked: Booked) -> tuple[int, str]:
        due = booked.known.copay_cents if booked.known.coverage_id else _SELF_PAY_DEPOSIT_CENTS
        if not due or self.chance.random() > (0.93 if booked.known.coverage_id else 0.6):
            return 0, ""
        self.world.counts["paid at the desk, cents"] += due
        return due, self.chance.choices(("card", "cash", "check"), (62, 26, 12))[0]

    def _wait_for_room(self, booked: Booked) -> None:
        now, free = self.world.now(), self.free_at.get(booked.provider)
        roomed_at = max(
            now + timedelta(minutes=self.chance.uniform(3, 8)), booked.starts_at - timedelta(minutes=5)
        )
        if free is not None:
            roomed_at = max(roomed_at, free - timedelta(minutes=10))
        seen_at = max(roomed_at + timedelta(minutes=self.chance.uniform(4, 9)), free or roomed_at)
        done_at = seen_at + timedelta(minutes=booked.visit.minutes * self.chance.uniform(0.55, 1.0))
        self.free_at[booked.provider] = done_at
        world = self.world
        world.agenda.at(roomed_at, lambda: self._advance(booked, VisitState.ROOMED))
        world.agenda.at(seen_at, lambda: self._advance(booked, VisitState.WITH_PROVIDER))
        leaves_at = done_at + timedelta(minutes=self.chance.uniform(2, 7))
        world.agenda.at(leaves_at, lambda: self._leaves(booked))

    def _advance(self, booked: Booked, state: VisitState) -> None:
        clinical = self.world.clinical_of(booked.department)
        user = booked.provider if state == VisitState.WITH_PROVIDER else self.chance.choice(clinical)
        with self.world.acting_as(user) as (by, at):
            advance_visit(appointment_id=booked.id, to=state, by=by, at=at)
        if state == VisitState.ROOMED and self.chance.random() < 0.12:
            self._writes_history(booked)

    def _writes_history(self, booked: Booked) -> None:
        world = self.world
        complaint = complaint_named(booked.department, booked.reason)
        if complaint.code.startswith("Z"):
            entry = HistoryDetails(kind="social", text="Walks half an hour a day", source="patient")
        else:
            entry = HistoryDetails(
                kind="problem", text=complaint.text, code_system="icd10cm", code=complaint.code, source="provider",
                onset_on=world.today() - timedelta(days=self.chance.randint(1, 20)),
            )  # fmt: skip
        with (
            world.refusals_counted(),
            world.acting_as(self.chance.choice(world.clinical_of(booked.department))) as (
                by,
                at,
            ),
        ):
            add_history(patient_id=booked.known.id, entry=entry, by=by, at=at)

    def _leaves(self, booked: Booked) -> None:
        world = self.world
        with world.acting_as(self.chance.choice(world.desk_of(booked.department))) as (by, at):
            advance_visit(appointment_id=booked.id, to=VisitState.CHECKED_OUT, by=by, at=at)
            new = booked.department not in booked.known.seen
            booked.known.seen.add(booked.department)
            if self.chance.random() < 0.25:
                with world.refusals_counted():
                    self._books_return(booked, by)
        self._leaves_book(booked)
        world.counts["checked out"] += 1
        world.papers[booked.id] = booked
        if self.chance.random() < 0.9:
            who = (
                booked.provider
                if self.chance.random() < 0.3
                else self.chance.choice(world.clinical_of(booked.department))
            )
            world.agenda.after(
                self.chance.uniform(15, 50), lambda: enter_superbill(world, booked, who, new=new)
            )

    def _books_return(self, booked: Booked, by) -> None:
        world, visits = self.world, self.world.plan.department(booked.department).visits
        visit = next((each for each in visits if each.new_patient is False), booked.visit)
        wanted_on = world.today() + timedelta(days=self.chance.choice((7, 10, 14, 14, 21, 28)))
        offers = times_for(world, booked.provider, booked.department, visit, wanted_on, by, days=7)
        free = [
            each for each in offers if each.starts_at.astimezone(world.zone).date() not in booked.known.days
        ]
        if free:
            starts_at = self.chance.choice(free).starts_at
            book(world, booked.known, booked.provider, booked.department, visit, starts_at, by)
