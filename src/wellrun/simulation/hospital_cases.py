"""Operations at the hospital: block time, preference cards, and cases on their way from the request to the charge."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wellrun.platform.access.matrix import Role
from wellrun.practice.procedures.api import (
    Case,
    CaseDetails,
    Chosen,
    Facility,
    Given,
    ImplantLine,
    PreferenceCard,
    ProcedureLine,
    Wanted,
    book_visits,
    cancel_case,
    case_for,
    complete_item,
    confirm_case,
    finish_case,
    keep_block,
    keep_card,
    keep_facility,
    mark_ready,
    postpone_case,
    propose_visits,
    receive_message,
    request_case,
    send_case,
    send_messages,
    waive_item,
)
from wellrun.simulation.bookings import enter_in_diary
from wellrun.simulation.hospital import Hospital, Served
from wellrun.simulation.world import World

DEPARTMENT = "orthopedics"
_KNEE, _SCOPE, _CUFF = "27447", "29881", "29827"
_PROCEDURES = {
    _KNEE: ("Knee replacement", 90, 90, "M1711"),
    _SCOPE: ("Meniscus trimmed by scope", 45, 90, "M23303"),
    _CUFF: ("Rotator cuff repaired by scope", 75, 90, "M75121"),
}
_DOCUMENTS, _NOTES = ("clearance", "labs", "history", "consent"), ("implants", "deposit", "packet", "call")


@dataclass
class Planned:
    """A case before it is requested: days from the last one to its day, procedure, and how far it comes."""

    in_days: int
    code: str
    becomes: str


#: The cases of a run whose surgeon operates on Thursdays; days are moved to the working day before where they must.
_CASES = (
    Planned(-11, _KNEE, "done"), Planned(-4, _SCOPE, "done"), Planned(7, _KNEE, "sent"),
    Planned(9, _SCOPE, "ready"), Planned(10, _KNEE, "confirmed"), Planned(17, _CUFF, "sent"),
    Planned(24, _KNEE, "requested"), Planned(10, _SCOPE, "postponed"), Planned(17, _SCOPE, "cancelled"),
)  # fmt: skip


class HospitalCases:
    """The cases of the first surgeon of orthopedics."""

    def __init__(self, world: World, *, last_on: date, closed: dict[date, str]) -> None:
        self.world, self.last_on, self.closed = world, last_on, closed
        self.chance = world.chance.of("cases")
        self.hospital = Hospital(facility="MERCY", clock=world.now)
        self.facility: Facility | None = None
        self.cases: list[tuple[Planned, uuid.UUID]] = []
        self.operated: set[date] = set()

    def morning(self, left: int) -> None:
        """Set the hospital up on the first morning; afterwards request, ready, confirm and finish what is due."""
        if not self.world.staff(Role.SURGICAL_COORDINATOR, "orchard") or not self.world.providers_in(
            DEPARTMENT
        ):
            return
        if self.facility is None:
            self._set_up()
            self._request()
            self._talk()
        self._finish()
        if left in (2, 1):
            self._settle_half()

    def stop(self) -> None:
        """Nothing: what is open stays open."""

    @property
    def _coordinator(self) -> str:
        return self.world.staff(Role.SURGICAL_COORDINATOR, "orchard")[0]

    def _set_up(self) -> None:
        world, unit = self.world, self.world.units[DEPARTMENT]
        surgeon = world.providers[world.providers_in(DEPARTMENT)[0].username]
        with world.as_program() as (by, at):
            self.facility = keep_facility(
                desk_unit_id=unit.id, by=by, at=at,
                details={"name": "Mercy Hospital", "short_name": "Mercy", "zone": str(world.zone), "city": "Peoria",
                         "state": "IL", "phone": "+13095550170", "fax": "+13095550171", "confirms_by": "hl7",
                         "hl7_host": "127.0.0.1", "hl7_port": 2575, "their_application": "ORSCHED",
                         "their_facility": "MERCY", "our_facility": "PRAIRIEOAK"},
            )  # fmt: skip
            self.center = keep_facility(
                desk_unit_id=unit.id, by=by, at=at,
                details={"name": "Riverside Surgery Center", "short_name": "Riverside", "zone": str(world.zone),
                         "kind": "surgery center", "city": "Linden Falls", "state": "IL", "phone": "+13095550172",
                         "confirms_by": "packet", "place_of_service": "24", "travel_minutes": 15},
            )  # fmt: skip
            since = world.today() - timedelta(days=60)
            keep_block(facility_id=self.facility.id, by=by, at=at, details={
                "provider_id": surgeon.id, "weekday": 3, "starts": time(7), "ends": time(15), "effective_from": since,
                "release_days": 7})  # fmt: skip
            keep_block(facility_id=self.center.id, by=by, at=at, details={
                "group_name": "Prairie Oak orthopedics", "weekday": 1, "recurrence": "every other",
                "starts": time(7), "ends": time(12), "effective_from": since, "release_days": 14})  # fmt: skip
            for code, (words, minutes, global_days, _) in _PROCEDURES.items():
                keep_card(provider_id=surgeon.id, code=code, by=by, at=at, details={
                    "words": words, "procedure_minutes": minutes, "global_days": global_days,
                    "position": "Supine" if code == _KNEE else "Beach chair" if code == _CUFF else "Supine, leg holder",
                    "equipment": "Tourniquet; power set" if code == _KNEE else "Arthroscopy tower"})  # fmt: skip

    def _request(self) -> None:
        for planned in _CASES:
            starts_at = self._time(planned)
            if starts_at is not None and starts_at > self.world.now():
                self._requests(planned, starts_at)

    def _time(self, planned: Planned) -> datetime | None:
        """Seven in the morning of its day, or after the case before it; the surgeon's clinic is on other days."""
        day = self.last_on + timedelta(days=planned.in_days)
        while day.weekday() >= 5 or day in self.closed:
            day -= timedelta(days=1)
        hour = 7 if day not in self.operated else 11
        self.operated.add(day)
        return self.world.instant(day, time(hour))

    def _requests(self, planned: Planned, starts_at: datetime) -> None:
        world = self.world
        words, minutes, global_days, diagnosis = _PROCEDURES[planned.code]
        provider = world.providers_in(DEPARTMENT)[0]
        facility = self.center if planned.becomes == "postponed" else self.facility
        assert facility is not None
        pool = [each for each in world.patients_of(world.plan.department(DEPARTMENT))
                if each.age_on(world.today()) >= 30]  # fmt: skip
        if not pool:
            return
        with world.acting_as(self._coordinator):
            card = PreferenceCard.objects.get(
                provider_id=world.providers[provider.username].id,
                code=planned.code,
                superseded_at__isnull=True,
            )
        implants = (ImplantLine("Knee system, cemented", "Oakline Implants", "M. Ferro", "+13095550173"),)
        details = CaseDetails(
            provider_id=world.providers[provider.username].id, facility_id=facility.id,
            procedures=(ProcedureLine(planned.code, words, self.chance.choice(("left", "right")), 1, global_days),),
            diagnoses=(diagnosis,), starts_at=starts_at, procedure_minutes=minutes, position=card.position,
            equipment=card.equipment, implants=implants if planned.code == _KNEE else (), card_id=card.id,
            anesthesia="general",
        )  # fmt: skip
        with world.refusals_counted(), world.acting_as(self._coordinator) as (by, at):
            case = request_case(patient_id=self.chance.choice(pool).id, details=details, by=by, at=at)
            self.cases.append((planned, case.id))
            world.counts["cases requested"] += 1

    def _talk(self) -> None:
        """Send what is to be sent, hear the hospital's confirmations, and bring every case to where it comes to."""
        for planned, case_id in self.cases:
            if planned.becomes != "requested":
                with self.world.refusals_counted(), self.world.acting_as(self._coordinator) as (by, at):
                    send_case(case_id=case_id, by=by, at=at)
        with self._hospital_listening():
            send_messages(at=self.world.now(), organization_id=self.world.organization.id)
            # What is only sent has no answer yet: the hospital's scheduler has not come to it.
            silent = {str(each.placer_number) for planned, each in self._rows() if planned.becomes == "sent"}
            self.hospital.waiting = [
                each
                for each in self.hospital.waiting
                if not any(number.encode() in each for number in silent)
            ]
            self.hospital.run(self._hears)
        for planned, case_id in self.cases:
            if planned.becomes in ("done", "ready"):
                self._settle(planned, case_id)
                self._book_visits(case_id)
        self._end_some()
        with self._hospital_listening():
            send_messages(at=self.world.now(), organization_id=self.world.organization.id)

    def _book_visits(self, case_id: uuid.UUID) -> None:
        """Book the pictures and the visit two weeks after the operation together with the case."""
        world = self.world
        plan = next(each for each in world.plan.department(DEPARTMENT).visits if each.device_kind)
        kind = world.visit_types[DEPARTMENT, plan.name].id
        with world.refusals_counted(), world.acting_as(self._coordinator) as (by, at):
            case = case_for(by, case_id, "cases.book")
            offers = propose_visits(case, [Wanted(kind, 12, 14)], by=by, at=at)
            chosen = [Chosen(kind, each[0].provider_id, each[0].starts_at) for each in offers if each]
            if chosen:
                for visit in book_visits(case_id=case_id, chosen=chosen, by=by, at=at):
                    enter_in_diary(world, visit, DEPARTMENT, as_visit=plan)
                    world.counts["visits booked with cases"] += 1

    def _rows(self) -> list[tuple[Planned, Case]]:
        with self.world.as_program():
            found = Case.objects.in_bulk([case_id for _, case_id in self.cases])
        return [(planned, found[case_id]) for planned, case_id in self.cases]

    def _hears(self, content: bytes) -> bytes:
        world = self.world
        return receive_message(content=content, organization_id=world.organization.id, at=world.now())

    @contextmanager
    def _hospital_listening(self) -> Iterator[None]:
        with Served(self.hospital.take) as served:
            self._listen_at(served.port)
            yield
        # A port that stays the same, whatever was free on the day.
        self._listen_at(2575)

    def _listen_at(self, port: int) -> None:
        assert self.facility is not None
        with self.world.as_program() as (by, at):
            keep_facility(facility_id=self.facility.id, desk_unit_id=self.facility.desk_unit_id,
                          details={"hl7_port": port}, by=by, at=at)  # fmt: skip

    def _end_some(self) -> None:
        world = self.world
        for planned, case_id in self.cases:
            with world.refusals_counted(), world.acting_as(self._coordinator) as (by, at):
                if planned.becomes == "postponed":
                    confirm_case(case_id=case_id, hospital_number="RSC 4471", by=by, at=at)
                    postpone_case(
                        case_id=case_id, reason="Infected tooth; to be seen again in four weeks", by=by, at=at
                    )
                elif planned.becomes == "cancelled":
                    cancel_case(case_id=case_id, reason="The patient decided against it", by=by, at=at)
                elif planned.becomes == "ready":
                    mark_ready(case_id=case_id, by=by, at=at)

    def _settle(self, planned: Planned, case_id: uuid.UUID, *, but: tuple[str, ...] = ()) -> None:
        """Settle the checklist of a case, in the order in which things come."""
        world, today = self.world, self.world.today()
        note = Given(note="Done; filed with the case")
        given = {key: Given(note="In the paper chart", evidence_on=today) for key in _DOCUMENTS}
        given |= dict.fromkeys(_NOTES, note)
        given["authorization"] = Given(
            authorization_number=f"A{self.chance.randint(100000, 999999)}", valid_from=today - timedelta(days=1),
            valid_to=today + timedelta(days=89), units=2,
        )  # fmt: skip
        # A scope leaves nothing in the knee, so that nobody brings an implant.
        but = but if planned.code == _KNEE else (*but, "implants")
        keys = [key for key in ("authorization", *_DOCUMENTS, *_NOTES) if key not in but]
        for key in keys:
            with world.refusals_counted(), world.acting_as(self._coordinator) as (by, at):
                if key == "labs" and self.chance.random() < 0.3:
                    waive_item(case_id=case_id, key=key, because="Healthy and under forty", by=by, at=at)
                else:
                    complete_item(case_id=case_id, key=key, given=given[key], by=by, at=at)
                world.counts["readiness settled"] += 1

    def _settle_half(self) -> None:
        for planned, case_id in self.cases:
            if planned.becomes == "confirmed":
                self._settle(planned, case_id, but=("labs", "implants", "packet", "call", "deposit"))

    def _finish(self) -> None:
        """Say of the cases of the days before that they took place; their charges are expected from then on."""
        world = self.world
        for planned, case in self._rows():
            if (
                planned.becomes == "done"
                and case.state in ("confirmed", "ready")
                and case.starts_at < world.now()
            ):
                with world.refusals_counted(), world.acting_as(self._coordinator) as (by, at):
                    finish_case(case_id=case.id, by=by, at=at)
                    world.counts["cases done"] += 1
